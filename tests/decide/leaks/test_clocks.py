"""Clocks of an invented town: what moved is told, and measures put back to their time."""

import json
from copy import deepcopy

import numpy as np
import pytest

from beffroi.domains.water.leaks import clock_keeping, timekeeping
from beffroi.domains.water.leaks.clock_words import told
from beffroi.domains.water.leaks.clocks import BEFORE, Clocks
from beffroi.domains.water.leaks.measures import Sheets
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.shifts import Shift
from beffroi.readers.water.scada import Sheet
from tests.decide.leaks.town import DAY, FIRST, METERS, SENSORS, cut, model, sensors

STEP, DAYS, WANTED = 15, 60, 40
FROM = FIRST + np.timedelta64(WANTED, "D")
NAMES = {"pressures": SENSORS, "flows": ("main",), "levels": (), "customers": METERS}


def town() -> Sheets:
    """Sixty days every quarter of an hour: the rhythm of the model, and people as they are."""
    draw = np.random.default_rng(5)
    count = DAYS * 24 * 60 // STEP
    times = FIRST.astype("M8[s]") + np.arange(count) * np.timedelta64(STEP, "m")
    hours = (np.arange(count) * STEP / 60 - 0.5) % 24
    rhythm = np.interp(hours, np.arange(25), np.append(DAY, DAY[0]))
    use = 36 * rhythm * np.exp(0.05 * draw.standard_normal(count))
    slope = draw.uniform(0.02, 0.08, len(SENSORS))
    pressures = 50 - use[:, None] * slope + 0.01 * draw.standard_normal((count, len(SENSORS)))
    customers = use[:, None] * np.exp(0.3 * draw.standard_normal((count, len(METERS)))) * 20
    flows = use + 0.3 * draw.standard_normal(count)
    return Sheets(
        Sheet(SENSORS, times, np.round(pressures, 2)), Sheet(("main",), times, flows[:, None]),
        Sheet((), times, np.empty((count, 0))), Sheet(METERS, times, customers),
    )  # fmt: skip


def wrong(given: Sheets, kind: str, names: tuple[str, ...], day: int, minutes: int) -> Sheets:
    """Put the clocks of some sensors late from a day on."""
    sheet: Sheet = getattr(given, kind)
    first, by = day * 24 * 60 // STEP, minutes // STEP
    values = sheet.values.copy()
    rows = np.arange(first, len(values))
    source = rows - by
    for name in names:
        column = sheet.names.index(name)
        moved = sheet.values[source.clip(0, len(values) - 1), column]
        values[rows, column] = np.where((source >= 0) & (source < len(values)), moved, np.nan)
    parts = {key: getattr(given, key) for key in NAMES}
    return Sheets(**{**parts, kind: Sheet(sheet.names, sheet.times, values)})


def followed(given: Sheets) -> tuple[Clocks, Sheets, list[Shift]]:
    plant = Plant(model(), sensors())
    found = timekeeping.learnt(plant, given, FROM)
    assert found is not None
    known, past = found
    later, fresh = timekeeping.followed(plant, known, given, FROM, DAYS - WANTED)
    return known, past.then(later).put_right(known.signals, given), fresh


@pytest.fixture(scope="module")
def given() -> Sheets:
    return town()


def test_files_of_another_step_have_no_clock_that_is_late(given: Sheets) -> None:
    """Flows every hour, as means, beside pressures every quarter of one."""
    times = given.flows.times[::4]
    hourly = Sheet(("main",), times, given.flows.values.reshape(-1, 4, 1).mean(axis=1))
    parts = {kind: getattr(given, kind) for kind in NAMES}
    known, _, fresh = followed(Sheets(**{**parts, "flows": hourly}))
    assert (known.signals.step, known.told, fresh) == (60, [], [])


@pytest.mark.parametrize(
    ("kind", "names", "day", "minutes", "file", "days"),
    [
        ("pressures", ("n22",), 45, 60, "", 1),
        ("pressures", ("n22",), 45, -30, "", 1),
        ("pressures", ("n22",), 0, 120, "", 1),
        ("pressures", ("n05",), 20, -180, "", 1),
        ("pressures", SENSORS, 45, 60, "pressures", 1),
        ("flows", ("main",), 45, 60, "flows", 3),
        ("customers", METERS, 0, -60, "demands", 6),
        ("every", (), 45, 60, "model", 10),
    ],
    ids=lambda one: str(len(one)) if isinstance(one, tuple) else str(one),
)
def test_what_moved_is_told_and_put_right(
    given: Sheets,
    kind: str,
    names: tuple[str, ...],
    day: int,
    minutes: int,
    file: str,
    days: int,
) -> None:
    moved = given
    for key in NAMES if kind == "every" else (kind,):
        moved = wrong(moved, key, NAMES[key] if kind == "every" else names, day, minutes)
    known, put, fresh = followed(moved)
    [one] = known.told
    assert fresh == ([one] if day >= WANTED else [])
    said = ("demands",) if kind == "customers" else names
    assert (one.names, one.file, one.minutes) == (said, file, minutes)
    first = FIRST + np.timedelta64(day, "D")
    assert abs((one.since - first) / np.timedelta64(1, "D")) <= 1
    assert one.told - one.since <= np.timedelta64(days, "D")
    # Then all is as if no clock had moved; what was stamped after the end is unknown.
    begin, end = FIRST + np.timedelta64(day + days + 2, "D"), FIRST + np.timedelta64(DAYS - 1, "D")
    for key in NAMES:
        got, true = (getattr(each, key).since(begin, end).values for each in (put, given))
        assert np.array_equal(got, true)


def test_clocks_that_are_right_are_left_alone(given: Sheets) -> None:
    known, put, fresh = followed(given)
    assert (fresh, known.told, known.unwatched) == ([], [], ())
    assert all(getattr(put, key) is getattr(given, key) for key in NAMES)
    few = Sheets(*(Sheet(one.names, one.times[::16], one.values[::16]) for one in (
        given.pressures, given.flows, given.levels, given.customers)))  # fmt: skip
    assert timekeeping.learnt(Plant(model(), sensors()), few, FROM) is None


def test_a_sensor_that_follows_nothing_is_told_apart(given: Sheets) -> None:
    values = given.pressures.values.copy()
    values[:, 2] = 40 + np.round(np.random.default_rng(1).standard_normal(len(values)) * 0.02, 2)
    alone = Sheets(Sheet(SENSORS, given.pressures.times, values), given.flows, given.levels,
                   given.customers)  # fmt: skip
    known, _, fresh = followed(wrong(alone, "pressures", (SENSORS[2],), 45, 60))
    assert (fresh, known.unwatched) == ([], (SENSORS[2],))


def test_steps_written_down_say_what_one_step_says(given: Sheets) -> None:
    plant = Plant(model(), sensors())
    moved = wrong(given, "pressures", ("n22",), 45, 120)
    found = timekeeping.learnt(plant, moved, FROM)
    assert found is not None
    known, signals = found[0], found[0].signals
    days, fresh = timekeeping.followed(plant, deepcopy(known), moved, FROM, DAYS - WANTED)
    whole = days.put_right(signals, moved)
    told_, last = [], known
    for place in range(DAYS - WANTED):
        day = FROM + np.timedelta64(place, "D")
        text = json.dumps(clock_keeping.said(last))
        last_ = clock_keeping.taken_up(json.loads(text), clock_keeping.arrays(last))
        assert last_ is not None
        last = last_
        # Six hours before it, and the two that a day waits for by the latest clock.
        end = day.astype("M8[s]") + np.timedelta64(22, "h") + last.awaited
        seen = cut(moved, end)
        few = Sheets(*(part.since(day.astype("M8[s]") - BEFORE, end) for part in (
            seen.pressures, seen.flows, seen.levels, seen.customers)))  # fmt: skip
        one, new = timekeeping.followed(plant, last, few, day, 1)
        put = one.put_right(signals, few)
        told_ += new
        hours = day.astype("M8[s]"), day.astype("M8[s]") + np.timedelta64(22, "h")
        got, true = (each.pressures.since(*hours).values for each in (put, whole))
        assert np.array_equal(got, true, equal_nan=True), place
    assert told_ == fresh != []
    assert "n22" in told(fresh[0]).fr
    assert "2 h" in told(fresh[0]).fr.replace("\u00a0", " ")
