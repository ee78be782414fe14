"""Past days replayed: what the detectors would have said, day after day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from beffroi.analysis.changes import rise
from beffroi.domains import parameters
from beffroi.domains.contract import Sighting
from beffroi.domains.energy.domain import DOMAIN
from beffroi.domains.energy.drifts import Old
from beffroi.domains.energy.expected import Expected
from beffroi.domains.energy.occupancy import Occupancy
from beffroi.domains.energy.prepare import Prepared, settle, until
from beffroi.domains.energy.signals import DAY, Signals
from beffroi.domains.energy.watch import BEFORE, RECENT, Rises, relative_departure

_SAME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sighting of a detector on a row."""

    row: int
    detector: str
    sighting: Sighting


def say(prepared: Prepared) -> list[Seen]:
    """Return what every detector says."""
    numbers = parameters("energy")
    return [
        Seen(sighting.row, detector.key, sighting)
        for detector in DOMAIN.detectors
        for sighting in detector.detect(prepared, numbers)
    ]


def one_row(observed: Prepared, row: int) -> Prepared:
    """Return what was observed of one row, as a panel of its own."""
    rows = slice(row, row + 1)
    panel = observed.panel
    used, expected, rises = observed.occupancy, observed.expected, observed.rises
    return replace(
        observed,
        panel=replace(
            panel,
            rows=panel.rows[rows],
            daily=panel.daily[rows],
            filled=panel.filled[rows],
            day_types=panel.day_types[rows],
            temperature=panel.temperature[rows],
            hourly=None if panel.hourly is None else panel.hourly[rows],
        ),
        occupancy=Occupancy(used.open_day[rows], used.open_hours[rows], used.declared[rows]),
        signals=Signals(observed.signals.values[:, rows], observed.signals.closed_hours[rows]),
        expected=Expected(expected.mean[:, rows], expected.level[:, rows]),
        rises=Rises(
            rises.relative[:, rows],
            rises.alarm[rows],
            rises.strongest[rows],
            rises.visible[rows],
        ),
        old=Old(observed.old.values[rows], observed.old.mean[rows], observed.old.level[rows]),
        drifts=observed.drifts[rows],
        weather=observed.weather if observed.weather.ndim == 1 else observed.weather[rows],
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A distinct finding of a replay, and the days on which it was first and last current."""

    seen: Seen
    first: date
    last: date


def distinct(observed: Prepared, days: Iterable[date]) -> list[Said]:
    """Return the distinct findings of a replay: same row and starts within 30 days are one."""
    found: list[Said] = []
    for day in days:
        for seen in say(settle(until(observed, day))):
            if seen.sighting.until is not None:
                continue
            same = [k for k, other in enumerate(found) if _same(seen, other.seen)]
            if same:
                found[same[0]] = replace(found[same[0]], last=day)
            else:
                found.append(Said(seen, day, day))
    return found


def first_seen(observed: Prepared, row: int, start: int, offsets: Sequence[int]) -> Outcome:
    """Return when a fault that began at index `start` was first said, and under which name."""
    alone = one_row(observed, row)
    began: date = observed.panel.days[start].astype(object)
    for offset in offsets:
        if start + offset > len(observed.panel.days):
            break
        as_of = began + timedelta(days=offset)
        said = [
            seen
            for seen in say(settle(until(alone, as_of)))
            if seen.sighting.since >= began - timedelta(days=14)
        ]
        if said:
            return Outcome(offset, said[0].detector)
    return Outcome(None, "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Days from the start of a fault to the first word of it (None: never), and its name."""

    delay: int | None
    detector: str


def visible_at(observed: Prepared, row: int, start: int) -> float:
    """Return the smallest rise that the watch said it could see on a row, just before a fault."""
    return float(observed.rises.visible[row, start - 1])


def _same(one: Seen, other: Seen) -> bool:
    return one.row == other.row and abs(one.sighting.since - other.sighting.since) <= _SAME


def stood(observed: Prepared, said: Said) -> bool:
    """Tell whether a rise said without any fault still stood, on average, eight weeks later.

    By half at least of what it was when it was first said, against a model older than both, and
    from the level of the six weeks before it. What follows is not known to the detectors then.
    """
    row, days = said.seen.row, observed.panel.days
    since = said.seen.sighting.since
    start, first = (int(np.searchsorted(days, np.datetime64(day))) for day in (since, said.first))
    old = observed.old
    departure = relative_departure(
        old.values[row : row + 1], old.mean[row : row + 1], old.level[row : row + 1]
    )[0]
    spans = ((start - 42, start), (start, first), (first, first + 56))
    before, then, after = (float(np.nanmean(departure[max(a, 0) : b])) for a, b in spans)
    return then > before and after - before >= (then - before) / 2


def unquiet(observed: Prepared, rows: list[int]) -> float:
    """Return on which share of the days two weeks depart by 15 % from the four weeks before."""
    size = rise(observed.rises.relative[DAY, rows], RECENT, 0.5, BEFORE)
    return float(np.mean(np.abs(size[np.isfinite(size)]) >= 0.15))
