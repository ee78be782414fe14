"""`/compte/avis`: what one is told of by mail; `/avis/arret/...`: the link of a letter that ends "
"it."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from beffroi.publish.notices import links
from beffroi.publish.notices.choosing import Choices, choose, stop
from beffroi.publish.notices.kinds import DIGEST, KINDS, NEVER, PACES
from beffroi.publish.notices.planning import organisations
from beffroi.publish.notices.transport import missing
from beffroi.store.state import models
from beffroi.store.state.people import Person
from beffroi.texts import Text
from beffroi.web.access.demands import ANYONE, SIGNED
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.notices_words import STOPPED, STOPS, TITLE, WORDS, WRONG


@dataclass(frozen=True, slots=True)
class Pace:
    """A pace that is offered for a kind."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of notices of an organisation; `field` names it in the form."""

    field: str
    label: Text
    paces: tuple[Pace, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What an organisation may tell."""

    number: int
    name: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Notices:
    """What somebody is told of by mail."""

    email: str
    sends: bool
    """Whether this installation sends mail at all."""
    told: tuple[Told, ...]
    kept: bool
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link of a letter stops: the digests, or what is told as it happens."""

    address: str
    digest: bool
    done: bool


def _notices(visit: Visit) -> View:
    return View("notices.html", TITLE, _shown(visit), WORDS)


def _shown(visit: Visit) -> Notices:
    person, choices = _known(visit)
    held = visit.caller.who.held
    numbers = organisations(person.id, held, choices)
    with visit.own().look() as session:
        row = models.Organisation
        query = select(row.id, row.name).where(row.id.in_(numbers)).order_by(row.name, row.id)
        names = session.execute(query).all()
    told = []
    for number, name in names:
        offers = []
        for key, kind in KINDS.items():
            wish = choices.wish(person.id, held, number, key)
            if wish is not None:
                paces = tuple(Pace(one, PACES[one], one == wish.pace) for one in kind.paces)
                offers.append(Offer(f"{key}-{number}", kind.label, paces))
        if offers:
            told.append(Told(number, name, tuple(offers)))
    sends = not missing(visit.store.settings)
    kept = visit.query.get("done") == "notices"
    return Notices(person.email or "", sends, tuple(told), kept)


def _known(visit: Visit) -> tuple[Person, Choices]:
    who = visit.caller.who
    with visit.own().look() as session:
        return session.get_one(Person, who.person), Choices.of(session, [who.person])


def _choose(visit: Visit) -> View | Move:
    person, _ = _known(visit)
    shown = _shown(visit)
    wanted: dict[int, dict[str, str]] = {}
    for told in shown.told:  # what is not one's own is not even looked at
        for offer in told.offers:
            pace = visit.said(offer.field) or NEVER
            if pace not in [one.value for one in offer.paces]:
                faulty = replace(shown, faults=(Fault(WRONG, offer.field),))
                return View("notices.html", TITLE, faulty, WORDS, 422, faulty=True)
            if pace != _chosen(offer):
                wanted.setdefault(told.number, {})[offer.field.partition("-")[0]] = pace
    for number, paces in wanted.items():
        choose(visit.writer(), person, number, paces)
    return Move("/compte/avis?done=notices")


def _chosen(offer: Offer) -> str:
    return next((one.value for one in offer.paces if one.chosen), NEVER)


def _ask(visit: Visit) -> View:
    """Show what the link stops, and stop nothing: mail readers open links of their own accord."""
    _, group = links.read(visit.own(), visit.path["token"])
    return View("notices_stop.html", STOPS, _stop(visit, group, done=False), WORDS)


def _end(visit: Visit) -> View:
    """Stop, as the button of a mail reader asks for (RFC 8058): nobody is signed in."""
    person, group = links.read(visit.own(), visit.path["token"])
    stop(visit.store.writer(person.reference), person, group)
    return View("notices_stop.html", STOPPED, _stop(visit, group, done=True), WORDS)


def _stop(visit: Visit, group: str, *, done: bool) -> Stop:
    return Stop(f"{links.STOP}/{visit.path['token']}", group == DIGEST, done)


PAGES = (
    Page("GET", "/compte/avis", SIGNED, _notices),
    Page("POST", "/compte/avis", SIGNED, _choose),
    Page("GET", f"{links.STOP}/{{token}}", ANYONE, _ask),
    # Mail readers send a form of either kind (RFC 8058, section 3.2).
    Page("POST", f"{links.STOP}/{{token}}", ANYONE, _end, bare=True),
)
