"""The nights of a district drawn, and each change with what it was taken for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from beffroi.decide.followed import SAME
from beffroi.domains.follows import Contradicted, Follow, Followed, Seen, Taken
from beffroi.texts import Text
from beffroi.web.pages.charts import WIDTH, Drawing, Tick, drawing
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.nights_shown import Change, Said
from beffroi.web.pages.nights_words import WORDS

_LEFT, _RIGHT = 62, 8
#: Marks nearer than this would write over one another.
_APART = 22


def changes_of(
    found: Followed | None,
    follow: Follow,
    findings: Sequence[Mapping[str, Any]],
    said: Sequence[Contradicted],
) -> tuple[Change, ...]:
    """Return each change, the latest first, with its finding or what was said against it."""
    labels = dict(follow.kinds)
    every = found.changes if found else ()
    return tuple(
        Change(
            len(every) - place,
            one.since,
            one.until,
            one.kind,
            labels[one.kind],
            not one.open,
            one.why,
            next((each["id"] for each in findings if _same(one, each)), 0) if not one.open else 0,
            one.open,
            next((told_of(each, follow) for each in reversed(said)
                  if abs((each.since - one.since).days) <= SAME), None),
        )
        for place, one in enumerate(every)
    )  # fmt: skip


def _same(change: Taken, finding: Mapping[str, Any]) -> bool:
    """Tell whether a finding is about a change: of its kind, begun at about the same time."""
    kind = str(finding["detector"]).partition(".")[2]
    near = abs((date.fromisoformat(finding["since"]) - change.since).days) <= SAME
    return near and kind == change.kind


def told_of(one: Contradicted, follow: Follow) -> Said:
    """Say what was contradicted."""
    labels = dict(follow.kinds)
    was = labels.get(one.was, Text(fr=one.was, en=one.was))
    return Said(one.since, was, labels.get(one.is_), one.why, one.at)


def drawn_of(visit: Visit, found: Followed) -> Drawing | None:
    """Draw all the nights, from the first one that is known."""
    if not any(one.measured is not None for one in found.days):
        return None
    values = [_value(one) for one in found.days]
    axis = {"encoding": {"y": {"title": found.unit}}}
    made = drawing({"data": {"values": values}, "layer": [axis]}, visit.language)
    return replace(made, caption=WORDS["caption"].in_(visit.language)) if made else None


def _value(one: Seen) -> dict[str, Any]:
    band = {} if one.low is None or one.high is None else {"b": one.low, "h": one.high}
    return {"d": one.day.isoformat(), "m": one.measured, **band}


def marks_of(days: Sequence[Seen], changes: Sequence[Change]) -> list[Tick]:
    """Return where changes begin, those that would be written over one another left out."""
    first, last = days[0].day, days[-1].day
    length = max((last - first).days, 1)
    marks: list[Tick] = []
    for one in sorted(changes, key=lambda each: each.since):
        at = _LEFT + (one.since - first).days / length * (WIDTH - _LEFT - _RIGHT)
        if at >= _LEFT and (not marks or at - marks[-1].at >= _APART):
            marks.append(Tick(round(at, 1), str(one.number)))
    return marks
