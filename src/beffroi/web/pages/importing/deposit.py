"""`/{organisation}/importer/{deposit}`: what was understood, the word of a person, the report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from beffroi.decide.asking import ANALYSE
from beffroi.errors import BeffroiError
from beffroi.errors.deposits import DEPOSIT_STATE
from beffroi.figures import numbers, size
from beffroi.store.deposits import waiting
from beffroi.store.deposits.waiting import DONE, UNDERSTOOD
from beffroi.store.state.depositing import Deposit
from beffroi.store.state.flow import Job
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit, number_of
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.importing.dropping import name_of, wait
from beffroi.web.pages.importing.seen import seen
from beffroi.web.pages.importing.understood import Seen
from beffroi.web.pages.importing.words import DEPOSIT as WORDS
from beffroi.web.pages.importing.words import STATUS
from beffroi.web.pages.importing.working import Work, work_of
from beffroi.web.pages.people import names_of

_TITLES = {
    "reading": Text(fr="Lecture des fichiers", en="Reading the files"),
    "understood": Text(fr="Vérifier avant d’importer", en="Check before importing"),
    "importing": Text(fr="Import en cours", en="Importing"),
    "done": Text(fr="Import terminé", en="Import done"),
}
_FILE = Text(fr="1 fichier", en="1 file")
_FILES = Text(fr="{n} fichiers", en="{n} files")


@dataclass(frozen=True, slots=True)
class File:
    """A file that was dropped, and what is known of it."""

    place: int
    name: str
    size: Text
    asset: str
    seen: tuple[Seen, ...]
    correctable: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search of findings brought."""

    new: int
    updated: int
    closed: int
    meters: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A drop whole."""

    number: int
    base: str
    path: str
    findings: str
    history: str
    name: Text
    status: str
    status_said: Text
    revision: int
    households: bool
    who: str
    at: datetime
    by: str
    confirmed_at: datetime | None
    files: tuple[File, ...]
    to_import: Text | None
    some_refused: bool
    work: Work | None
    analysis: Work | None
    found: Found | None
    may_read_findings: bool
    faults: tuple[Fault, ...] = ()


def _get(visit: Visit) -> View:
    return _page(visit)


def _page(visit: Visit, fault: Fault | None = None) -> View:
    number, deposit = visit.organisation, visit.number("deposit")
    visit.reader("imports")
    with visit.writer().look(number) as session:
        row = waiting.get(session, number, deposit)
        work = work_of(session, row.job_id) if row.status in ("reading", "importing") else None
        analysis = work_of(session, row.analysis_id)
        found = _found(session, row)
    names = names_of(visit.own(), {row.actor, row.confirmed_by or row.actor})
    files = tuple(_file(place, one, row) for place, one in enumerate(row.files))
    taken = sum(any(one.problem is None for one in file.seen) for file in files)
    context = Dropped(
        row.id,
        f"/{number}/importer",
        f"/{number}/importer/{row.id}",
        f"/{number}/constats",
        f"/{number}/imports",
        name_of(row),
        row.status,
        STATUS[row.status],
        row.revision,
        row.households,
        names[row.actor],
        row.created_at,
        names.get(row.confirmed_by or "", ""),
        row.confirmed_at,
        files,
        (_FILE if taken == 1 else _FILES.fill(n=numbers(taken))) if taken else None,
        any(one.problem is not None for file in files for one in file.seen),
        work,
        analysis,
        found,
        visit.may(Right.READ_INDICATORS),
        (fault,) if fault else (),
    )
    status = 409 if fault else 200
    title = _TITLES[row.status]
    return View("importing/deposit.html", title, context, WORDS, status, faulty=fault is not None)


def _file(place: int, file: dict[str, Any], row: Deposit) -> File:
    told = file.get("result", file.get("seen", []))
    shown = tuple(seen(one, file["name"]) for one in told)
    return File(
        place,
        file["name"],
        size(file["bytes"]),
        file.get("asset", ""),
        shown,
        row.status == UNDERSTOOD and not row.households and correctable(told),
    )


def correctable(told: list[dict[str, Any]]) -> bool:
    """Tell whether a person can say something of a file: members of an archive go together."""
    if len(told) != 1 or told[0]["veiled"]:
        return False
    one = told[0]
    codes = ("import.asset_unclear", "import.would_replace", "import.mapping_invalid")
    named = one["unnamed"] or (one["error"] and one["error"]["code"] in codes)
    return bool(one["mapping"] or one["understood"] or named)


def _found(session: Session, row: Deposit) -> Found | None:
    job = session.get(Job, row.analysis_id) if row.analysis_id is not None else None
    if row.status != DONE or job is None or job.status != "done":
        return None
    names = ("new", "updated", "closed", "meters")
    return Found(*(int(job.result.get(name, 0)) for name in names))


def _confirm(visit: Visit) -> View | Move:
    number, deposit = visit.organisation, visit.number("deposit")
    visit.reader("imports")
    try:
        waiting.confirm(visit.writer(), number, deposit, number_of(visit.said("revision")))
    except BeffroiError as error:
        return _told(visit, error)
    return Move(f"/{number}/importer/{deposit}")


def _give_up(visit: Visit) -> View | Move:
    number, deposit = visit.organisation, visit.number("deposit")
    try:
        waiting.give_up(visit.writer(), number, deposit)
    except BeffroiError as error:
        return _told(visit, error)
    return Move(f"/{number}/importer?done=given_up")


def _again(visit: Visit) -> View | Move:
    number, deposit = visit.organisation, visit.number("deposit")
    try:
        waiting.again(visit.writer(), number, deposit)
    except BeffroiError as error:
        return _told(visit, error)
    wait(visit, deposit)
    return Move(f"/{number}/importer/{deposit}")


def _analyse(visit: Visit) -> View | Move:
    number, deposit = visit.organisation, visit.number("deposit")
    visit.reader("analysis")
    try:
        today = visit.today.isoformat()
        waiting.analysed(visit.writer(), number, deposit, ANALYSE, today)
    except BeffroiError as error:
        return _told(visit, error)
    return Move(f"/{number}/importer/{deposit}")


def _told(visit: Visit, error: BeffroiError) -> View:
    """Say on the page itself that the drop moved on; anything else is another page."""
    if error.type is not DEPOSIT_STATE:
        raise error
    return _page(visit, fault_of(error))


_PATH = "/{organisation}/importer/{deposit}"
PAGES = (
    Page("GET", _PATH, holder(Right.IMPORT), _get, context=Dropped),
    Page("POST", _PATH, holder(Right.IMPORT), _confirm),
    Page("POST", f"{_PATH}/abandonner", holder(Right.IMPORT), _give_up),
    Page("POST", f"{_PATH}/reprendre", holder(Right.IMPORT), _again),
    Page("POST", f"{_PATH}/analyser", holder(Right.IMPORT), _analyse),
)
