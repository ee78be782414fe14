"""`/{organisation}/publication/{key}`: as an inhabitant sees it, and publish."""

from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.demo.place import is_demo
from beffroi.errors import BeffroiError
from beffroi.errors.gate import PUBLICATION_REFUSED
from beffroi.errors.site import CHANGED, NOT_DESCRIBED, NOTHING_TO_PUBLISH
from beffroi.publish.sites import buildings, recorded, results, tapwater
from beffroi.publish.sites.prepared import Prepared
from beffroi.publish.sites.publishing import publish
from beffroi.publish.sites.sentences import KEYS
from beffroi.store import publications, sites
from beffroi.texts import Text
from beffroi.trust.gate.answer import Status
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.publication.listing import require_thing
from beffroi.web.pages.publication.wording import PREVIEW
from beffroi.web.public.showing import Piece, piece
from beffroi.web.public.wording import PIECE

_TOLD = (PUBLICATION_REFUSED, CHANGED, NOT_DESCRIBED, NOTHING_TO_PUBLISH)


@dataclass(frozen=True, slots=True)
class Choice:
    """An action that may be shown."""

    number: int
    place: str
    what: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that is held back, and why."""

    what: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be published, and all that there is to know before doing so."""

    base: str
    key: str
    piece: Piece | None
    """As an inhabitant would see it; None where nothing may leave."""
    status: str
    reasons: tuple[Text, ...]
    held: tuple[Withheld, ...]
    about: tuple[str, ...]
    left_out: tuple[str, ...]
    asks_own: bool
    own: bool
    choices: tuple[Choice, ...]
    digest: str
    described: bool
    version: int
    """That which is public; 0 where none is."""
    same: bool
    may: bool
    faults: tuple[Fault, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Made:
    """What was prepared, the actions that it may be of, and what is wrong."""

    prepared: Prepared
    choices: tuple[Choice, ...] = ()
    faults: tuple[Fault, ...] = ()


def preview(visit: Visit, faults: tuple[Fault, ...] = (), reason: str = "") -> View:
    """Show what would be published; `faults` are what is wrong with what was just asked."""
    return _view(visit, _made(visit, visit.query), faults, reason)


def _publish(visit: Visit) -> View | Move:
    given = {name: values[-1] for name, values in visit.form.items()}
    made = _made(visit, given)
    key, _ = require_thing(visit)
    number = recorded.number_in(key)
    try:
        publish(visit.writer(), visit.organisation, made.prepared, visit.said("seen"), number)
    except BeffroiError as error:
        if error.type not in _TOLD:
            raise
        return _view(visit, made, (fault_of(error),))
    return Move(f"/{visit.organisation}/publication?done=published")


def _made(visit: Visit, asked: Mapping[str, str]) -> _Made:
    key, label = require_thing(visit)
    own, simulated = asked.get("own") == "1", is_demo(visit.store.home.root)
    try:
        if key in KEYS:
            door = visit.reader(sites.PURPOSE)
            known = buildings.known(door, visit.organisation, key)
            return _Made(
                buildings.prepare(
                    visit.own(), visit.organisation, known, own=own, simulated=simulated
                )
            )
        if key == tapwater.KEY:
            counted = tapwater.known(visit.reader(sites.PURPOSE), visit.organisation)
            return _Made(tapwater.prepare(counted, simulated=simulated))
        if key == results.KEY:
            return _results(visit, asked, own=own, simulated=simulated)
        row = publications.require(visit.own(), recorded.number_in(key) or 0)
        return _Made(recorded.prepare(row, simulated=simulated))
    except BeffroiError as error:
        if error.type is not NOTHING_TO_PUBLISH:
            raise
        reason = error.type.what.fill(error.details)
        return _Made(Prepared(key, label, Status.BLOCKED, (reason,)))


def _results(visit: Visit, asked: Mapping[str, str], *, own: bool, simulated: bool) -> _Made:
    found = results.obtained(visit.reader(sites.PURPOSE), visit.organisation)
    chosen = {one.action for one in found}
    if asked.get("chosen") == "1":
        chosen = {one for one in chosen if asked.get(f"a{one}") == "1"}
    choices = tuple(Choice(one.action, one.place, one.what, one.action in chosen) for one in found)
    try:
        made = results.prepare(found, chosen, own=own, simulated=simulated)
    except BeffroiError as error:
        if error.type is not NOTHING_TO_PUBLISH:
            raise
        reason = error.type.what.fill(error.details)
        made = Prepared(results.KEY, results.LABEL, Status.BLOCKED, (reason,))
    return _Made(made, choices)


def _view(visit: Visit, made: _Made, faults: tuple[Fault, ...] = (), reason: str = "") -> View:
    key, label = require_thing(visit)
    number, prepared = visit.organisation, made.prepared
    with visit.own().look(number) as session:
        described = sites.site_of(session, number) is not None
        public = next(iter(sites.shown(session, number, key)), None)
        version, digest = (public.version, public.digest) if public else (0, "")
    blocked = prepared.status is Status.BLOCKED
    asked: Mapping[str, str] = visit.query
    if visit.form:
        asked = {name: values[-1] for name, values in visit.form.items()}
    context = Preview(
        f"/{number}/publication",
        key,
        None if blocked else piece(key, prepared.content, visit.language),
        str(prepared.status),
        prepared.reasons,
        tuple(Withheld(one.what, one.why) for one in prepared.held),
        prepared.about,
        prepared.left_out,
        key in KEYS or key == results.KEY,
        asked.get("own") == "1",
        made.choices,
        prepared.digest,
        described,
        version,
        not blocked and digest == prepared.digest,
        visit.may(Right.PUBLISH),
        faults,
        reason,
    )
    return View(
        "publication/preview.html",
        label,
        context,
        {**PIECE, **PREVIEW},
        status=422 if faults else 200,
        faulty=bool(faults),
    )


_PATH = "/{organisation}/publication/{key}"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_INDICATORS), preview, context=Preview),
    Page("POST", _PATH, holder(Right.PUBLISH), _publish),
)
