"""`/{organisation}/equipements/{asset}/nuits`: what enters a district at night, and why it rose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from beffroi.decide.above import is_open
from beffroi.decide.equipment import below, one_asset
from beffroi.decide.followed import (
    LONGEST_WHY,
    SAME,
    contradict,
    followed,
    follows,
    retract,
    said_of,
)
from beffroi.decide.ranking import about
from beffroi.domains.follows import Contradicted, Follow, Followed, Seen, Taken
from beffroi.errors import BeffroiError
from beffroi.errors.decide import CHANGE_UNKNOWN
from beffroi.errors.flow import NO_SUCH_PAGE
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.charts import WIDTH, Drawing, Tick, drawing
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.nights_words import WORDS

_LEFT, _RIGHT = 62, 8
#: Marks nearer than this would write over one another.
_APART = 22


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody contradicted."""

    since: date
    was: Text
    right: Text | None
    """What it is, where they know."""
    why: str
    at: date


@dataclass(frozen=True, slots=True)
class Change:
    """A change, what it was taken for, and what was said of it."""

    number: int
    since: date
    until: date | None
    kind: str
    taken_for: Text
    leak: bool
    why: Text
    finding: int
    """The number of its finding, 0 where there is none."""
    open: bool
    """Whether it may be contradicted."""
    said: Said | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A finding about a meter of the district."""

    finding: int
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a form that will not do."""

    since: str = ""
    right: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights of a district."""

    base: str
    name: str
    asset: str
    findings: str
    """The address of findings."""
    closed: bool
    """Whether they are not shown to whoever does not read measures."""
    drawing: Drawing | None
    marks: tuple[Tick, ...]
    changes: tuple[Change, ...]
    others: tuple[Said, ...]
    """What was contradicted of what is no longer seen."""
    unread: tuple[Text, ...]
    meters: tuple[Wrong, ...]
    may: bool
    options: tuple[tuple[str, Text], ...]
    typed: Typed
    faults: tuple[Fault, ...]


def _asset(visit: Visit) -> models.Asset:
    with visit.reader("asset").session() as session:
        asset = one_asset(session, visit.organisation, visit.number("asset"))
        session.expunge_all()
    return asset


def _page(visit: Visit, typed: Typed | None = None, faults: tuple[Fault, ...] = ()) -> View:
    asset, door = _asset(visit), visit.reader("asset")
    domain = follows(asset.type)
    if domain is None or domain.follow is None:
        raise BeffroiError(NO_SUCH_PAGE, method="GET", path=visit.here[:80])
    closed = not door.scope.measures and not is_open(asset)
    found = None if closed else followed(door, asset)
    with door.session() as session:
        names = {one.id: one.name for one in (asset, *below(session, asset))}
    told = [one for one in about(door, names, visit.language, visit.today)
            if one["domain"] == domain.key]  # fmt: skip
    own = [one for one in told if one["asset"] == asset.key]
    said = said_of(asset)
    changes = _changes(found, domain.follow, own, said)
    days = found.days if found else ()
    drawn = _drawn(visit, found) if found else None
    base = f"/{visit.organisation}/equipements/{asset.id}"
    heard = {one.said.since for one in changes if one.said}
    context = Nights(
        f"{base}/nuits",
        asset.name,
        base,
        f"/{visit.organisation}/constats",
        closed,
        drawn,
        tuple(_marks(days, changes)) if drawn else (),
        changes,
        tuple(_said(one, domain.follow) for one in said if one.since not in heard),
        found.unread if found else (),
        tuple(Wrong(one["id"], one["asset_name"], one["explanation"])
              for one in told if one["asset"] != asset.key),
        visit.may(Right.DECIDE),
        tuple((key, label) for key, label in domain.follow.kinds if key in domain.follow.known),
        typed or Typed(),
        faults,
    )  # fmt: skip
    title, status = WORDS["title"].fill(name=asset.name), 422 if faults else 200
    return View("nights.html", title, context, WORDS, status, faulty=bool(faults))


def _changes(
    found: Followed | None,
    follow: Follow,
    findings: Sequence[Mapping[str, Any]],
    said: Sequence[Contradicted],
) -> tuple[Change, ...]:
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
            next((_said(each, follow) for each in reversed(said)
                  if abs((each.since - one.since).days) <= SAME), None),
        )
        for place, one in enumerate(every)
    )  # fmt: skip


def _same(change: Taken, finding: Mapping[str, Any]) -> bool:
    """Tell whether a finding is about a change: of its kind, begun at about the same time."""
    kind = str(finding["detector"]).partition(".")[2]
    near = abs((date.fromisoformat(finding["since"]) - change.since).days) <= SAME
    return near and kind == change.kind


def _said(one: Contradicted, follow: Follow) -> Said:
    labels = dict(follow.kinds)
    was = labels.get(one.was, Text(fr=one.was, en=one.was))
    return Said(one.since, was, labels.get(one.is_), one.why, one.at)


def _drawn(visit: Visit, found: Followed) -> Drawing | None:
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


def _marks(days: Sequence[Seen], changes: Sequence[Change]) -> list[Tick]:
    """Return where changes begin, those that would be written over one another left out."""
    first, last = days[0].day, days[-1].day
    length = max((last - first).days, 1)
    marks: list[Tick] = []
    for one in sorted(changes, key=lambda each: each.since):
        at = _LEFT + (one.since - first).days / length * (WIDTH - _LEFT - _RIGHT)
        if at >= _LEFT and (not marks or at - marks[-1].at >= _APART):
            marks.append(Tick(round(at, 1), str(one.number)))
    return marks


def _contradict(visit: Visit) -> View | Move:
    asset = _asset(visit)
    typed = {name: visit.said(name).strip() for name in ("since", "was", "is", "why")}
    domain = follows(asset.type)
    known = domain.follow.known if domain and domain.follow else ()
    wrong = {
        "is_unknown": typed["is"] not in ("", *known) or typed["is"] == typed["was"],
        "why_missing": not typed["why"],
        "why_long": len(typed["why"]) > LONGEST_WHY,
    }
    fields = {"is_unknown": "is", "why_missing": "why", "why_long": "why"}
    faults = tuple(Fault(WORDS[key], fields[key]) for key, found in wrong.items() if found)
    if faults:
        return _page(visit, Typed(typed["since"], typed["is"], typed["why"]), faults)
    said = Contradicted(_day(typed["since"]), typed["was"], typed["is"], typed["why"], visit.today)
    contradict(visit.writer(), visit.organisation, asset.id, said)
    return _back(visit, "contradicted")


def _retract(visit: Visit) -> Move:
    retract(visit.writer(), visit.organisation, _asset(visit).id, _day(visit.said("since")))
    return _back(visit, "retracted")


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise BeffroiError(CHANGE_UNKNOWN, day=given[:20]) from error


def _back(visit: Visit, done: str) -> Move:
    return Move(
        f"/{visit.organisation}/equipements/{visit.number('asset')}/nuits?done={done}#changements"
    )


_PATH = "/{organisation}/equipements/{asset}/nuits"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_INDICATORS), _page, context=Nights),
    Page("POST", f"{_PATH}/contredire", holder(Right.DECIDE), _contradict),
    Page("POST", f"{_PATH}/reprendre", holder(Right.DECIDE), _retract),
)
