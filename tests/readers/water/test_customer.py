"""Daily readings of water customers."""

from datetime import UTC, datetime

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import readers, recognise
from beffroi.readers.contract import Quality

from ..reading import read, source_of  # noqa: TID252 - tests are no installed package
from .samples import HEADER, ROWS, SAMPLES, file

KEY = "water.customer_csv"
VOLUME = "water.volume"


def utc(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2021, month, day, hour, tzinfo=UTC)


def test_litres_become_m3_over_the_civil_day() -> None:
    found = read(KEY, file(HEADER, *ROWS), "D21XY000123.csv")
    assert found.values(VOLUME, "interval", "consumption", "D21XY000123") == [
        (utc(26, 23), utc(27, 23), 0.1, Quality.MEASURED),
        (utc(27, 23), utc(28, 22), 0.25, Quality.ESTIMATED),
        (utc(28, 22), utc(29, 22), pytest.approx(0.15), Quality.MEASURED),
    ]
    # 1,250 - 1,000 litres on the 28th: the index ends its day.
    assert [(at, value) for at, _, value, _ in found.values(VOLUME, "index", "index")] == [
        (utc(27, 23), 1.0),
        (utc(28, 22), 1.25),
        (utc(29, 22), pytest.approx(1.4)),
    ]
    assert "D21XY000123" in found.pieces[0].notes[0].fr


def test_index_read_before_the_day_is_seen() -> None:
    rows = ["27/03/2021;1000;250;", "28/03/2021;1250;150;", "29/03/2021;1400;90;"]
    found = read(KEY, file(HEADER, *rows))
    assert found.values(VOLUME, "index", "index")[0][:1] == (utc(26, 23),)
    assert any("relevé avant" in note.fr for note in found.pieces[0].notes)


def test_same_clock_on_each_row_is_a_filling_and_different_ones_are_readings() -> None:
    same = read(KEY, file(HEADER, "27/03/2021 12:00;1000;100;", "28/03/2021 12:00;1250;250;"))
    assert [row[0] for row in same.values(VOLUME, "index", "index")] == [utc(27, 23), utc(28, 22)]
    real = read(KEY, file(HEADER, "27/03/2021 12:00;1000;100;", "28/03/2021 13:30;1250;250;"))
    assert [row[0] for row in real.values(VOLUME, "index", "index")] == [
        utc(27, 11),
        datetime(2021, 3, 28, 11, 30, tzinfo=UTC),
    ]


def test_meter_in_the_title_or_in_a_column() -> None:
    titled = read(KEY, SAMPLES[KEY][1])
    assert len(titled.values(VOLUME, "index", "index", "D21XY000123")) == 3
    assert titled.pieces[0].notes == ()
    listed = read(KEY, SAMPLES[KEY][2])
    assert [row[2] for row in listed.values(VOLUME, "index", "index", "C-0001")] == [10.5]
    assert [row[2] for row in listed.values(VOLUME, "interval", "consumption", "C-0002")] == [1.0]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_names_of_meters_keep_their_accents(encoding: str) -> None:
    rows = "Compteur;Date;Volume (m3)", "Réservoir de l’Île;27/03/2021;12,5"
    found = read(KEY, file(*rows, encoding=encoding))
    assert {asset for asset, *_ in found.series()} == {"Réservoir de l’Île"}


def test_bad_rows_are_refused_with_their_line() -> None:
    found = read(
        KEY,
        file(
            "Mon contrat",
            HEADER,
            "31/02/2021;1000;100;Mesuré",
            "01/03/2021;mille;100;Mesuré",
            "02/03/2021;1000;;Mesuré",
            "",
            "03/03/2021;1000",
            ";;;",
            "04/03/0021;1;1;",
            "05/03/2021;1 100;100;Mesuré",
        ),
    )
    assert [(line, reason) for line, reason, _ in found.refused] == [
        (3, "bad_time"),
        (4, "bad_number"),
        (5, "empty_value"),
        (7, "bad_row"),
        (9, "bad_time"),
    ]
    assert [row[2] for row in found.values(VOLUME, "index", "index")] == [1.0, pytest.approx(1.1)]


def test_unknown_unit_is_refused_once_and_the_other_column_kept() -> None:
    header = "Date de relevé;Index (barriques);Consommation (m3)"
    found = read(KEY, file(header, "27/03/2021;1;2", "28/03/2021;3;4"))
    assert found.refused == [(2, "unknown_unit", "Index (barriques)")]
    assert [row[2] for row in found.values(VOLUME, "interval", "consumption")] == [2.0, 4.0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(encoding: str) -> None:
    data = file(HEADER, *ROWS, encoding=encoding)
    assert recognise(source_of(data).head()).key == KEY
    found = read(KEY, data)
    assert [row[3] for row in found.values(VOLUME, "interval", "consumption")] == [0, 1, 0]


@pytest.mark.parametrize(
    "line",
    [
        "Date;Index (m3);Volume consommé (m3);Energie consommée (kWh)",
        "Date;Index;Consommation",
        "Horodate;Valeur",
    ],
)
def test_other_files_are_left_alone(line: str) -> None:
    assert readers()[KEY].recognise(source_of(file(line, "01/01/2021;1;2;3")).head()) == 0.0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 500,
        file(HEADER, *ROWS).decode().encode("utf-16"),
        b"x;y\n1;2\n",
        HEADER.encode(),
    ],
    ids=["empty", "binary", "utf-16", "other columns", "header only"],
)
def test_broken_file_says_so(data: bytes) -> None:
    with pytest.raises(BeffroiError) as caught:
        read(KEY, data)
    assert caught.value.type.code == "import.file_broken"
