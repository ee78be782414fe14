"""Bills: periods, energies, amounts, and what is refused."""

from datetime import datetime

import pytest

from beffroi.periods import PARIS
from beffroi.readers.bills.table import READERS
from beffroi.readers.contract import Piece, ReadOptions
from tests.readers.bills.samples import HEADER, SAMPLES
from tests.readers.reading import source_of

(READER,) = READERS


def read(data: bytes) -> Piece:
    """Read a small file, which is one piece."""
    (piece,) = READER.read(source_of(data), ReadOptions())
    return piece


def rows(piece: Piece) -> list[tuple[str, str, str, float]]:
    """Quantity, first day, last day (excluded) and value of each observation."""

    def day(moment: datetime) -> str:
        return moment.astimezone(PARIS).strftime("%Y-%m-%d %H:%M")

    return [
        (piece.series[r["series"]].quantity, day(r["start"]), day(r["end"]), r["value"])
        for r in piece.observations.to_pylist()
    ]


def test_bills_that_meet_on_the_day_of_the_reading() -> None:
    assert rows(read(SAMPLES["bills.table"][0])) == [
        ("electricity.billed_energy", "2021-01-07 00:00", "2021-03-07 00:00", 1_800_000.0),
        ("electricity.billed_energy", "2021-03-07 00:00", "2021-05-07 00:00", 1_700_000.0),
        ("electricity.billed_amount", "2021-01-07 00:00", "2021-03-07 00:00", 350.20),
        ("electricity.billed_amount", "2021-03-07 00:00", "2021-05-07 00:00", 340.10),
    ]


def test_gas_bills_whose_last_day_is_part_of_them() -> None:
    found = rows(read(SAMPLES["bills.table"][1]))
    assert found[0] == ("gas.billed_energy", "2021-01-01 00:00", "2021-02-01 00:00", 3_000_000.0)
    assert found[1][2] == "2021-03-01 00:00"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("01234567890123;31/02/2021;07/03/2021;1;2;9", "bad_time"),
        ("01234567890123;07/03/2021;07/01/2021;1;2;9", "bad_time"),
        (";07/01/2021;07/03/2021;1;2;9", "bad_row"),
        ("01234567890123;07/01/2021;07/03/2021;beaucoup;2;9", "bad_number"),
        ("01234567890123;07/01/2021;07/03/2021;;2;9", "empty_value"),
        ("01234567890123;07/01/2021", "bad_row"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(row: str, reason: str) -> None:
    good = "01234567890123;07/05/2021;07/07/2021;10;2;9"
    piece = read(f"{HEADER}\n{good}\n{row}\n".encode())
    assert [(r["line"], r["reason"]) for r in piece.refused.to_pylist()] == [(3, reason)]
    assert ("electricity.billed_energy", "2021-05-07 00:00", "2021-07-07 00:00", 10_000.0) in rows(
        piece
    )
