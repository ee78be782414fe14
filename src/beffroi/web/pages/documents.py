"""`/{organisation}/equipements/{asset}/pieces`: documents attached, opened, corrected, removed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from beffroi.decide.equipment import one_asset
from beffroi.errors import BeffroiError
from beffroi.errors.documents import (
    DOCUMENT_MISSING,
    DOCUMENT_NO_ROOM,
    DOCUMENT_STATE,
    DOCUMENT_UNKNOWN,
)
from beffroi.errors.store import NOT_FOUND
from beffroi.ingest.documents.attaching import LONGEST_TITLE, attach, said
from beffroi.ingest.documents.forms import FORMS, SHOWN, encoding_of, form_of, safe_name
from beffroi.store import originals
from beffroi.store.deposits.room import MB
from beffroi.store.documents import KINDS, Said, correct, get, listed, remove, restore
from beffroi.store.state import models
from beffroi.store.state.documents import Document
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages import documents_words as words
from beffroi.web.pages.declaring import Download, Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.forms import day_of
from beffroi.web.pages.papers import Paper, may_attach, papers

_TOLD = (DOCUMENT_UNKNOWN, DOCUMENT_NO_ROOM, DOCUMENT_STATE)
_WHAT = Text(fr="document", en="document")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed about a document."""

    title: str
    kind: str
    day: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents of an asset, and the form to attach more."""

    asset: str
    """Where the page of the asset is."""
    asset_name: str
    base: str
    standing: tuple[Paper, ...]
    removed: tuple[Paper, ...]
    may_attach: bool
    kinds: tuple[tuple[str, Text], ...]
    typed: Typed
    file_mb: int
    sent_mb: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class OnePaper:
    """A document, and the form to correct it."""

    asset_name: str
    base: str
    paper: Paper
    may_attach: bool
    kinds: tuple[tuple[str, Text], ...]
    typed: Typed
    faults: tuple[Fault, ...]


def _listed(visit: Visit, typed: Typed | None = None, faults: tuple[Fault, ...] = ()) -> View:
    asset, rows = _known(visit)
    shown, settings = papers(visit, rows), visit.store.settings
    base = f"/{visit.organisation}/equipements/{asset.id}"
    context = Papers(
        base,
        asset.name,
        f"{base}/pieces",
        tuple(one for one in shown if not one.removed),
        tuple(one for one in shown if one.removed),
        may_attach(visit),
        tuple(KINDS.items()),
        typed or Typed("", "", visit.today.isoformat()),
        settings.upload_file_mb,
        min(settings.upload_mb, settings.documents_mb),
        faults,
    )
    title, status = words.ON.fill(name=asset.name), 422 if faults else 200
    return View("documents.html", title, context, words.PAGE, status, faulty=bool(faults))


def _known(visit: Visit) -> tuple[models.Asset, list[Document]]:
    with visit.reader("documents").session() as session:
        asset = one_asset(session, visit.organisation, visit.number("asset"))
        rows = listed(session, visit.organisation, [asset.id])
        session.expunge_all()
    return asset, rows


def _one(visit: Visit) -> tuple[models.Asset, Document]:
    """Return a document of the asset that the address names.

    Raises:
        BeffroiError: `store.not_found`, the same for what is of another asset or authority.
    """
    number = visit.number("document")
    with visit.reader("documents").session() as session:
        asset = one_asset(session, visit.organisation, visit.number("asset"))
        row = get(session, visit.organisation, number)
        if row.asset_id != asset.id:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=number, command="documents list")
        session.expunge_all()
    return asset, row


def _shown(visit: Visit, typed: Typed | None = None, faults: tuple[Fault, ...] = ()) -> View:
    asset, row = _one(visit)
    context = OnePaper(
        asset.name,
        f"/{visit.organisation}/equipements/{asset.id}/pieces",
        papers(visit, [row])[0],
        may_attach(visit),
        tuple(KINDS.items()),
        typed or Typed(row.title, row.kind, row.dated_on.isoformat()),
        faults,
    )
    title, status = Text(fr=row.title, en=row.title), 422 if faults else 200
    return View("document.html", title, context, words.PAGE, status, faulty=bool(faults))


def _checked(visit: Visit, *, titled: bool) -> tuple[Typed, Said | None, tuple[Fault, ...]]:
    """Return what was typed, what it says, and what is wrong with it."""
    typed = Typed(*(visit.said(name).strip() for name in ("title", "kind", "day")))
    day, faults = day_of(typed.day), list[Fault]()
    if titled and not typed.title:
        faults.append(Fault(words.TITLE_MISSING, "title"))
    if len(typed.title) > LONGEST_TITLE:
        faults.append(Fault(words.TITLE_LONG.fill(most=LONGEST_TITLE), "title"))
    if typed.kind not in KINDS:
        faults.append(Fault(words.KIND_UNKNOWN, "kind"))
    if day is None:
        faults.append(Fault(words.DAY_WRONG, "day"))
    typed = replace(typed, title=typed.title[: 2 * LONGEST_TITLE])
    if faults:
        return typed, None, tuple(faults)
    return typed, said(typed.title or "-", typed.kind, day), ()


def _attach(visit: Visit) -> View | Move:
    asset, _ = _known(visit)
    typed, about, faults = _checked(visit, titled=False)
    faults += _unfit(visit)
    if about is None or faults or visit.coming is None:
        return _listed(visit, typed, faults)
    names = _titles(typed.title, [one.name for one in visit.files])
    try:
        for place, (file, title) in enumerate(zip(visit.files, names, strict=True)):
            attach(
                visit.writer(),
                visit.organisation,
                asset.id,
                visit.coming / str(place),
                file.name,
                replace(about, title=title),
                visit.store.settings.documents_mb,
            )
    except BeffroiError as error:
        if error.type not in _TOLD:
            raise
        return _listed(visit, typed, (fault_of(error, "files"),))
    return Move(f"/{visit.organisation}/equipements/{asset.id}/pieces?done=document_added")


def _unfit(visit: Visit) -> tuple[Fault, ...]:
    """Say what is wrong with the files, before the first of them is kept."""
    if not visit.files or visit.coming is None:
        return (Fault(words.NO_FILE, "files"),)
    most = visit.store.settings.documents_mb
    if sum(one.bytes for one in visit.files) > most * MB:
        error = BeffroiError(DOCUMENT_NO_ROOM, limit=most, setting="documents_mb")
        return (fault_of(error, "files"),)
    found = []
    for place, file in enumerate(visit.files):
        try:
            form_of(visit.coming / str(place), file.name)
        except BeffroiError as error:
            found.append(fault_of(error, "files"))
    return tuple(found)


def _titles(given: str, names: Sequence[str]) -> list[str]:
    """Return a title for each file: what was typed, numbered where there are several.

    >>> _titles("Chaufferie", ["a.jpg", "b.jpg"]), _titles("", ["Audit 2026.pdf"])
    (['Chaufferie (1)', 'Chaufferie (2)'], ['Audit 2026'])
    """
    if not given:
        return [(PurePath(name).stem or name)[:LONGEST_TITLE] for name in names]
    if len(names) == 1:
        return [given]
    short = given[: LONGEST_TITLE - 6]
    return [f"{short} ({number})" for number in range(1, len(names) + 1)]


def _correct(visit: Visit) -> View | Move:
    asset, row = _one(visit)
    typed, about, faults = _checked(visit, titled=True)
    if about is None:
        return _shown(visit, typed, faults)
    try:
        correct(visit.writer(), visit.organisation, row.id, about)
    except BeffroiError as error:
        if error.type not in _TOLD:
            raise
        return _shown(visit, typed, (fault_of(error),))
    return _back(visit, asset, "document_corrected")


def _remove(visit: Visit) -> View | Move:
    asset, row = _one(visit)
    try:
        remove(visit.writer(), visit.organisation, row.id)
    except BeffroiError as error:
        if error.type not in _TOLD:
            raise
        return _shown(visit, None, (fault_of(error),))
    return _back(visit, asset, "document_removed")


def _restore(visit: Visit) -> Move:
    asset, row = _one(visit)
    restore(visit.writer(), visit.organisation, row.id)
    return _back(visit, asset, "document_restored")


def _back(visit: Visit, asset: models.Asset, done: str) -> Move:
    return Move(f"/{visit.organisation}/equipements/{asset.id}/pieces?done={done}")


def _file(visit: Visit) -> Download:
    _, row = _one(visit)
    path = originals.place(visit.store.home, row.sha256) if row.sha256 else None
    if path is None or not path.is_file():
        raise BeffroiError(DOCUMENT_MISSING, name=row.name)
    kind = FORMS[row.form][0] if row.form in FORMS else "application/octet-stream"
    if kind.startswith("text/"):
        kind += f"; charset={'utf-8' if encoding_of(path) == 'utf-8-sig' else 'windows-1252'}"
    opened = row.form in SHOWN and bool(visit.query.get("ouvrir"))
    return Download(safe_name(row.name, row.form), kind, path, opened)


_PATH = "/{organisation}/equipements/{asset}/pieces"
_ONE = f"{_PATH}/{{document}}"
_READ = holder(Right.READ_INDICATORS)
_WRITE = holder(Right.IMPORT, otherwise=Right.DECIDE)
PAGES = (
    Page("GET", _PATH, _READ, _listed, context=Papers),
    Page("POST", _PATH, _WRITE, _attach, uploads=True),
    Page("GET", _ONE, _READ, _shown, context=OnePaper),
    Page("POST", _ONE, _WRITE, _correct),
    Page("POST", f"{_ONE}/retirer", _WRITE, _remove),
    Page("POST", f"{_ONE}/remettre", _WRITE, _restore),
    Page("GET", f"{_ONE}/fichier", _READ, _file),
)
