"""A watch that is stopped and taken up again says what a search of the whole says."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from beffroi.domains.water.leaks.advancing import News, advance, begun
from beffroi.domains.water.leaks.keeping import digest, packed, underway, unpacked
from beffroi.domains.water.leaks.measures import Sheets
from beffroi.domains.water.leaks.searching import Past, search
from beffroi.errors import BeffroiError
from beffroi.readers.water.scada import Sheet
from tests.decide.leaks.town import FIRST, cut, model, sheets, text

DAYS, WANTED = 120, FIRST + np.timedelta64(70, "D")
LEAKS = [("h34", 80, 100, 4.0), ("v40", 106, 120, 3.0)]
NOTHING, MODEL = Past((), None), digest(text().encode())


@pytest.fixture(scope="module")
def given() -> Sheets:
    return sheets(DAYS, LEAKS)


def since(sheets: Sheets, day: int, end: int) -> Sheets:
    """The measures of some days, those of `end` until 06:00 only."""
    first, last = FIRST + np.timedelta64(day, "D"), FIRST + np.timedelta64(end, "D")
    bounds = first.astype("M8[s]"), last.astype("M8[s]") + np.timedelta64(6, "h")
    every = (sheets.pressures, sheets.flows, sheets.levels, sheets.customers)
    return Sheets(*(one.since(*bounds) for one in every))


@pytest.fixture(scope="module")
def steps(given: Sheets) -> tuple[list[News], bytes]:
    """A step a day, whose watch is written down and read again between two."""
    kept = begun(model(), cut(given, WANTED), NOTHING, WANTED)
    content, news = packed(kept, MODEL), []
    for day in range(70, DAYS):
        kept = unpacked(content, model(), MODEL)
        after, new = advance(kept, since(given, day, day + 1))
        content = packed(after, MODEL)
        news.append(new)
    return news, content


def test_steps_say_what_a_search_of_the_whole_says(
    given: Sheets, steps: tuple[list[News], bytes]
) -> None:
    news, _ = steps
    assert [new.days for new in news] == [1] * 50
    said = tuple(one for new in news for one in new.said)
    assert said == search(model(), given, NOTHING, WANTED).detections
    assert [one.leak for one in said] == [1, 2]


def test_a_leak_ends_by_itself_with_what_its_end_saved(steps: tuple[list[News], bytes]) -> None:
    news, content = steps
    [end] = [one for new in news for one in new.ended]
    assert end.leak == 1
    assert abs((end.day - (FIRST + np.timedelta64(100, "D"))) / np.timedelta64(1, "D")) <= 1
    assert abs(end.amount - 4.0) < 2 * 1.645 * end.error < 4.0
    [(pipe, other)] = underway(content)
    assert (other.number, pipe) == (2, next(new.said[0].pipe for new in news[30:] if new.said))
    lost, error = other.volume(FIRST + np.timedelta64(120, "D"))
    assert abs(lost - 14 * 24 * 3.0) < 3 * error


def test_today_is_told_before_it_is_over(given: Sheets) -> None:
    kept = begun(model(), cut(given, WANTED), NOTHING, WANTED)
    kept, _ = advance(kept, since(given, 70, 79))
    burst = since(given, 79, 80)
    flows = burst.flows
    burst = replace(burst, flows=Sheet(flows.names, flows.times, flows.values + 30.0))
    day = FIRST.astype("M8[s]") + np.timedelta64(79, "D")
    _, news = advance(kept, cut(burst, day + np.timedelta64(10, "h")))
    [zone] = news.today
    assert (news.days, zone.hours, zone.inlets) == (0, 3, ("main",))
    assert zone.more == pytest.approx(30, abs=zone.usual)


def test_what_is_of_another_model_or_broken_is_refused(steps: tuple[list[News], bytes]) -> None:
    _, content = steps
    for broken, whose in ((content, digest(b"other")), (content[:-400], MODEL), (b"", MODEL)):
        with pytest.raises(BeffroiError) as caught:
            unpacked(broken, model(), whose)
        assert caught.value.type.code == "water.watch_other"
    assert list(underway(b"none")) == []


def test_a_file_that_stopped_is_not_waited_for_for_ever(given: Sheets) -> None:
    kept = begun(model(), cut(given, WANTED), NOTHING, WANTED)
    few = since(given, 70, 75)
    end = WANTED.astype("M8[s]") + np.timedelta64(10, "h")
    stopped = replace(few, flows=few.flows.since(few.flows.times[0], end))
    after, news = advance(kept, stopped)
    assert (news.days, news.silent, after.last) == (4, 0, np.datetime64(date(2018, 3, 15)))
