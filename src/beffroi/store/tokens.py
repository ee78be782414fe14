"""Tokens that let a program act for one organisation, within scopes, and nothing else."""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.flow import TOKEN_INVALID, TOKEN_REFUSED
from beffroi.errors.people import TOKEN_SCOPE
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state.flow import Token
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

#: What a token begins with: searches for secrets left in files find it.
PREFIX = "beffroi_"
LONGEST_DAYS = 3650
LONGEST_NAME = 80
_NAME = Text(
    fr="Le nom est vide, trop long ou illisible", en="The name is empty, too long or unreadable"
)
_DAYS = Text(fr="La durée ne convient pas", en="The duration is not possible")
_SCOPE = Text(
    fr="Un jeton permet write_measures, read_measures, read_indicators ou pull_lent, un au moins",
    en="A token allows write_measures, read_measures, read_indicators or pull_lent, one at least",
)
_WHAT = Text(fr="jeton", en="token")


class TokenScope(StrEnum):
    """What a token may let a program do."""

    WRITE_MEASURES = "write_measures"
    READ_MEASURES = "read_measures"
    READ_INDICATORS = "read_indicators"  # indicators and findings, no measure
    PULL_LENT = "pull_lent"


#: What a token may do where nothing is said.
USUAL = (TokenScope.WRITE_MEASURES,)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who holds a valid token."""

    token: int
    name: str
    organisation: int
    scopes: frozenset[TokenScope]

    @property
    def actor(self) -> str:
        """The name under which what it sends is kept."""
        return f"token {self.token} ({self.name})"


def create(
    door: WriteDoor,
    organisation: int,
    name: str,
    days: int,
    scopes: Collection[TokenScope] = USUAL,
) -> tuple[str, Token]:
    """Make a token; its secret is returned here and kept nowhere.

    Raises:
        BeffroiError: `token.invalid`.
    """
    name = " ".join(name.split())
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise BeffroiError(TOKEN_INVALID, reason=_NAME, most=LONGEST_DAYS)
    if not 0 < days <= LONGEST_DAYS:
        raise BeffroiError(TOKEN_INVALID, reason=_DAYS, most=LONGEST_DAYS)
    secret = PREFIX + secrets.token_urlsafe(32)
    now = utc_now()
    with door.change("token.create", "ingestion", organisation, name) as change:
        require_kept_here(change.session, organisation)
        change.session.expire_on_commit = False
        row = Token(
            organisation_id=organisation,
            name=name,
            hash=digest(secret),
            created_at=now,
            expires_at=now + timedelta(days=days),
            actor=door.actor,
            scopes=sorted({str(scope) for scope in scopes}),
        )
        change.session.add(row)
        change.session.flush()
        expires = row.expires_at.isoformat()
        change.detail = {"token": row.id, "expires_at": expires, "scopes": row.scopes}
    return secret, row


def scopes(names: Iterable[str]) -> list[TokenScope]:
    """Return scopes by name.

    Raises:
        BeffroiError: `token.invalid`.
    """
    try:
        return [TokenScope(name) for name in names]
    except ValueError as error:
        raise BeffroiError(TOKEN_INVALID, reason=_SCOPE, most=LONGEST_DAYS) from error


def listed(door: WriteDoor, organisations: list[int]) -> list[Token]:
    """List the tokens of organisations, the newest first."""
    with door.look() as session:
        query = select(Token).where(Token.organisation_id.in_(organisations))
        return list(session.scalars(query.order_by(Token.id.desc())))


def revoke(door: WriteDoor, token: int) -> Token:
    """Revoke a token: the next request that bears it is refused. Doing it twice is no error.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.look() as session:
        found = session.get(Token, token)
    if found is None:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=token, command="token list")
    with door.change("token.revoke", "ingestion", found.organisation_id, found.name) as change:
        change.session.expire_on_commit = False
        row = change.session.get_one(Token, token)
        row.revoked_at = row.revoked_at or utc_now()
        change.detail = {"token": token}
    return row


def bearer(
    door: WriteDoor,
    secret: str,
    now: datetime | None = None,
    scope: TokenScope | None = TokenScope.WRITE_MEASURES,
) -> Bearer:
    """Return who bears a secret, for one of the scopes of its token; None: whatever they are.

    The state is asked for its hash: what a stranger can learn from the time that this takes is
    about a hash that they cannot choose.

    Raises:
        BeffroiError: `token.refused`, for whatever reason: strangers learn nothing from it;
            `token.scope_missing`.
    """
    with door.look() as session:
        row = session.scalar(select(Token).where(Token.hash == digest(secret)))
    found = _valid(row, now)
    if scope is not None and scope not in found.scopes:
        raise BeffroiError(TOKEN_SCOPE, scope=scope)
    allowed = frozenset(one for one in TokenScope if one in found.scopes)
    return Bearer(found.id, found.name, found.organisation_id, allowed)


def require_valid(session: Session, token: int) -> None:
    """Refuse a token that is not valid any more, in the transaction that it is used for.

    Raises:
        BeffroiError: `token.refused`.
    """
    _valid(session.get(Token, token))


def _valid(row: Token | None, now: datetime | None = None) -> Token:
    if row is None or row.revoked_at is not None or row.expires_at <= (now or utc_now()):
        raise BeffroiError(TOKEN_REFUSED)
    return row


def digest(secret: str) -> str:
    """Return what is kept of a secret: 256 random bits need no slower hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
