"""What was signed of the journal: by its own keys, by witnesses, in files that people kept."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.journal import NOTE_UNREADABLE
from beffroi.store.home import Home
from beffroi.store.journal import note
from beffroi.store.journal.accesses import unlinked
from beffroi.store.journal.announced import lost, said
from beffroi.store.journal.heads import KEY, Head
from beffroi.store.journal.memory import NAME as MEMORY
from beffroi.store.journal.memory import remembered
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
    session: Session,
    others: Sequence[Claim] = (),
    progress: Progress = lambda *_: None,
    home: Home | None = None,
) -> Verdict:
    """Verify the journal, all that is kept of what was signed of it, and what others bring.

    Args:
        session: One that sees the whole journal at one instant.
        others: What people and witnesses kept of it.
        progress: Told how many entries were read.
        home: Where the installation remembers its own last head.
    """
    kept, wrong = kept_claims(session)
    if home is not None:
        try:
            own = remembered(home)
            kept += [own] if own else []
        except BeffroiError:
            wrong.append(Wrong(Harm.FORGOTTEN, 0, MEMORY))
    found = verify(session, [*kept, *others], progress)
    what, who = said(session, found.size)
    if found.erased_what > what:
        found.wrong.append(Wrong(Harm.BLANKED, found.erased_what - what))
    if found.erased_who > who:
        found.wrong.append(Wrong(Harm.NAMELESS, found.erased_who - who))
    hidden = unlinked(session)
    if hidden is not None and not found.wrong:
        found.wrong.append(Wrong(Harm.HIDDEN, hidden))
    found.wrong += wrong + lost(session, found.size)
    return found


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
        claim, at = found
        heads[head.size] = note.opened(head.note, "")[0]
        claims.append(claim)
        if int(head.at.timestamp()) != int(at.timestamp()):  # seconds are signed
            wrong.append(Wrong(Harm.DATED, head.size, claim.by))
    for line in session.scalars(select(merkle.Cosignature).order_by(merkle.Cosignature.size)):
        body = heads.get(line.size, "")
        found = _claim(line.size, f"{body}\n{line.line}", line.line, line.witness)
        if found is None:
            wrong.append(Wrong(Harm.UNSIGNED, line.size, line.witness.partition("+")[0]))
            continue
        claim, at = found
        claims.append(claim)
        if line.at != at:
            wrong.append(Wrong(Harm.DATED, line.size, claim.by))
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


def _claim(size: int, signed: str, line: str, key: str) -> tuple[Claim, datetime] | None:
    """Return what a key signed, and when; None where it did not."""
    try:
        body, lines = note.opened(signed, "")
        head, public = Head.parse(body, ""), PublicKey.parse(key)
    except BeffroiError:
        return None
    times = [public.signed(body, one) for one in ([line] if line else lines)]
    at = next((one for one in times if one is not None), None)
    if at is None or head.size != size:
        return None
    return Claim(size, head.root, public.name), at if line else head.at
