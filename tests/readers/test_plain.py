"""What is read straight from the bytes is what the reader that knows every case reads."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.readers import ReadOptions, Source, readers
from beffroi.readers.plain import cut

OPENING = (
    "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;"
    "Grandeur metier;Etape metier;Unite;Pas en minutes\n"
    "30001111111111;Courbe de charge;01/01/2022;31/12/2023;Energie active;Consommation;"
    "Comptage Brut;W;\nHorodate;Valeur\n"
)
PLACES = {
    "enedis.hdm": "beffroi.readers.enedis.hdm_plain.cut",
    "generic.text": "beffroi.readers.generic.clean.cut",
}
#: Clean cells come more often than odd ones, or no block would be clean.
CLEAN = [str(number) for number in range(0, 12_000_000, 999_999)]
NUMBERS = st.sampled_from(
    [*CLEAN, *CLEAN, "", "", "-3", "0", "007", "-", "+5", "x", "1e3", " 4", "123456789012", "0x1f"]
)
DECIMALS = st.sampled_from(
    [*CLEAN, "", "1,5", "0,125", "-2,75", "12345678,1234567", ",5", "5,", "1.5", "1,2,3", "n/a"]
)


def open_text(tmp: Path, text: str) -> Source:
    path = tmp / "a.csv"
    path.write_bytes(text.encode())
    return Source("a.csv", path.stat().st_size, lambda: path.open("rb"), path)


def told(key: str, source: Source) -> tuple[list[object], ...]:
    """Return all that a reader says of a file, whatever its pieces."""
    rows: list[object] = []
    refused: list[object] = []
    count = 0
    for piece in readers()[key].read(source, ReadOptions(mapping={"step": "15min"})):
        found = piece.observations.to_pylist()
        rows += [{**row, "series": piece.series[row["series"]]} for row in found]
        refused += piece.refused.to_pylist()
        count += piece.rows
    return rows, sorted(refused, key=str), [count]


def both(key: str, source: Source) -> Iterator[tuple[list[object], ...]]:
    yield told(key, source)
    with patch(PLACES[key], lambda *_: None):
        yield told(key, source)


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(NUMBERS, min_size=1, max_size=60),
    end=st.sampled_from(["\n", "\r\n"]),
    odd=st.sampled_from(["", "", "", "2022-02-30T00:00:00+01:00;3", "2022-03-01 00:00;5", ";7"]),
)
def test_a_load_curve(
    tmp_path_factory: pytest.TempPathFactory, values: list[str], end: str, odd: str
) -> None:
    start = np.datetime64("2022-03-26T20:00:00")
    stamps = [str(start + np.timedelta64(30 * k, "m")) for k in range(len(values))]
    lines = [f"{stamp}+01:00;{value}" for stamp, value in zip(stamps, values, strict=True)]
    text = (OPENING + "\n".join([*lines, *filter(None, [odd])])).replace("\n", end)
    quick, slow = both("enedis.hdm", open_text(tmp_path_factory.mktemp("hdm"), text))
    assert quick == slow


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.tuples(st.sampled_from("AB"), DECIMALS), min_size=30, max_size=60),
    stamp=st.sampled_from(["{2}/{1}/{0} {3}", "{0}-{1}-{2}T{3}:00", "{0}-{1}-{2} {3}:00+02:00"]),
    wide=st.booleans(),
)
def test_a_table(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[tuple[str, str]],
    stamp: str,
    wide: bool,
) -> None:
    start = np.datetime64("2021-10-30T22:00")
    lines = ["Horodatage;Compteur;Consommation (kWh)"]
    for place, (meter, value) in enumerate(cells):
        time = str(start + np.timedelta64(15 * place, "m"))
        name = f"compteur {meter * 9} é" if wide else meter
        lines.append(f"{stamp.format(*time[:10].split('-'), time[11:])};{name};{value}")
    # A clean beginning, so that the table is understood whatever follows.
    lines[1:1] = [f"{stamp.format('2021', '10', '29', f'{k:02}:00')};A;{k},5" for k in range(24)]
    source = open_text(tmp_path_factory.mktemp("table"), "\n".join(lines))
    quick, slow = both("generic.text", source)
    assert quick == slow


def test_odd_lines_are_not_cut() -> None:
    assert cut(b"a;1\nb\nc;2\n", ";", 2) is None
    assert cut(b"a;1\n\nb;2\n", ";", 2) is None
    assert cut(b'"a";1\n', ";", 2) is None
    assert cut(b"a;1\r\nb;2\n", ";", 2) is None
    assert cut(b"a\nb;1;2\nc\n", ";", 2) is None


def test_few_labels_of_any_width() -> None:
    names = ["a", "", "é" * 9, "a", "abcdefghijklmnop", "abcdefghijklmnoq"]
    plain = cut("".join(f"{name};1\n" for name in names).encode(), ";", 2)
    assert plain is not None
    found = plain.labels(plain.column(0))
    assert found is not None
    assert found.cast(pa.string()).to_pylist() == names
