"""A series as charts show it: as fine as a screen takes, raw beside repaired, and expected."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from beffroi.decide.catalogue import one_series
from beffroi.decide.curves import curve
from beffroi.decide.expected import expected
from beffroi.decide.extents import MOST_POINTS, Extent, step_of, whole
from beffroi.errors import BeffroiError
from beffroi.periods import Step
from beffroi.store.read import ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days, thermometer, weather
from tests.installation import half_hours, put, utc

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("seconds", "days", "step"),
    [
        (600, 10, Step.RAW),  # 1,440 measures
        (600, 11, Step.HOUR),  # 1,584 measures
        (600, 62, Step.HOUR),  # 1,488 hours
        (600, 63, Step.DAY),
        (600, 1501, Step.MONTH),
        (3600, 63, Step.DAY),  # hours say no more than what was read
        (86_400, 1, Step.DAY),
        (86_400, 1500, Step.DAY),
        (86_400, 1501, Step.MONTH),
        (31 * 86_400, 3000, Step.RAW),  # bills, each as it is
        (600, 60_000, Step.YEAR),
    ],
)
def test_the_step_follows_from_the_period_and_the_meter(
    seconds: int, days: int, step: Step
) -> None:
    series = models.Series(step_seconds=seconds, points=2, first_at=None, last_at=None)
    begin = datetime(2000, 1, 1, tzinfo=UTC)
    assert step_of(series, Extent(begin, begin + days * DAY)) is step
    assert days * DAY / timedelta(seconds=seconds) <= MOST_POINTS or step is not Step.RAW


def reader(store: Store, *, measures: bool = True) -> ReadDoor:
    return store.reader(Scope.of(1, "test", "test", measures=measures))


def the_series(store: Store) -> models.Series:
    with store.writer("test").look() as session:
        number = session.query(models.Series.id).order_by(models.Series.id.desc()).first()
    assert number
    return one_series(reader(store), number[0]).series


def test_what_was_read_stands_beside_what_was_repaired(store: Store) -> None:
    # A day of 1 kW in half hours; one of them reads 40 kW, which repair makes 1 kW.
    values = [1000.0] * 48
    values[10] = 40_000.0
    mended = half_hours("2026-03-10T04:00", [1000.0])
    rules = mended.append_column("rule", [np.array([17], np.int8)])
    put(store, half_hours("2026-03-09T23:00", values), repairs=rules)
    series = the_series(store)
    found = curve(reader(store), series, Extent(utc("2026-03-09T23:00"), utc("2026-03-10T23:00")))
    assert (found.step, found.unit, len(found.points)) == (Step.RAW, "kW", 48)
    odd = [one for one in found.points if one.rule]
    assert [(one.start, one.value, one.raw, one.rule) for one in odd] == [
        (utc("2026-03-10T04:00"), 1.0, 40.0, "spike")
    ]
    few = curve(reader(store), series, Extent(utc("2026-03-09T23:00"), utc("2026-03-10T23:00")), 2)
    assert (few.step, few.unit) == (Step.DAY, "kWh")
    (day,) = few.points
    # 24 h of 1 kW; as read, half an hour of it was at 40 kW: 23.5 + 20.
    assert (day.value, day.raw, day.repaired) == (24.0, 43.5, 1)


def test_whoever_reads_no_measures_gets_no_curve(store: Store) -> None:
    put(store, half_hours("2026-03-09T23:00", [1000.0] * 4))
    series, door = the_series(store), reader(store, measures=False)
    asked = whole(series)
    assert asked is not None
    for ask in (
        lambda: curve(door, series, asked),
        lambda: expected(door, series, asked, Step.DAY),
    ):
        with pytest.raises(BeffroiError, match="out_of_scope"):
            ask()


def test_what_is_expected_follows_the_weather_of_the_body_above(store: Store) -> None:
    # The station is of the body that the commune belongs to; the use is 20 kWh and 2 a degree.
    first, count = date(2022, 1, 1), 3 * 365
    outside = weather(first, count)
    with store.writer("test").change("test", "test") as change:
        above = models.Organisation(
            key="epci", name="Communauté", kind="epci", attributes={}, created_at=utc("2020-01-01")
        )
        change.session.add(above)
        change.session.flush()
        change.session.get_one(models.Organisation, 1).parent_id = above.id
        number = above.id
    put_days(store, thermometer(), first, outside, organisation=number)
    use = 20_000 + 2_000 * np.maximum(16 - outside, 0)
    use[800] *= 3  # a day that is not as the others: 11 March 2024
    put_days(store, gas(), first, use)
    series, door = the_series(store), reader(store)
    year = Extent(utc("2023-12-31T23:00"), utc("2024-12-30T23:00"))
    found = expected(door, series, year, Step.DAY)
    assert (found[0].start, len(found)) == (utc("2023-12-31T23:00"), 365)
    place = {one.start: one for one in found}
    measured = curve(door, series, year).points
    outliers = [
        one.start for one in measured if one.value is not None and one.value > place[one.start].high
    ]
    assert outliers == [utc("2024-03-10T23:00")]
    close = [abs(one.mean - use[730 + n] / 1000) for n, one in enumerate(found) if 730 + n != 800]
    assert np.mean(close) < 1.5  # kWh, of 40 a day
    months = expected(door, series, year, Step.MONTH)
    assert [one.start for one in months][:2] == [utc("2023-12-31T23:00"), utc("2024-01-31T23:00")]
    january = sum(one.mean for one in found[:31])
    assert months[0].mean == pytest.approx(january)
    assert len(months) == 12
    assert months[0].low < months[0].mean < months[0].high
    before = Extent(utc("2022-01-31T23:00"), utc("2022-02-28T23:00"))
    assert expected(door, series, before, Step.DAY) == (), "nothing came before the first year"
    assert expected(door, series, year, Step.HOUR) == ()
    door = store.reader(Scope.of(1, "test", "test"))
    assert number not in door.scope.organisations, "the door itself reads nothing more"
