"""`/{organisation}/importer/{deposit}/fichiers/{file}`: a person corrects how a file is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from beffroi.decide.naming import KINDS
from beffroi.domains import asset_types
from beffroi.errors import BeffroiError
from beffroi.errors.deposits import DEPOSIT_STATE
from beffroi.errors.files import MAPPING_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.quantities import QUANTITIES
from beffroi.readers.generic import from_toml
from beffroi.readers.generic.mapping import check
from beffroi.readers.generic.measures import kind_of
from beffroi.store.deposits import waiting
from beffroi.store.deposits.waiting import UNDERSTOOD
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.importing.deposit import correctable
from beffroi.web.pages.importing.dropping import wait
from beffroi.web.pages.importing.plain import text_of
from beffroi.web.pages.importing.words import CORRECT as WORDS

_TITLE = Text(fr="Corriger la lecture de {name}", en="Correct the reading of {name}")
_WHAT = Text(fr="fichier", en="file")
LONGEST = 200
_FIELDS = ("time", "hour", "stamp", "step", "timezone", "asset_type", "asset_column")
_TOO_LONG = Text(fr="Le nom du compteur est trop long.", en="The name of the meter is too long.")
_NO_COLUMN = Text(
    fr="Gardez au moins une colonne de mesures.", en="Keep at least one column of measures."
)
_NO_TIME = Text(fr="Choisissez la colonne qui dit quand.", en="Choose the column that says when.")
_REFUSED = Text(fr="{reason}.", en="{reason}.")
_BY_ROW = Text(fr="dite par le fichier", en="told by the file")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a list."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of measures, as it is read."""

    place: int
    name: str
    kept: bool
    quantity: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read: each is a field of the form, by its key of a mapping."""

    columns: tuple[Column, ...]
    names: tuple[str, ...]
    time: str
    hour: str
    stamp: str
    step: str
    timezone: str
    asset_type: str
    asset_column: str
    doubts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Correcting:
    """The form."""

    path: str
    back: str
    name: str
    asset: str
    asks_asset: bool
    replace: bool
    reading: Reading | None
    mapping: str
    corrected: bool
    quantities: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    types: tuple[Choice, ...]
    faults: tuple[Fault, ...] = ()


def _get(visit: Visit) -> View:
    return _view(_context(visit))


def _view(context: Correcting) -> View:
    title = _TITLE.fill(name=context.name)
    status = 422 if context.faults else 200
    return View(
        "importing/correct.html", title, context, WORDS, status, faulty=bool(context.faults)
    )


def _context(visit: Visit) -> Correcting:
    number, deposit = visit.organisation, visit.number("deposit")
    visit.reader("imports")
    place, file = _file(visit)
    told = file["seen"][0]
    understood = told["understood"]
    back = f"/{number}/importer/{deposit}"
    whole = understood["mapping"] if understood else None
    return Correcting(
        f"{back}/fichiers/{place}",
        back,
        file["name"],
        file["asset"] or (whole or {}).get("asset", ""),
        not whole or not whole["asset_column"],
        file["replace"],
        _reading(whole, understood) if whole else None,
        told["mapping"],
        bool(file["mapping"] or file["asset"] or file["replace"]),
        _quantities(bool(whole and (whole["quantity_column"] or whole["unit_column"]))),
        tuple(Choice(kind.value, label) for kind, label in KINDS.items()),
        tuple(Choice(key, kind.label) for key, kind in sorted(asset_types().items())),
    )


def _file(visit: Visit) -> tuple[int, dict[str, Any]]:
    """Return a file that can be corrected.

    Raises:
        BeffroiError: `store.not_found`; `deposit.state` where its drop no longer waits for it.
    """
    place = visit.number("file")
    with visit.writer().look(visit.organisation) as session:
        row = waiting.get(session, visit.organisation, visit.number("deposit"))
        files, status, veiled = row.files, row.status, row.households
    if not 0 <= place < len(files):
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=place, command="imports")
    if status != UNDERSTOOD or veiled or not correctable(files[place]["seen"]):
        raise BeffroiError(DEPOSIT_STATE)
    return place, files[place]


def _reading(whole: Mapping[str, Any], understood: Mapping[str, Any]) -> Reading:
    return Reading(
        tuple(
            Column(place, one["column"], True, one["quantity"], one["unit"], one["kind"])
            for place, one in enumerate(whole["values"])
        ),
        tuple(understood["columns"]),
        whole["time"],
        whole["hour"],
        whole["stamp"],
        whole["step"],
        whole["timezone"],
        whole["asset_type"],
        whole["asset_column"],
        tuple(text_of(one) for one in understood["doubts"]),
    )


def _quantities(by_row: bool) -> tuple[Choice, ...]:
    found = [Choice(key, one.label) for key, one in QUANTITIES.items()]
    found.sort(key=lambda one: one.label.fr)
    return (Choice("", _BY_ROW), *found) if by_row else tuple(found)


def _post(visit: Visit) -> View | Move:
    context = _context(visit)
    place, file = _file(visit)
    said: dict[str, Any]
    if visit.said("do") == "first":
        said = {"asset": "", "mapping": None, "replace": False}
    else:
        typed = _typed(visit, context)
        said, faults = _said(visit, typed, file)
        if faults:
            return _view(replace(typed, faults=tuple(faults)))
    number, deposit = visit.organisation, visit.number("deposit")
    waiting.correct(visit.writer(), number, deposit, place, said)
    wait(visit, deposit)
    return Move(f"/{number}/importer/{deposit}")


def _typed(visit: Visit, context: Correcting) -> Correcting:
    """Return the form as it was typed."""
    if visit.said("do") == "mapping":
        return replace(context, mapping=visit.said("mapping"))
    reading = context.reading
    if reading is not None:
        said = {name: visit.said(name).strip() for name in _FIELDS}
        columns = tuple(_column(visit, one) for one in reading.columns)
        reading = Reading(columns, reading.names, **said, doubts=reading.doubts)
    asset = " ".join(visit.said("asset").split())
    return replace(context, asset=asset, replace=bool(visit.said("replace")), reading=reading)


def _column(visit: Visit, one: Column) -> Column:
    return replace(
        one,
        kept=bool(visit.said(f"keep-{one.place}")),
        quantity=visit.said(f"quantity-{one.place}"),
        unit=visit.said(f"unit-{one.place}").strip(),
        kind=visit.said(f"kind-{one.place}"),
    )


def _said(
    visit: Visit, typed: Correcting, file: Mapping[str, Any]
) -> tuple[dict[str, Any], Sequence[Fault]]:
    """Return what to write down of a file, or what is wrong with it."""
    field = "mapping" if visit.said("do") == "mapping" else "columns"
    try:
        if field == "mapping":
            mapping: Mapping[str, Any] | None = from_toml(typed.mapping, file["name"])
            return {"mapping": dict(mapping or {}) or None}, ()
        mapping = _mapping(typed, file)
    except BeffroiError as error:
        if error.type is not MAPPING_INVALID:
            raise
        reason = error.details["reason"]
        said = reason if isinstance(reason, Text) else Text(fr=str(reason), en=str(reason))
        return {}, [Fault(_REFUSED.fill(reason=_capital(said)), field)]
    if len(typed.asset) > LONGEST:
        return {}, [Fault(_TOO_LONG, "asset")]
    if typed.reading is not None and not any(one.kept for one in typed.reading.columns):
        return {}, [Fault(_NO_COLUMN, "columns")]
    if _timeless(typed, file):
        return {}, [Fault(_NO_TIME, "columns")]
    asset = typed.asset if typed.asks_asset else ""
    return {"asset": asset, "mapping": mapping, "replace": typed.replace}, ()


def _timeless(typed: Correcting, file: Mapping[str, Any]) -> bool:
    """Tell whether the column of times that the table has is no longer said."""
    reading = typed.reading
    if reading is None or not file["seen"][0]["understood"]["mapping"]["time"]:
        return False
    return reading.time not in reading.names


def _capital(text: Text) -> Text:
    return Text(fr=text.fr[:1].upper() + text.fr[1:], en=text.en[:1].upper() + text.en[1:])


def _mapping(typed: Correcting, file: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the mapping that a form says; None for a format that needs none.

    Raises:
        BeffroiError: `import.mapping_invalid`.
    """
    reading = typed.reading
    if reading is None:
        kept: dict[str, Any] | None = file["mapping"]
        return kept
    understood = file["seen"][0]["understood"]
    found = dict(understood["lasting"])
    found.pop("asset", None)  # said by itself
    read = understood["mapping"]["values"]
    found["values"] = [_value(one, read[one.place]) for one in reading.columns if one.kept]
    found |= {name: getattr(reading, name) for name in _FIELDS}
    if not found["values"]:
        return None
    return check(found, file["name"])


def _value(column: Column, read: Mapping[str, str]) -> dict[str, str]:
    """Return what a form says of a column: its kind follows a quantity that was corrected alone."""
    kind = column.kind
    unseen = column.kind == read["kind"] and column.quantity != read["quantity"]
    if unseen and column.quantity in QUANTITIES:
        kind = kind_of(column.quantity, read["column"]).value
    return {**read, "quantity": column.quantity, "unit": column.unit, "kind": kind}


_PATH = "/{organisation}/importer/{deposit}/fichiers/{file}"
PAGES = (
    Page("GET", _PATH, holder(Right.IMPORT), _get),
    Page("POST", _PATH, holder(Right.IMPORT), _post),
)
