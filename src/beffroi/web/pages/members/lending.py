"""`/compte/prets`: the roles that one lends for an absence, and takes back."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.errors import BeffroiError
from beffroi.errors.people import DELEGATION_REFUSED, ROLE_UNKNOWN
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.state.people import Person
from beffroi.texts import Text
from beffroi.trust.people import accounts, loans
from beffroi.trust.people.memberships import LONGEST_LOAN
from beffroi.trust.people.roles import roles
from beffroi.web.access.admitting import require_second
from beffroi.web.access.demands import RECENT, SIGNED
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit, number_of
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.members.giving import ending
from beffroi.web.pages.members.words import WORDS
from beffroi.web.pages.people import organisations_of

TITLE = Text(fr="Prêter un rôle", en="Lend a role")
_AT = Text(fr="{role}, {place}", en="{role}, {place}")


@dataclass(frozen=True, slots=True)
class Lent:
    """A role that one lends now."""

    membership: int
    label: Text
    to: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Lending:
    """The roles that one may lend, and those that one lends."""

    lent: tuple[Lent, ...]
    roles: tuple[Option, ...]
    days: int
    to: str = ""
    until: str = ""
    faults: tuple[Fault, ...] = ()


def _form(visit: Visit) -> View:
    return _page(visit, "")


def _page(
    visit: Visit, chosen: str, to: str = "", until: str = "", faults: tuple[Fault, ...] = ()
) -> View:
    who, now = visit.caller.who, utc_now()
    rows = loans.lent(visit.own(), who.person, now)
    own = {one.organisation for one in who.held if one.organisation is not None}
    names = organisations_of(visit.own(), own | {one.organisation for one in rows})

    def said(role: str, organisation: int) -> Text:
        return _AT.fill(role=roles()[role].label, place=names.get(organisation, ""))

    offered = tuple(
        Option(key, said(one.role, one.organisation), key == chosen)
        for one in who.held
        if one.organisation is not None and not one.lent and roles()[one.role].delegable
        if (key := f"{one.organisation}.{one.role}")
    )
    lent = tuple(
        Lent(one.membership, said(one.role, one.organisation), one.to_name, one.until)
        for one in rows
    )
    context = Lending(lent, offered, LONGEST_LOAN, to, until, faults)
    status = 422 if faults else 200
    return View("members/lend.html", TITLE, context, WORDS, status, faulty=bool(faults))


def _lend(visit: Visit) -> View | Move:
    chosen, to = visit.said("role"), visit.said("to").strip()
    until = visit.said("until").strip()
    last, faults = ending(until), list[Fault]()
    if last is None:
        faults.append(Fault(WORDS["wrong_day"], "until"))
    else:
        faults = _lent(visit, chosen, to, last)
    if faults:
        return _page(visit, chosen, to[:300], until[:20], tuple(faults))
    return Move("/compte/prets?done=role_lent")


def _lent(visit: Visit, chosen: str, to: str, until: datetime) -> list[Fault]:
    place, _, role = chosen.partition(".")
    who, organisation = visit.caller.who, number_of(place)
    try:
        # Before anybody is looked for: whoever lends nothing does not learn who has an account.
        if loans.own(who.held, organisation, role).second_factor:
            require_second(who)
    except BeffroiError as error:
        if error.type not in (ROLE_UNKNOWN, DELEGATION_REFUSED):
            raise
        return [Fault(WORDS["wrong_role"], "role")]
    door = visit.writer()
    with door.look() as session:
        lender = session.get_one(Person, who.person)
    try:
        loans.lend(door, lender, accounts.find(door, to), organisation, role, until)
    except BeffroiError as error:
        if error.type is NOT_FOUND:
            return [Fault(WORDS["wrong_to"], "to")]
        if error.type is not DELEGATION_REFUSED:
            raise
        return [fault_of(error)]
    return []


def _take_back(visit: Visit) -> Move:
    loans.take_back(visit.writer(), visit.caller.who.person, visit.number("membership"))
    return Move("/compte/prets?done=role_back")


PAGES = (
    Page("GET", "/compte/prets", SIGNED, _form),
    Page("POST", "/compte/prets", RECENT, _lend),
    Page("POST", "/compte/prets/{membership}", SIGNED, _take_back),
)
