"""A proof that an entry is in the journal: a file that anyone checks with a public key alone."""

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.journal import NOT_SIGNED, NOTE_UNREADABLE, PROOF_WRONG, SIGNATURE_WRONG
from beffroi.errors.store import NOT_FOUND
from beffroi.store.journal import entry, note, tree
from beffroi.store.journal.heads import Head, cosigned, last
from beffroi.store.journal.note import PublicKey
from beffroi.store.journal.reading import KeptTree
from beffroi.store.state.models import JournalEntry
from beffroi.texts import Text

FORMAT = "beffroi-journal-proof/1"
_FORM = Text(fr="preuve de journal", en="proof of a journal")
_LACKS = Text(fr="il y manque quelque chose", en="something is missing")
_HEAD = Text(fr="La tête de cette preuve", en="The head of this proof")
_ENTRY = Text(fr="entrée du journal", en="entry of the journal")
_NOT_IN = Text(
    fr="L’entrée n’est pas dans le journal qui a été signé",
    en="The entry is not in the journal that was signed",
)


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof shows."""

    number: int
    head: Head
    said: dict[str, Any]
    """The entry: what is sealed is not there."""


def found(session: Session, number: int) -> JournalEntry:
    """Return an entry.

    Raises:
        BeffroiError: `store.not_found`.
    """
    row = session.get(JournalEntry, number)
    if row is None:
        raise BeffroiError(NOT_FOUND, what=_ENTRY, key=number, command="journal list")
    return row


def prove(session: Session, number: int, *, closed: bool = False) -> dict[str, Any]:
    """Return the proof that an entry is in the head that was signed last, as plain data.

    Args:
        session: One that sees the whole journal.
        number: Of the entry.
        closed: Leave out who acted, on what and with which details: their commitments stand.

    Raises:
        BeffroiError: `store.not_found`, `journal.not_signed`.
    """
    row, head = found(session, number), last(session)
    if head is None or head.size < number:
        raise BeffroiError(NOT_SIGNED)
    detail = entry.plain(row.detail)
    who, what = row.who, row.what
    texts: dict[str, Any] = {"actor": row.actor, "subject": row.subject, "detail": row.detail}
    if closed:
        who = bytes.fromhex(entry.sealed(who, entry.who(row.actor)))
        what = bytes.fromhex(entry.sealed(what, entry.what(row.subject, detail)))
        texts = {"actor": "", "subject": "", "detail": {}}
    path = KeptTree(session).inclusion(number - 1, head.size)
    return {
        "format": FORMAT,
        "entry": {
            "number": number,
            "at": entry.instant(row.at),
            "organisation": row.organisation_id,
            "purpose": row.purpose,
            "action": row.action,
            **texts,
            "who": who.hex(),
            "what": what.hex(),
        },
        "proof": [b64encode(one).decode() for one in path],
        "head": cosigned(session, head),
    }


def check(proof: Any, key: PublicKey, name: str) -> Proved:
    """Verify a proof with nothing but the public key of the journal; `name` is where it is from.

    Raises:
        BeffroiError: `journal.note_unreadable`, `journal.signature_wrong`, `journal.proof_wrong`.
    """
    try:
        said = dict(proof["entry"])
        number, leaf = int(said["number"]), _leaf(said)
        path = [b64decode(one, validate=True) for one in proof["proof"]]
        body, lines = note.opened(str(proof["head"]), name)
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise BeffroiError(NOTE_UNREADABLE, name=name, form=_FORM, reason=_LACKS) from error
    if not any(key.signed(body, one) for one in lines):
        raise BeffroiError(SIGNATURE_WRONG, what=_HEAD, key=key.name)
    head = Head.parse(body, name)
    if not tree.included(number - 1, head.size, leaf, path, head.root):
        raise BeffroiError(PROOF_WRONG, reason=_NOT_IN)
    for text, seal in (("actor", "who"), ("subject", "what"), ("detail", "what")):
        if len(said[seal]) != 2 * entry.SALT:
            del said[text]
    return Proved(number, head, said)


def leaf_at(session: Session, number: int) -> bytes | None:
    """Return the hash of an entry."""
    return session.scalar(select(JournalEntry.leaf).where(JournalEntry.id == number))


def _leaf(said: dict[str, Any]) -> bytes:
    who = entry.sealed(bytes.fromhex(said["who"]), entry.who(said["actor"]))
    detail = entry.plain(said["detail"])
    what = entry.sealed(bytes.fromhex(said["what"]), entry.what(said["subject"], detail))
    return entry.leaf(
        int(said["number"]),
        said["at"],
        None if said["organisation"] is None else int(said["organisation"]),
        said["purpose"],
        said["action"],
        who,
        what,
    )
