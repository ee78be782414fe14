"""Limits exceeded, as they last: from the sample that was above to the next one that was not.

An episode is of one parameter at one place: a network, or a commune where samples name none. It
ends with the first later sample of the same parameter at the same place that keeps to the limit.
One that began at several networks with one sample, and ended together, is told once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from beffroi.domains.water.quality.bounds import Above, above, compared
from beffroi.domains.water.quality.samples import Named, Result, Sample

#: An episode that ended longer ago is history, which samples tell: no finding is made of it.
RECENT = timedelta(days=365)
#: A place of which no such sample came for so long is not watched any more under this name.
LEFT = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Episode:
    """A limit that was exceeded: by which samples, where, and until which conforming sample."""

    places: tuple[Named, ...]
    first: tuple[Sample, Result]
    worst: tuple[Sample, Result]
    last: tuple[Sample, Result]
    """The last one that was above."""
    count: int
    end: tuple[Sample, Result] | None = None

    @property
    def since(self) -> date:
        """The day of the first sample that was above."""
        return self.first[0].day

    @property
    def until(self) -> date | None:
        """The day of the sample that ended it; None while it lasts."""
        return self.end[0].day if self.end else None

    @property
    def parameter(self) -> str:
        """What tells its parameter from others."""
        return self.first[1].key


def episodes(samples: Iterable[Sample]) -> list[Episode]:
    """Return the limits that were exceeded, the last ones first."""
    rows: dict[tuple[str, str], list[tuple[Sample, Result]]] = {}
    names: dict[str, str] = {}  # a network has several over time: the last one counts
    for sample in sorted(samples, key=lambda one: (one.day, one.clock, one.code)):
        names |= dict(sample.places)
        for result in sample.results:
            if compared(result):
                for code in dict(sample.places):
                    rows.setdefault((code, result.key), []).append((sample, result))
    same: dict[tuple[str, str, str], list[Episode]] = {}
    for (code, key), course in rows.items():
        for one in _of((code, names[code]), course):
            ended = one.end[0].code if one.end else ""
            same.setdefault((key, one.first[0].code, ended), []).append(one)
    found = [_together(group) for group in same.values()]
    return sorted(found, key=lambda one: (one.since, one.parameter), reverse=True)


def told(found: Iterable[Episode], today: date) -> list[Episode]:
    """Keep the episodes that somebody should still know of on a day."""
    return [
        one
        for one in found
        if (one.until is not None and today - one.until <= RECENT)
        or (one.until is None and today - one.last[0].day <= LEFT)
    ]


def _of(place: Named, course: list[tuple[Sample, Result]]) -> Iterator[Episode]:
    over: list[tuple[Sample, Result]] = []
    for one in course:
        if above(one[1]) is Above.LIMIT:
            over.append(one)
        elif over and one[1].sign != ">":  # more than 40 may be more than 50: nobody knows
            yield _episode(place, over, one)
            over = []
    if over:
        yield _episode(place, over, None)


def _episode(
    place: Named, over: list[tuple[Sample, Result]], end: tuple[Sample, Result] | None
) -> Episode:
    worst = max(over, key=lambda one: one[1].value or 0.0)
    return Episode((place,), over[0], worst, over[-1], len(over), end)


def _together(group: list[Episode]) -> Episode:
    places = tuple(sorted({place for one in group for place in one.places}))
    one = group[0]
    return Episode(places, one.first, one.worst, one.last, one.count, one.end)
