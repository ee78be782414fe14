"""`/{organisation}/membres/nouveau`: a role for somebody, who is invited where they are new."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from beffroi.errors import BeffroiError
from beffroi.errors.people import DELEGATION_REFUSED, EMAIL_TAKEN, PERSON_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.store.sharing.terms import midnight
from beffroi.texts import Text
from beffroi.trust.people import accounts, memberships
from beffroi.trust.people.accounts import INVITED
from beffroi.trust.people.roles import Right, roles
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.forms import day_of
from beffroi.web.pages.members.words import WORDS

TITLE = Text(fr="Donner un rôle", en="Give a role")
_GIVEN = Text(fr="Rôle donné", en="Role given")
_FIELDS = {PERSON_INVALID: "email", EMAIL_TAKEN: "email", DELEGATION_REFUSED: "until"}


@dataclass(frozen=True, slots=True)
class RoleOffered:
    """A role to choose, and what it allows."""

    key: str
    label: Text
    about: Text
    second: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Giving:
    """The form to give a role."""

    base: str
    roles: tuple[RoleOffered, ...]
    name: str = ""
    email: str = ""
    until: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A role that was given; the code of an invitation is shown once."""

    base: str
    name: str
    role: Text
    invitation: str
    days: int


def _form(visit: Visit) -> View:
    return _page(visit, "elected")


def _page(
    visit: Visit,
    role: str,
    name: str = "",
    email: str = "",
    until: str = "",
    faults: tuple[Fault, ...] = (),
) -> View:
    offered = tuple(
        RoleOffered(key, one.label, one.about, one.second_factor, key == role)
        for key, one in roles().items()
    )
    base = f"/{visit.organisation}/membres"
    status = 422 if faults else 200
    context = Giving(base, offered, name, email, until, faults)
    return View("members/give.html", TITLE, context, WORDS, status, faulty=bool(faults))


def ending(given: str) -> datetime | None:
    """Return the instant at which a last day is over; None where no day was typed."""
    found = day_of(given)
    return midnight(found + timedelta(days=1)) if found else None


def _give(visit: Visit) -> View:
    role, until = visit.said("role"), visit.said("until").strip()
    name, email = visit.said("name").strip(), visit.said("email").strip()
    faults = _wrong(role, name, email, until)
    if not faults:
        try:
            return _given(visit, role, name, email, ending(until))
        except BeffroiError as error:
            if error.type not in _FIELDS:
                raise
            faults = [fault_of(error, _FIELDS[error.type])]
    return _page(visit, role, name[:200], email[:300], until[:20], tuple(faults))


def _wrong(role: str, name: str, email: str, until: str) -> list[Fault]:
    found = []
    try:
        accounts.checked_name(name)
    except BeffroiError:
        found.append(Fault(WORDS["wrong_name"], "name"))
    try:
        accounts.checked_email(email)
    except BeffroiError as error:
        found.append(fault_of(error, "email"))
    if role not in roles():
        found.append(Fault(WORDS["wrong_role"], "role"))
    if until and day_of(until) is None:
        found.append(Fault(WORDS["wrong_day"], "until"))
    return found


def _given(visit: Visit, role: str, name: str, email: str, until: datetime | None) -> View:
    own, door, code = visit.organisation, visit.writer(), ""
    memberships.check(role, until, door, own)  # before anybody is invited
    try:
        person = accounts.find(door, email)
    except BeffroiError as error:
        if error.type is not NOT_FOUND:
            raise
        person = accounts.add(door, name, email)
        code = accounts.invite(door, person)
    memberships.give(door, person, own, role, until)
    # The name is that of the account where there is one: whoever gives a role sees to whom.
    shown = Given(f"/{own}/membres", person.name, roles()[role].label, code, INVITED.days)
    return View("members/given.html", _GIVEN, shown, WORDS)


_PATH = "/{organisation}/membres/nouveau"
PAGES = (
    Page("GET", _PATH, holder(Right.ADMINISTER_PEOPLE, recent=True), _form),
    Page("POST", _PATH, holder(Right.ADMINISTER_PEOPLE, recent=True), _give),
)
