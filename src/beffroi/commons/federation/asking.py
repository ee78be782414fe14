"""What a subscriber asks, and what it makes of the answers before it believes them."""

import binascii
import json
import secrets
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from beffroi.commons.federation.link import Link
from beffroi.commons.federation.pages import Page, refused, unpacked
from beffroi.commons.federation.seals import CATALOGUE, CHANGES, Seal, opened
from beffroi.errors import BeffroiError
from beffroi.errors.federation import CURSOR_UNKNOWN, FORKED, REFUSED_THERE
from beffroi.store.federation.cursors import Cursor
from beffroi.store.journal import tree
from beffroi.store.journal.note import PublicKey
from beffroi.store.sharing.terms import Terms, read_terms
from beffroi.texts import Text

LONGEST = 200
_FORM = Text(fr="elle n’a pas la forme d’un catalogue", en="it has not the form of a catalogue")


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the journal of a provider was seen."""

    size: int = 0
    root: bytes = tree.EMPTY


@dataclass(frozen=True, slots=True)
class Offer:
    """An agreement of the provider, as it stands there."""

    agreement: int
    title: str
    provider: str
    status: str
    terms: Terms
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Provider:
    """Who is asked, for whom, and the key that answers must be signed with."""

    link: Link
    subscriber: str
    key: PublicKey

    def offers(self, seen: Seen) -> tuple[list[Offer], Seen]:
        """Ask what is lent; the journal of the provider must only have grown since it was seen.

        Raises:
            BeffroiError: `federation.forked`, `federation.seal_wrong`,
                `federation.answer_refused`, and what `Link.ask` raises.
        """
        asked = Seal(CATALOGUE, self.subscriber, 0, secrets.token_hex(16))
        given = {"nonce": asked.nonce, "seen": str(seen.size)}
        try:
            note, parts = unpacked(self.link.ask("/api/federation", given))
        except BeffroiError as error:
            raise self._forked(error, seen) from error
        opened(note, asked, parts, self.key)
        try:
            said = json.loads(bytes(parts[0]))
            offers = [_offer(one) for one in said["agreements"]]
            now, proof = _journal(said["journal"])
        except (ValueError, TypeError, KeyError, binascii.Error, RecursionError) as error:
            raise refused(_FORM) from error
        if not tree.consistent(seen.size, now.size, seen.root, now.root, proof):
            raise BeffroiError(FORKED, issuer=self.key.name, size=seen.size)
        return offers, now

    def page(self, agreement: int, cursor: Cursor, seen: Seen) -> tuple[Page, Cursor]:
        """Ask for the next page of an agreement.

        Raises:
            BeffroiError: as `offers`.
        """
        nonce = secrets.token_hex(16)
        asked = Seal(CHANGES, self.subscriber, agreement, nonce, str(cursor))
        given = {"agreement": str(agreement), "cursor": str(cursor), "nonce": nonce}
        try:
            note, parts = unpacked(self.link.ask("/api/federation/changes", given))
        except BeffroiError as error:
            raise self._forked(error, seen) from error
        after, _ = opened(note, asked, parts, self.key)
        if after is None:
            raise LookupError("a page leads somewhere")
        return Page.read(parts), after

    def _forked(self, error: BeffroiError, seen: Seen) -> BeffroiError:
        """Say that a provider went back, where it does not know what it gave."""
        unknown = error.details.get("code") == CURSOR_UNKNOWN.code
        if error.type is REFUSED_THERE and unknown:
            return BeffroiError(FORKED, issuer=self.key.name, size=seen.size)
        return error


def words(value: Any, most: int = LONGEST) -> str:
    """Return a text of a provider, of one line and without invisible characters.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, str) or len(value) > most:
        raise ValueError("no text")
    clean = " ".join(value.split())
    if not clean.isprintable():
        raise ValueError("no text")
    clean.encode()
    return clean


def _offer(said: Any) -> Offer:
    number = said["agreement"]
    if type(number) is not int or not 0 < number < 2**31:
        raise ValueError("no number")
    terms: dict[str, Any] = said["terms"]
    try:
        read = read_terms(terms) if terms else Terms(())
    except BeffroiError as error:
        raise ValueError("no terms") from error
    for text in _texts(terms):
        words(text, 2000)
    moments = [datetime.fromisoformat(said[name]) for name in ("valid_from", "valid_until")]
    if any(one.tzinfo is None for one in moments):
        raise ValueError("no instant")
    return Offer(
        number,
        words(said["title"]),
        words(said["provider"]["name"]),
        words(said["status"], 16),
        replace(read, conditions=tuple(read.conditions)),
        *moments,
    )


def _texts(terms: dict[str, Any]) -> Iterator[str]:
    for value in terms.values():
        yield from [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _journal(said: Any) -> tuple[Seen, list[bytes]]:
    size = said["size"]
    if type(size) is not int or not 0 <= size < 2**31:
        raise ValueError("no size")
    proof = [b64decode(one, validate=True) for one in said["proof"]]
    root = b64decode(said["root"], validate=True)
    if any(len(one) != 32 for one in (root, *proof)):
        raise ValueError("no hash")
    return Seen(size, root), proof
