"""GRDF's customer portal: JSON by meter, local temperatures."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import recognise, sources
from beffroi.readers.contract import Quality

from ..reading import read, read_source, source_of  # noqa: TID252 - tests are no installed package
from .samples import BILLED, DAILY, portal

KEY = "grdf.portal_json"
METER = "00000000000001"


def test_day_that_loses_an_hour_lasts_23_hours_and_energy_is_in_wh() -> None:
    # The gas day of 27 March 2021 ends at 06:00 summer time: 04:00 UTC.
    [(start, end, value, quality)] = read(KEY, portal(DAILY)).values(
        "gas.energy", "interval", "informative"
    )
    assert start == datetime(2021, 3, 27, 5, tzinfo=UTC)
    assert end == datetime(2021, 3, 28, 4, tzinfo=UTC)
    assert value == 33_000.0
    assert quality == Quality.MEASURED


def test_billing_period_runs_from_06_to_06_paris_time() -> None:
    [(start, end, value, _)] = read(KEY, portal(BILLED)).values(
        "gas.energy", "interval", "published"
    )
    assert start == datetime(2021, 1, 15, 5, tzinfo=UTC)
    assert end == datetime(2021, 7, 15, 4, tzinfo=UTC)
    assert value == 2_200_000.0


def test_series_say_whose_and_what() -> None:
    found = read(KEY, portal({**DAILY, "temperature": 8.25})).series()
    meter = "12345678901234"
    assert set(found) == {
        (meter, "gas.energy", "interval", "informative"),
        (meter, "gas.volume", "interval", "informative"),
        (meter, "gas.volume", "index", "index"),
        (f"grdf-{meter}", "weather.air_temperature", "gauge", ""),
    }
    assert {draft.source for draft in found.values()} == {"grdf"}
    assert found[meter, "gas.energy", "interval", "informative"].asset_type == "delivery_point"
    station = found[f"grdf-{meter}", "weather.air_temperature", "gauge", ""]
    assert station.asset_type == "weather_station"


def test_index_written_twice_is_handed_out_once_but_a_jump_is_kept() -> None:
    following = {**DAILY, "journeeGaziere": "2021-03-28", "indexDebut": 103, "indexFin": 104}
    jumping = {**DAILY, "journeeGaziere": "2021-03-29", "indexDebut": 0, "indexFin": 2}
    found = read(KEY, portal(DAILY, following, jumping)).values("gas.volume", "index", "index")
    assert [value for _, _, value, _ in found] == [100.0, 103.0, 0.0, 104.0, 2.0]
    assert all(start == end for start, end, _, _ in found)


@pytest.mark.parametrize(
    ("label", "quality"),
    [
        ("Mesuré", Quality.MEASURED),
        ("Estimé", Quality.ESTIMATED),
        ("Corrigé", Quality.CORRECTED),
        ("MesurÃ©", Quality.MEASURED),
        ("", Quality.MEASURED),
        ("Inventé", Quality.SUSPECT),
    ],
)
def test_qualification(label: str, quality: Quality) -> None:
    found = read(KEY, portal({**DAILY, "qualificationReleve": label}))
    assert found.values("gas.energy", "interval", "informative")[0][3] == quality


def test_bad_rows_are_refused_and_the_others_kept() -> None:
    found = read(
        KEY,
        portal(
            DAILY,
            {**DAILY, "qualificationReleve": "Absence de Données", "energieConsomme": None},
            {**DAILY, "energieConsomme": "beaucoup"},
            {**DAILY, "energieConsomme": None},
            {**DAILY, "journeeGaziere": "2021-02-31", "dateDebutReleve": "hier"},
            {**DAILY, "journeeGaziere": "0001-01-01", "dateDebutReleve": None},
            {**BILLED, "dateFinReleve": BILLED["dateDebutReleve"]},
            "not a reading",
            {**DAILY, "energieConsomme": {"deep": [1]}},
        ),
    )
    assert found.rows == 9
    assert [(line, reason) for line, reason, _ in found.refused] == [
        (2, "no_data"),
        (3, "bad_number"),
        (4, "empty_value"),
        (5, "bad_time"),
        (6, "bad_time"),
        (7, "bad_time"),
        (8, "bad_row"),
        (9, "bad_number"),
    ]
    assert found.refused[1][2] == "beaucoup"
    assert len(found.values("gas.energy", "interval", "informative")) == 1


@pytest.mark.parametrize(
    "data",
    [
        portal(DAILY)[:-40],
        portal(DAILY).decode().replace("12345", "é").encode("utf-16"),
        b'{"releves"' + b"\x00\xff\xfe" * 50,
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"[" + portal(DAILY) + b"]",
        b"12",
    ],
    ids=["cut", "utf-16", "binary", "deep list", "deep object", "list", "number"],
)
def test_broken_file_says_so(data: bytes) -> None:
    with pytest.raises(BeffroiError) as caught:
        read(KEY, data)
    assert caught.value.type.code == "import.file_broken"


def test_well_formed_but_endlessly_nested_value_is_refused_as_a_number() -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    data = portal(DAILY).replace(b": 33,", b": " + deep + b",")
    [(_, reason, text)] = read(KEY, data).refused
    assert reason == "bad_number"
    assert len(text) <= 120


def test_temperatures_by_day() -> None:
    found = read(
        "grdf.temperatures_json", b'{"2021-03-27": 7.5, "x": 1, "2021-03-28": "a"}', "t.json"
    )
    [(start, end, value, _)] = found.values("weather.air_temperature", "gauge", "", "grdf-t")
    assert (start, end) == (
        datetime(2021, 3, 27, 5, tzinfo=UTC),
        datetime(2021, 3, 28, 4, tzinfo=UTC),
    )
    assert value == 7.5
    assert [(line, reason) for line, reason, _ in found.refused] == [
        (2, "bad_time"),
        (3, "bad_number"),
    ]
    assert found.pieces[0].notes


def test_recognised_behind_a_byte_order_mark() -> None:
    head = source_of(b"\xef\xbb\xbf" + portal(DAILY)).head()
    assert recognise(head).key == KEY
    assert read(KEY, b"\xef\xbb\xbf" + portal(DAILY)).rows == 1


@pytest.mark.shared
def test_real_daily_file(shared_data: Path) -> None:
    [source] = sources(shared_data / "grdf" / "donnees_informatives.json")
    assert recognise(source.head()).key == KEY
    found = read_source(KEY, source)
    energy = found.values("gas.energy", "interval", "informative", METER)
    assert (found.rows, len(energy)) == (1096, 1095)
    assert sum(row[2] for row in energy) == 62_213_000.0
    by_year: dict[int, float] = {}
    for start, _, value, _ in energy:
        by_year[start.year] = by_year.get(start.year, 0.0) + value
    # Every gas day begins at 04:00 or 05:00 UTC of the day that names it.
    assert by_year == {2019: 3_525e3, 2020: 21_160e3, 2021: 23_148e3, 2022: 14_380e3}
    assert sum(row[2] for row in found.values("gas.volume", "interval", "informative")) == 5617.0
    assert len(found.values("gas.volume", "index", "index")) == 1096
    assert found.refused == [(620, "no_data", "Absence de Données")]
    assert energy[0][0] == datetime(2019, 11, 30, 5, tzinfo=UTC)
    assert energy[-1][1] == datetime(2022, 11, 30, 5, tzinfo=UTC)


@pytest.mark.shared
def test_real_published_file(shared_data: Path) -> None:
    [source] = sources(shared_data / "grdf" / "donnees_publiees.json")
    assert recognise(source.head()).key == KEY
    found = read_source(KEY, source)
    energy = found.values("gas.energy", "interval", "published", METER)
    assert (found.rows, len(energy), found.refused) == (87, 87, [])
    assert sum(row[2] for row in energy) == 117_744_000.0
    assert sum(row[2] for row in found.values("gas.volume", "interval", "published")) == 10_557.0
    assert len(found.values("gas.volume", "index", "index")) == 89


@pytest.mark.shared
def test_real_temperatures(shared_data: Path) -> None:
    [source] = sources(shared_data / "grdf" / "temperatures.json")
    assert recognise(source.head()).key == "grdf.temperatures_json"
    found = read_source("grdf.temperatures_json", source)
    values = [row[2] for row in found.values("weather.air_temperature", "gauge", "")]
    assert (found.rows, len(values), found.refused) == (730, 730, [])
    assert sum(values) == pytest.approx(9759.59, abs=1e-6)
    assert (min(values), max(values)) == (-3.31, 30.66)
