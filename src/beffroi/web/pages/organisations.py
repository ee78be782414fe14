"""`/`: the organisations that somebody acts for; where there is one, its page at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.decide.spelling import plain
from beffroi.store.erased import ERASED
from beffroi.store.federation.elsewhere import ELSEWHERE
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.state.registers import PersonRequest
from beffroi.texts import Text
from beffroi.trust.people.roles import Right, roles
from beffroi.web.access.demands import SIGNED
from beffroi.web.pages.declaring import Move, Page, View, Visit
from beffroi.web.pages.menu import menu

#: More would be no page to choose from: the first ones by name, and an address for any other.
MOST = 500
#: More is a list to search.
_FEW = 12
_TITLE = Text(fr="Vos collectivités", en="Your authorities")
_WORDS = {
    "lead": Text(fr="Pour laquelle venez-vous ?", en="For which one do you come?"),
    "to_decide": Text(fr="À décider : {n}", en="To decide: {n}"),
    "nothing": Text(fr="Rien à décider", en="Nothing to decide"),
    "none": Text(
        fr="Aucune page ne correspond à vos rôles", en="No page is for the roles that you have"
    ),
    "why": Text(
        fr="Ces pages montrent des indicateurs et des constats, que vos rôles ne lisent pas. Votre "
        "compte reste ouvert ; demandez un rôle à qui administre Beffroi.",
        en="These pages show indicators and findings, which your roles do not read. Your account "
        "stays open; ask whoever administers Beffroi for a role.",
    ),
    "second_first": Text(fr="Encore une étape", en="One more step"),
    "second": Text(
        fr="Votre rôle demande un second facteur : à la connexion, un code que donne une "
        "application d’authentification, sur un téléphone. Ajoutez-la, une fois, dans votre "
        "compte ; vos pages s’ouvrent aussitôt.",
        en="Your role asks for a second factor: when you sign in, a code that an authenticator "
        "application gives, on a phone. Add it, once, in your account; your pages open at once.",
    ),
    "add": Text(fr="Ajouter une application", en="Add an application"),
    "search": Text(fr="Nom", en="Name"),
    "apply": Text(fr="Chercher", en="Search"),
    "again": Text(fr="Tout revoir", en="See all again"),
    "no_match": Text(
        fr="Aucune de vos collectivités n’a ce nom. Essayez un mot plus court.",
        en="None of your authorities has that name. Try a shorter word.",
    ),
    "requests_one": Text(
        fr="1 demande de personne à traiter", en="1 request of a person to handle"
    ),
    "requests": Text(
        fr="{n} demandes de personnes à traiter", en="{n} requests of persons to handle"
    ),
    "administer": Text(
        fr="Administration de l’installation", en="Administration of the installation"
    ),
    "account": Text(fr="Mon compte", en="My account"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation to choose, and how many findings wait there."""

    number: int
    name: str
    waiting: int | None
    """None where the person decides of no finding."""
    requests: int
    """How many requests of persons wait there, for whoever handles them."""
    address: str
    """Of the first screen that the person's rights open there."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The organisations that somebody acts for."""

    organisations: tuple[Choice, ...]
    words: str
    """Those of the search; empty where there is none."""
    many: bool
    """Whether there are so many that a search helps."""
    lacks_second: bool
    """Whether a role would open pages once a second factor is added."""
    administers: bool
    """Whether the person looks after the installation as a whole."""


def _first(visit: Visit) -> View | Move:
    found = _choices(visit)
    if len(found.organisations) == 1 and not (found.administers or found.words):
        return Move(found.organisations[0].address)
    return View("organisations.html", _TITLE, found, _WORDS)


def _choices(visit: Visit) -> Choices:
    held = visit.caller.who.held
    own = {one.organisation for one in held}
    words = visit.query.get("q", "").strip()[:100]
    row = models.Organisation
    here = row.kind.not_in((ERASED, ELSEWHERE))
    query = select(row.id, row.name, row.kind).where(here).order_by(row.name, row.id)
    if None not in own:
        query = query.where(row.id.in_([one for one in own if one is not None]))
    with visit.own().look() as session:
        found = session.execute(query.limit(MOST)).all()
        screens = {number: _first_of(visit, number, kind) for number, _, kind in found}
        rows = [(number, name) for number, name, _ in found if screens[number]]
        many = len(rows) > _FEW
        rows = [row for row in rows if all(word in plain(row[1]) for word in plain(words).split())]
        requests = _requests(visit, session, [number for number, _ in rows])
        waits = dict(
            session.execute(
                select(Finding.organisation_id, func.count())
                .where(
                    Finding.status == "open",
                    Finding.organisation_id.in_([number for number, _ in rows]),
                )
                .group_by(Finding.organisation_id)
            ).all()
        )
    awaiting = any(
        roles()[one.role].second_factor and Right.READ_INDICATORS in roles()[one.role].rights
        for one in held
    )
    return Choices(
        tuple(
            Choice(
                number,
                name,
                _waiting(visit, number, waits),
                requests.get(number, 0),
                screens[number],
            )
            for number, name in rows
        ),
        words,
        many,
        lacks_second=not rows and awaiting,
        administers=Right.ADMINISTER_PEOPLE in visit.rights_everywhere(),
    )


def _first_of(visit: Visit, number: int, kind: str) -> str:
    """Return the first screen of an authority that somebody may open; empty where none is."""
    groups = menu(kind, f"/{number}", "", visit.rights(number))
    return next((link.address for group in groups for link in group.links), "")


def _requests(visit: Visit, session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """Count the requests of persons that nobody has answered, where the visitor handles them."""
    mine = [one for one in numbers if visit.may(Right.HANDLE_REQUESTS, one)]
    row = PersonRequest
    query = (
        select(row.organisation_id, func.count())
        .where(row.organisation_id.in_(mine), row.answered_at.is_(None))
        .group_by(row.organisation_id)
    )
    return dict(session.execute(query).all())


def _waiting(visit: Visit, number: int, waits: Mapping[int, int]) -> int | None:
    return waits.get(number, 0) if visit.may(Right.DECIDE, number) else None


PAGES = (Page("GET", "/", SIGNED, _first),)
