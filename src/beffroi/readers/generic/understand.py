"""From the beginning of a file, and what a mapping says, to an understanding of it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.files import (
    FILE_EMPTY,
    FILE_HOSTILE,
    FILE_NOT_UNDERSTOOD,
)
from beffroi.readers.generic import say
from beffroi.readers.generic.choose import Found, find, stated_text
from beffroi.readers.generic.clock import Clock
from beffroi.readers.generic.mapping import SEPARATORS, FileMapping, invalid
from beffroi.readers.generic.numbers import find_style, looks_number
from beffroi.readers.generic.pivot import find_pivot, long_sample
from beffroi.readers.generic.sample import (
    Sample,
    check_width,
    decode,
    find_quote,
    is_text,
    probe_separator,
    text_sample,
)
from beffroi.readers.generic.shape import Shape
from beffroi.readers.generic.sheets import Workbook, sheet_sample
from beffroi.readers.generic.steps import find_step
from beffroi.readers.generic.table import Table
from beffroi.readers.generic.times import Times, read_times
from beffroi.readers.generic.understanding import Understanding
from beffroi.readers.generic.values import value_columns
from beffroi.readers.generic.words import UTC_WORDS, has, inert, is_end, is_start
from beffroi.readers.source import Head
from beffroi.texts import Text

OTHER = "other.value"
_STYLE_CELLS = 4_000


def understand_text(head: Head, given: Mapping[str, object], max_columns: int) -> Understanding:
    """Understand a text file by its head; `given` is a checked mapping, whole or in part.

    Raises:
        BeffroiError: `import.not_understood`, `import.file_empty`, `import.file_too_large`,
            `import.mapping_invalid`.
    """
    text, encoding = decode(head, stated_text(given, "encoding"))
    if not is_text(text):
        raise _not_understood(head.name, [_NO_TEXT])
    _check_markup(head.name, text)
    tried: list[Text] = []
    stated = stated_text(given, "separator")
    check_width(head.name, text, stated or "".join(SEPARATORS), max_columns)
    rows = 0
    for separator in [stated] if stated else probe_separator(text):
        quote = stated_text(given, "quote") if "quote" in given else find_quote(text, separator)
        sample = text_sample(head.name, text, encoding, separator, quote, max_columns)
        rows = max(rows, sum(any(row) for row in sample.rows))
        known = _known(sample, given)
        if isinstance(known, Understanding):
            return known
        tried.append(known.fill(separator=separator.replace("\t", "tab")))
    if rows == 1 and tried and head.whole:  # titles, and nothing below
        raise BeffroiError(FILE_EMPTY, name=head.name)
    raise _not_understood(head.name, tried or [_NO_COLUMNS])


def understand_book(book: Workbook, given: Mapping[str, object]) -> Understanding:
    """Understand the first sheet of a workbook that holds a table, or the sheet given.

    Raises:
        BeffroiError: as `understand_text`.
    """
    sheets = book.sheets()
    stated = stated_text(given, "sheet")
    if stated and stated not in sheets:
        raise invalid(book.name, _NO_SHEET.fill(sheet=stated, known=", ".join(sheets)))
    tried: list[Text] = []
    for sheet in [stated] if stated else sheets[:20]:
        try:
            known = _known(sheet_sample(book, sheet), given)
        except BeffroiError as error:
            if error.type is not FILE_EMPTY:
                raise
            continue
        if isinstance(known, Understanding):
            if stated or len(sheets) == 1:
                return known
            said = say.SEVERAL_SHEETS.fill(names=", ".join(sheets[:20]), name=sheet)
            return replace(known, doubts=(*known.doubts, said))
        tried.append(known.fill(separator=sheet))
    if not tried:
        raise BeffroiError(FILE_EMPTY, name=book.name)
    raise _not_understood(book.name, tried)


def _check_markup(name: str, text: str) -> None:
    """Say of an XML document what it is: no table, or an attack."""
    if not text.lstrip().startswith("<"):
        return
    if "<!ENTITY" in text.upper():
        raise BeffroiError(FILE_HOSTILE, name=name, reason=_ENTITIES)
    raise _not_understood(name, [_MARKUP])


def _known(sample: Sample, given: Mapping[str, object]) -> Understanding | Text:
    """Understand a sample, or say why it cannot be."""
    pivot = find_pivot(sample, given)
    if pivot is None:
        found = find(sample, given)
        return _understanding(found, given) if isinstance(found, Found) else found
    inner = {key: value for key, value in given.items() if key not in ("header_line", "dates")}
    found = find(long_sample(sample, pivot), {**inner, "header_line": 1})
    if isinstance(found, Text):
        return found
    known = _understanding(found, inner)
    if "values" not in given and any(v.quantity == OTHER for v in known.mapping.values):
        return _NO_UNIT
    mapping = replace(
        known.mapping, dates="columns", header_line=sample.lines[pivot.header], end="", hour=""
    )
    doubts = (say.YEAR_FOUND.fill(text=pivot.year_from),) if pivot.year_from else ()
    return replace(
        known,
        mapping=mapping,
        pivot=pivot,
        decided=tuple(
            say.decided(mapping, pivot.ignored, True, pivot.periods, told="asset" in given)
        ),
        doubts=(*known.doubts, *doubts),
    )


def _understanding(found: Found, given: Mapping[str, object]) -> Understanding:
    sample, table, shape = found.sample, found.table, found.shape
    times = read_times(table.time_cells(table.time), table.order)
    offsets = bool((~np.isnat(times.offset)).any())
    groups = _groups(table, shape)
    good = times.good
    step = find_step(times.local[good], groups[good])
    columns = value_columns(table, shape, sample.stem, given, (times.local, groups), step)
    style = find_style(
        cell
        for row in table.rows[: max(20, _STYLE_CELLS // max(1, len(shape.values)))]
        for p in shape.values[:_STYLE_CELLS]
        if looks_number(cell := row[p])
    )
    title = table.columns[table.time]
    zone, zone_doubt = _zone(title, times, groups)
    late_hours = table.hour >= 0 and _counts_from_one(table)
    mapping = FileMapping(
        encoding=sample.encoding,
        separator=sample.separator,
        quote=sample.quote,
        decimal=style.decimal,
        thousands=style.thousands,
        sheet=sample.sheet,
        header_line=table.header_line,
        dates="rows",
        time=title,
        hour=_name(table, table.hour),
        end=_name(table, table.end),
        date_order=table.order,
        timezone=zone,
        stamp="end" if is_end(title) or late_hours else "start",
        step=step,
        asset=inert(sample.stem),
        asset_type=columns.asset_type,
        source="file",
        asset_column=_name(table, shape.asset),
        qualifier_column=_name(table, shape.qualifier),
        quantity_column=_name(table, shape.quantity),
        unit_column=_name(table, shape.unit),
        values=columns.values,
    )
    kept = {key: value for key, value in given.items() if key != "values"}
    mapping = replace(mapping, **kept)  # type: ignore[arg-type]  # checked by the mapping reader
    doubts = [*columns.doubts, *_time_doubts(mapping, table, given)]
    if "timezone" not in given and not offsets and zone_doubt is not None:
        doubts.append(zone_doubt)
    used = {
        table.time,
        table.hour,
        table.end,
        *shape.values,
        shape.asset,
        shape.qualifier,
        shape.quantity,
        shape.unit,
    }
    ignored = [name for place, name in enumerate(table.columns) if place not in used]
    from_name = {"asset"} - given.keys()
    return Understanding(
        name=sample.name,
        mapping=mapping,
        columns=table.columns,
        first_line=table.first_line,
        decided=tuple(say.decided(mapping, ignored, offsets, told="asset" in given)),
        doubts=tuple(doubts),
        from_name=frozenset(from_name),
        hint=columns.hint,
    )


def _zone(title: str, times: Times, groups: NDArray[np.int64]) -> tuple[str, Text | None]:
    """Choose the zone of times without offset, and say what remains doubtful.

    Times that do not exist in Paris prove that the file does not follow its clock: read as Paris
    times they would fall on others and hide them.
    """
    if has(title, UTC_WORDS):
        return "UTC", None
    clock = Clock("Europe/Paris")
    clock.instants(times, groups, [str(k) for k in range(int(groups.max(initial=0)) + 1)])
    return ("UTC", say.ZONE_DISPROVED) if clock.skipped else ("Europe/Paris", say.ZONE_ASSUMED)


def _time_doubts(mapping: FileMapping, table: Table, given: Mapping[str, object]) -> list[Text]:
    found: list[Text] = []
    covers = any(value.kind in ("interval", "count", "mean_power") for value in mapping.values)
    said = is_start(mapping.time) or is_end(mapping.time) or mapping.end
    daily = mapping.step.endswith(("d", "mo", "y"))
    if covers and not said and not daily and mapping.stamp == "start" and "stamp" not in given:
        found.append(say.STEP_ASSUMED)
    if covers and not mapping.end and not mapping.step:
        found.append(say.STEP_UNKNOWN)
    if table.doubtful_order and "date_order" not in given:
        found.append(say.ORDER_ASSUMED)
    return found


def _groups(table: Table, shape: Shape) -> NDArray[np.int64]:
    places = [p for p in (shape.asset, shape.qualifier, shape.quantity) if p >= 0]
    keys = ["\x1f".join(row[p] for p in places) for row in table.rows]
    codes = pa.array(keys, pa.string()).dictionary_encode().indices
    found: NDArray[np.int64] = codes.to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def _counts_from_one(table: Table) -> bool:
    """Tell whether hours are written 1 to 24: each then names the hour that it ends."""
    hours = {cell for cell in table.column(table.hour) if cell}
    return "24" in hours and all(hour.isdigit() for hour in hours) and not hours & {"0", "00"}


def _name(table: Table, place: int) -> str:
    return table.columns[place] if place >= 0 else ""


def _not_understood(name: str, tried: list[Text]) -> BeffroiError:
    joined = Text(fr=" ; ".join(t.fr for t in tried), en="; ".join(t.en for t in tried))
    return BeffroiError(FILE_NOT_UNDERSTOOD, name=name, tried=joined)


_NO_TEXT = Text(fr="texte (ce n’en est pas un)", en="text (it is not)")
_ENTITIES = Text(
    fr="son XML définit des entités, qui se déplient sans fin",
    en="its XML defines entities, which unfold without end",
)
_MARKUP = Text(
    fr="document XML ou page web (aucun des formats connus)",
    en="XML document or web page (none of the known formats)",
)
_NO_COLUMNS = Text(
    fr="colonnes séparées par ; , | ou tabulation (aucune)",
    en="columns separated by ; , | or tab (none)",
)
_NO_UNIT = Text(
    fr="tableau « {separator} » (ses titres sont des dates, mais rien ne dit l’unité : écrivez-la "
    "dans un titre, une colonne « Unité » ou la correspondance)",
    en="table “{separator}” (its titles are dates, but nothing says the unit: write it in a "
    "title, a column “Unit” or the mapping)",
)
_NO_SHEET = Text(
    fr="la feuille « {sheet} » n’existe pas ; les feuilles sont : {known}",
    en="the sheet “{sheet}” does not exist; the sheets are: {known}",
)
