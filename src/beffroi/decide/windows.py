"""Which meters are laid out together: those whose own measures end at about the same time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from beffroi.decide.sources import Meter
from beffroi.periods import PARIS

#: Files of one month come in on different days: a meter waits for the others this long.
TOGETHER = timedelta(days=31)


def last_day(meter: Meter, as_of: datetime) -> date:
    """Return the day (Europe/Paris) of the last measure of a meter, `as_of` at most."""
    lasts = [item.last_at for group in meter.groups for item in group if item.last_at]
    return measured_day(min(max(lasts), as_of))


def measured_day(end: datetime) -> date:
    """Return the last day (Europe/Paris) that a measure which ends at an instant is about.

    >>> measured_day(datetime.fromisoformat("2025-01-01T00:00:00+01:00"))
    datetime.date(2024, 12, 31)
    """
    return (end - timedelta(microseconds=1)).astimezone(PARIS).date()


def started(meters: Iterable[Meter], as_of: datetime) -> list[Meter]:
    """Keep the meters that had measured something at `as_of`."""
    return [
        meter
        for meter in meters
        if any(s.first_at and s.first_at <= as_of for group in meter.groups for s in group)
    ]


def by_end(units: Iterable[Sequence[Meter]], as_of: datetime) -> Iterator[tuple[date, list[Meter]]]:
    """Group units of meters by the day when their own measures end, the latest first.

    A unit (one meter, or all those of a building) ends with its last meter. One recent file thus
    never hides the meters whose history ended before, and nobody is judged on days not sent yet.
    """
    ends = [(max(last_day(meter, as_of) for meter in unit), unit) for unit in units]
    group: list[Meter] = []
    latest: date | None = None
    for end, unit in sorted(ends, key=lambda pair: pair[0], reverse=True):
        if latest is None or latest - end >= TOGETHER:
            if latest is not None:
                yield latest, group
            latest, group = end, []
        group.extend(unit)
    if latest is not None:
        yield latest, group


def cut(found: Sequence[Meter], size: int) -> Iterator[list[Meter]]:
    """Cut meters into blocks of nearly equal sizes, `size` at most, each authority in one piece.

    An authority of more than `size` meters is cut as well.
    """
    owners: dict[int, list[Meter]] = {}
    for meter in found:
        owners.setdefault(meter.asset.organisation_id, []).append(meter)
    block: list[Meter] = []
    for own in owners.values():
        if block and len(block) + len(own) > size:
            yield block
            block = []
        block = [*block, *own]
        while len(block) > size:
            yield block[:size]
            block = block[size:]
    if block:
        yield block
