"""`/administration`: jobs, backups, disk and settings of the installation as a whole."""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from sqlalchemy import func, select

from beffroi.errors import BeffroiError
from beffroi.errors.flow import JOB_STATE
from beffroi.figures import number
from beffroi.store.backup.history import DRILL, MAKE
from beffroi.store.backup.scheduled import outlook, place_of
from beffroi.store.erased import ERASED
from beffroi.store.jobs.deciding import listed, retry
from beffroi.store.state import models
from beffroi.store.state.flow import Job, Token
from beffroi.store.state.registers import RetentionRule
from beffroi.texts import Language, Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.running.words import INSTALLATION as WORDS

TITLE = Text(fr="Administration", en="Administration")
_JOBS = 60
#: Under this share of free room, a disk is nearly full.
_LITTLE = 0.1
#: What an address says of whoever connects, and after it: never shown.
_HIDDEN = re.compile(r"(?<=://)[^/@\s]*@|[?#].*$")


@dataclass(frozen=True, slots=True)
class Work:
    """A job."""

    number: int
    kind: Text
    status: str
    said: Text
    since: datetime
    what: str
    """What went wrong, where it failed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """Backups, or drills of their restore."""

    name: Text
    last: datetime | None
    failed: datetime | None
    what: str
    next: datetime | None


@dataclass(frozen=True, slots=True)
class Disk:
    """Room on the disk of the home [GB]."""

    free: float
    total: float
    little: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting in force."""

    name: str
    value: str
    about: Text
    usual: bool


@dataclass(frozen=True, slots=True)
class Installation:
    """The installation as a whole."""

    version: str
    state: Text
    organisations: int
    tokens: int
    rules: int
    disk: Disk
    place: str
    backups: tuple[Backup, ...]
    failed: tuple[Work, ...]
    working: tuple[Work, ...]
    settings: tuple[Setting, ...]
    faults: tuple[Fault, ...] = ()


def _page(visit: Visit) -> View:
    return _view(visit)


def _view(visit: Visit, faults: tuple[Fault, ...] = ()) -> View:
    store, door = visit.store, visit.own()
    row = models.Organisation
    with door.look() as session:
        organisations = session.scalar(select(func.count()).where(row.kind != ERASED))
        tokens = session.scalar(select(func.count()).where(Token.revoked_at.is_(None)))
        rules = session.scalar(select(func.count()).select_from(RetentionRule))
    jobs = [_work(one) for one in listed(door, _JOBS)]
    usage = shutil.disk_usage(store.home.root)
    context = Installation(
        version("beffroi"),
        WORDS["server" if store.settings.state else "file"],
        organisations or 0,
        tokens or 0,
        rules or 0,
        Disk(usage.free / 1e9, usage.total / 1e9, usage.free < _LITTLE * usage.total),
        shown(place_of(store.settings)),
        tuple(_backup(visit, name) for name in (MAKE, DRILL)),
        tuple(one for one in jobs if one.status == "failed"),
        tuple(one for one in jobs if one.status in ("waiting", "running")),
        _settings(visit),
        faults,
    )
    status = 422 if faults else 200
    return View("running/installation.html", TITLE, context, WORDS, status, faulty=bool(faults))


def shown(address: str) -> str:
    """Return an address without what lets anybody in.

    >>> shown("postgresql://beffroi:secret@db.local/beffroi?sslkey=k")
    'postgresql://db.local/beffroi'
    """
    return _HIDDEN.sub("", address)


def _settings(visit: Visit) -> tuple[Setting, ...]:
    found = visit.store.settings
    return tuple(
        Setting(
            name,
            _value(getattr(found, name), visit.language),
            about,
            str(getattr(found, name)) == default,
        )
        for name, _, default, about in found.table()
    )


def _value(value: object, language: Language) -> str:
    """Write a setting: a count as people read it, an address without what lets anybody in."""
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value, language=language)
    return shown(str(value))


def _work(row: Job) -> Work:
    error = row.result.get("error")
    what = str(error.get("what", "")) if isinstance(error, dict) else ""
    since = row.finished_at or row.started_at or row.created_at
    kind = WORDS.get(f"kind_{row.kind}", Text(fr=row.kind, en=row.kind))
    return Work(row.id, kind, row.status, _status(row.status), since, shown(what))


def _status(status: str) -> Text:
    return WORDS[f"status_{status}"]


def _backup(visit: Visit, name: str) -> Backup:
    found = outlook(visit.own(), visit.store.settings, name)
    failed = next(iter(found.failed), None)
    return Backup(
        WORDS[name.replace(".", "_")],
        found.last.at if found.last else None,
        failed.finished_at if failed else None,
        _what([failed] if failed else []),
        found.next,
    )


def _what(jobs: Iterable[Job]) -> str:
    for one in jobs:
        error = one.result.get("error")
        if isinstance(error, dict):
            return shown(str(error.get("what", "")))
    return ""


def _retry(visit: Visit) -> View | Move:
    try:
        retry(visit.writer(), visit.number("job"))
    except BeffroiError as error:
        if error.type is not JOB_STATE:
            raise
        return _view(visit, (fault_of(error),))
    return Move("/administration?done=job_retry")


#: Whoever administers people in the installation as a whole: a right in one organisation is none.
PAGES = (
    Page("GET", "/administration", holder(Right.ADMINISTER_PEOPLE), _page),
    Page(
        "POST",
        "/administration/taches/{job}",
        holder(Right.ADMINISTER_PEOPLE, recent=True),
        _retry,
    ),
)
