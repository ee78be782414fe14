"""`/compte`: who one is here, how one wants pages, one's password and one's browsers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.people import PASSWORD_WEAK
from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.state.people import Person
from beffroi.texts import Text
from beffroi.trust.people import passwords, recovery, sessions, signing
from beffroi.trust.people.roles import roles
from beffroi.web.access.demands import RECENT, SIGNED
from beffroi.web.pages.browsers import browser_of
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of

TITLE = Text(fr="Mon compte", en="My account")
_ALL = Text(fr="toutes les collectivités", en="all authorities")
WORDS = {
    "who": Text(fr="Qui je suis", en="Who I am"),
    "name": Text(fr="Nom", en="Name"),
    "email": Text(fr="Adresse", en="Address"),
    "roles": Text(fr="Rôles", en="Roles"),
    "no_role": Text(fr="aucun", en="none"),
    "until": Text(fr="jusqu’au {day}", en="until {day}"),
    "notices": Text(fr="Choisir mes avis par courriel", en="Choose my notices by e-mail"),
    "lend": Text(fr="Prêter un rôle pour une absence", en="Lend a role for an absence"),
    "second": Text(fr="Second facteur", en="Second factor"),
    "why": Text(
        fr="Un mot de passe se vole ; un téléphone en plus, rarement. Avec une application "
        "d’authentification, un code de six chiffres vous est demandé à la connexion.",
        en="A password gets stolen; a phone as well, seldom. With an authenticator application, "
        "you are asked for a six-digit code when you sign in.",
    ),
    "none": Text(fr="Aucun second facteur pour l’instant.", en="No second factor yet."),
    "add": Text(fr="Ajouter une application", en="Add an application"),
    "added": Text(fr="ajouté le {day}", en="added on {day}"),
    "remove": Text(fr="Retirer", en="Remove"),
    "codes": Text(fr="Codes de secours restants : {n}.", en="Recovery codes left: {n}."),
    "renew": Text(fr="Faire de nouveaux codes", en="Make new codes"),
    "sessions": Text(fr="Mes sessions", en="My sessions"),
    "this": Text(fr="celle-ci", en="this one"),
    "seen": Text(fr="vue le {at}", en="seen on {at}"),
    "end": Text(fr="Fermer", en="End"),
    "unknown": Text(fr="navigateur inconnu", en="unknown browser"),
    "password": Text(fr="Changer de mot de passe", en="Change the password"),
    "new": Text(fr="Nouveau mot de passe", en="New password"),
    "hint": Text(
        fr="Au moins {least} caractères que personne ne devinerait.",
        en="At least {least} characters that nobody would guess.",
    ).fill(least=passwords.LEAST),
    "change": Text(fr="Changer", en="Change"),
    "faults": Text(fr="Le mot de passe n’est pas changé", en="The password is not changed"),
    "look": Text(fr="Affichage", en="Display"),
    "language": Text(fr="Langue", en="Language"),
    "theme": Text(fr="Thème", en="Theme"),
    "device": Text(fr="celui de l’appareil", en="that of the device"),
    "light": Text(fr="clair", en="light"),
    "dark": Text(fr="sombre", en="dark"),
    "keep": Text(fr="Garder", en="Keep"),
}


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role, where it is held, and until when (None: no end)."""

    label: Text
    where: Text
    until: datetime | None


@dataclass(frozen=True, slots=True)
class FactorKept:
    """A second factor."""

    number: int
    name: str
    added: datetime


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that one is signed in with."""

    number: int
    agent: Text
    seen: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Account:
    """One's own account."""

    name: str
    email: str
    roles: tuple[RoleHeld, ...]
    factors: tuple[FactorKept, ...]
    codes: int
    browsers: tuple[Browser, ...]
    faults: tuple[Fault, ...] = ()


def account_of(visit: Visit, faults: tuple[Fault, ...] = ()) -> Account:
    """Return the account of whoever visits."""
    who, door = visit.caller.who, visit.own()
    with door.look() as session:
        person = session.get_one(Person, who.person)
        row = models.Organisation
        own = [one.organisation for one in who.held if one.organisation is not None]
        found = select(row.id, row.name).where(row.id.in_(own))
        names = dict(session.execute(found).all())
        factors = signing.factors(session, who.person)
        codes = recovery.left(session, who.person)
    return Account(
        person.name,
        person.email or "",
        tuple(
            RoleHeld(
                roles()[one.role].label,
                _ALL if one.organisation is None else _plain(names.get(one.organisation, "")),
                one.until,
            )
            for one in who.held
        ),
        tuple(FactorKept(one.id, one.name, one.created_at) for one in factors),
        codes,
        tuple(
            Browser(
                one.id,
                _agent(one.agent),
                one.seen_at,
                one.id == who.session,
            )
            for one in sessions.listed(door, who.person, utc_now())
        ),
        faults,
    )


def _agent(said: str) -> Text:
    return browser_of(said) if said else WORDS["unknown"]


def _plain(name: str) -> Text:
    return Text(fr=name, en=name)


def _account(visit: Visit) -> View:
    return View("account.html", TITLE, account_of(visit), WORDS)


def _revoke(visit: Visit) -> Move:
    sessions.revoke(visit.writer(), visit.caller.who, visit.number("session"), utc_now())
    return Move("/compte?done=session")


def _password(visit: Visit) -> View | Move:
    try:
        signing.change_password(visit.writer(), visit.caller.who, visit.said("password"), utc_now())
    except BeffroiError as error:
        if error.type is not PASSWORD_WEAK:
            raise
        shown = account_of(visit, (fault_of(error, "password"),))
        return View("account.html", TITLE, shown, WORDS, error.type.status, faulty=True)
    return Move("/compte?done=password")


PAGES = (
    Page("GET", "/compte", SIGNED, _account),
    Page("POST", "/compte/sessions/{session}", SIGNED, _revoke),
    Page("POST", "/compte/mot-de-passe", RECENT, _password, slow=True),
)
