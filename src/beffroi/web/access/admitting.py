"""Enforcing what an address demands, before anything else of the request is read."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from beffroi.errors import BeffroiError
from beffroi.errors.flow import TOKEN_REFUSED
from beffroi.errors.people import (
    PROOF_TOO_OLD,
    RIGHT_MISSING,
    SECOND_FACTOR_REQUIRED,
    SESSION_REQUIRED,
    TOKEN_ELSEWHERE,
)
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.read import ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from beffroi.store.tokens import Bearer, TokenScope, bearer
from beffroi.trust.people import sessions
from beffroi.trust.people.memberships import rights
from beffroi.trust.people.roles import Right
from beffroi.trust.people.scoping import scope_of
from beffroi.trust.people.sessions import AWAITING, RECENT, TWO_PROOFS, Signed
from beffroi.web.access.demands import Demand, Who
from beffroi.web.access.origins import Site

_LONGEST_SECRET = 200
#: What the installation does of its own, to tell who calls.
ACTOR = "server"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as far as the address asked."""

    bearer: Bearer | None = None
    signed: Signed | None = None

    @property
    def who(self) -> Signed:
        """The person, where the address demands one."""
        if self.signed is None:
            raise LookupError("this address demands no session")
        return self.signed

    def scope(self, organisation: int, purpose: str) -> Scope:
        """Return what the caller may read for an organisation: the only way that pages have to it.

        It is made again at each request, of the roles in force or of the scopes of the token.

        Raises:
            BeffroiError: `people.right_missing`, `token.elsewhere`.
        """
        if self.bearer is not None:
            _require_own(self.bearer, organisation)
            measures = TokenScope.READ_MEASURES in self.bearer.scopes
            return Scope.of(organisation, self.bearer.actor, purpose, measures=measures)
        who = self.who
        second = who.level == TWO_PROOFS
        return scope_of(who.reference, who.held, organisation, purpose, second_factor=second)

    def reader(self, store: Store, organisation: int, purpose: str) -> ReadDoor:
        """Return the read door of the caller, for an organisation.

        Raises:
            BeffroiError: `people.right_missing`, `token.elsewhere`; `federation.kept_elsewhere` to
                whoever acts for all organisations: what is a copy is read under its agreement.
        """
        scope = self.scope(organisation, purpose)
        if self.bearer is None:  # a token is given by none of those
            with store.writer(ACTOR).look() as session:
                require_kept_here(session, organisation)
        return store.reader(scope)


def admit(
    store: Store,
    demand: Demand,
    request: Request,
    now: datetime,
    shown: str = "",
    *,
    idle: bool = False,
) -> Caller:
    """Let a request in, or refuse it; `shown` is the token of the page that a form was on.

    What looks again by itself, while nobody does anything, is `idle`: it makes no session last.

    Raises:
        BeffroiError: `token.refused`, `token.scope_missing`; `request.foreign`,
            `people.session_required`, `people.second_factor_required`, `people.right_missing`,
            `people.proof_too_old`; `token.elsewhere`.
    """
    door = store.writer(ACTOR)
    bears = "authorization" in request.headers
    if demand.who is Who.TOKEN or (demand.who is Who.READER and bears):
        found = bearer(door, secret_of(request), now, demand.scope)
        organisation = _organisation(request)
        if organisation is not None:
            _require_own(found, organisation)
        return Caller(bearer=found)
    site = Site(store.settings.address)
    site.require_own(request)
    if demand.who is Who.ANYONE:
        return Caller()
    cookie = site.secret(request)
    signed = sessions.find(door, cookie, now, idle=idle)
    if signed is None:
        raise BeffroiError(SESSION_REQUIRED)
    site.require_page(request, cookie, shown)
    _require(demand, signed, _organisation(request), now)
    return Caller(signed=signed)


def secret_of(request: Request) -> str:
    """Return the secret of the token that a request bears.

    Raises:
        BeffroiError: `token.refused`.
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(secret.strip()) <= _LONGEST_SECRET:
        raise BeffroiError(TOKEN_REFUSED)
    return secret.strip()


def require_right(signed: Signed, right: Right, organisation: int | None) -> None:
    """Refuse somebody who does not hold a right in an organisation.

    Raises:
        BeffroiError: `people.right_missing`; `people.second_factor_required`, where a second proof
            would give it.
    """
    second = signed.level == TWO_PROOFS
    if right in rights(signed.held, organisation, second_factor=second):
        return
    if right in rights(signed.held, organisation, second_factor=True):
        raise BeffroiError(SECOND_FACTOR_REQUIRED)
    raise BeffroiError(RIGHT_MISSING, right=right)


def _require_own(found: Bearer, organisation: int) -> None:
    if found.organisation != organisation:
        raise BeffroiError(TOKEN_ELSEWHERE)


def require_second(signed: Signed) -> None:
    """Refuse somebody who gave one proof only.

    Raises:
        BeffroiError: `people.second_factor_required`.
    """
    if signed.level != TWO_PROOFS:
        raise BeffroiError(SECOND_FACTOR_REQUIRED)


def _require(demand: Demand, signed: Signed, organisation: int | None, now: datetime) -> None:
    if demand.who is Who.AWAITED:
        return
    if signed.level == AWAITING:
        raise BeffroiError(SECOND_FACTOR_REQUIRED)
    if demand.right is not None and not _otherwise(demand, signed, organisation):
        require_right(signed, demand.right, organisation)
    if demand.recent and not signed.recent(now):
        raise BeffroiError(PROOF_TOO_OLD, minutes=int(RECENT.total_seconds() // 60))


def _otherwise(demand: Demand, signed: Signed, organisation: int | None) -> bool:
    """Tell whether somebody holds the other right that serves as well."""
    second = signed.level == TWO_PROOFS
    return demand.otherwise in rights(signed.held, organisation, second_factor=second)


def _organisation(request: Request) -> int | None:
    """Return the organisation that an address names; one that is no number is nobody's."""
    named = request.path_params.get("organisation")
    if named is None:
        return None
    given = str(named)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
