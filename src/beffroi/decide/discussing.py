"""People about a finding: to whom it is given, what they write, who follows what becomes of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from beffroi.decide.findings import get
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.state.discussing import Assignment, Comment, Follow
from beffroi.store.state.loop import Finding
from beffroi.store.write import WriteDoor
from beffroi.texts import Language, Text

LONGEST_COMMENT = 2000
_PURPOSE = "discussion"
_WHAT = Text(fr="commentaire", en="comment")
_GIVEN = Text(fr="{actor} : confié à {person}", en="{actor}: given to {person}")
_FREE = Text(fr="{actor} : confié à personne", en="{actor}: given to nobody")
_SAID = Text(fr="{actor} : {said}", en="{actor}: {said}")
_GONE = Text(fr="{actor} : commentaire retiré", en="{actor}: comment withdrawn")


def assign(door: WriteDoor, finding: int, person: str | None) -> bool:
    """Give a finding to a person, by reference, or to nobody; the same one again changes nothing.

    That the person may see it is for who calls to check. Whoever it is given to follows it.

    Returns:
        Whether something changed.

    Raises:
        BeffroiError: `store.not_found`.
    """
    owner = _owner(door, finding)
    with door.look(owner) as session:
        if assigned(session, finding) == person:
            return False
    with door.change("finding.assign", _PURPOSE, owner, f"finding {finding}") as change:
        session, now = change.session, utc_now()
        get(session, finding, locked=True)
        if assigned(session, finding) == person:  # somebody has just done the same
            change.action = ""
            return False
        change.detail = {"from": assigned(session, finding), "to": person}
        row = Assignment(finding_id=finding, person=person, actor=door.actor, at=now)
        session.add(row)
        if person is not None:
            _follow(session, finding, person, now)
    return True


def assigned(session: Session, finding: int) -> str | None:
    """Return the person that a finding is given to, by reference; None where nobody has it."""
    query = select(Assignment.person).where(Assignment.finding_id == finding)
    return session.scalar(query.order_by(Assignment.id.desc()).limit(1))


def comment(door: WriteDoor, finding: int, said: str) -> int:
    """Keep what somebody writes about a finding; they follow it from then on. Return its number.

    The journal tells that it was written, not what.

    Raises:
        BeffroiError: `store.not_found`.
    """
    owner = _owner(door, finding)
    with door.change("finding.comment", _PURPOSE, owner, f"finding {finding}") as change:
        now = utc_now()
        get(change.session, finding, locked=True)
        row = Comment(finding_id=finding, said=said.strip(), actor=door.actor, at=now)
        change.session.add(row)
        change.session.flush()
        change.detail = {"comment": row.id}
        _follow(change.session, finding, door.actor, now)
        return row.id


def withdraw(door: WriteDoor, finding: int, number: int) -> None:
    """Take back what one wrote: that something was written stays, no word of it does.

    Raises:
        BeffroiError: `store.not_found`, the same for what another wrote.
    """
    owner = _owner(door, finding)
    with door.change("finding.comment_withdrawn", _PURPOSE, owner, f"finding {finding}") as change:
        row = change.session.get(Comment, number) if number > 0 else None
        own = row is not None and (row.finding_id, row.actor) == (finding, door.actor)
        if row is None or not own or row.withdrawn_at is not None:
            key = f"findings show {finding}"
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=number, command=key)
        row.said, row.withdrawn_at = "", utc_now()
        change.detail = {"comment": number}


def follow(door: WriteDoor, finding: int, *, wanted: bool) -> None:
    """Follow a finding, or no longer; twice is once.

    Raises:
        BeffroiError: `store.not_found`.
    """
    owner = _owner(door, finding)
    with door.look(owner) as session:
        if (door.actor in followers(session, finding)) is wanted:
            return
    action = "finding.follow" if wanted else "finding.unfollow"
    with door.change(action, _PURPOSE, owner, f"finding {finding}") as change:
        get(change.session, finding, locked=True)
        if wanted:
            _follow(change.session, finding, door.actor, utc_now())
            return
        gone = (Follow.finding_id == finding, Follow.person == door.actor)
        change.session.execute(delete(Follow).where(*gone))


def followers(session: Session, finding: int) -> list[str]:
    """List who follows a finding, by reference, in the order in which they began to."""
    query = select(Follow.person).where(Follow.finding_id == finding)
    return list(session.scalars(query.order_by(Follow.since, Follow.person)))


def followed(session: Session, organisation: int, person: str) -> frozenset[int]:
    """Return the findings of an organisation that a person follows."""
    query = (
        select(Follow.finding_id)
        .join(Finding, Follow.finding_id == Finding.id)
        .where(Finding.organisation_id == organisation, Follow.person == person)
    )
    return frozenset(session.scalars(query))


def given(session: Session, organisation: int, person: str) -> frozenset[int]:
    """Return the findings of an organisation that are given to a person now."""
    last = (
        select(func.max(Assignment.id).label("id"))
        .join(Finding, Assignment.finding_id == Finding.id)
        .where(Finding.organisation_id == organisation)
        .group_by(Assignment.finding_id)
        .subquery()
    )
    query = select(Assignment.finding_id).join(last, Assignment.id == last.c.id)
    return frozenset(session.scalars(query.where(Assignment.person == person)))


def told(
    session: Session, finding: int, language: Language
) -> list[tuple[datetime, dict[str, Any]]]:
    """List what people said about a finding, as entries of its history."""
    found: list[tuple[datetime, dict[str, Any]]] = []
    gifts = select(Assignment).where(Assignment.finding_id == finding)
    for one in session.scalars(gifts):
        words = (_GIVEN if one.person else _FREE).fill(actor=one.actor, person=one.person or "")
        entry = {"kind": "assignment", "person": one.person, "sentence": words.in_(language)}
        found.append((one.at, {**entry, "actor": one.actor}))
    for row in session.scalars(select(Comment).where(Comment.finding_id == finding)):
        gone = row.withdrawn_at is not None
        words = (_GONE if gone else _SAID).fill(actor=row.actor, said=row.said)
        written: dict[str, Any] = {"kind": "comment", "id": row.id, "live": not gone}
        written |= {"said": row.said, "actor": row.actor}
        found.append((row.at, {**written, "sentence": words.in_(language)}))
    return found


def _follow(session: Session, finding: int, person: str, now: datetime) -> None:
    if person not in followers(session, finding):
        session.add(Follow(finding_id=finding, person=person, since=now))


def _owner(door: WriteDoor, finding: int) -> int:
    with door.look() as session:
        return get(session, finding).organisation_id
