"""Notices: asked for once, held while they are sent, ended once; whoever wants some asks here.

A notice is `waiting`, then `sending` from the moment when a mail server is handed its text. Where
nobody can tell whether the server took it, it is `doubtful` and not sent again: twice is worse than
once less, since nothing is said by mail that is not on the site. The others end `sent`, `failed`
(the server refused the recipient for good) or `nothing` (there was nothing to say, or to this
person no more).
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.state.notices import Notice, NoticeKey
from beffroi.store.write import WriteDoor

#: How long a notice may be in the hands of a worker before nobody knows what came of it.
_HELD = timedelta(hours=1)
_FIRST_DELAY, _LONGEST_DELAY = timedelta(minutes=2), timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Asked:
    """A notice to a person about a subject; `organisation` None: about several."""

    person: int
    kind: str
    subject: str
    organisation: int | None = None


def ask(session: Session, wanted: Iterable[Asked]) -> int:
    """Add notices in the transaction of whoever finds them due; none is asked for twice.

    Whoever assigns a finding calls it with the kind `assigned` and the subject `finding-NUMBER`.

    Returns:
        How many were added.
    """
    now, added = utc_now(), 0
    for one in wanted:
        row = Notice(
            person_id=one.person,
            organisation_id=one.organisation,
            kind=one.kind,
            subject=one.subject,
            status="waiting",
            created_at=now,
            next_at=now,
            attempts=0,
            problem="",
        )
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
        except IntegrityError:
            continue
        added += 1
    return added


def known(session: Session, kind: str, subjects: Collection[str]) -> set[tuple[int, str]]:
    """Return the notices of a kind that were asked for about subjects, by person."""
    query = select(Notice.person_id, Notice.subject).where(
        Notice.kind == kind, Notice.subject.in_(subjects)
    )
    return {(person, subject) for person, subject in session.execute(query)}


def waiting(session: Session, now: datetime, most: int) -> list[Notice]:
    """List the notices that may be sent now, those of one person together."""
    query = select(Notice).where(Notice.status == "waiting", Notice.next_at <= now)
    return list(session.scalars(query.order_by(Notice.person_id, Notice.id).limit(most)))


def counted(session: Session) -> dict[str, int]:
    """Count the notices that wait, or of which nobody knows what came, by status."""
    found: dict[str, int] = {}
    for status in ("waiting", "sending", "doubtful", "failed"):
        rows = session.scalars(select(Notice.id).where(Notice.status == status))
        found[status] = len(rows.all())
    return found


def hold(door: WriteDoor, notices: Collection[int]) -> bool:
    """Take notices in hand, all or none: from now on they are not sent again.

    Returns:
        Whether they were all waiting.
    """
    row = Notice
    mine = (row.id.in_(notices), row.status == "waiting")
    with door.keep() as session:
        free = session.scalars(select(row.id).where(*mine).with_for_update()).all()
        if len(free) != len(notices):
            return False
        session.execute(update(row).where(*mine).values(status="sending", next_at=utc_now()))
    return True


def end(door: WriteDoor, notices: Collection[int], status: str, problem: str = "") -> None:
    """End notices."""
    values = {"status": status, "problem": problem, "ended_at": utc_now()}
    with door.keep() as session:
        session.execute(update(Notice).where(Notice.id.in_(notices)).values(**values))


def postpone(
    door: WriteDoor, notices: Collection[int], problem: str, status: str = "waiting"
) -> None:
    """Let notices wait for longer and longer, six hours at most: none is given up.

    Those that are no more of a `status` are in other hands, and stay there.
    """
    now = utc_now()
    mine = (Notice.id.in_(notices), Notice.status == status)
    with door.keep() as session:
        for row in session.scalars(select(Notice).where(*mine).with_for_update()):
            row.attempts += 1
            row.status, row.problem = "waiting", problem
            delay: timedelta = _FIRST_DELAY * 2 ** min(row.attempts - 1, 12)
            row.next_at = now + min(delay, _LONGEST_DELAY)


def doubt(door: WriteDoor) -> int:
    """Give up what a worker that died held: nobody knows whether it left."""
    row, now = Notice, utc_now()
    lost = (row.status == "sending", row.next_at < now - _HELD)
    with door.look() as session:
        if session.scalar(select(row.id).where(*lost).limit(1)) is None:
            return 0
    with door.keep() as session:
        found = session.scalars(select(row.id).where(*lost)).all()
        values = {"status": "doubtful", "ended_at": now}
        session.execute(update(row).where(row.id.in_(found)).values(**values))
    return len(found)


def secret(door: WriteDoor) -> bytes:
    """Return the secret that links to stop notices are signed with; it is made at first need."""
    with door.look() as session:
        found = session.scalar(select(NoticeKey.secret))
    if found is None:
        with door.keep() as session:
            try:
                with session.begin_nested():
                    session.add(NoticeKey(id=1, secret=secrets.token_hex(32)))
                    session.flush()
            except IntegrityError:
                pass  # another process made it
            found = session.scalars(select(NoticeKey.secret)).one()
    return bytes.fromhex(found)
