"""Summer time: the hour that autumn repeats and the one that spring skips."""

import numpy as np
import pytest

from beffroi.readers import ReadOptions
from beffroi.readers.generic import read
from tests.readers.reading import Reading, source_of

HALF_HOURS = ("01:30", "02:00", "02:30", "02:00", "02:30", "03:00")
UTC = ["23:30", "00:00", "00:30", "01:00", "01:30", "02:00"]


def starts(text: str, asset: str = "file.bin") -> list[str]:
    reading = Reading(list(read(source_of(text.encode()), ReadOptions())))
    rows = reading.values("electricity.active_power", "mean_power", "", asset)
    return [f"{row[0]:%H:%M}" for row in rows]


def row(clock: str, value: int = 1) -> str:
    return f"31/10/2021 {clock};{value}\n"


def test_autumn_in_one_series() -> None:
    assert starts("Date;P (W)\n" + "".join(map(row, HALF_HOURS))) == UTC


@pytest.mark.parametrize("order", ["series after series", "time after time"])
def test_autumn_in_several_series(order: str) -> None:
    pairs = [(name, clock) for name in ("C1", "C2", "C3") for clock in HALF_HOURS]
    if order == "time after time":
        pairs = [(name, clock) for clock in HALF_HOURS for name in ("C1", "C2", "C3")]
    text = "Compteur;Date;P (W)\n" + "".join(f"{name};{row(clock)}" for name, clock in pairs)
    for name in ("C1", "C2", "C3"):
        assert starts(text, name) == UTC


@pytest.mark.parametrize("size", [40, 57, 75, 94, 113, 131, 200])
def test_autumn_wherever_a_block_ends(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beffroi.readers.generic.encoding.CHUNK_BYTES", size)
    assert starts("Date;P (W)\n" + "".join(map(row, HALF_HOURS))) == UTC


def test_hour_that_does_not_exist_is_said() -> None:
    rows = "".join(f"28/03/2021 {hour:02d}:00;{hour}\n" for hour in range(6))
    pieces = list(read(source_of(b"Date;P (W)\n" + rows.encode()), ReadOptions()))
    notes = " ".join(note.fr for piece in pieces for note in piece.notes)
    assert "heures qui n’existent pas à Paris" in notes
    assert sum(piece.observations.num_rows for piece in pieces) == 6


def test_days_of_23_24_and_25_hours() -> None:
    rows = "".join(f"{day};1\n" for day in ("27/03/2021", "28/03/2021", "29/03/2021"))
    rows += "".join(f"{day};1\n" for day in ("30/10/2021", "31/10/2021", "01/11/2021"))
    table = Reading(list(read(source_of(f"Date;E (kWh)\n{rows}".encode()), ReadOptions()))).table()
    columns = [table.column(name).to_numpy() for name in ("start", "end")]
    hours = (columns[1] - columns[0]) / np.timedelta64(1, "h")
    assert hours.tolist() == [24, 23, 24, 24, 25, 24]
