"""What a letter says, looked up when it is sent, within what its reader may read at that moment."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.figures import measured, written_day
from beffroi.publish.notices import words as w
from beffroi.publish.notices.choosing import Choices
from beffroi.publish.notices.kinds import DIGEST, NEVER, PACES
from beffroi.publish.notices.planning import organisations, pace_of, since_of
from beffroi.publish.report.account import Account, account
from beffroi.publish.report.gathering import narrowed
from beffroi.publish.report.spans import Span
from beffroi.store.state import models
from beffroi.store.state.flow import Job
from beffroi.store.state.loop import Finding
from beffroi.store.state.notices import Notice
from beffroi.store.state.people import Person
from beffroi.store.store import Store
from beffroi.texts import Text
from beffroi.trust.people.memberships import Held
from beffroi.trust.people.scoping import scope_of

#: Findings that a digest names.
_NAMED = 3
_FINDING, _JOB = "finding-", "job-"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and the address of the site that says more; empty: none."""

    said: Text
    address: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What is told of an organisation."""

    title: str
    address: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is written in a language; `group` is what its link stops."""

    subject: Text
    name: str
    lead: Text
    parts: tuple[Part, ...]
    why: Text
    group: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to write to, with the roles that they have now and what they chose."""

    store: Store
    person: Person
    held: Sequence[Held]
    choices: Choices
    today: date

    def wants(self, organisation: int, kind: str) -> str:
        """Return how often they want a kind now; never where they may not read it."""
        wish = self.choices.wish(self.person.id, self.held, organisation, kind)
        return NEVER if wish is None else wish.pace


def digest(reader: Reader, subject: str) -> Letter | None:
    """Return the digest of a week or a month; None where there is nothing to tell."""
    since, pace = since_of(subject), pace_of(subject)
    parts, waits = [], 0
    for number in organisations(reader.person.id, reader.held, reader.choices):
        if reader.wants(number, DIGEST) == pace:
            part, count = _standing(reader, number, since)
            parts += [part] if part else []
            waits += count
    if not parts:
        return None
    said = w.NOTHING if not waits else w.TO_DECIDE_ONE if waits == 1 else w.TO_DECIDE
    return Letter(
        w.DIGEST_SUBJECT.fill(day=written_day(reader.today), said=said.fill(n=waits)),
        reader.person.name,
        w.DIGEST_LEAD.fill(day=written_day(since)),
        tuple(parts),
        w.WHY_DIGEST.fill(pace=PACES[pace]),
        DIGEST,
    )


def events(reader: Reader, notices: Sequence[Notice]) -> tuple[Letter | None, set[int]]:
    """Return one letter about all that happened, and the notices that it tells of."""
    parts: dict[int, Part] = {}
    told: list[tuple[int, Text]] = []
    for one in notices:
        organisation = one.organisation_id
        if organisation is None or reader.wants(organisation, one.kind) == NEVER:
            continue
        found = _happened(reader, organisation, one)
        if found is None:
            continue
        part, title = found
        kept = parts.get(organisation)
        parts[organisation] = replace(kept, lines=(*kept.lines, *part.lines)) if kept else part
        told.append((one.id, title))
    if not told:
        return None, set()
    subject = w.SEVERAL_SUBJECT.fill(n=len(told))
    if len(told) == 1:
        name = next(iter(parts.values())).title
        subject = w.EVENT_SUBJECT.fill(said=told[0][1], name=name)
    why, name = w.WHY_EVENT, reader.person.name
    letter = Letter(subject, name, w.EVENT_LEAD, tuple(parts.values()), why, "events")
    return letter, {number for number, _ in told}


def _standing(reader: Reader, number: int, since: date) -> tuple[Part | None, int]:
    """Tell how an organisation stands; nothing where nothing waits and nothing happened."""
    with _session(reader, number) as session:
        name = session.get_one(models.Organisation, number).name
        told = account(session, number, Span(since, reader.today), reader.today)
        begun = datetime.combine(since, time(), UTC)
        query = select(func.count()).where(
            Finding.organisation_id == number,
            Finding.status == "open",
            Finding.detected_at >= begun,
        )
        new = session.scalar(query) or 0
    lines = tuple(_lines(told, number, since, new))
    waits = len(told.waiting) + told.waiting_more
    if not (waits or told.decided or told.done):
        return None, 0
    return Part(name, f"/{number}", lines), waits


def _lines(told: Account, number: int, since: date, new: int) -> Iterator[Line]:
    count, day = len(told.waiting) + told.waiting_more, written_day(since)
    cost = w.EMPTY
    if told.waiting_eur > 0:
        cost = w.COSTS.fill(eur=measured(told.waiting_eur, "EUR"))
    text = w.NONE_WAITS if not count else w.WAITS_ONE if count == 1 else w.WAITS
    yield Line(text.fill(n=count, cost=cost), f"/{number}/constats" if count else "")
    for one in told.waiting[:_NAMED]:
        eur = one.eur.value if one.eur.sure else 0.0
        yield _finding_line(one.place, one.said, eur, f"/{number}/constats/{one.number}")
    if new:
        yield Line(w.NEW.fill(n=new, day=day))
    if told.decided:
        yield Line(w.DECIDED.fill(n=len(told.decided), day=day))
    if told.done:
        eur = sum(one.eur or 0.0 for one in told.done if one.proven)
        saved = w.SAVED.fill(eur=measured(eur, "EUR")) if eur > 0 else w.EMPTY
        yield Line(w.DONE.fill(n=len(told.done), day=day, saved=saved))


def _finding_line(place: str, said: Text, eur: float, address: str) -> Line:
    text = w.LINE_COSTS if eur > 0 else w.LINE
    return Line(text.fill(place=place, said=said, eur=measured(eur, "EUR")), address)


def _happened(reader: Reader, organisation: int, notice: Notice) -> tuple[Part, Text] | None:
    """Tell what a notice is about; None where it is no more, or is not for this reader."""
    if notice.subject.startswith(_JOB):
        return _failed(reader, organisation, int(notice.subject.removeprefix(_JOB)))
    if not notice.subject.startswith(_FINDING):
        return None
    number = int(notice.subject.removeprefix(_FINDING))
    with _session(reader, organisation) as session:
        row = session.get(Finding, number)
        if row is None or row.organisation_id != organisation:
            return None
        if notice.kind == "grave" and row.status != "open":
            return None  # somebody decided meanwhile
        name = session.get_one(models.Organisation, organisation).name
        asset = session.get_one(models.Asset, row.asset_id)
        served = session.get(models.Asset, asset.parent_id) if asset.parent_id else None
        said = Text(fr=row.explanation["fr"], en=row.explanation["en"])
        stake = row.stake["eur_per_year"]
    eur = float(stake["value"]) if stake["low"] > 0 else 0.0
    place = served.name if served else asset.name
    address = f"/{organisation}/constats/{number}"
    title = w.GRAVE if notice.kind == "grave" else w.ASSIGNED
    return Part(name, f"/{organisation}", (_finding_line(place, said, eur, address),)), title


def _failed(reader: Reader, organisation: int, number: int) -> tuple[Part, Text] | None:
    """Tell that a job failed, and nothing of what it was about: a letter asks for no second "
    "proof."""
    with reader.store.writer("worker").look(organisation) as session:
        job = session.get(Job, number)
        name = session.get_one(models.Organisation, organisation).name
        if job is None or job.organisation_id != organisation or job.status != "failed":
            return None
    line = Line(w.FAILED_SAID.fill(what=w.FAILED), f"/{organisation}")
    return Part(name, f"/{organisation}", (line,)), w.FAILED


def _session(reader: Reader, organisation: int) -> AbstractContextManager[Session]:
    """Open a session of what the reader may read without a second proof; no household is there."""
    who = reader.person.reference
    scope = scope_of(who, reader.held, organisation, "notice", second_factor=False)
    return narrowed(reader.store.reader(scope)).session()
