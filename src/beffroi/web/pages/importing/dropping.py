"""`/{organisation}/importer`: where files are dropped, and those that wait."""

import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from beffroi.figures import numbers
from beffroi.store.deposits import waiting
from beffroi.store.deposits.waiting import READING, Dropped
from beffroi.store.state.depositing import Deposit
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.importing.words import DROP as WORDS
from beffroi.web.pages.importing.words import STATUS
from beffroi.web.pages.people import names_of
from beffroi.web.pages.uploads import MOST_FILES

TITLE = Text(fr="Importer des fichiers", en="Import files")
SHOWN = 20
#: Small files are understood while the browser waits: without scripts, nothing has to be reloaded.
PATIENCE, _OFTEN = 3.0, 0.1
_NONE = Text(fr="Choisissez au moins un fichier.", en="Choose at least one file.")
_EMPTY = Text(fr="« {name} » est vide.", en="“{name}” is empty.")
_ONE = Text(fr="{name}", en="{name}")
_SEVERAL = Text(fr="{name} et {n} autres fichiers", en="{name} and {n} more files")
_TWO = Text(fr="{name} et un autre fichier", en="{name} and one more file")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A drop of the list."""

    number: int
    name: Text
    status: str
    status_said: Text
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dropping:
    """The form, its limits, and what was dropped lately."""

    base: str
    history: str
    files: int
    file_mb: int
    sent_mb: int
    days: int
    waiting: tuple[Waiting, ...]
    households: bool = False
    faults: tuple[Fault, ...] = ()


def _shown(visit: Visit, faults: tuple[Fault, ...] = ()) -> View:
    number, settings = visit.organisation, visit.store.settings
    visit.reader("imports")  # what is kept elsewhere takes no files here
    with visit.writer().look(number) as session:
        rows = _rows(visit, session)
    context = Dropping(
        f"/{number}/importer",
        f"/{number}/imports",
        MOST_FILES,
        settings.upload_file_mb,
        settings.upload_mb,
        settings.uploads_keep_days,
        rows,
        bool(visit.said("households")),
        faults,
    )
    return View(
        "importing/drop.html", TITLE, context, WORDS, 422 if faults else 200, faulty=bool(faults)
    )


def _rows(visit: Visit, session: Session) -> tuple[Waiting, ...]:
    found = waiting.listed(session, visit.organisation, SHOWN)
    names = names_of(visit.own(), {row.actor for row in found})
    return tuple(
        Waiting(
            row.id,
            name_of(row),
            row.status,
            STATUS[row.status],
            names[row.actor],
            row.created_at,
        )
        for row in found
    )


def name_of(row: Deposit) -> Text:
    """Name a drop after its files."""
    first, more = row.files[0]["name"], len(row.files) - 1
    said = (_ONE, _TWO)[more] if more < 2 else _SEVERAL
    return said.fill(name=first, n=numbers(more))


def _get(visit: Visit) -> View:
    return _shown(visit)


def _receive(visit: Visit) -> View | Move:
    number = visit.organisation
    visit.reader("imports")
    if not visit.files or visit.coming is None:
        return _shown(visit, (Fault(_NONE, "files"),))
    empty = [one.name for one in visit.files if not one.bytes]
    if empty:
        return _shown(visit, tuple(Fault(_EMPTY.fill(name=one), "files") for one in empty[:5]))
    deposit = waiting.add(
        visit.writer(),
        number,
        visit.coming,
        [Dropped(one.name, one.bytes) for one in visit.files],
        visit.store.settings.uploads_waiting_mb,
        households=bool(visit.said("households")),
    )
    wait(visit, deposit)
    return Move(f"/{number}/importer/{deposit}")


def wait(visit: Visit, deposit: int) -> None:
    """Wait a moment for a worker to read small files."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with visit.own().look(visit.organisation) as session:
            row = session.get(Deposit, deposit)
            if row is None or row.status != READING:
                return
        time.sleep(_OFTEN)


_PATH = "/{organisation}/importer"
PAGES = (
    Page("GET", _PATH, holder(Right.IMPORT), _get),
    Page("POST", _PATH, holder(Right.IMPORT), _receive, uploads=True),
)
