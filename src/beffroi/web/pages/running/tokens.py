"""`/{organisation}/donnees/jetons`: a token for a gateway, shown once, and taken back."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.errors import BeffroiError
from beffroi.errors.flow import TOKEN_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.store.tokens import LONGEST_DAYS, USUAL, TokenScope, create, listed, revoke
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.running.words import DATA as WORDS

TITLE = Text(fr="Donner un jeton", en="Give a token")
_MADE = Text(fr="Jeton donné", en="Token given")
_WHAT = Text(fr="jeton", en="token")
#: What a page gives; what another installation pulls with is given with its link.
_SCOPES = (TokenScope.WRITE_MEASURES, TokenScope.READ_INDICATORS, TokenScope.READ_MEASURES)


@dataclass(frozen=True, slots=True)
class Giving:
    """The form of a new token."""

    base: str
    scopes: tuple[Option, ...]
    name: str = ""
    days: str = "365"
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A token: its secret is shown here and kept nowhere."""

    base: str
    name: str
    secret: str
    expires: datetime


def _form(visit: Visit) -> View:
    return _page(visit, [*USUAL])


def _page(
    visit: Visit,
    chosen: list[TokenScope],
    name: str = "",
    days: str = "365",
    faults: tuple[Fault, ...] = (),
) -> View:
    scopes = tuple(Option(one, WORDS[f"scope_{one}"], one in chosen) for one in _SCOPES)
    context = Giving(f"/{visit.organisation}/donnees", scopes, name, days, faults)
    status = 422 if faults else 200
    return View("running/token.html", TITLE, context, WORDS, status, faulty=bool(faults))


def _give(visit: Visit) -> View:
    own, name, days = visit.organisation, visit.said("name").strip(), visit.said("days").strip()
    chosen = [one for one in _SCOPES if one in visit.form.get("scopes", ())]
    faults = [] if chosen else [Fault(WORDS["wrong_scopes"], "scopes")]
    if not (days.isascii() and days.isdigit() and 0 < int(days[:6]) <= LONGEST_DAYS):
        faults.append(Fault(WORDS["wrong_days"].fill(most=LONGEST_DAYS), "days"))
    if not faults:
        try:
            secret, row = create(visit.writer(), own, name, int(days), chosen)
            shown = Given(f"/{own}/donnees", row.name, secret, row.expires_at)
            return View("running/secret.html", _MADE, shown, WORDS)
        except BeffroiError as error:
            if error.type is not TOKEN_INVALID:
                raise
            faults.append(fault_of(error, "name"))
    return _page(visit, chosen, name[:200], days[:10], tuple(faults))


def _revoke(visit: Visit) -> Move:
    own, number = visit.organisation, visit.number("token")
    if number not in {row.id for row in listed(visit.own(), [own])}:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=visit.path["token"][:20], command="token")
    revoke(visit.writer(), number)
    return Move(f"/{own}/donnees?done=token_revoked")


_PATH = "/{organisation}/donnees/jetons"
PAGES = (
    Page("GET", f"{_PATH}/nouveau", holder(Right.MANAGE_TOKENS, recent=True), _form),
    Page("POST", f"{_PATH}/nouveau", holder(Right.MANAGE_TOKENS, recent=True), _give),
    Page("POST", f"{_PATH}/{{token}}/fin", holder(Right.MANAGE_TOKENS, recent=True), _revoke),
)
