"""What was signed of the journal: by its own keys, by witnesses, in files that people kept."""

import json
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.journal import NOTE_UNREADABLE
from beffroi.store.journal import note
from beffroi.store.journal.accesses import unlinked
from beffroi.store.journal.erasing import ERASURES
from beffroi.store.journal.heads import KEY, Head
from beffroi.store.journal.note import PublicKey
from beffroi.store.journal.rows import LAST
from beffroi.store.journal.verify import (
    Claim,
    Harm,
    Progress,
    Verdict,
    Wrong,
    verify,
)
from beffroi.store.journal.witness import NOT_JSON, SEEN
from beffroi.store.state import merkle
from beffroi.store.state.models import JournalEntry


def verify_all(
    session: Session, others: Sequence[Claim] = (), progress: Progress = lambda *_: None
) -> Verdict:
    """Verify the journal, all that is kept of what was signed of it, and what others bring."""
    kept, wrong = kept_claims(session)
    found = verify(session, [*kept, *others], progress)
    unsaid = found.erased - _said(session, found.size)
    if unsaid > 0:
        found.wrong.append(Wrong(Harm.BLANKED, unsaid))
    hidden = unlinked(session)
    if hidden is not None and not found.wrong:
        found.wrong.append(Wrong(Harm.HIDDEN, hidden))
    found.wrong += wrong
    return found


def _said(session: Session, size: int) -> int:
    """Return how many entries the journal says to have lost their text.

    Only the entries that were verified, 1 to `size`, may say so.
    """
    row = JournalEntry
    details = select(row.detail).where(row.action.in_(ERASURES), row.id.between(1, size))
    return sum(int(detail.get("entries", 0)) for detail in session.scalars(details))


def kept_claims(session: Session) -> tuple[list[Claim], list[Wrong]]:
    """Return what the state holds of heads and countersignatures, and those that are false.

    A head holds by a key that an entry of the journal had told before.
    """
    row = JournalEntry
    told = session.execute(
        select(row.subject, func.min(row.id).label("first"))
        .where(row.action == KEY, row.id.between(1, LAST))
        .group_by(row.subject)
    )
    announced = {one.subject: one.first for one in told}
    claims: list[Claim] = []
    wrong: list[Wrong] = []
    heads: dict[int, str] = {}
    for head in session.scalars(select(merkle.Head).order_by(merkle.Head.size)):
        known = head.size >= announced.get(head.key, head.size + 1)
        found = _claim(head.size, head.note, "", head.key) if known else None
        if found is None:
            wrong.append(Wrong(Harm.UNSIGNED, head.size, head.key.partition("+")[0]))
            continue
        heads[head.size] = note.opened(head.note, "")[0]
        claims.append(found)
    for line in session.scalars(select(merkle.Cosignature).order_by(merkle.Cosignature.size)):
        body = heads.get(line.size, "")
        found = _claim(line.size, f"{body}\n{line.line}", line.line, line.witness)
        if found is None:
            wrong.append(Wrong(Harm.UNSIGNED, line.size, line.witness.partition("+")[0]))
        else:
            claims.append(found)
    return claims, wrong


def file_claims(text: str, name: str, origins: set[str]) -> list[Claim]:
    """Return what a file that somebody kept says of a journal.

    It is a head, a request to a witness, or the memory of a witness, of which only what is of this
    journal counts. Whoever brings it trusts it: no signature is asked for.

    Args:
        text: The content of the file.
        name: Its name, told beside what contradicts the journal.
        origins: The names under which this journal was signed.

    Raises:
        BeffroiError: `journal.note_unreadable`.
    """
    if text.startswith("{"):
        try:
            seen = json.loads(text)
            notes = [str(one["head"]) for origin, one in seen.items() if origin in origins]
        except (ValueError, TypeError, KeyError) as error:
            raise BeffroiError(NOTE_UNREADABLE, name=name, form=SEEN, reason=NOT_JSON) from error
    else:
        notes = [text.partition("\n\n")[2] if text.startswith("old ") else text]
    heads = [Head.parse(note.opened(one, name)[0], name) for one in notes]
    return [Claim(head.size, head.root, name) for head in heads]


def _claim(size: int, signed: str, line: str, key: str) -> Claim | None:
    """Return what a key signed; None where it did not."""
    try:
        body, lines = note.opened(signed, "")
        head, public = Head.parse(body, ""), PublicKey.parse(key)
    except BeffroiError:
        return None
    holds = any(public.signed(body, one) for one in ([line] if line else lines))
    if not holds or head.size != size:
        return None
    return Claim(size, head.root, public.name)
