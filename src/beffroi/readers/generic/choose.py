"""The table and the shape of a sample: what detection finds, where no mapping says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.readers.generic.mapping import invalid
from beffroi.readers.generic.sample import Sample
from beffroi.readers.generic.shape import Shape, find_shape, has_numbers
from beffroi.readers.generic.table import Known, Table, find_table
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Found:
    """A sample, its table and the shape of that table."""

    sample: Sample
    table: Table
    shape: Shape


def find(sample: Sample, given: Mapping[str, object]) -> Found | Text:
    """Return the table of a sample, or why there is none.

    Raises:
        BeffroiError: `import.mapping_invalid` for a column that the table does not have.
    """
    line = given.get("header_line")
    known = Known(
        header_line=line if isinstance(line, int) else None,
        time=stated_text(given, "time"),
        hour=stated_text(given, "hour") if "hour" in given else None,
        end=stated_text(given, "end") if "end" in given else None,
        order=stated_text(given, "date_order"),
    )
    table = find_table(sample, known)
    if table is None:
        return _NO_TIME
    shape = find_shape(table)
    if shape is None and "values" not in given:
        return _NO_MEASURE if has_numbers(table) else _NO_NUMBER
    _check_columns(sample.name, given, table)
    return Found(sample, table, _given_shape(table, shape or Shape(()), given))


def _given_shape(table: Table, shape: Shape, given: Mapping[str, object]) -> Shape:
    def place(key: str, found: int) -> int:
        name = given.get(key)
        return found if name is None else table.columns.index(str(name)) if name else -1

    values = given.get("values")
    places = shape.values
    if isinstance(values, list):
        known = {name: column for column, name in enumerate(table.columns)}
        places = tuple(known[value["column"]] for value in values)
    return Shape(
        places,
        place("asset_column", shape.asset),
        place("qualifier_column", shape.qualifier),
        place("quantity_column", shape.quantity),
        place("unit_column", shape.unit),
    )


def _check_columns(name: str, given: Mapping[str, object], table: Table) -> None:
    values = given.get("values")
    named = [str(value["column"]) for value in values] if isinstance(values, list) else []
    named += [
        stated_text(given, key)
        for key in (
            "time",
            "hour",
            "end",
            "asset_column",
            "qualifier_column",
            "quantity_column",
            "unit_column",
        )
    ]
    present = set(table.columns)
    for column in filter(None, named):
        if column not in present:
            known = ", ".join(table.columns[:40])
            raise invalid(name, _NO_COLUMN.fill(column=column, known=known))


def stated_text(given: Mapping[str, object], key: str) -> str:
    """Return a text of a mapping, empty where it says nothing."""
    value = given.get(key, "")
    return value if isinstance(value, str) else ""


_NO_TIME = Text(
    fr="tableau « {separator} » (aucune colonne de dates)",
    en="table “{separator}” (no column of times)",
)
_NO_NUMBER = Text(
    fr="tableau « {separator} » (aucune colonne de nombres)",
    en="table “{separator}” (no column of numbers)",
)
_NO_MEASURE = Text(
    fr="tableau « {separator} » (ses seuls nombres sont des identifiants ou des codes)",
    en="table “{separator}” (its only numbers are identifiers or codes)",
)
_NO_COLUMN = Text(
    fr="la colonne « {column} » n’est pas dans ce fichier ; ses colonnes sont : {known}",
    en="the column “{column}” is not in this file; its columns are: {known}",
)
