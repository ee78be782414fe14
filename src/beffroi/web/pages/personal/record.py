"""`/{organisation}/traitements`: the record of processing (RGPD, art. 30), read and completed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import PARIS, utc_now
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.trust.personal.exports import pdf, workbook
from beffroi.trust.personal.record import FIELDS, complete, controller
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Download, Fault, Move, Page, View, Visit
from beffroi.web.pages.people import names_of, organisations_of
from beffroi.web.pages.personal.words import RECORD as WORDS

TITLE = Text(fr="Registre des traitements", en="Record of processing")
PURPOSE = "data protection"
LONGEST = 4000
_WHAT = Text(fr="traitement", en="processing")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Line:
    """A processing in the list."""

    key: str
    name: str
    purpose: str
    missing: int
    """How many fields are still to be written."""


@dataclass(frozen=True, slots=True)
class Record:
    """The processing that takes place."""

    base: str
    lines: tuple[Line, ...]
    may_complete: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A field: what the program knows of it, and what a person wrote beside."""

    key: str
    name: str
    generated: str
    completed: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Processing:
    """A processing whole, and the form to complete it."""

    base: str
    key: str
    name: str
    fields: tuple[Said, ...]
    missing: int
    may_complete: bool
    faults: tuple[Fault, ...] = ()


def _entries(visit: Visit) -> list[dict[str, Any]]:
    return controller(visit.reader(PURPOSE), visit.organisation, visit.language)


def _list(visit: Visit) -> View:
    lines = tuple(
        Line(one["activity"], one["name"], _said(one, "purpose"), len(one["missing"]))
        for one in _entries(visit)
    )
    base = f"/{visit.organisation}/traitements"
    context = Record(base, lines, visit.may(Right.HANDLE_REQUESTS))
    return View("personal/record.html", TITLE, context, WORDS)


def _said(entry: Mapping[str, Any], field: str) -> str:
    told = entry["fields"][field]
    return str(told["completed"] or told["generated"])


def _entry(visit: Visit) -> dict[str, Any]:
    """Return the entry that an address names.

    Raises:
        BeffroiError: `store.not_found`.
    """
    key = visit.path["activity"]
    for one in _entries(visit):
        if one["activity"] == key:
            return one
    raise BeffroiError(NOT_FOUND, what=_WHAT, key=key[:60], command="processing list")


def _one(visit: Visit) -> View:
    return _page(visit, _entry(visit), {})


def _page(
    visit: Visit,
    entry: Mapping[str, Any],
    typed: Mapping[str, str],
    faults: tuple[Fault, ...] = (),
) -> View:
    told = entry["fields"]
    names = names_of(visit.own(), {one["by"] for one in told.values() if one["by"]})
    context = Processing(
        f"/{visit.organisation}/traitements",
        entry["activity"],
        entry["name"],
        tuple(
            Said(
                key,
                one["name"],
                one["generated"],
                typed.get(key, one["completed"]),
                names.get(one["by"], "") if one["by"] else "",
                one["at"] or "",
            )
            for key, one in told.items()
        ),
        len(entry["missing"]),
        visit.may(Right.HANDLE_REQUESTS),
        faults,
    )
    title = Text(fr=entry["name"], en=entry["name"])
    status = 422 if faults else 200
    return View("personal/processing.html", title, context, WORDS, status, faulty=bool(faults))


def _complete(visit: Visit) -> View | Move:
    entry = _entry(visit)
    typed = {key: visit.said(key).strip() for key in FIELDS if key in visit.form}
    before = {key: one["completed"] for key, one in entry["fields"].items()}
    changed = {key: text for key, text in typed.items() if text != before.get(key, "")}
    faults = [Fault(WORDS["emptied"], key) for key, text in changed.items() if not text]
    faults += [Fault(WORDS["long"], key) for key, text in changed.items() if len(text) > LONGEST]
    if faults:
        return _page(visit, entry, typed, tuple(faults))
    door, read = visit.writer(), visit.reader(PURPOSE)
    for key, text in changed.items():
        complete(door, read, visit.organisation, entry["activity"], key, text)
    base = f"/{visit.organisation}/traitements/{entry['activity']}"
    return Move(f"{base}?done=processing" if changed else base)


def _workbook(visit: Visit) -> Download:
    made = _entries(visit)
    return _made(f"{_name(visit)}.xlsx", _XLSX, lambda to: workbook(to, made, visit.language))


def _pdf(visit: Visit) -> Download:
    made, today = _entries(visit), utc_now().astimezone(PARIS).date()
    own = visit.organisation
    name = organisations_of(visit.own(), [own])[own]
    return _made(
        f"{_name(visit)}.pdf",
        "application/pdf",
        lambda to: pdf(to, made, name, today, visit.language),
    )


def _name(visit: Visit) -> str:
    return f"traitements-{visit.organisation}-{utc_now().astimezone(PARIS):%Y-%m-%d}"


def _made(name: str, type_: str, write: Callable[[Path], None]) -> Download:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made"
        write(path)
        return Download(name, type_, path.read_bytes())


_PATH = "/{organisation}/traitements"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_INDICATORS), _list, context=Record),
    Page("GET", f"{_PATH}.xlsx", holder(Right.READ_INDICATORS), _workbook, slow=True),
    Page("GET", f"{_PATH}.pdf", holder(Right.READ_INDICATORS), _pdf, slow=True),
    Page("GET", f"{_PATH}/{{activity}}", holder(Right.READ_INDICATORS), _one, context=Processing),
    Page("POST", f"{_PATH}/{{activity}}", holder(Right.HANDLE_REQUESTS), _complete),
)
