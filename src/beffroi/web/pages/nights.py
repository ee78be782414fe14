"""`/{organisation}/equipements/{asset}/nuits`: what enters a district at night, and why it rose."""

from datetime import date

from beffroi.decide.above import is_open
from beffroi.decide.computing import nights
from beffroi.decide.equipment import below, one_asset
from beffroi.decide.followed import (
    LONGEST_WHY,
    contradict,
    follows,
    retract,
    said_of,
)
from beffroi.decide.ranking import about
from beffroi.domains.follows import Contradicted, Followed
from beffroi.errors import BeffroiError
from beffroi.errors.decide import CHANGE_UNKNOWN
from beffroi.errors.flow import NO_SUCH_PAGE
from beffroi.store.state import models
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.fresh import keeper
from beffroi.web.pages.nights_drawn import changes_of, drawn_of, marks_of, told_of
from beffroi.web.pages.nights_shown import Nights, Typed, Wrong
from beffroi.web.pages.nights_words import WORDS


def _asset(visit: Visit) -> models.Asset:
    with visit.reader("asset").session() as session:
        asset = one_asset(session, visit.organisation, visit.number("asset"))
        session.expunge_all()
    return asset


def _looked(visit: Visit, asset: models.Asset) -> tuple[bool, Followed | None]:
    """Tell whether the nights are closed to a visitor, and return what they show else."""
    door = visit.reader("asset")
    if not door.scope.measures and not is_open(asset):
        return True, None
    return False, nights(keeper(visit, door), asset)


def _page(visit: Visit, typed: Typed | None = None, faults: tuple[Fault, ...] = ()) -> View:
    asset, door = _asset(visit), visit.reader("asset")
    domain = follows(asset.type)
    if domain is None or domain.follow is None:
        raise BeffroiError(NO_SUCH_PAGE, method="GET", path=visit.here[:80])
    closed, found = _looked(visit, asset)
    with door.session() as session:
        names = {one.id: one.name for one in (asset, *below(session, asset))}
    told = [one for one in about(door, names, visit.language, visit.today)
            if one["domain"] == domain.key]  # fmt: skip
    own = [one for one in told if one["asset"] == asset.key]
    said = said_of(asset)
    changes = changes_of(found, domain.follow, own, said)
    days = found.days if found else ()
    drawn = drawn_of(visit, found) if found else None
    base = f"/{visit.organisation}/equipements/{asset.id}"
    heard = {one.said.since for one in changes if one.said}
    context = Nights(
        f"{base}/nuits",
        asset.name,
        base,
        f"/{visit.organisation}/constats",
        closed,
        drawn,
        tuple(marks_of(days, changes)) if drawn else (),
        changes,
        tuple(told_of(one, domain.follow) for one in said if one.since not in heard),
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
    day, (_, found) = _day(typed["since"]), _looked(visit, asset)
    shown = [(one.since, one.kind) for one in found.changes] if found else []
    if (day, typed["was"]) not in shown:  # only what was seen can be told to be something else
        raise BeffroiError(CHANGE_UNKNOWN, day=typed["since"][:20])
    said = Contradicted(day, typed["was"], typed["is"], typed["why"], visit.today)
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
