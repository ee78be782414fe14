"""Sending what waits: a durable job, one at a time, that a dead mail server neither loses nor "
"stops."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any

from beffroi import logs
from beffroi.errors import BeffroiError
from beffroi.errors.people import RIGHT_MISSING
from beffroi.periods import PARIS, utc_now
from beffroi.publish.notices.choosing import Choices
from beffroi.publish.notices.kinds import DIGEST
from beffroi.publish.notices.letters import Envelope, message
from beffroi.publish.notices.links import token
from beffroi.publish.notices.planning import pace_of, plan
from beffroi.publish.notices.telling import Letter, Reader, digest, events
from beffroi.publish.notices.transport import (
    AGAIN,
    DOUBTFUL,
    LATER,
    SENT,
    TAKEN,
    Given,
    Post,
    missing,
)
from beffroi.store import notices
from beffroi.store.jobs.kinds import kind
from beffroi.store.jobs.queue import Held, enqueue
from beffroi.store.jobs.worker import Duty
from beffroi.store.state.notices import Notice
from beffroi.store.state.people import Person
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.trust.people.memberships import held

SEND = "notices.send"
_EVERY = 60.0
#: Notices that a job sends; the next one sends the rest.
_MOST = 500
log = logs.logger(__name__)


@dataclass(slots=True)
class Sent:
    """What came of the notices of a job, by how they ended."""

    counts: dict[str, int] = field(default_factory=dict)
    problem: str = ""

    def add(self, status: str, count: int) -> None:
        """Count notices that ended so."""
        self.counts[status] = self.counts.get(status, 0) + count


def duty(store: Store) -> Duty:
    """Return what finds what is due; it waits for no mail server."""
    return Duty("notices", _EVERY, schedule(store))


def schedule(store: Store) -> Callable[[], object]:
    """Return what asks for what is due and adds the job that sends it, where mail is set."""
    door = store.writer("worker")

    def run() -> None:
        if missing(store.settings):
            return
        now = utc_now()
        plan(door, now)
        notices.doubt(door)
        with door.look() as session:
            if not notices.waiting(session, now, 1):
                return
        with door.keep() as session:
            enqueue(session, SEND, unique_key=SEND, actor=door.actor)

    return run


@kind(SEND)
def _send(store: Store, job: Held) -> dict[str, Any]:
    """Send; what goes wrong is noted with the notices, which say when they are tried again."""
    now = utc_now()
    sent = send(store, job.door, now, now.astimezone(PARIS).date())
    return {**sent.counts, **({"problem": sent.problem} if sent.problem else {})}


def send(store: Store, door: WriteDoor, now: datetime, today: date) -> Sent:
    """Send what waits, a person after the other; each notice leaves once.

    Raises:
        BeffroiError: `notices.off`, `notices.mail_unsafe`.
    """
    sent = Sent()
    with door.look() as session:
        rows = notices.waiting(session, now, _MOST)
    if not rows:
        return sent
    left = [row.id for row in rows]
    try:
        with Post(store.settings) as post:
            for person, own in groupby(rows, key=lambda one: one.person_id):
                mine = list(own)
                _to(store, door, post, person, mine, today, sent)
                left = [one for one in left if one not in {row.id for row in mine}]
    except BeffroiError as error:
        if not error.type.retryable:
            raise
        log.warning("mail server out of reach", code=error.type.code)
        sent.problem = error.type.code
        with door.look() as session:
            still = {row.id for row in notices.waiting(session, now, _MOST)}
        postponed = [one for one in left if one in still]
        notices.postpone(door, postponed, error.type.code)
        sent.add("postponed", len(postponed))
    return sent


def _to(
    store: Store,
    door: WriteDoor,
    post: Post,
    person: int,
    rows: Sequence[Notice],
    today: date,
    sent: Sent,
) -> None:
    """Write to a person: a letter a digest, and one for all that happened."""
    reader = reader_of(store, person, today)
    if reader is None or not reader.person.email:
        _end(door, [row.id for row in rows], "nothing", sent)
        return
    digests = {pace_of(row.subject): row for row in rows if row.kind == DIGEST}
    # The last one tells of what earlier ones would have, had the mail server been there.
    late = [r.id for r in rows if r.kind == DIGEST and r is not digests[pace_of(r.subject)]]
    _end(door, late, "nothing", sent)
    happened = [row for row in rows if row.kind != DIGEST]
    for row in digests.values():
        letter = _allowed(partial(digest, reader, row.subject))
        _one(door, post, reader, letter, [row.id], f"{row.kind}|{row.subject}", sent)
    if not happened:
        return
    letter, told = events(reader, happened)
    _end(door, [row.id for row in happened if row.id not in told], "nothing", sent)
    if told:
        mark = "|".join(f"{r.kind}|{r.subject}" for r in happened if r.id in told)
        _one(door, post, reader, letter, sorted(told), mark, sent)


def _allowed(tell: Callable[[], Letter | None]) -> Letter | None:
    """Return a letter; None where a role ended while it was written."""
    try:
        return tell()
    except BeffroiError as error:
        if error.type is not RIGHT_MISSING:
            raise
        return None


def _one(
    door: WriteDoor,
    post: Post,
    reader: Reader,
    letter: Letter | None,
    rows: Sequence[int],
    mark: str,
    sent: Sent,
) -> None:
    if letter is None:
        _end(door, rows, "nothing", sent)
        return
    settings, reference = reader.store.settings, reader.person.reference
    envelope = Envelope(
        settings.smtp_from,
        reader.person.email or "",
        settings.address.rstrip("/"),
        token(notices.secret(door), reference, letter.group),
        f"{reference}|{mark}",
        utc_now(),
    )
    made = message(letter, envelope, settings.language)
    given = post.give(made, lambda: notices.hold(door, rows))
    _noted(door, rows, given, sent)


def _noted(door: WriteDoor, rows: Sequence[int], given: Given, sent: Sent) -> None:
    if given.status == TAKEN:
        return  # somebody else is at it
    if given.status in (LATER, AGAIN):
        held_ = "sending" if given.status == AGAIN else "waiting"
        notices.postpone(door, rows, given.code, held_)
        sent.add("postponed", len(rows))
        return
    status = given.status if given.status in (SENT, DOUBTFUL) else "failed"
    notices.end(door, rows, status, given.code)
    sent.add(status, len(rows))


def _end(door: WriteDoor, rows: Sequence[int], status: str, sent: Sent) -> None:
    if rows:
        notices.end(door, rows, status)
        sent.add(status, len(rows))


def reader_of(store: Store, person: int, today: date) -> Reader | None:
    """Return somebody as they are now; None once their account is closed."""
    with store.writer("worker").look() as session:
        row = session.get(Person, person)
        if row is None or row.closed_at is not None:
            return None
        known = held(session, person, utc_now())
        choices = Choices.of(session, [person])
    return Reader(store, row, known, choices, today)
