"""`/{organisation}/imports`: each file received, and the undoing of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.figures import numbers
from beffroi.ingest.depositing import UNDO
from beffroi.ingest.tending import READER as REPAIR
from beffroi.readers.contract import REASONS, Reason
from beffroi.store.federation.elsewhere import READER as FEDERATION
from beffroi.store.households.form import is_pseudonym
from beffroi.store.jobs import enqueue
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit, number_of
from beffroi.web.pages.importing.seen import BADGES, quantity_of, refused
from beffroi.web.pages.importing.understood import Fact, Held, Refusal
from beffroi.web.pages.importing.words import BATCH, HISTORY
from beffroi.web.pages.importing.working import Work, last_of, work_of
from beffroi.web.pages.people import names_of

MANY = 25
_SERIES, _REFUSALS = 40, 30
_TITLE = Text(fr="Imports", en="Imports")
_ONE = Text(fr="Import n° {n}", en="Import no. {n}")
_WHAT = Text(fr="import", en="import")
STATUS = {
    "done": Text(fr="en place", en="in place"),
    "undone": Text(fr="annulé", en="undone"),
    "failed": Text(fr="refusé", en="refused"),
    "erased": Text(fr="effacé", en="erased"),
    "interrupted": Text(fr="interrompu", en="interrupted"),
    "reading": Text(fr="en cours", en="going on"),
    "sealed": Text(fr="en cours", en="going on"),
}
_BADGES = {"done": "done", "undone": "", "failed": "open", "interrupted": "open"}
_UNDOING = Text(fr="annulation de l’import n° {n}", en="undoing of import no. {n}")
_NAMELESS = Text(fr="fichier effacé", en="erased file")
_F = {
    "file": Text(fr="Fichier", en="File"),
    "at": Text(fr="Reçu", en="Received"),
    "who": Text(fr="Par", en="By"),
    "kept": Text(fr="Mesures gardées", en="Measures kept"),
    "changed": Text(fr="Mesures remplacées", en="Measures replaced"),
    "unchanged": Text(fr="Déjà connues", en="Known already"),
    "refused": Text(fr="Refusées", en="Refused"),
}
_NOT_YOURS = Text(
    fr="Seul qui l’a importé, ou un gestionnaire des données, peut l’annuler.",
    en="Only whoever imported it, or a data manager, may undo it.",
)
_NOT_NOW = Text(
    fr="Cet import n’est plus en place : il n’y a rien à annuler.",
    en="This import is not in place any more: there is nothing to undo.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """An import of the list."""

    number: int
    file: Text
    at: datetime
    who: str
    status: str
    status_said: Text
    badge: str
    kept: int
    changed: int
    refused: int


@dataclass(frozen=True, slots=True)
class History:
    """A page of imports."""

    base: str
    drop: str
    rows: tuple[Line, ...]
    total: int
    page: int
    pages: int
    may_import: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An import whole."""

    line: Line
    base: str
    facts: tuple[Fact, ...]
    series: tuple[Held, ...]
    more_series: int
    refusals: tuple[Refusal, ...]
    may_undo: bool
    undoable: bool
    work: Work | None
    faults: tuple[Fault, ...] = ()


def _list(visit: Visit) -> View:
    number, door = visit.organisation, visit.reader("imports")
    own = (models.Batch.organisation_id == number, models.Batch.reader != REPAIR)
    with door.session() as session:
        total = session.scalar(select(func.count(models.Batch.id)).where(*own)) or 0
        pages = max(1, -(-total // MANY))
        page = min(max(number_of(visit.query.get("p", "") or "1"), 1), pages)
        query = select(models.Batch).where(*own).order_by(models.Batch.id.desc())
        found = list(session.scalars(query.limit(MANY).offset((page - 1) * MANY)))
    names = names_of(visit.own(), {row.actor for row in found})
    rows = tuple(_line(row, names[row.actor]) for row in found)
    base = f"/{number}/imports"
    may = visit.may(Right.IMPORT)
    context = History(base, f"/{number}/importer", rows, total, page, pages, may)
    return View("importing/history.html", _TITLE, context, HISTORY)


def _line(row: models.Batch, who: str) -> Line:
    report = row.report
    name = "/".join(part for part in (row.name, row.member) if part)
    file = Text(fr=name, en=name) if name else _NAMELESS
    if "undoes" in report:
        file = _UNDOING.fill(n=report["undoes"])
    return Line(
        row.id,
        file,
        row.received_at,
        who,
        row.status,
        STATUS.get(row.status, Text(fr=row.status, en=row.status)),
        _BADGES.get(row.status, BADGES["understood"]),
        report.get("kept") or 0,
        report.get("changed") or 0,
        report.get("refused") or 0,
    )


def _get(visit: Visit) -> View:
    return _page(visit)


def _page(visit: Visit, fault: Text | None = None) -> View:
    number, door = visit.organisation, visit.reader("imports")
    row = _batch(door, number, visit.number("batch"))
    who = names_of(visit.own(), {row.actor})[row.actor]
    with visit.own().look(number) as session:
        job = last_of(session, _key(row.id))
        work = work_of(session, job.id) if job is not None else None
    line, report = _line(row, who), row.report
    series = report.get("series", ())
    if not visit.may(Right.READ_HOUSEHOLDS):  # that a household is there is not told either
        series = [one for one in series if not is_pseudonym(one["asset"])]
    context = Shown(
        line,
        f"/{number}/imports",
        _facts(line, report),
        tuple(_held(one) for one in series[:_SERIES]),
        max(len(series) - _SERIES, 0),
        tuple(_refusal(one) for one in report.get("refusals", ())[:_REFUSALS]),
        _may_undo(visit, row),
        _undoable(row),
        work,
        (Fault(fault),) if fault else (),
    )
    title, status = _ONE.fill(n=row.id), 409 if fault else 200
    return View("importing/batch.html", title, context, BATCH, status, faulty=fault is not None)


def _batch(door: ReadDoor, organisation: int, number: int) -> models.Batch:
    """Return an import of an organisation; another's is not told apart from none."""
    with door.session() as session:
        row = session.get(models.Batch, number) if number > 0 else None
        if row is None or row.organisation_id != organisation or row.reader == REPAIR:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=number, command="imports")
        session.expunge(row)
        return row


def _facts(line: Line, report: dict[str, Any]) -> tuple[Fact, ...]:
    found = [Fact(_F["file"], line.file)]
    names = [name for name in ("kept", "changed", "unchanged") if report.get(name)]
    found += [Fact(_F[name], numbers(report[name])) for name in names]
    if by_reason := report.get("refused_by_reason"):
        found.append(Fact(_F["refused"], refused(by_reason, report.get("refusals", []))))
    return tuple(found)


def _held(one: dict[str, Any]) -> Held:
    return Held(one["asset"], quantity_of(one), int(one.get("points") or 0))


def _refusal(one: dict[str, Any]) -> Refusal:
    return Refusal(one["line"], REASONS[Reason(one["reason"])], str(one["text"])[:200])


def _undoable(row: models.Batch) -> bool:
    return row.status == "done" and row.reader not in (REPAIR, FEDERATION)


def _may_undo(visit: Visit, row: models.Batch) -> bool:
    """Whoever brought it may take it back; what others brought is for a data manager."""
    if visit.may(Right.MANAGE_DATA):
        return True
    return visit.may(Right.IMPORT) and row.actor == visit.caller.who.reference


def _undo(visit: Visit) -> View | Move:
    number = visit.organisation
    row = _batch(visit.reader("imports"), number, visit.number("batch"))
    if not _may_undo(visit, row):
        return _page(visit, _NOT_YOURS)
    if not _undoable(row):
        return _page(visit, _NOT_NOW)
    door = visit.writer()
    with door.change("import.undo", "import", number, f"batch {row.id}") as change:
        arguments = {"batch": row.id}
        key = _key(row.id)
        enqueue(change.session, UNDO, arguments, key, organisation=number, actor=door.actor)
    return Move(f"/{number}/imports/{row.id}")


def _key(batch: int) -> str:
    return f"{UNDO} {batch}"


_PATH = "/{organisation}/imports"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_MEASURES), _list, context=History, asks=("p",)),
    Page("GET", f"{_PATH}/{{batch}}", holder(Right.READ_MEASURES), _get, context=Shown),
    Page("POST", f"{_PATH}/{{batch}}", holder(Right.IMPORT), _undo),
)
