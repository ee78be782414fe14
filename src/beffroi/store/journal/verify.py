"""Reading the whole journal again, to tell what was done to it since it was written.

Memory does not grow with the journal. Reading stops at the first entry that is wrong.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from beffroi.store.journal import entry, tree
from beffroi.store.journal.rows import LAST, Entry, leaf_of, rows_of
from beffroi.store.state.merkle import Subtree, Tree
from beffroi.store.state.models import JournalEntry

Progress = Callable[[str, int, int], None]


class Harm(StrEnum):
    """What may have been done to a journal."""

    REWRITTEN = "rewritten"
    DELETED = "deleted"
    REORDERED = "reordered"
    ADDED = "added"
    TRUNCATED = "truncated"
    FORKED = "forked"
    UNSIGNED = "unsigned"
    HASHES = "hashes"
    LOST = "lost"
    DATED = "dated"
    BLANKED = "blanked"
    NAMELESS = "nameless"
    FORGOTTEN = "forgotten"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Claim:
    """What was said of the journal by somebody who signed it: its root when it had some size."""

    size: int
    root: bytes
    by: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is wrong."""

    harm: Harm
    number: int
    """The first entry that is wrong; where only a root tells, the first that may be.

    Of heads, their size; of texts that were erased unsaid, how many entries lost theirs.
    """
    by: str = ""
    """Who signed what contradicts the journal."""


@dataclass(slots=True)
class Verdict:
    """What was found; nothing is wrong where `wrong` is empty."""

    size: int = 0
    root: bytes = tree.EMPTY
    erased: int = 0
    """Entries whose actor or details were erased: what is left of them is proved as before."""
    erased_who: int = 0
    """Of those, how many lost who acted."""
    erased_what: int = 0
    """And how many what they were about."""
    agreed: int = 0
    """Signed roots that are those of the journal."""
    agreed_size: int = 0
    """The largest of the sizes that they are of."""
    wrong: list[Wrong] = field(default_factory=list)


def verify(
    session: Session, claims: Sequence[Claim] = (), progress: Progress = lambda *_: None
) -> Verdict:
    """Read the journal again and compare it with itself and with what was signed of it.

    Args:
        session: One that sees the whole journal at one instant.
        claims: Roots that were signed; their signatures are verified by whoever gives them.
        progress: Told how many entries were read.
    """
    trees = session.execute(select(Tree.size, Tree.peaks).order_by(Tree.id)).all()
    kept = trees[0] if trees else None
    known = kept.size if kept else 0
    done, frontier = Verdict(), tree.Frontier()
    if len(trees) > 1:
        done.wrong.append(Wrong(Harm.HASHES, known))
    outside = _outside(session)
    if outside is not None:
        done.wrong.append(Wrong(Harm.ADDED, outside))
    waiting = sorted(claims, key=lambda claim: claim.size)
    with closing(rows_of(session)) as pieces:
        for rows in pieces:
            leaves, sound = _leaves(rows, frontier.size, done)
            _grow(session, frontier, leaves, waiting, done)
            if not sound:
                done.wrong.append(_why(session, known, frontier.size + 1, rows[len(leaves)]))
                break
            progress("journal", frontier.size, known)
    done.size, done.root = frontier.size, frontier.root()
    if not done.wrong:
        _end(done, frontier, waiting, known, kept.peaks if kept else b"")
    return done


def _outside(session: Session) -> int | None:
    """Return the first number of an entry that no door gives, and that `rows_of` does not read."""
    number = JournalEntry.id
    return session.scalar(select(func.min(number)).where(or_(number < 1, number > LAST)))


def _leaves(rows: Sequence[Entry], before: int, done: Verdict) -> tuple[list[bytes], bool]:
    """Make the leaves of rows again, up to the first that is wrong."""
    leaves: list[bytes] = []
    for number, row in enumerate(rows, before + 1):
        found = leaf_of(row)
        if row[0] != number or not found or found != row[10]:
            return leaves, False
        if len(row[8]) + len(row[9]) > 2 * entry.SALT:
            done.erased += 1
            done.erased_who += len(row[8]) != entry.SALT
            done.erased_what += len(row[9]) != entry.SALT
        leaves.append(found)
    return leaves, True


def _grow(
    session: Session,
    frontier: tree.Frontier,
    leaves: Sequence[bytes],
    waiting: list[Claim],
    done: Verdict,
) -> None:
    """Add leaves to the tree, stopping where something was signed."""
    first, end, made = frontier.size, frontier.size + len(leaves), []
    while waiting and waiting[0].size <= end:
        claim = waiting.pop(0)
        made += frontier.extend(leaves[frontier.size - first : claim.size - first])
        if frontier.root() == claim.root:
            done.agreed, done.agreed_size = done.agreed + 1, claim.size
        elif not done.wrong:
            done.wrong.append(Wrong(Harm.FORKED, done.agreed_size + 1, claim.by))
    made += frontier.extend(leaves[frontier.size - first :])
    for one in _unlike(session, made):
        if not done.wrong:
            done.wrong.append(Wrong(Harm.HASHES, one.number << one.level))


def _unlike(session: Session, made: Sequence[tree.Node]) -> list[tree.Node]:
    """Return the subtrees whose roots are not those that are kept."""
    if not made:
        return []
    first = min(one.number << one.level for one in made)
    end = max(one.number + 1 << one.level for one in made)
    row = Subtree
    kept = {
        (level, number): hash_
        for level in {one.level for one in made}
        for number, hash_ in session.execute(
            select(row.number, row.hash).where(
                row.level == level, row.number.between(first >> level, end >> level)
            )
        )
    }
    return [one for one in made if kept.get((one.level, one.number)) != one.hash]


def _end(
    done: Verdict, frontier: tree.Frontier, waiting: Sequence[Claim], known: int, peaks: bytes
) -> None:
    """Compare where the journal ends with where it is known to have ended."""
    if waiting:
        done.wrong.append(Wrong(Harm.TRUNCATED, frontier.size + 1, waiting[0].by))
    elif frontier.size < known:
        done.wrong.append(Wrong(Harm.TRUNCATED, frontier.size + 1))
    elif frontier.size > known:
        done.wrong.append(Wrong(Harm.ADDED, known + 1))
    elif frontier.packed() != peaks:
        done.wrong.append(Wrong(Harm.HASHES, frontier.size))


def _why(session: Session, known: int, number: int, row: Entry) -> Wrong:
    """Tell what was done to the first entry that is wrong.

    Written under another number, what it holds may be an entry that was elsewhere: those that
    follow then tell whether some were removed or whether they changed places.
    """
    if row[0] != number:
        return Wrong(Harm.DELETED, number)
    moved = _moved_from(session, known, row) if row[10] else None
    if moved is None:
        return Wrong(Harm.REWRITTEN, number)
    gone = moved - number
    followers = [one for some in rows_of(session, number, number + 3) for one in some]
    if gone > 0 and all(leaf_of((one[0] + gone, *one[1:])) == one[10] for one in followers):
        return Wrong(Harm.DELETED, number)
    return Wrong(Harm.REORDERED, number)


def _moved_from(session: Session, known: int, row: Entry) -> int | None:
    """Find under which number what a row holds was written: its leaf came with it, or is there."""
    for number in range(1, known + 1):
        if leaf_of((number, *row[1:])) == row[10]:
            return number
    with closing(rows_of(session)) as pieces:
        for other in (one for rows in pieces for one in rows):
            if leaf_of((other[0], *row[1:])) == other[10]:
                return int(other[0])
    return None
