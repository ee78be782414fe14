"""Heads: how many entries the journal has and their root, signed with the key of the home.

The key is a file of the home that backups do not take: what is restored signs with another one.
"""

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.journal import HEAD_UNKNOWN, NOTE_UNREADABLE, SIGNATURE_WRONG
from beffroi.periods import utc_now
from beffroi.store.journal import note
from beffroi.store.journal.keys import made, own_key
from beffroi.store.journal.reading import KeptTree
from beffroi.store.state import merkle
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

#: The entry that tells a new key.
KEY = "journal.key"
WITNESS = "journal.witness"
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


def sign(door: WriteDoor, *, new_key: bool = False) -> merkle.Head:
    """Sign the journal as it is now, and keep the head; a key is made where there is none.

    Args:
        new_key: Replace the key first; the journal tells it.

    Raises:
        BeffroiError: `journal.key_invalid`, `store.home_unwritable`.
    """
    door.require()
    before = own_key(door.home)
    if new_key or before is None:
        key = made(door.home)
        # Told first: a key that no entry tells signs nothing that holds.
        with door.change(KEY, "integrity", subject=str(key.public)) as change:
            change.detail = {"replaces": str(before.public)} if before else {}
        key.keep()
    secret = own_key(door.home)
    if secret is None:
        raise LookupError("the key that was just written is gone")
    with door.keep() as session:
        session.expire_on_commit = False
        tree = KeptTree(session)
        size = tree.size
        known = session.get(merkle.Head, size)
        if known is not None:
            return known
        now = utc_now()
        head = Head(secret.name, size, tree.root(size), now)
        body = head.body()
        row = merkle.Head(
            size=size, at=now, note=f"{body}\n{secret.sign(body, now)}", key=str(secret.public)
        )
        session.add(row)
        return row


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
    with door.look() as session:
        kept = session.get(merkle.Head, head.size)
        row = merkle.Cosignature
        seen = session.scalar(select(row.size).where(row.witness == str(witness)).limit(1))
    if kept is None or note.opened(kept.note, name)[0] != body:
        raise BeffroiError(HEAD_UNKNOWN, size=head.size)
    times = [(one, witness.signed(body, one)) for one in lines]
    line, at = next(((one, at) for one, at in times if at is not None), ("", None))
    if at is None or witness.kind != note.WITNESS:
        raise BeffroiError(SIGNATURE_WRONG, what=_HEAD, key=witness.name)
    action = WITNESS if seen is None else ""  # later ones are their own trace
    with door.change(action, "integrity", subject=str(witness)) as change:
        change.session.merge(row(size=head.size, witness=str(witness), at=at, line=line))
    return head
