"""Describing buildings and delivery points by a table that a spreadsheet edits."""

import csv
import math
from pathlib import Path
from typing import Any

from beffroi.decide.catalogue import list_assets
from beffroi.decide.organisations import Description, put_assets
from beffroi.domains import asset_types
from beffroi.domains.contract import Attribute
from beffroi.errors import BeffroiError
from beffroi.errors.decide import DESCRIPTION_INVALID
from beffroi.errors.files import FILE_MISSING
from beffroi.store.read import ReadDoor
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

FIXED = ("type", "key", "name", "parent")


def attributes() -> dict[str, Attribute]:
    """Return the attributes that domains declare, by key."""
    return {
        attribute.key: attribute
        for asset_type in asset_types().values()
        for attribute in asset_type.attributes
    }


def template(door: ReadDoor, organisation: int) -> list[list[str]]:
    """Return a table of the known assets, ready to be completed: header, then one row each."""
    columns, types = list(attributes()), asset_types()
    rows = [[*FIXED, *columns]]
    for asset, _, parent in list_assets(door, organisation):
        declared = types.get(asset.type)
        if declared is None or not declared.described:
            continue
        values = [str(asset.attributes.get(column, "")) for column in columns]
        rows.append([asset.type, asset.key, asset.name, parent.key if parent else "", *values])
    return rows


def describe_from_csv(door: WriteDoor, organisation: int, path: Path) -> int:
    """Create or complete assets from a table (`;` or `,`), and return their number.

    A delivery point names its building in `parent`. Every row is checked before any is stored.

    Raises:
        BeffroiError: `import.file_missing`, `decide.description_invalid`, `store.not_found`.
    """
    rows = [_checked(number, row) for number, row in enumerate(_read(path), 2)]
    put_assets(
        door,
        organisation,
        [
            Description(
                row["type"],
                row["key"],
                row["name"],
                row["parent"],
                {k: v for k, v in row.items() if k not in FIXED and v not in ("", None)},
            )
            for row in rows
        ],
    )
    return len(rows)


def _read(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text("cp1252", errors="replace")
    except OSError as error:
        raise BeffroiError(FILE_MISSING, name=path.name) from error
    lines = text.splitlines()
    separator = ";" if lines and lines[0].count(";") >= lines[0].count(",") else ","
    try:
        return list(csv.DictReader(lines, delimiter=separator))
    except csv.Error as error:
        raise _invalid(1, Text(fr=str(error), en=str(error))) from error


def _checked(number: int, row: dict[str, str]) -> dict[str, Any]:
    declared = attributes()
    types = asset_types()
    unknown = [str(name) for name in row if name not in FIXED and name not in declared]
    if unknown:
        raise _invalid(
            number,
            Text(fr=f"colonne inconnue « {unknown[0]} »", en=f"unknown column “{unknown[0]}”"),
        )
    clean: dict[str, Any] = {key: (value or "").strip() for key, value in row.items()}
    for name in ("type", "key"):
        if not clean.get(name):
            raise _invalid(number, Text(fr=f"il manque « {name} »", en=f"“{name}” is missing"))
    if clean["type"] not in types:
        raise _invalid(
            number,
            Text(fr=f"type inconnu « {clean['type']} »", en=f"unknown type “{clean['type']}”"),
        )
    for name, attribute in declared.items():
        if clean.get(name):
            clean[name] = _value(number, attribute, clean[name])
    return {"name": "", "parent": "", **clean}


def _value(number: int, attribute: Attribute, text: str) -> str | float:
    allowed = [key for key, _ in attribute.choices]
    if allowed and text not in allowed:
        choices = ", ".join(allowed)
        raise _invalid(
            number,
            Text(
                fr=f"{attribute.key} : « {text} » n’est pas parmi {choices}",
                en=f"{attribute.key}: “{text}” is not among {choices}",
            ),
        )
    if not attribute.number:
        return text
    try:
        number_ = float("".join(text.split()).replace(",", "."))
        if not math.isfinite(number_):
            raise ValueError(text)
    except ValueError as error:
        raise _invalid(
            number,
            Text(
                fr=f"{attribute.key} : « {text} » n’est pas un nombre",
                en=f"{attribute.key}: “{text}” is not a number",
            ),
        ) from error
    return number_


def _invalid(number: int, problem: Text) -> BeffroiError:
    return BeffroiError(DESCRIPTION_INVALID, line=number, problem=problem)
