"""A leak of an invented town is found near its place, by its past only, with meters that fail."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from beffroi.analysis.hydraulics.pipes import distances
from beffroi.domains.water.leaks import learning, watching
from beffroi.domains.water.leaks.measures import Measures, Sheets
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.searching import Past, Search, search
from beffroi.errors import BeffroiError
from beffroi.errors.analysis import FLOW_UNSOLVED
from beffroi.readers.water.scada import Sheet
from tests.decide.leaks.town import FIRST, SENSORS, cut, model, sensors, sheets, without

DAYS, WANTED = 120, FIRST + np.timedelta64(70, "D")
LEAKS = [("h34", 80, 100, 4.0), ("v40", 106, 120, 3.0)]
NOTHING = Past((), None)


@pytest.fixture(scope="module")
def given() -> Sheets:
    return sheets(DAYS, LEAKS)


@pytest.fixture(scope="module")
def whole(given: Sheets) -> Search:
    return search(model(), given, NOTHING, WANTED)


def away(pipe: str, other: str) -> float:
    plant = Plant(model(), sensors())
    names = plant.pipe_names
    return float(distances(plant.pipes)[names.index(pipe), names.index(other)])


def test_leaks_are_found_where_and_when_they_begin(whole: Search) -> None:
    assert (whole.silent, whole.days, whole.unknown) == (0, 50, ())
    for (pipe, first, _, flow), one in zip(LEAKS, whole.detections, strict=True):
        late = (one.start - (FIRST + np.timedelta64(first, "D"))) / np.timedelta64(1, "D")
        assert 1 <= late <= 4
        assert away(pipe, one.pipe) <= 300
        assert one.amount == pytest.approx(flow, rel=0.3)


def test_nothing_is_said_of_a_day_by_what_came_after(given: Sheets, whole: Search) -> None:
    end = whole.detections[0].start
    before = search(model(), cut(given, end), NOTHING, WANTED).detections
    assert before == whole.detections[:1]


def test_a_town_without_any_leak_is_left_in_peace() -> None:
    assert search(model(), sheets(DAYS, [], 7), NOTHING, WANTED).detections == ()


def test_meters_that_freeze_or_lie_are_left_aside(given: Sheets) -> None:
    broken = replace(given, pressures=without(given.pressures, SENSORS[0], 41.0))
    broken = replace(broken, pressures=without(broken.pressures, SENSORS[1], -3.0))
    found: Search = search(model(), broken, NOTHING, WANTED)
    assert found.detections
    assert away(LEAKS[0][0], found.detections[0].pipe) <= 300


def test_what_is_lacking_is_told(given: Sheets) -> None:
    def fails(code: str, said: str, changed: Sheets, first: np.datetime64 = WANTED) -> None:
        with pytest.raises(BeffroiError) as caught:
            search(model(), changed, NOTHING, first)
        assert caught.value.type.code == code
        assert said in str(caught.value)

    nobody = replace(given.customers, names=tuple(f"x{k}" for k in range(12)))
    unnamed = replace(given.pressures, names=tuple(f"x{k}" for k in range(len(SENSORS))))
    fails("water.measures_lacking", "customer", replace(given, customers=nobody))
    fails("water.measures_lacking", "pressure sensors", replace(given, pressures=unnamed))
    fails("water.past_short", "30 complete days", given, FIRST + np.timedelta64(30, "D"))


def test_an_empty_night_and_an_empty_day_say_nothing_false(given: Sheets) -> None:
    """The hour of 01:00 is lost for a week, then a whole day, on all meters."""

    def lost(sheet: Sheet) -> Sheet:
        days = (sheet.times - FIRST).astype("m8[D]").astype(int)
        hour = (sheet.times - sheet.times.astype("M8[D]")).astype("m8[h]").astype(int)
        night = (days >= 72) & (days < 79) & (hour == 1)
        kept = ~(night | (days == 75))
        return Sheet(sheet.names, sheet.times[kept], sheet.values[kept])

    every = (given.pressures, given.flows, given.levels, given.customers)
    found = search(model(), Sheets(*map(lost, every)), NOTHING, WANTED)
    assert (found.silent, found.days) == (7, 50)
    assert len(found.detections) == len(LEAKS)
    for (pipe, *_), one in zip(LEAKS, found.detections, strict=True):
        assert away(pipe, one.pipe) <= 300


def test_a_day_whose_flows_cannot_be_computed_is_told(
    given: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve, days = learning.view, []

    def view(plant: Plant, seen: Measures, day: int, *others: Any) -> Any:
        days.append(day)
        if len(days) in (24, 25):  # after the twenty days that come before
            raise BeffroiError(FLOW_UNSOLVED, steps=60)
        return solve(plant, seen, day, *others)

    monkeypatch.setattr(watching, "view", view)
    found = search(model(), given, NOTHING, WANTED)
    assert found.silent == 2
    assert [one.leak for one in found.detections] == [1, 2]
