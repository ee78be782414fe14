"""Civil steps: the days of 23 and 25 hours, long intervals, gauges, indexes."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import Step, day_starts
from beffroi.store.drafts import SeriesKey
from beffroi.store.read import Selection
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from beffroi.units import Aggregation
from tests.installation import half_hours, put

EVERYONE = Scope(frozenset({1}), "test", "test")
AMOUNT = SeriesKey("pce", "delivery_point", "gas.energy", "interval", "grdf")
GAUGE = SeriesKey("station", "weather_station", "weather.air_temperature", "gauge", "x")
INDEX = SeriesKey("compteur", "meter", "water.volume", "index", "x")


def rows(store: Store, step: Step, **options: object) -> list[dict[str, object]]:
    door = store.reader(EVERYONE)
    aggregation = options.pop("aggregation", None)
    selection = Selection((1,), view="raw", **options)  # type: ignore[arg-type]  # of the test
    found: list[dict[str, object]] = door.aggregate(
        selection,
        step,
        aggregation,  # type: ignore[arg-type]  # of the test
    ).to_pylist()
    return found


def spans(edges: np.ndarray, amounts: list[float]) -> pa.Table:
    stamps = pa.array(edges.astype("M8[us]"), pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
    return pa.table(
        {
            "series": np.ones(len(amounts), dtype=np.int64),
            "start": stamps[:-1] if len(stamps) > len(amounts) else stamps,
            "end": stamps[1:] if len(stamps) > len(amounts) else stamps,
            "value": amounts,
            "quality": np.zeros(len(amounts), dtype=np.int8),
        }
    )


@pytest.mark.parametrize(
    ("first_midnight", "hours"),
    [("2021-03-27T23:00", 23), ("2021-10-30T22:00", 25), ("2021-06-30T22:00", 24)],
)
def test_power_of_a_civil_day_is_its_energy(store: Store, first_midnight: str, hours: int) -> None:
    put(store, half_hours(first_midnight, [1000.0] * (2 * hours + 2)))
    first, second = rows(store, Step.DAY)
    assert first["value"] == pytest.approx(1000.0 * hours)
    assert first["coverage"] == pytest.approx(1.0)
    assert second["value"] == pytest.approx(1000.0)
    assert second["coverage"] == pytest.approx(1 / 24)


def test_the_hour_that_autumn_repeats_is_two_hours(store: Store) -> None:
    put(store, half_hours("2021-10-30T23:00", [100.0, 100.0, 200.0, 200.0, 300.0, 300.0]))
    assert [row["value"] for row in rows(store, Step.HOUR)] == [100.0, 200.0, 300.0]


def test_a_gas_day_counts_on_the_civil_day_where_it_starts(store: Store) -> None:
    six = day_starts(date(2021, 3, 27), date(2021, 3, 29)) + np.timedelta64(6, "h")
    # On 28 March the clock goes forward: six o'clock comes 23 hours after the one before.
    six[1] -= np.timedelta64(1, "h")
    put(store, spans(six, [10.0, 20.0, 30.0]), key=AMOUNT)
    assert [row["value"] for row in rows(store, Step.DAY)] == [10.0, 20.0, 30.0]


def test_a_bill_of_two_months_is_spread_over_its_days(store: Store) -> None:
    edges = day_starts(date(2023, 1, 1), date(2023, 2, 28))
    put(store, spans(edges[[0, -1]], [59.0]), key=AMOUNT)
    january, february = rows(store, Step.MONTH)
    assert january["value"] == pytest.approx(31.0)
    assert february["value"] == pytest.approx(28.0)
    assert len(rows(store, Step.DAY)) == 59


def test_levels_are_averaged_and_never_summed(store: Store) -> None:
    noon = day_starts(date(2024, 1, 1), date(2024, 1, 1))[0] + np.arange(3) * np.timedelta64(1, "h")
    put(store, spans(noon, [1.0, 2.0, 6.0]), key=GAUGE)
    assert rows(store, Step.DAY)[0]["value"] == pytest.approx(3.0)
    assert rows(store, Step.DAY, aggregation=Aggregation.MAX)[0]["value"] == 6.0
    with pytest.raises(BeffroiError) as caught:
        rows(store, Step.DAY, aggregation=Aggregation.SUM)
    assert caught.value.type.code == "store.aggregation_senseless"


def test_an_index_gives_the_differences_between_its_readings(store: Store) -> None:
    midnights = day_starts(date(2024, 1, 1), date(2024, 1, 3))[:4]
    put(store, spans(midnights, [100.0, 103.0, 110.0, 110.0])[:4], key=INDEX)
    assert [row["value"] for row in rows(store, Step.DAY)] == [3.0, 7.0, 0.0]


def test_a_period_apart_from_what_is_held_is_an_empty_table(tmp_path: Path) -> None:
    """Whatever the years asked for: all of the days that are within them, and no failure."""
    with Store.create(tmp_path / "home") as store:
        create_organisation(store.writer("test"), "Essai")
        edges = day_starts(date(2014, 3, 1), date(2014, 3, 4))
        put(store, spans(edges, [1.0, 2.0, 3.0, 4.0]), key=AMOUNT)
        held = [edge.astype(object).replace(tzinfo=UTC) for edge in edges[:-1]]

        @given(st.integers(1990, 2095), st.integers(1, 5), st.sampled_from((Step.DAY, Step.HOUR)))
        @example(2014, 1, Step.DAY)
        @example(2021, 4, Step.DAY)
        def check(year: int, years: int, step: Step) -> None:
            since, until = (
                datetime(year, 1, 1, tzinfo=UTC),
                datetime(year + years, 1, 1, tzinfo=UTC),
            )
            found = rows(store, step, since=since, until=until)
            if step is Step.DAY:
                assert [row["start"] for row in found] == [d for d in held if since <= d < until]
            assert all(type(row["n"]) is int for row in found)

        check()
