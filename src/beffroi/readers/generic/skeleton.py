"""The way out for a file that is not understood: a mapping to complete, with what was seen."""

from contextlib import suppress

from beffroi.errors import BeffroiError
from beffroi.quantities import QUANTITIES
from beffroi.readers.contract import ReadOptions
from beffroi.readers.generic.numbers import looks_number
from beffroi.readers.generic.pivot import VALUE, Pivot, find_pivot
from beffroi.readers.generic.sample import (
    Cells,
    Sample,
    decode,
    find_quote,
    is_text,
    probe_separator,
    text_sample,
)
from beffroi.readers.generic.sheets import Workbook, is_document, sheet_sample
from beffroi.readers.generic.table import names
from beffroi.readers.generic.tomlfile import COMMENTS, literal
from beffroi.readers.source import Source

_SHOWN_LINES, _SHOWN_LETTERS = 8, 100
_OTHER_KEYS = ("hour", "end", "date_order", "timezone", "stamp", "step", "asset", "asset_type")
_COLUMN_KEYS = ("asset_column", "qualifier_column", "quantity_column", "unit_column")


def skeleton(source: Source, options: ReadOptions, why: str) -> str:
    """Return a mapping file to complete, commented in French; empty where there is no table."""
    sample = None
    with suppress(BeffroiError):
        sample = _sample(source, options)
    if sample is None:
        return ""
    pivot = find_pivot(sample, {})
    place = pivot.header if pivot else _titles(sample)
    columns = names(sample.rows[place], len(sample.rows[place]))
    lines = [
        "# Correspondance à compléter : le fichier n’a pas été compris.",
        *(f"# {line}" for line in _folded(why)),
        "# Ôtez le # des lignes utiles et corrigez-les, puis :",
        "#   beffroi import FICHIER --mapping CETTE_CORRESPONDANCE",
        "#",
        "# Premières lignes du fichier :",
        *(_shown(row, line) for row, line in _first(sample)),
        "",
        *_known(sample, place, pivot),
    ]
    if not pivot:
        lines.append(f"# Colonnes : {_comment(', '.join(columns))}")
        lines += [_free("time", columns[0]), *(_free(key, "") for key in _OTHER_KEYS)]
    lines += [_free(key, "") for key in _COLUMN_KEYS]
    lines += _values(pivot, columns)
    return "\n".join(lines) + "\n"


def _sample(source: Source, options: ReadOptions) -> Sample | None:
    head = source.head()
    if is_document(head):
        book = Workbook(source, options.max_columns)
        return sheet_sample(book, book.sheets()[0])
    text, encoding = decode(head)
    if not is_text(text):
        return None
    separator = next(iter(probe_separator(text)), ";")
    quote = find_quote(text, separator)
    found = text_sample(head.name, text, encoding, separator, quote, options.max_columns)
    return found if found.rows else None


def _titles(sample: Sample) -> int:
    """Return the place of the row that is most likely that of the titles."""
    rows = sample.rows[:40]

    def mark(place: int) -> tuple[int, int]:
        words = sum(bool(cell) and not looks_number(cell) for cell in rows[place])
        return (words, -place)

    return max(range(len(rows)), key=mark)


def _known(sample: Sample, place: int, pivot: Pivot | None) -> list[str]:
    found: list[tuple[str, object]] = []
    if sample.separator:
        found.append(("separator", sample.separator))
    if sample.sheet:
        found.append(("sheet", sample.sheet))
    found.append(("header_line", sample.lines[place]))
    if pivot:
        found.append(("dates", "columns"))
    return [f"{key} = {literal(value)}  # {COMMENTS[key]}" for key, value in found]


def _values(pivot: Pivot | None, columns: tuple[str, ...]) -> list[str]:
    lines = ["", "# Ce que mesure chaque colonne de valeurs (un bloc par colonne) :"]
    if pivot:
        lines += ["[[values]]", f"column = {literal(pivot.columns[-1])}"]
    else:
        value = columns[-1] if columns else VALUE
        lines += ["# [[values]]", f"# column = {literal(value)}"]
    lines += ['# quantity = "electricity.active_energy"', '# unit = "kWh"', "#", "# Grandeurs :"]
    return lines + [f"#   {key} : {one.label.fr}" for key, one in QUANTITIES.items()]


def _first(sample: Sample) -> list[tuple[Cells, int]]:
    pairs = zip(sample.rows, sample.lines, strict=True)
    return [(row, line) for row, line in pairs if any(row)][:_SHOWN_LINES]


def _shown(row: Cells, line: int) -> str:
    return f"#   {line} | {_comment(' ; '.join(row))[:_SHOWN_LETTERS]}"


def _free(key: str, value: str) -> str:
    return f"# {key} = {literal(value)}  # {COMMENTS[key]}"


def _comment(text: str) -> str:
    """Return a text that can stand in a comment: TOML allows no control character there."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _folded(text: str) -> list[str]:
    words, lines = _comment(text).split(" "), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 90:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines
