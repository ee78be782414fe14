"""What is due: a digest of a week or a month that ended, and what happened since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.periods import PARIS
from beffroi.publish.notices.choosing import Choices
from beffroi.publish.notices.kinds import DIGEST, MONTH, NEVER, WEEK
from beffroi.store.notices import Asked, ask, known
from beffroi.store.state.flow import Job
from beffroi.store.state.loop import Finding
from beffroi.store.state.people import Membership, Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people.memberships import Held, in_force
from beffroi.trust.people.roles import roles

#: Digests leave in the morning, on the clock of Paris.
_MORNING = time(7)
#: What happened longer ago is no news: a mail server that was just named floods nobody.
_NEWS = timedelta(days=7)
_GRAVE = "high"


@dataclass(frozen=True, slots=True)
class Round:
    """A digest that is due: its pace, what it is named after, since when it tells."""

    pace: str
    subject: str
    begins: datetime
    since: date


def rounds(now: datetime) -> tuple[Round, ...]:
    """Return the last digests that were due by week and by month.

    >>> from datetime import UTC
    >>> [(r.subject, str(r.since)) for r in rounds(datetime(2026, 12, 2, 9, tzinfo=UTC))]
    [('2026-W49', '2026-11-23'), ('2026-12', '2026-11-01')]
    """
    local = now.astimezone(PARIS)
    day = local.date() if local.time() >= _MORNING else local.date() - timedelta(days=1)
    monday, first = day - timedelta(days=day.weekday()), day.replace(day=1)
    year, week, _ = monday.isocalendar()
    before = (first - timedelta(days=1)).replace(day=1)
    return (
        Round(WEEK, f"{year}-W{week:02}", _at(monday), monday - timedelta(days=7)),
        Round(MONTH, f"{first:%Y-%m}", _at(first), before),
    )


def since_of(subject: str) -> date:
    """Return the first day that a digest tells of.

    >>> since_of("2026-W49"), since_of("2026-12")
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 1))
    """
    if "-W" in subject:
        return date.fromisoformat(f"{subject}-1") - timedelta(days=7)
    return (date.fromisoformat(f"{subject}-01") - timedelta(days=1)).replace(day=1)


def pace_of(subject: str) -> str:
    """Return how often a digest is, from what it is named after.

    >>> pace_of("2026-W49"), pace_of("2026-12")
    ('week', 'month')
    """
    return WEEK if "-W" in subject else MONTH


def plan(door: WriteDoor, now: datetime) -> int:
    """Ask for all that is due; several workers, or the same one twice, ask for it once.

    Returns:
        How many notices were asked for.
    """
    with door.look() as session:
        people = _people(session, now)
        choices = Choices.of(session)
        wanted = [
            *_digests(session, people, choices, now),
            *_events(session, people, choices, now),
        ]
    if not wanted:
        return 0
    with door.keep() as session:
        return ask(session, wanted)


def _people(session: Session, now: datetime) -> dict[int, list[Held]]:
    """Return the roles in force of whoever can be written to; one that was lent ends with it."""
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(in_force(Membership, now), Person.closed_at.is_(None), Person.email.is_not(None))
        .order_by(Membership.id)
    )
    rows = session.scalars(query).all()
    standing = {row.id for row in rows}
    found: dict[int, list[Held]] = defaultdict(list)
    for row in rows:
        lent = row.delegated_from_id
        if row.role in roles() and (lent is None or lent in standing):
            held = Held(
                row.id, row.organisation_id, row.role, row.since, row.until, lent is not None
            )
            found[row.person_id].append(held)
    return found


def _digests(
    session: Session, people: Mapping[int, Sequence[Held]], choices: Choices, now: datetime
) -> Iterator[Asked]:
    due = rounds(now)
    done = known(session, DIGEST, [one.subject for one in due])
    for person, held in people.items():
        wishes = [
            wish
            for organisation in organisations(person, held, choices)
            if (wish := choices.wish(person, held, organisation, DIGEST)) is not None
        ]
        for one in due:
            if (person, one.subject) in done:
                continue
            # Whoever chose it during the week waits for the next one.
            if any(w.pace == one.pace and w.since < one.begins for w in wishes):
                yield Asked(person, DIGEST, one.subject)


def organisations(person: int, held: Sequence[Held], choices: Choices) -> list[int]:
    """Return those that may tell somebody something: theirs, and those that they chose."""
    own = {one.organisation for one in held if one.organisation is not None}
    chosen = {org for who, org, _ in choices.said if who == person and org is not None}
    return sorted(own | chosen)


def _events(
    session: Session, people: Mapping[int, Sequence[Held]], choices: Choices, now: datetime
) -> Iterator[Asked]:
    grave = select(Finding.organisation_id, Finding.id, Finding.detected_at).where(
        Finding.severity == _GRAVE, Finding.status == "open", Finding.detected_at > now - _NEWS
    )
    failed = select(Job.organisation_id, Job.id, Job.finished_at).where(
        Job.status == "failed",
        Job.organisation_id.is_not(None),
        Job.finished_at > now - _NEWS,
    )
    near: dict[int, list[int]] = defaultdict(list)
    for person, held in people.items():
        for organisation in organisations(person, held, choices):
            near[organisation].append(person)
    for kind, word, query in (("grave", "finding", grave), ("jobs", "job", failed)):
        happened = [(org, f"{word}-{row}", at) for org, row, at in session.execute(query)]
        done = known(session, kind, [subject for _, subject, _ in happened])
        for org, subject, at in happened:
            for person in near.get(org or 0, ()):
                wish = choices.wish(person, people[person], org or 0, kind)
                told = (person, subject) in done or wish is None or wish.pace == NEVER
                if not told and wish and at and wish.since <= at:
                    yield Asked(person, kind, subject, org)


def _at(day: date) -> datetime:
    return datetime.combine(day, _MORNING, PARIS)
