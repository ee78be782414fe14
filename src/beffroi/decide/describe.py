"""Describing buildings and delivery points by a table that a spreadsheet edits."""

import csv
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from beffroi.decide.catalogue import list_assets
from beffroi.decide.features import SUFFIXES, rows_of
from beffroi.decide.households import homes_of, put_households
from beffroi.decide.organisations import Description, put_assets
from beffroi.decide.spelling import (
    FIXED,
    allowed,
    attributes,
    choice_of,
    column_of,
    heading,
    type_of,
)
from beffroi.domains import asset_types
from beffroi.domains.contract import Attribute
from beffroi.errors import BeffroiError
from beffroi.errors.decide import DESCRIPTION_INVALID, FEATURES_INVALID
from beffroi.errors.files import FILE_MISSING
from beffroi.store.read import ReadDoor
from beffroi.store.write import WriteDoor
from beffroi.territory.points import LATITUDE, LONGITUDE, problem_of
from beffroi.texts import DEFAULT_LANGUAGE, Language, Text

#: A row whose first cell begins so is a word to people, not an asset.
REMARK = "#"
_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?")
_UNIT = re.compile(
    r"\s*(?:(?:kwh|eur|€)/(?:kwh|m[3³])|m[23²³]|km|mce|mm|m|kwh|kva|kw|h|€|°)\s*$", re.I
)


def template(
    door: ReadDoor, organisation: int, language: Language = DEFAULT_LANGUAGE, trade: str = ""
) -> list[list[str]]:
    """Return a table of the known assets, ready to be completed.

    Headings, then a remark that says what each column may hold, then one row an asset. `trade` is
    the key of a domain, to ask for what that one alone describes; empty for all of them.

    Raises:
        BeffroiError: `domain.unknown`.
    """
    types = asset_types(trade)
    declared = {one.key: one for kind in types.values() for one in kind.attributes}
    rows = [[heading(key, language) for key in (*FIXED, *declared)]]
    rows.append([_FIXED_HELP[key].in_(language) for key in FIXED])
    kinds = allowed((kind.label for kind in types.values() if kind.described), language)
    rows[1][0] = f"{REMARK} {rows[1][0]}\u00a0: {kinds}"
    rows[1] += [_help(attribute, language) for attribute in declared.values()]
    for asset, _, parent in list_assets(door, organisation):
        kind = types.get(asset.type)
        if kind is None or not kind.described:
            continue
        known = asset.attributes
        cells = [_shown(one, known.get(key, ""), language) for key, one in declared.items()]
        over = parent.key if parent else ""
        rows.append([kind.label.in_(language), asset.key, asset.name, over, *cells])
    return rows


def describe_from_csv(door: WriteDoor, organisation: int, path: Path) -> int:
    """Create or complete assets from a table (`;` or `,`), and return their number.

    Headings and values are those of the template, in French or in English, whatever their accents
    and case; a GeoJSON file has them as properties, and says where each asset stands. A delivery
    point names its building in `parent`. Every row is checked before any is stored. A household
    goes under a pseudonym, without its name.

    Raises:
        BeffroiError: `import.file_missing`, `decide.description_invalid`, `store.not_found`;
            `decide.features_invalid` for GeoJSON.
    """
    rows = _all_checked(path)
    described = [
        Description(
            row["type"],
            row["key"],
            row["name"],
            row["parent"],
            {k: v for k, v in row.items() if k not in FIXED and v not in ("", None)},
        )
        for row in rows
    ]
    homes = homes_of(door, organisation, described)
    private = {item.key for item in homes}
    put_assets(door, organisation, [item for item in described if item.key not in private])
    put_households(door, organisation, homes)
    return len(rows)


def _all_checked(path: Path) -> list[dict[str, Any]]:
    if path.suffix.lower() not in SUFFIXES:
        return [_checked(number, row) for number, row in _rows(path)]
    try:
        return [_checked(number, row) for number, row in rows_of(path)]
    except BeffroiError as error:
        if error.type is not DESCRIPTION_INVALID:
            raise
        number, problem = error.details["line"], error.details["problem"]
        raise BeffroiError(
            FEATURES_INVALID, name=path.name, number=number, problem=problem
        ) from error


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of assets by column, each with its line."""
    keys: list[str] = []
    for number, cells in _cells(path):
        if not any(cells) or cells[0].startswith(REMARK):
            continue
        if not keys:
            keys = _keys(number, cells)
            continue
        if any(cells[len(keys) :]):
            raise _invalid(number, _TOO_MANY)
        yield number, {key: cell for key, cell in zip(keys, cells, strict=False) if key}


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text("cp1252", errors="replace")
    except OSError as error:
        raise BeffroiError(FILE_MISSING, name=path.name) from error
    lines = text.splitlines(keepends=True)
    separator = max(";,\t", key=(lines[0] if lines else "").count)
    reader = csv.reader(lines, delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, [" ".join(cell.split()) for cell in row]
    except csv.Error as error:
        raise _invalid(reader.line_num, _NO_TABLE) from error


def _keys(number: int, titles: list[str]) -> list[str]:
    keys = [(column_of(title) or "?") if title else "" for title in titles]
    for key, title in zip(keys, titles, strict=True):
        if key == "?":
            known = Text(
                fr=", ".join(heading(key, "fr") for key in (*FIXED, *attributes())),
                en=", ".join(heading(key, "en") for key in (*FIXED, *attributes())),
            )
            raise _invalid(number, _NO_COLUMN.fill(title=title, known=known))
        if key and keys.count(key) > 1:
            raise _invalid(number, _TWICE.fill(title=title))
    return keys


def _checked(number: int, row: dict[str, str]) -> dict[str, Any]:
    clean: dict[str, Any] = dict(row)
    for name in ("type", "key"):
        if not clean.get(name):
            raise _invalid(number, _LACKS.fill(title=FIXED[name][0]))
    kind = type_of(row["type"])
    if kind is None:
        labels = [one.label for one in asset_types().values() if one.described]
        raise _invalid(number, _not_among(FIXED["type"][0], row["type"], labels))
    clean["type"] = kind
    for name, attribute in attributes().items():
        if clean.get(name):
            clean[name] = _value(number, attribute, clean[name])
    latitude, longitude = (
        value if isinstance(value := clean.get(name), float | int) else None
        for name in (LATITUDE, LONGITUDE)
    )
    problem = problem_of(latitude, longitude)
    if problem is not None:
        raise _invalid(number, problem)
    return {"name": "", "parent": "", **clean}


def _value(number: int, attribute: Attribute, text: str) -> str | float:
    if attribute.choices:
        found = choice_of(attribute, text)
        if found is None:
            labels = [label for _, label in attribute.choices]
            raise _invalid(number, _not_among(attribute.label, text, labels))
        return found
    if not attribute.number:
        return text
    hour = _HOUR.fullmatch(text) if attribute.unit == "h" else None
    if hour:
        return int(hour[1]) + int(hour[2] or 0) / 60
    try:
        amount = float("".join(_UNIT.sub("", text).split()).replace(",", "."))
        if not math.isfinite(amount):
            raise ValueError(text)
    except ValueError as error:
        problem = _NO_NUMBER.fill(title=attribute.label, text=text)
        raise _invalid(number, problem) from error
    return amount


def _shown(attribute: Attribute, value: object, language: Language) -> str:
    """Write a stored value as people read it, and as the table takes it back."""
    label = dict(attribute.choices).get(str(value))
    if label is not None:
        return label.in_(language)
    if isinstance(value, float):
        text = f"{value:.15g}"
        return text.replace(".", ",") if language == "fr" else text
    return str(value)


def _help(attribute: Attribute, language: Language) -> str:
    if attribute.choices:
        return allowed((label for _, label in attribute.choices), language)
    if attribute.unit == "h":
        return _HOUR_HELP.in_(language)
    return (_NUMBER_HELP if attribute.number else _TEXT_HELP).in_(language)


def _not_among(title: Text, text: str, labels: list[Text]) -> Text:
    choices = Text(fr=allowed(labels, "fr"), en=allowed(labels, "en"))
    return _NOT_AMONG.fill(title=title, text=text, choices=choices)


def _invalid(number: int, problem: Text) -> BeffroiError:
    return BeffroiError(DESCRIPTION_INVALID, line=number, problem=problem)


_FIXED_HELP = {
    "type": Text(fr="valeurs possibles", en="possible values"),
    "key": Text(fr="numéro ou nom court, unique", en="number or short name, unique"),
    "name": Text(fr="texte", en="text"),
    "parent": Text(
        fr="identifiant ou nom d’un bâtiment ou d’un secteur de ce tableau",
        en="identifier or name of a building or district of this table",
    ),
}
_NUMBER_HELP = Text(fr="nombre", en="number")
_HOUR_HELP = Text(fr="heure, comme 8 ou 8h30", en="hour, such as 8 or 8:30")
_TEXT_HELP = Text(fr="texte", en="text")
_NO_TABLE = Text(fr="ce n’est pas une ligne de tableau", en="it is no row of a table")
_TOO_MANY = Text(
    fr="la ligne a plus de cellules que le tableau n’a de titres",
    en="the row has more cells than the table has headings",
)
_NO_COLUMN = Text(
    fr="colonne inconnue « {title} » ; les colonnes sont : {known}",
    en="unknown column “{title}”; the columns are: {known}",
)
_TWICE = Text(fr="deux colonnes « {title} »", en="two columns “{title}”")
_LACKS = Text(fr="il manque « {title} »", en="“{title}” is missing")
_NOT_AMONG = Text(
    fr="{title}, « {text} » n’est pas une valeur possible ; choisissez parmi : {choices}",
    en="{title}, “{text}” is not a possible value; choose among: {choices}",
)
_NO_NUMBER = Text(
    fr="{title}, « {text} » n’est pas un nombre", en="{title}, “{text}” is not a number"
)
