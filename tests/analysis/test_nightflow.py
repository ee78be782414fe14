"""What is told of nights: each kind of change put into quiet districts; what must always hold."""

from collections.abc import Sequence

import numpy as np
import pytest

from beffroi.analysis.metrics import Floats
from beffroi.analysis.nightflow import (
    Calendar,
    Change,
    FaultKind,
    Kind,
    Told,
    Watched,
    nights_of,
    read_days,
    watch,
)

DAYS = 230
START = 150
_SHAPE = np.array([2, 2, 2, 2, 2, 3, 6, 9, 9, 8, 8, 8, 9, 8, 7, 7, 7, 8, 9, 10, 9, 7, 5, 3.0])


def districts(count: int, seed: int = 5) -> Floats:
    """Flow of quiet districts (n, d, 24), m3/h: nights of 2, days of about 8, three Sundays in ten
    per cent more."""
    rng = np.random.default_rng(seed)
    day = 1 + rng.normal(0, 0.03, (count, DAYS, 1)) + 0.1 * (np.arange(DAYS) % 7 == 6)[:, None]
    flow: Floats = _SHAPE * day + rng.normal(0, 0.12, (count, DAYS, 24))
    return flow


def seen(flow: Floats, days: int = DAYS, told: Sequence[Told] = ()) -> Watched:
    dates = np.datetime64("2024-01-01") + np.arange(days)
    calendar = Calendar(dates, np.zeros(days, np.int8), np.full(days, 11.0))
    return watch(read_days(flow[:, :days]).nights, calendar, told=told)


@pytest.fixture(scope="module")
def flow() -> Floats:
    """One district a story, all watched together."""
    flow = districts(8)
    after = np.arange(DAYS) - START
    flow[1, START:] += 1.0  # a burst
    flow[2] += (np.clip(after + 60, 0, 100) * 0.02)[:, None]  # 2 m3/h in a hundred days
    people = 1 + 0.6 * ((after > 0) & (after < 50))  # visitors: the tap half of a night only
    flow[3] += (_SHAPE - 1.0) * (people - 1)[:, None]
    flow[4, START : START + 40, 0:6] += 1.5  # a tank, which gives back what it took
    flow[4, START : START + 40, 7:22] -= 1.5 * 6 / 15
    flow[5, START:, 0:6] += 1.2  # someone works at night
    flow[6, START : START + 30] += 1.0  # a burst that is mended
    flow[7, START] += 5.0  # the night of a fire
    return flow


@pytest.fixture(scope="module")
def watched(flow: Floats) -> Watched:
    return seen(flow)


def of(watched: Watched, row: int) -> list[Change]:
    return [one for one in watched.changes if one.row == row]


def test_quiet_districts_and_a_wild_night_are_no_change(watched: Watched) -> None:
    assert of(watched, 0) == []
    assert of(watched, 7) == []


def test_a_burst_is_dated_and_sized(watched: Watched) -> None:
    [burst] = of(watched, 1)
    assert burst.kind is Kind.BURST
    assert abs(burst.since - START) <= 1
    assert burst.noticed <= START + 3
    assert burst.low <= 1.0 <= burst.high
    assert burst.high - burst.low < 0.6
    assert burst.until is None


def test_a_leak_that_grows_is_told_from_a_burst(watched: Watched) -> None:
    [leak] = of(watched, 2)
    assert leak.kind is Kind.SLOW_LEAK
    assert START - 60 <= leak.noticed <= START
    assert leak.size == pytest.approx(2.0, abs=0.4)


def test_visitors_fill_days_and_leak_nothing(watched: Watched) -> None:
    assert not [one for one in of(watched, 3) if one.kind.leaks]


def test_a_tank_gives_back_by_day_and_a_night_worker_leaves_days_alone(watched: Watched) -> None:
    [tank] = of(watched, 4)
    assert tank.kind is Kind.TANK
    assert tank.until is not None
    assert abs(tank.until - (START + 39)) <= 2
    [worker] = of(watched, 5)
    assert worker.kind is Kind.NIGHT_USE


def test_a_repair_ends_a_leak_and_not_another(watched: Watched) -> None:
    [burst] = of(watched, 6)
    assert burst.until is not None
    assert abs(burst.until - (START + 29)) <= 1


def test_a_day_is_judged_without_the_days_after_it(flow: Floats, watched: Watched) -> None:
    for cut in (START + 5, START + 60):
        alone = seen(flow, cut)
        before = [(day, one.row, one.kind, one.since) for day, one in watched.log if day < cut]
        assert [(day, one.row, one.kind, one.since) for day, one in alone.log] == before
        np.testing.assert_allclose(alone.expected, watched.expected[:, :cut], rtol=1e-9)


def test_districts_do_not_know_each_other(flow: Floats, watched: Watched) -> None:
    alone = seen(flow[[6, 1]])
    assert [(one.kind, one.since) for one in of(alone, 1)] == [
        (one.kind, one.since) for one in of(watched, 1)
    ]


def test_nothing_known_or_too_little_says_nothing() -> None:
    assert seen(np.full((2, DAYS, 24), np.nan)).changes == ()
    assert seen(districts(1), 20).changes == ()
    assert np.isnan(seen(districts(1), 20).visible).all()
    assert seen(districts(1)[:0]).changes == ()
    gaps = districts(2)
    gaps[:, 40:80] = np.nan
    gaps[:, ::3, 2:5] = np.nan
    assert seen(gaps).changes == ()


def test_faults_of_a_meter_are_told_from_leaks() -> None:
    flow = districts(6, seed=8)
    flow[0, 100:110] = 4.2
    flow[1, 100:110] = 0.0
    flow[2, 100:110] *= -1
    flow[3, 100:110] *= 10
    flow[4, 100:110] = np.roll(flow[4].ravel(), 2).reshape(DAYS, 24)[100:110]
    flow[5, 100:] += 12.0  # a burst that multiplies nights by seven and days by two
    found = {one.row: one for one in read_days(flow).faults}
    kinds = ["frozen", "dead", "negative", "scaled", "clock"]
    assert [found[row].kind.value for row in sorted(found)] == kinds
    assert all((one.first, one.last, one.over) == (100, 109, True) for one in found.values())
    assert found[3].amount == pytest.approx(10.0, rel=0.1)
    assert found[4].amount == 2.0
    assert [one.row for one in seen(flow).changes] == [5]


def test_the_hour_that_spring_takes_away_leaves_a_night() -> None:
    flow = np.full((1, 2, 24), 6.0)
    flow[0, 0, 2] = np.nan
    flow[0, 1, 2:4] = np.nan
    night = nights_of(flow).night[0]
    assert night[0] == 6.0
    assert np.isnan(night[1])


def test_what_is_mended_of_a_leak_does_not_come_back() -> None:
    """Three leaks mended one after another while a fourth grows: each m3/h is counted once."""
    flow = districts(1, seed=11)
    day = np.arange(DAYS)
    more = np.clip(day - 60, 0, None) * 0.03
    for mended in (110, 140, 170):
        more[mended:] -= 1.0
    flow[0] += more[:, None]
    watched = seen(flow)
    lasting = sum(one.size for one in watched.changes if one.until is None)
    assert 0.3 * more[-1] < lasting < 1.1 * more[-1]
    assert watched.expected[0, -30:].min() > 1.4, "a night of 2 m3/h is not what leaked"


def test_a_pump_that_a_tank_asks_for_has_no_clock_to_move() -> None:
    rng = np.random.default_rng(2)
    # It runs fourteen hours in about twenty-five, as the tank empties: earlier or later each day.
    turn = np.cumsum((1 + rng.normal(0, 0.15, DAYS * 24)) / 25) % 1
    pump = np.where(turn < 14 / 25, 44.0, 0.0) + rng.normal(0, 0.2, DAYS * 24)
    faults = read_days(pump.reshape(1, DAYS, 24)).faults
    assert not [one for one in faults if one.kind is FaultKind.CLOCK]
    moved = districts(1)
    moved[0, START:] = np.roll(moved[0, START:].reshape(-1), 3).reshape(-1, 24)
    [fault] = [one for one in read_days(moved).faults if one.kind is FaultKind.CLOCK]
    assert abs(fault.first - START) <= 1
    assert fault.amount == 3


def test_what_people_know_of_a_change_comes_first(flow: Floats, watched: Watched) -> None:
    """A tank that is told to be none is looked at again; one told to be a leak is one."""

    def kinds(*told: Told) -> list[Kind]:
        found = seen(flow[4:6], told=told).changes
        return [one.kind for one in sorted(found, key=lambda one: one.row)]

    assert [one.kind for one in watched.changes if one.row in (4, 5)] == kinds()
    assert kinds() == [Kind.TANK, Kind.NIGHT_USE]
    assert kinds(Told(0, START + 2, Kind.TANK)) == [Kind.NIGHT_USE, Kind.NIGHT_USE]
    assert kinds(Told(0, START - 6, Kind.TANK, Kind.BURST))[0].leaks
    assert kinds(Told(1, START, Kind.NIGHT_USE, Kind.SEASON)) == [Kind.TANK, Kind.SEASON]
    assert kinds(Told(0, START - 9, Kind.TANK)) == [Kind.TANK, Kind.NIGHT_USE]  # another change


def test_a_tank_that_is_drained_by_day_says_nothing_of_people(flow: Floats) -> None:
    """160 m3 in one evening are no visitors: what nights owe to days is learnt as if without."""
    quiet = flow[:1].copy()
    quiet[0, START, 17:23] += 27.0
    found = seen(quiet)
    assert found.changes == ()
    after = slice(START + 2, START + 30)
    assert found.expected[0, after] == pytest.approx(seen(flow[:1]).expected[0, after], abs=0.05)
