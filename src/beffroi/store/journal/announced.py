"""What the journal itself tells: what was signed of it, and what was erased of its entries.

Only entries that were verified, 1 to `size`, may tell anything.
"""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from beffroi.store.journal import entry
from beffroi.store.journal.erasing import ERASURES
from beffroi.store.journal.heads import HEAD, WITNESS
from beffroi.store.journal.verify import Harm, Wrong
from beffroi.store.state import merkle
from beffroi.store.state.models import JournalEntry


def said(session: Session, size: int) -> tuple[int, int]:
    """Return how many entries are told to have lost what they were about, and who acted."""
    details = [row.detail for row in session.execute(_entries(size, *ERASURES))]
    what, who = (sum(int(one.get(name, 0)) for one in details) for name in ("entries", "actors"))
    return what, who


def lost(session: Session, size: int) -> list[Wrong]:
    """List the heads and signatures of witnesses that are told, and not kept any more."""
    wrong: list[Wrong] = []
    row = merkle.Head
    heads = {one.size: one.key for one in session.execute(select(row.size, row.key))}
    for one in session.execute(_entries(size, HEAD)):
        told = one.subject if len(one.what) == entry.SALT else heads.get(one.id)
        if heads.get(one.id) != told or told is None:
            wrong.append(Wrong(Harm.LOST, one.id, one.subject.partition("+")[0]))
    line = merkle.Cosignature
    lines = {(size, key) for size, key in session.execute(select(line.size, line.witness))}
    known = {key for _, key in lines}
    for one in session.execute(_entries(size, WITNESS)):
        if len(one.what) != entry.SALT:
            continue
        # Those of older homes tell the first signature of a witness, without its size.
        of = one.detail.get("size")
        if (one.subject not in known) if of is None else ((of, one.subject) not in lines):
            wrong.append(Wrong(Harm.LOST, of or one.id, one.subject.partition("+")[0]))
    return wrong


def _entries(size: int, *actions: str) -> Select[tuple[int, str, dict[str, object], bytes]]:
    row = JournalEntry
    return (
        select(row.id, row.subject, row.detail, row.what)
        .where(row.action.in_(actions), row.id.between(1, size))
        .order_by(row.id)
    )
