"""The rows of a table to be published, read from a CSV file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.errors.gate import TABLE_INVALID
from beffroi.texts import Text
from beffroi.trust.gate.form import Form
from beffroi.trust.gate.table import Leaf

_EMPTY = Text(fr="le fichier est vide", en="the file is empty")
_LACKS = Text(fr="il manque la colonne « {column} »", en="the column “{column}” is missing")
_SAME = Text(fr="deux colonnes s’appellent « {column} »", en="two columns are called “{column}”")
_WIDE = Text(fr="trop ou trop peu de cases", en="too many or too few cells")
_NUMBER = Text(fr="« {value} » n’est pas un nombre", en="“{value}” is not a number")
_NEGATIVE = Text(
    fr="une valeur est négative : le contrôle ne vaut que pour des quantités positives",
    en="a value is negative: the check only holds for quantities that cannot be",
)
_COUNT = Text(fr="« {value} » n’est pas un nombre entier positif", en="“{value}” is not a count")
_NOBODY = Text(fr="une valeur sans contributeur", en="a value that nobody contributes to")
_MOST = Text(
    fr="le plus gros contributeur pèse plus que le total, ou moins que la moyenne",
    en="the largest contributor weighs more than the total, or less than the mean",
)
_TWICE = Text(fr="ces cases ont déjà une ligne", en="these cells have a row already")
_CODE = Text(
    fr="un code est vide, ou contient « | », « = » ou « ~ »",
    en="a code is empty, or holds “|”, “=” or “~”",
)
_UNDER = Text(
    fr="« {code} » est rangé sous deux codes différents",
    en="“{code}” stands under two different codes",
)
#: Values above are mistakes, and the solver would lose the small ones beside them.
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as it was read: its columns, and its rows as what they contribute."""

    columns: dict[str, list[str]]
    leaves: tuple[Leaf, ...]


def read(text: str, form: Form, name: str) -> Rows:
    """Read a CSV table, with a comma or a semicolon, a point or a comma in numbers.

    Raises:
        BeffroiError: `gate.table_invalid`, with the line.
    """
    heading, lines = _lines(text, name)
    for column in heading:
        if heading.count(column) > 1:
            raise BeffroiError(TABLE_INVALID, name=name, line=1, reason=_SAME.fill(column=column))
    for column in form.columns:
        if column not in heading:
            raise BeffroiError(TABLE_INVALID, name=name, line=1, reason=_LACKS.fill(column=column))
    seen: set[object] = set()
    above: dict[tuple[str, str], str] = {}
    leaves = []
    for number, line in lines:
        try:
            leaf = _leaf(dict(zip(heading, line, strict=True)), form)
            _check_place(leaf, form, seen, above)
        except _WrongError as wrong:
            raise BeffroiError(TABLE_INVALID, name=name, line=number, reason=wrong.reason) from None
        leaves.append(leaf)
    columns = {column: [line[place] for _, line in lines] for place, column in enumerate(heading)}
    return Rows(columns, tuple(leaves))


class _WrongError(Exception):
    """What is wrong in a row."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def _lines(text: str, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    try:
        heading = [word.strip() for word in next(reader, [])]
        lines = [(reader.line_num, line) for line in reader if any(map(str.strip, line))]
    except csv.Error as error:
        raise BeffroiError(
            TABLE_INVALID, name=name, line=reader.line_num, reason=str(error)
        ) from error
    if not heading or not lines:
        raise BeffroiError(TABLE_INVALID, name=name, line=1, reason=_EMPTY)
    for number, line in lines:
        if len(line) != len(heading):
            raise BeffroiError(TABLE_INVALID, name=name, line=number, reason=_WIDE)
    return heading, lines


def _leaf(row: dict[str, str], form: Form) -> Leaf:
    codes = tuple(tuple(row[level].strip() for level in one.levels) for one in form.dimensions)
    for code in (code for some in codes for code in some):
        if not code or set("|=~") & set(code):
            raise _WrongError(_CODE)
    value = _number(row[form.measure]) if form.measure else 1.0
    if form.contributor:
        return Leaf(codes, value, 1, value, row[form.contributor].strip() or "?")
    count = row[form.count].strip()
    if not (count.isascii() and count.isdigit()):
        raise _WrongError(_COUNT.fill(value=count[:40]))
    largest = _number(row[form.largest])
    if int(count) == 0 and (value or largest):
        raise _WrongError(_NOBODY)
    slack = 1e-9 * value
    if largest > value + slack or largest * int(count) < value - slack * int(count):
        raise _WrongError(_MOST)
    return Leaf(codes, value, int(count), largest)


def _number(text: str) -> float:
    word = text.strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    try:
        value = float(word.replace(",", "."))
    except ValueError:
        raise _WrongError(_NUMBER.fill(value=text[:40])) from None
    if not abs(value) <= _LARGEST:
        raise _WrongError(_NUMBER.fill(value=text[:40]))
    if value < 0:
        raise _WrongError(_NEGATIVE)
    return value


def _check_place(
    leaf: Leaf, form: Form, seen: set[object], above: dict[tuple[str, str], str]
) -> None:
    """Refuse a place that has two rows, and a code that stands under two others."""
    if not leaf.contributor:
        place: Sequence[object] = leaf.codes
        if place in seen:
            raise _WrongError(_TWICE)
        seen.add(place)
    for one, codes in zip(form.dimensions, leaf.codes, strict=True):
        for d in range(1, len(codes)):
            if above.setdefault((one.levels[d], codes[d]), codes[d - 1]) != codes[d - 1]:
                raise _WrongError(_UNDER.fill(code=codes[d]))
