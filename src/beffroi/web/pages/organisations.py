"""`/`: the organisations that somebody acts for; where there is one, its page at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from beffroi.store.erased import ERASED
from beffroi.store.federation.elsewhere import ELSEWHERE
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.texts import Text
from beffroi.trust.people.roles import Right, roles
from beffroi.web.access.demands import SIGNED
from beffroi.web.pages.declaring import Move, Page, View, Visit
from beffroi.web.pages.menu import menu

#: More would be no page to choose from: the first ones by name, and an address for any other.
MOST = 500
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
    "second": Text(
        fr="Un de vos rôles demande un second facteur : ajoutez-le à votre compte.",
        en="One of your roles asks for a second factor: add it to your account.",
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
    """None where the person reads no finding."""
    address: str
    """Of the first screen that the person's rights open there."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The organisations that somebody acts for."""

    organisations: tuple[Choice, ...]
    lacks_second: bool
    """Whether a role would open pages once a second factor is added."""
    administers: bool
    """Whether the person looks after the installation as a whole."""


def _first(visit: Visit) -> View | Move:
    found = _choices(visit)
    if len(found.organisations) == 1 and not found.administers:
        return Move(found.organisations[0].address)
    return View("organisations.html", _TITLE, found, _WORDS)


def _choices(visit: Visit) -> Choices:
    held = visit.caller.who.held
    own = {one.organisation for one in held}
    row = models.Organisation
    here = row.kind.not_in((ERASED, ELSEWHERE))
    query = select(row.id, row.name, row.kind).where(here).order_by(row.name, row.id)
    if None not in own:
        query = query.where(row.id.in_([one for one in own if one is not None]))
    with visit.own().look() as session:
        found = session.execute(query.limit(MOST)).all()
        screens = {number: _first_of(visit, number, kind) for number, _, kind in found}
        rows = [(number, name) for number, name, _ in found if screens[number]]
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
            Choice(number, name, _waiting(visit, number, waits), screens[number])
            for number, name in rows
        ),
        lacks_second=not rows and awaiting,
        administers=Right.ADMINISTER_PEOPLE in visit.rights_everywhere(),
    )


def _first_of(visit: Visit, number: int, kind: str) -> str:
    """Return the first screen of an authority that somebody may open; empty where none is."""
    groups = menu(kind, f"/{number}", "", visit.rights(number))
    return next((link.address for group in groups for link in group.links), "")


def _waiting(visit: Visit, number: int, waits: Mapping[int, int]) -> int | None:
    return waits.get(number, 0) if visit.may(Right.READ_INDICATORS, number) else None


PAGES = (Page("GET", "/", SIGNED, _first),)
