"""Real files to the exact totals that a plain loop over their lines gives.

Each number below was summed by hand (the `csv`, `json` and `decimal` modules, no code of the
product): a power by its step, a day by the local day in which the step begins.
"""

import gzip
from pathlib import Path

import pytest

from beffroi.periods.civil import Step
from beffroi.store.store import Store

from .bring import bring, bring_one, series, totals

POINT = "09111642617347"
CURVE = f"{POINT}/electricity.active_power/consumption"
HDM = "Enedis_SGE_HDM_A06NW0ZI.csv"

#: Stamps mark the end of a step: 60 minutes until 2021-02-12 12:00, 30 afterwards. Wh.
CURVE_DAYS = {
    "2021-01-07": 13_877,  # 10 values, the first ones and one in the evening being empty
    "2021-03-27": 32_214,  # 48 half-hours
    "2021-03-28": 28_052,  # 46: the hour from 2 to 3 does not exist
    "2021-07-14": 20_265,
    "2021-10-31": 21_321,  # 50: the hour from 2 to 3 passes twice
}
CURVE_YEARS = {"2021-01-01": 8_870_827, "2022-01-01": 803_746}
#: The three holes of one hour, filled by the middle of their neighbours.
FILLED = {
    "2021-01-07": 13_877 + (2_491 + 749) / 2,
    "2021-02-06": 24_496 + (2_168 + 358) / 2,
    "2021-02-11": 77_138 + (4_034 + 1_738) / 2,
}


@pytest.mark.shared
def test_a_load_curve_gives_its_energy(store: Store, shared_data: Path) -> None:
    report = bring_one(store, shared_data / "enedis" / HDM)
    assert (report.rows_read, report.kept) == (17_866, 17_852)
    assert dict(report.refused) == {"empty_value": 14}
    assert [row["line"] for row in report.refusals] == [*range(4, 17), 26]
    days = totals(store, CURVE, Step.DAY)
    assert {day: days[day] for day in CURVE_DAYS} == CURVE_DAYS
    years = totals(store, CURVE, Step.YEAR)
    assert years == CURVE_YEARS
    assert sum(days.values()) == 9_674_573


@pytest.mark.shared
def test_repair_fills_the_holes_of_an_hour_and_nothing_else(
    store: Store, shared_data: Path
) -> None:
    bring_one(store, shared_data / "enedis" / HDM)
    raw, repaired = (totals(store, CURVE, Step.DAY, view) for view in ("raw", "repaired"))
    changed = {day: value for day, value in repaired.items() if value != raw[day]}
    assert changed == FILLED
    assert sum(repaired.values()) == 9_674_573 + sum(FILLED.values()) - sum(
        raw[day] for day in FILLED
    )


@pytest.mark.shared
def test_the_next_day_comes_in_another_format_of_the_same_series(
    store: Store, shared_data: Path
) -> None:
    bring_one(store, shared_data / "enedis" / HDM)
    report = bring_one(store, shared_data / "enedis" / "R50.xml")
    assert (report.kept, report.series_created) == (48, 0)
    assert totals(store, CURVE, Step.DAY)["2022-02-02"] == 20_681
    assert series(store)[CURVE].points == 17_852 + 48


@pytest.mark.shared
def test_indexes_of_the_same_point_agree_with_its_curve(store: Store, shared_data: Path) -> None:
    bring_one(store, shared_data / "enedis" / HDM)
    bring_one(store, shared_data / "enedis" / "Enedis_SGE_HDM_A06NW10D.csv")
    energy = totals(store, CURVE, Step.DAY)
    index = totals(store, f"{POINT}/electricity.active_energy/index EAS F1", Step.DAY, "repaired")
    # Differences of the readings written: 5671915 - 5651650 and 7473376 - 7452055 Wh.
    assert index["2021-07-14"] == energy["2021-07-14"] == 20_265
    assert index["2021-10-31"] == energy["2021-10-31"] == 21_321
    # The reading of the night before summer time is missing: 3166954 - 3106688 Wh in 47 hours.
    assert index["2021-03-27"] + index["2021-03-28"] == pytest.approx(32_214 + 28_052, rel=1e-12)
    assert index["2021-03-28"] == pytest.approx(60_266 * 23 / 47, rel=1e-12)


@pytest.mark.shared
def test_gas_is_counted_in_the_energy_that_the_supplier_wrote(
    store: Store, shared_data: Path
) -> None:
    report = bring_one(store, shared_data / "grdf" / "donnees_informatives.json")
    assert report.rows_read == 1_096
    assert dict(report.refused) == {"no_data": 1}
    energy = "00000000000001/gas.energy/informative"
    days = totals(store, energy, Step.DAY)
    assert {day: days[day] for day in ("2021-01-15", "2021-03-28", "2021-10-31")} == {
        "2021-01-15": 198_000,
        "2021-03-28": 55_000,
        "2021-10-31": 45_000,
    }
    assert totals(store, energy, Step.YEAR) == {
        "2019-01-01": 3_525_000,
        "2020-01-01": 21_160_000,
        "2021-01-01": 23_148_000,
        "2022-01-01": 14_380_000,
    }
    volume = totals(store, "00000000000001/gas.volume/informative", Step.YEAR)
    assert volume == {
        "2019-01-01": 318,
        "2020-01-01": 1_904,
        "2021-01-01": 2_099,
        "2022-01-01": 1_296,
    }
    index = totals(store, "00000000000001/gas.volume/index", Step.YEAR, "repaired")
    assert sum(index.values()) == 15_940 - 10_373


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "quantity", "years", "march", "october"),
    [
        (
            "building_000_electricity",
            "electricity.active_energy",
            (270_169_900, 259_638_700, 248_362_000, 24_800),
            607_900,
            646_100,
        ),
        (
            "building_002_gas",
            "gas.energy",
            (2_530_100_000, 2_477_040_000, 1_852_360_000, 160_000),
            6_990_000,
            5_760_000,
        ),
    ],
)
def test_a_plain_table_in_universal_time(
    store: Store,
    shared_data: Path,
    name: str,
    quantity: str,
    years: tuple[int, ...],
    march: int,
    october: int,
) -> None:
    """Hourly kWh with times in UTC: the last hour of a year falls in the next one in Paris."""
    path = shared_data / "energy" / "cambridge" / f"{name}.csv.gz"
    mapping = {"timezone": "UTC", "values": [{"column": _column(path), "quantity": quantity}]}
    report = bring_one(store, path, mapping=mapping)
    assert (report.rows_read, report.kept, report.conflicting) == (26_304, 26_304, 0)
    (found,) = series(store)
    assert found.startswith(f"{name}/{quantity}")
    by_year = totals(store, found, Step.YEAR)
    assert list(by_year) == ["2014-01-01", "2015-01-01", "2016-01-01", "2017-01-01"]
    assert list(by_year.values()) == pytest.approx(years, rel=1e-12)
    days = totals(store, found, Step.DAY)
    assert days["2015-03-29"] == pytest.approx(march, rel=1e-12)
    assert days["2015-10-25"] == pytest.approx(october, rel=1e-12)


def _column(path: Path) -> str:
    with gzip.open(path, "rt") as lines:
        return lines.readline().strip().split(",")[1]


@pytest.mark.shared
def test_a_folder_of_real_files_comes_in_whole(store: Store, shared_data: Path) -> None:
    reports = {report.file: report for report in bring(store, shared_data / "enedis")}
    assert {name: report.status for name, report in reports.items()} == dict.fromkeys(
        (HDM, "Enedis_SGE_HDM_A06NW10D.csv", "R151.xml", "R50.xml", "R64.json"), "stored"
    )
    again = bring(store, shared_data / "enedis")
    assert {report.status for report in again} == {"already"}
