"""Other installations asked to sign the heads of this journal (c2sp.org/tlog-witness).

What they sign is kept beside the head. One that is lost blocks nothing: the service asks it again,
and `journal status` says since when it is silent.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.journal import KEY_INVALID, NOT_SIGNED
from beffroi.errors.store import NOT_FOUND
from beffroi.errors.witness import (
    WITNESS_CONTRADICTS,
    WITNESS_FORGOT,
    WITNESS_REFUSES,
    WITNESS_SILENT,
)
from beffroi.periods import utc_now
from beffroi.store.jobs.kinds import kind
from beffroi.store.jobs.queue import Held, enqueue
from beffroi.store.journal import note
from beffroi.store.journal.heads import cosigned, countersign, last
from beffroi.store.journal.note import WITNESS, PublicKey
from beffroi.store.journal.posting import Answered, checked_address, post
from beffroi.store.journal.reading import KeptTree
from beffroi.store.journal.witness import request
from beffroi.store.state import merkle
from beffroi.store.state.witnessing import Witness
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

if TYPE_CHECKING:
    from beffroi.store.store import Store

ASK = "journal.ask"
INVITE, DISMISS = "journal.invite", "journal.dismiss"
#: After a witness failed, how long until the service asks it again.
AGAIN = timedelta(hours=6)
#: How far the clock of a witness may be from ours.
_APART = timedelta(days=1)
#: A witness says where it is, is asked from there, and may have been asked by others meanwhile.
_TRIES = 3
_SIZE = re.compile(r"(0|[1-9]\d{0,9})\n?", re.ASCII)
_WHAT = Text(fr="témoin", en="witness")
_NO_WITNESS = Text(fr="ce n’est pas celle d’un témoin", en="it is not that of a witness")
_STATUS = Text(fr="réponse HTTP {status}", en="HTTP answer {status}")
_UNSIGNED = Text(
    fr="sa réponse n’est pas signée de sa clé", en="its answer is not signed with its key"
)
_DATED = Text(fr="sa signature n’est pas d’aujourd’hui", en="its signature is not of today")
_MOVES = Text(fr="il change de taille à chaque demande", en="it tells another size each time")


def invite(door: WriteDoor, address: str, key: PublicKey) -> Witness:
    """Ask a witness to sign heads from now on; again, with another address.

    Raises:
        BeffroiError: `journal.witness_address`, `journal.key_invalid`.
    """
    address = checked_address(address)
    if key.kind != WITNESS:
        raise BeffroiError(KEY_INVALID, key=key.name, reason=_NO_WITNESS)
    with door.change(INVITE, "integrity", subject=str(key)) as change:
        change.detail = {"address": address}
        change.session.expire_on_commit = False
        row = change.session.get(Witness, str(key))
        if row is None:
            row = Witness(key=str(key), since=utc_now(), failure="")
            change.session.add(row)
        row.address, row.until, row.asked_at = address, None, None
    return row


def dismiss(door: WriteDoor, witness: str) -> None:
    """Ask a witness no more, told by its name or its key; what it signed stays.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.change(DISMISS, "integrity") as change:
        known = {one.key: one for one in asked(change.session)}
        keys = [key for key in known if witness in (key, PublicKey.parse(key).name)]
        if len(keys) != 1:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=witness[:80], command="journal status")
        change.subject = keys[0]
        known[keys[0]].until = utc_now()


def asked(session: Session) -> Sequence[Witness]:
    """List the witnesses that are asked, in the order in which they were invited."""
    row = Witness
    query = select(row).where(row.until.is_(None)).order_by(row.since, row.key)
    return session.scalars(query).all()


def signed_size(session: Session, witness: str) -> int:
    """Return the size of the largest head that a witness signed; 0 where there is none."""
    row = merkle.Cosignature
    return session.scalar(select(func.max(row.size)).where(row.witness == witness)) or 0


def ask(door: WriteDoor, key: str) -> int:
    """Ask a witness to sign the last head, unless it did; how it ended is kept.

    Returns:
        The size of the head.

    Raises:
        BeffroiError: `journal.not_signed`, `journal.witness_silent`, `journal.witness_refuses`,
            `journal.witness_contradicts`, `journal.witness_forgot` once it signed all the same,
            `server.missing`, `store.not_found`.
    """
    with door.look() as session:
        head, row, old = last(session), session.get(Witness, key), signed_size(session, key)
    if row is None or row.until is not None:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=key[:80], command="journal status")
    if head is None:
        raise BeffroiError(NOT_SIGNED)
    if old == head.size:
        return old
    public = PublicKey.parse(key)
    try:
        _countersigned(door, head, row.address, public, old)
    except BeffroiError as error:
        _note(door, key, error.type.code)
        raise
    _note(door, key, "")
    return head.size


def _countersigned(
    door: WriteDoor, head: merkle.Head, address: str, public: PublicKey, old: int
) -> None:
    """Ask from the size that a witness is thought to be at, then from the one that it says."""
    name, signed = public.name, old
    for _ in range(_TRIES):
        with door.look() as session:
            proof = KeptTree(session).consistency(old, head.size)
            text = request(old, proof, cosigned(session, head))
        answer = post(f"{address}/add-checkpoint", text, name)
        if answer.status == 200:
            _keep(door, head, public, answer.text)
            if old < signed:  # nothing is wrong here: but it would have signed another history
                raise BeffroiError(WITNESS_FORGOT, witness=name, size=signed, known=old)
            return
        known = _known(answer, name, head.size, old)
        if known == old or known > head.size:
            raise BeffroiError(WITNESS_CONTRADICTS, witness=name, size=head.size, known=known)
        old = known
    raise BeffroiError(WITNESS_SILENT, witness=name, reason=_MOVES)


def _known(answer: Answered, name: str, size: int, old: int) -> int:
    """Return the size at which a witness says to be."""
    if answer.status in (403, 404):
        raise BeffroiError(WITNESS_REFUSES, witness=name)
    if answer.status == 422:
        raise BeffroiError(WITNESS_CONTRADICTS, witness=name, size=size, known=old)
    told = _SIZE.fullmatch(answer.text)
    if answer.status != 409 or told is None:
        reason = _STATUS.fill(status=answer.status)
        raise BeffroiError(WITNESS_SILENT, witness=name, reason=reason)
    return int(told[1])


def _keep(door: WriteDoor, head: merkle.Head, public: PublicKey, text: str) -> None:
    """Keep the line that the witness signs, of all those that it sends."""
    body, _ = note.opened(head.note, public.name)
    times = [(one, public.signed(body, one)) for one in text.splitlines()]
    line, at = next(((one, at) for one, at in times if at is not None), ("", None))
    if at is None:
        raise BeffroiError(WITNESS_SILENT, witness=public.name, reason=_UNSIGNED)
    if abs(at - utc_now()) > _APART:
        raise BeffroiError(WITNESS_SILENT, witness=public.name, reason=_DATED)
    countersign(door, f"{body}\n{line}\n", public, public.name)


def _note(door: WriteDoor, key: str, failure: str) -> None:
    with door.keep() as session:
        row = session.get_one(Witness, key)
        row.asked_at, row.failure = utc_now(), failure


def schedule(door: WriteDoor) -> None:
    """Add a job for each witness that has not signed the last head, and is not just being asked.

    One that failed is asked again some hours later, or as soon as there is another head.
    """
    with door.look() as session:
        head = last(session)
        waiting = [
            row.key
            for row in (asked(session) if head else ())
            if head and signed_size(session, row.key) < head.size and _due(row, head.at)
        ]
    if waiting:
        with door.keep() as session:
            for key in waiting:
                unique = f"{ASK}:{PublicKey.parse(key).id.hex()}"
                enqueue(session, ASK, {"witness": key}, unique_key=unique, actor=door.actor)


def _due(row: Witness, signed: datetime) -> bool:
    now, before = utc_now(), row.asked_at
    # A time to come was noted by a clock that was wrong.
    return before is None or before < signed or not now - AGAIN < before <= now


@kind(ASK)
def _ask(_store: "Store", job: Held) -> dict[str, Any]:
    """Ask one witness; a job that is tried again finds that it signed, or asks once more."""
    key = str(job.arguments["witness"])
    return {"name": PublicKey.parse(key).name, "size": ask(job.door, key)}
