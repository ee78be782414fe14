"""Heads: how many entries the journal has and their root, signed with the key of the home.

The key is a file of the home that backups do not take: what is restored signs with another one.
"""

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.journal import HEAD_UNKNOWN, NOTE_UNREADABLE, SIGNATURE_WRONG
from beffroi.periods import utc_now
from beffroi.store.journal import note
from beffroi.store.journal.append import Told, append
from beffroi.store.journal.keys import made, own_key
from beffroi.store.journal.memory import recalled, remember, sees
from beffroi.store.journal.reading import KeptTree
from beffroi.store.state import merkle
from beffroi.store.state.models import JournalEntry
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

#: The entries that tell a new key, a head, the signature of a witness.
KEY, HEAD, WITNESS = "journal.key", "journal.head", "journal.witness"
_TIME = "time "
_FORM = Text(fr="tête de journal", en="head of a journal")
_LINES = Text(
    fr="il y faut un nom, une taille, une racine et une heure",
    en="it must hold a name, a size, a root and a time",
)
_HEAD = Text(fr="Cette tête", en="This head")


@dataclass(frozen=True, slots=True)
class Head:
    """What is signed: a checkpoint, whose last line says when."""

    origin: str
    size: int
    root: bytes
    at: datetime

    def body(self) -> str:
        """Return the text that is signed."""
        root = b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{_TIME}{int(self.at.timestamp())}\n"

    @classmethod
    def parse(cls, body: str, name: str) -> "Head":
        """Read a head from its text; `name` is where it comes from.

        Raises:
            BeffroiError: `journal.note_unreadable`.
        """
        try:
            origin, size, root, time = body.splitlines()
            seconds = int(time.removeprefix(_TIME))
            head = cls(
                origin,
                int(size),
                b64decode(root, validate=True),
                datetime.fromtimestamp(seconds, UTC),
            )
        except (ValueError, OverflowError, OSError, binascii.Error) as error:
            raise BeffroiError(NOTE_UNREADABLE, name=name, form=_FORM, reason=_LINES) from error
        if head.body() != body:
            raise BeffroiError(NOTE_UNREADABLE, name=name, form=_FORM, reason=_LINES)
        return head


def sign(door: WriteDoor, *, new_key: bool = False, restored: str = "") -> merkle.Head:
    """Sign the journal as it is now, and keep the head; a key is made where there is none.

    That it is signed is the last entry that the head is of, and a new key the one before: key, head
    and entries are one transaction, so that none is ever there without the others.

    Args:
        new_key: Replace the key; the journal tells it.
        restored: Why the state was put back from a copy by hand: the head is remembered in the
            place of another one that is not of this journal, and the journal tells both.

    Raises:
        BeffroiError: `journal.key_invalid`, `store.home_unwritable`.
    """
    door.require()
    before = own_key(door.home)
    fresh = made(door.home) if new_key or before is None else None
    secret = fresh.secret if fresh else before
    if secret is None:
        raise LookupError("there is a key, own or fresh")
    with door.keep() as session:
        session.expire_on_commit = False
        seen = sees(door.home, KeptTree(session))
        again = "" if seen else restored
        same = fresh is None and not again
        row = session.get(merkle.Head, KeptTree(session).size) if same else None
        if row is None:
            append(session, _news(session, door, secret, before, again))
            row = _made(session, secret)
            session.add(row)
    if fresh is not None:
        fresh.keep()  # cut short before, the next head is signed with another key, told too
    if seen or again:
        remember(door.home, row.note)
    return row


def _news(
    session: Session,
    door: WriteDoor,
    secret: note.SecretKey,
    before: note.SecretKey | None,
    restored: str,
) -> list[Told]:
    """Tell a head, the key that signs it where it is new, and what it takes the place of."""
    why = {"restored": restored, "instead": recalled(door.home)} if restored else {}
    told = [_told(door, HEAD, secret, why)]
    if (restored or secret is not before) and not _announced(session, secret):
        replaces = {"replaces": str(before.public)} if before and secret is not before else {}
        told.insert(0, _told(door, KEY, secret, replaces))
    return told


def _announced(session: Session, key: note.SecretKey) -> bool:
    """Tell whether an entry tells a key: that of a copy may be older than it."""
    row = JournalEntry
    told = select(row.id).where(row.action == KEY, row.subject == str(key.public)).limit(1)
    return session.scalar(told) is not None


def _told(door: WriteDoor, action: str, key: note.SecretKey, detail: dict[str, Any]) -> Told:
    return Told(door.actor, action, "integrity", None, str(key.public), detail)


def _made(session: Session, secret: note.SecretKey) -> merkle.Head:
    """Sign what a transaction that holds the tree sees of it."""
    tree, now = KeptTree(session), utc_now()
    size = tree.size
    body = Head(secret.name, size, tree.root(size), now).body()
    signed = f"{body}\n{secret.sign(body, now)}"
    return merkle.Head(size=size, at=now, note=signed, key=str(secret.public))


def last(session: Session) -> merkle.Head | None:
    """Return the head that was signed last."""
    row = merkle.Head
    return session.scalar(select(row).order_by(row.size.desc()).limit(1))


def cosigned(session: Session, head: merkle.Head) -> str:
    """Return a head with the lines of its witnesses."""
    row = merkle.Cosignature
    lines = session.scalars(select(row.line).where(row.size == head.size).order_by(row.witness))
    return head.note + "".join(lines)


def countersign(door: WriteDoor, text: str, witness: note.PublicKey, name: str) -> Head:
    """Keep the line by which a witness signs a head of this journal; `name` is where it comes from.

    Raises:
        BeffroiError: `journal.note_unreadable`, `journal.head_unknown`, `journal.signature_wrong`.
    """
    body, lines = note.opened(text, name)
    head = Head.parse(body, name)
    times = [(one, witness.signed(body, one)) for one in lines]
    line, at = next(((one, at) for one, at in times if at is not None), ("", None))
    row = merkle.Cosignature
    with door.change(WITNESS, "integrity", subject=str(witness)) as change:
        kept = change.session.get(merkle.Head, head.size, with_for_update=True)
        if kept is None or note.opened(kept.note, name)[0] != body:
            raise BeffroiError(HEAD_UNKNOWN, size=head.size)
        if at is None or witness.kind != note.WITNESS:
            raise BeffroiError(SIGNATURE_WRONG, what=_HEAD, key=witness.name)
        if change.session.get(row, (head.size, str(witness))) is not None:
            change.action = ""  # it is told already
            return head
        change.detail = {"size": head.size}
        change.session.add(row(size=head.size, witness=str(witness), at=at, line=line))
    return head
