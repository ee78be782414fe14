"""What people wrote and followed about findings, taken out with the person."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.state.discussing import Assignment, Comment, Follow


def forget(session: Session, person: str) -> None:
    """Forget what a person wrote and follows; findings that they have are given to nobody.

    That something was written stays, without a word of it, as does who had which finding when: the
    reference leads to nobody any more.
    """
    session.execute(delete(Follow).where(Follow.person == person))
    gone = func.coalesce(Comment.withdrawn_at, Comment.at)
    written = update(Comment).where(Comment.actor == person)
    session.execute(written.values(said="", withdrawn_at=gone))
    last = select(func.max(Assignment.id)).group_by(Assignment.finding_id)
    held = select(Assignment.finding_id).where(Assignment.id.in_(last), Assignment.person == person)
    for finding in session.scalars(held).all():
        session.add(Assignment(finding_id=finding, person=None, actor=person, at=utc_now()))
