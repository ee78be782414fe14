"""The generator: what it hands out, that it repeats itself, that it stays small."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from beffroi.demo.generate import (
    END,
    GENERATED_SCHEMA,
    SEED,
    CommuneData,
    Measures,
    blocks,
    commune,
    territory,
)
from beffroi.demo.generate.names import NAMES, commune_name, false_siren
from beffroi.demo.generate.places import GROUP, commune_organisation, population
from beffroi.quantities import QUANTITIES


def digest(data: CommuneData) -> str:
    """Hash everything that a commune holds, bytes of the observations included."""
    found = hashlib.sha256(
        repr((data.organisation, data.assets, data.measures.series, data.truth)).encode()
    )
    found.update(repr((data.works, data.suggestions)).encode())
    for table in tables(data):
        for column in table.combine_chunks().columns:
            found.update(column.to_numpy().tobytes())
    return found.hexdigest()


def tables(data: CommuneData) -> Iterator[pa.Table]:
    yield data.measures.observations
    if data.station:
        yield data.station.measures.observations


def of_series(measures: Measures, number: int) -> pa.Table:
    return measures.observations.filter(pc.field("series") == number)


@pytest.fixture(scope="module")
def few() -> list[CommuneData]:
    return list(territory(communes=13, years=1))


def test_a_commune_depends_on_the_seed_and_its_index_only(few: list[CommuneData]) -> None:
    alone = {index: digest(commune(SEED, index, 1)) for index in (12, 3, 0, 7)}
    assert alone == {index: digest(few[index]) for index in alone}


def test_another_seed_gives_another_commune(few: list[CommuneData]) -> None:
    assert digest(commune(SEED + 1, 3, 1)) != digest(few[3])


def test_observations_are_sorted_within_the_schema(few: list[CommuneData]) -> None:
    for data in few:
        for table in tables(data):
            assert table.schema == GENERATED_SCHEMA
            series = np.diff(table["series"].to_numpy())
            later = np.diff(table["start"].to_numpy()) >= np.timedelta64(0, "us")
            assert ((series == 1) | ((series == 0) & later)).all()


def test_everything_refers_to_something_and_says_that_it_is_simulated(
    few: list[CommuneData],
) -> None:
    for data in few:
        keys = {asset.key for asset in data.assets}
        assert len(keys) == len(data.assets)
        assert all(asset.parent is None or asset.parent in keys for asset in data.assets)
        assert all(asset.attributes["simulated"] is True for asset in data.assets)
        assert data.organisation.attributes["simulated"] is True
        assert "(simulation)" in data.intercommunality.name
        for draft in data.measures.series:
            assert draft.asset in keys
            assert draft.quantity in QUANTITIES
            assert draft.source == "simulation"
        assert {row.asset for row in data.truth} <= keys


def test_one_commune_in_twelve_carries_the_station(few: list[CommuneData]) -> None:
    assert [data.index for data in few if data.station] == [0, 12]
    named = {a.attributes["weather_station"] for a in few[5].assets if a.type == "building"}
    assert few[0].station is not None
    assert named == {few[0].station.asset.key}


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        ("2025-10-25T22:00Z", "2025-10-26T23:00Z", 25),  # 26 October, clocks go back
        ("2026-03-28T23:00Z", "2026-03-29T22:00Z", 23),  # 29 March, clocks go forward
        ("2026-03-29T22:00Z", "2026-03-30T22:00Z", 24),
    ],
)
def test_days_have_as_many_hours_as_in_paris(first: str, last: str, hours: int) -> None:
    station = commune(SEED, 0, 2).station
    assert station is not None
    start = station.measures.observations["start"]
    inside = pc.and_(
        pc.greater_equal(start, pa.scalar(datetime.fromisoformat(first), start.type)),
        pc.less(start, pa.scalar(datetime.fromisoformat(last), start.type)),
    )
    assert pc.sum(inside).as_py() == hours


def test_the_gas_day_begins_at_six_in_paris(few: list[CommuneData]) -> None:
    starts = {
        start
        for data in few
        for number, draft in enumerate(data.measures.series)
        if draft.quantity == "gas.energy"
        for start in of_series(data.measures, number)["start"].to_pylist()
    }
    assert {start.hour for start in starts} == {4, 5}
    assert datetime(2026, 1, 15, 5, tzinfo=UTC) in starts
    assert datetime(2026, 7, 15, 4, tzinfo=UTC) in starts


def test_measures_arrive_on_the_next_day(few: list[CommuneData]) -> None:
    for data in few:
        for number, draft in enumerate(data.measures.series):
            rows = of_series(data.measures, number)
            delay = pc.subtract(rows["available_at"], rows["end"]).to_numpy()
            assert delay.min() >= np.timedelta64(8, "h")
            if draft.step is not None:
                assert delay.max() <= np.timedelta64(34, "h")


def test_the_period_is_whole_years_up_to_the_end() -> None:
    station = commune(SEED, 0, 3).station
    assert station is not None
    rows = station.measures.observations
    assert rows["start"][0].as_py() == datetime(2023, 10, 31, 23, tzinfo=UTC)
    assert rows["end"][-1].as_py() == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert rows.num_rows == 1096 * 24
    assert date(2026, 10, 31) == END


def test_no_two_communes_share_a_name_or_a_number() -> None:
    indexes = range(35_000)
    assert len(indexes) <= NAMES
    assert len({commune_name(SEED, index) for index in indexes}) == len(indexes)
    numbers = {false_siren(0, index) for index in indexes}
    numbers |= {false_siren(1, group) for group in range(730)}
    assert len(numbers) == len(indexes) + 730


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1: from the right, double every second digit, sum all digits."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def test_no_number_can_pass_for_a_siren() -> None:
    assert luhn("732829320")  # a true one, as a check of the check
    numbers = [false_siren(0, index) for index in range(3_000)]
    numbers += [false_siren(1, group) for group in range(730)]
    assert all(len(number) == 9 and number.startswith("000") for number in numbers)
    assert not any(luhn(number) for number in numbers)


def test_the_demonstration_is_a_small_rural_intercommunality() -> None:
    people = [population(SEED, index) for index in range(GROUP)]
    assert 19_500 < sum(people) < 20_500
    assert max(people) == people[0]
    assert np.median(people) < 0.8 * np.mean(people)
    towns = [commune_organisation(SEED, index) for index in range(GROUP)]
    north = np.array([town.latitude for town in towns])
    east = np.array([town.longitude for town in towns])
    away = np.hypot((north - north[0]) * 111.2, (east - east[0]) * 111.2 * np.cos(np.radians(47)))
    assert away.max() < 45  # km
    assert np.sort(away)[1] > 1


def test_every_commune_lies_in_metropolitan_france() -> None:
    for index in range(0, 35_000, 97):
        town = commune_organisation(SEED, index)
        assert 42.5 < town.latitude < 50.5
        assert -4.5 < town.longitude < 7.5


_MEMORY = """
import resource
from beffroi.demo.generate import territory
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for town in territory(communes=60, years=1):
    if town.index in (19, 59):
        print(peak())
"""


def test_memory_does_not_grow_with_communes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True
    )
    early, late = map(int, done.stdout.split())
    assert late - early < 8  # MB; the 40 communes between, if kept, would hold 22


def test_blocks_hold_every_series_once_at_its_step() -> None:
    found = list(blocks(35, 3, timedelta(minutes=30)))
    rows = pa.concat_tables(found)
    assert rows.schema == GENERATED_SCHEMA
    assert rows.num_rows == 35 * 3 * 48
    assert pc.count_distinct(rows["series"]).as_py() == 35
    assert set(pc.subtract(rows["end"], rows["start"]).to_pylist()) == {timedelta(minutes=30)}
    assert pc.min(rows["value"]).as_py() >= 0


def test_a_series_of_a_block_does_not_depend_on_how_many_follow() -> None:
    assert next(blocks(5, 2)).equals(next(blocks(16, 2)).slice(0, 5 * 48))
