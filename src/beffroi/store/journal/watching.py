"""This installation as a witness of other journals (c2sp.org/tlog-witness).

It knows those that somebody here accepted, remembers in its state the last head that it signed of
each, and signs none that does not begin with it.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.journal import (
    KEY_INVALID,
    LOG_UNKNOWN,
    NOTE_UNREADABLE,
    SIGNATURE_WRONG,
    WITNESS_ELSEWHERE,
)
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.journal import note, tree, witness
from beffroi.store.journal.checkpoint import Checkpoint
from beffroi.store.journal.keys import made_witness, witness_key
from beffroi.store.journal.note import LOG, PublicKey
from beffroi.store.state.witnessing import Watched
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

ACCEPT, REFUSE = "journal.accept", "journal.refuse"
_HEAD = Text(fr="Cette tête", en="This head")
_NOT_A_LOG = Text(fr="c’est celle d’un témoin", en="it is that of a witness")
_WHAT = Text(fr="journal suivi", en="journal that is followed")
_FORM = Text(fr="demande à un témoin", en="request to a witness")
_LATER = Text(
    fr="elle part de plus loin que la tête qu’elle montre",
    en="it begins after the head that it shows",
)
_NAME = "add-checkpoint"


def accept(door: WriteDoor, key: PublicKey, name: str = "") -> PublicKey:
    """Witness a journal from now on; again, with the new key of one that changed it.

    What was signed of it before is not forgotten.

    Args:
        key: Its public key, which its owner gave in person.
        name: What this witness is called: taken the first time, when its key is made.

    Returns:
        The public key of this witness.

    Raises:
        BeffroiError: `journal.key_invalid`, `store.home_unwritable`.
    """
    if key.kind != LOG:
        raise BeffroiError(KEY_INVALID, key=key.name, reason=_NOT_A_LOG)
    door.require()
    own = made_witness(door.home, name).public
    with door.change(ACCEPT, "integrity", subject=str(key)) as change:
        row = change.session.get(Watched, key.name)
        if row is None:
            row = Watched(origin=key.name, size=0, root=tree.EMPTY, note="", since=utc_now())
            change.session.add(row)
        row.key, row.until = str(key), None
    return own


def refuse(door: WriteDoor, origin: str) -> None:
    """Witness a journal no more; what was signed of it is not forgotten.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.change(REFUSE, "integrity", subject=origin) as change:
        row = change.session.get(Watched, origin) if origin.isprintable() else None
        if row is None or row.until is not None:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=origin[:80], command="journal status")
        row.until = utc_now()


def add_checkpoint(door: WriteDoor, asked: str) -> str:
    """Sign a head as the request of a journal asks; remember it first.

    Returns:
        The line that signs it.

    Raises:
        BeffroiError: `journal.note_unreadable` (400), `journal.signature_wrong` (403),
            `journal.log_unknown` (404), `journal.witness_elsewhere` (409) with the size `known`,
            `journal.head_contradicted` (409 for the size that is `known`, else 422).
    """
    old, proof, signed = witness.read(asked, _NAME)
    body, lines = note.opened(signed, _NAME)
    shown = Checkpoint.parse(body, _NAME)
    secret = witness_key(door.home)
    if secret is None:  # it was lost, or this is a copy: what it signed may be forgotten
        raise BeffroiError(LOG_UNKNOWN, origin=shown.origin[:80])
    with door.look() as session:  # a stranger never waits for a lock, nor makes others wait
        row = _watched(session, shown.origin, body, lines)
        known = row.signed_at and (row.size, row.root) == (shown.size, shown.root)
    if old > shown.size:
        raise BeffroiError(NOTE_UNREADABLE, name=_NAME, form=_FORM, reason=_LATER)
    # Heads are public: whoever sends one again writes nothing.
    if known and old == shown.size and not proof:
        return secret.sign(body, utc_now())
    with door.keep() as session:
        row = _watched(session, shown.origin, body, lines, lock=True)
        if old != row.size:
            raise BeffroiError(WITNESS_ELSEWHERE, old=old, known=row.size)
        witness.require_growth(Checkpoint(row.origin, row.size, row.root), old, proof, shown)
        now = utc_now()
        if shown.size > row.size:
            row.size, row.root, row.note = shown.size, shown.root, signed
        row.signed_at = now
    return secret.sign(body, now)


def _watched(
    session: Session, origin: str, body: str, lines: Sequence[str], *, lock: bool = False
) -> Watched:
    """Return what is known of a journal that is witnessed, whose key signed what is shown."""
    row = session.get(Watched, origin, with_for_update=lock) if origin.isprintable() else None
    if row is None or row.until is not None:
        raise BeffroiError(LOG_UNKNOWN, origin=origin[:80])
    key = PublicKey.parse(row.key)
    if not any(key.signed(body, one) for one in lines):
        raise BeffroiError(SIGNATURE_WRONG, what=_HEAD, key=key.name)
    return row
