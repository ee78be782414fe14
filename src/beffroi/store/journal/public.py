"""What anyone may know of a journal: counts, signed heads, proofs; nothing of anybody.

All of it is about what was signed. Whoever asked for a change has the number and the hash of its
entry, and may have it proved: the hash holds random bytes, so that nobody else can guess it.
"""

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from hmac import compare_digest
from threading import Lock
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.journal import NO_SUCH_LEAF, NOT_SIGNED, SIZE_IMPOSSIBLE
from beffroi.store.journal.heads import cosigned, last
from beffroi.store.journal.proof import leaf_at
from beffroi.store.journal.reading import KeptTree
from beffroi.store.state import merkle

#: A count under this is not told.
LEAST = 5
#: Heads in one answer.
HEADS = 100
_MONTHS = {
    "sqlite": "substr(at, 1, 7)",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM')",
}


@dataclass(slots=True)
class Counts:
    """Entries by month and action: only those that came since are counted again."""

    size: int = 0
    known: Counter[tuple[str, str]] = field(default_factory=Counter)
    _alone: Lock = field(default_factory=Lock)

    def until(self, session: Session, size: int) -> list[dict[str, Any]]:
        """Return the counts of the first `size` entries at least, where they are not too small."""
        with self._alone:
            if size > self.size:
                month = _MONTHS[session.get_bind().dialect.name]
                query = text(
                    f"SELECT {month} AS month, action, count(*) AS n FROM journal "  # noqa: S608 - our own words
                    "WHERE id > :after AND id <= :until GROUP BY 1, 2"
                ).bindparams(after=self.size, until=size)
                for row in session.execute(query):
                    self.known[row.month, row.action] += row.n
                self.size = size
            return [
                {"month": month, "action": action, "entries": count}
                for (month, action), count in sorted(self.known.items())
                if count >= LEAST
            ]


def summary(session: Session, counts: Counts) -> dict[str, Any]:
    """Return the head that was signed last, who witnesses it, and what the journal counts.

    Raises:
        BeffroiError: `journal.not_signed`.
    """
    head = _signed(session)
    row = merkle.Cosignature
    witnesses = session.execute(
        select(row.witness, func.max(row.size).label("size"), func.max(row.at).label("at"))
        .group_by(row.witness)
        .order_by(row.witness)
    )
    return {
        "key": head.key,
        "size": head.size,
        "at": head.at.isoformat(),
        "head": cosigned(session, head),
        "witnesses": [
            {"key": one.witness, "size": one.size, "at": one.at.isoformat()} for one in witnesses
        ],
        "least": LEAST,
        "counts": counts.until(session, head.size),
    }


def signed_heads(session: Session, before: int | None) -> list[dict[str, Any]]:
    """Return heads, the newest first, under a size where one is given."""
    row = merkle.Head
    query = select(row).order_by(row.size.desc()).limit(HEADS)
    if before is not None:
        query = query.where(row.size < before)
    return [
        {"size": one.size, "at": one.at.isoformat(), "key": one.key, "head": cosigned(session, one)}
        for one in session.scalars(query)
    ]


def consistency(session: Session, old: int, new: int) -> dict[str, Any]:
    """Return the proof that the journal only grew between two sizes that are signed.

    Raises:
        BeffroiError: `journal.not_signed`, `journal.size_impossible`.
    """
    signed = _signed(session).size
    if not 0 <= old <= new <= signed:
        raise BeffroiError(SIZE_IMPOSSIBLE, size=signed, asked=f"{old}, {new}")
    return {"from": old, "to": new, "proof": _texts(KeptTree(session).consistency(old, new))}


def inclusion(session: Session, number: int, leaf: str) -> dict[str, Any]:
    """Return the proof that an entry, told by its number and its hash, is in the last head.

    Raises:
        BeffroiError: `journal.not_signed`; `journal.no_such_leaf`, whatever is wrong.
    """
    head = _signed(session)
    known = leaf_at(session, number) if 1 <= number <= head.size else None
    if known is None or not compare_digest(known.hex().encode(), leaf.lower().encode()):
        raise BeffroiError(NO_SUCH_LEAF, entry=number)
    path = KeptTree(session).inclusion(number - 1, head.size)
    return {
        "entry": number,
        "size": head.size,
        "proof": _texts(path),
        "head": cosigned(session, head),
    }


def _signed(session: Session) -> merkle.Head:
    head = last(session)
    if head is None:
        raise BeffroiError(NOT_SIGNED)
    return head


def _texts(path: list[bytes]) -> list[str]:
    return [b64encode(one).decode() for one in path]
