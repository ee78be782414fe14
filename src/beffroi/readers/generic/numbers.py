"""Written numbers: which decimal sign and thousands separator, and their values on columns."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.readers.building import Mask, truth

SPACES = " \u00a0\u202f\u2009"
_SPACED = re.compile(rf"(?<=\d)[{SPACES}](?=\d{{3}}(?!\d))")
_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,'])\d{3})+(?:(?!\1)[.,]\d+)?")
_RIGHT = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
MISSING = frozenset(
    (
        "na",
        "n/a",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "nd",
        "n.d.",
        "-",
        "--",
        "---",
        "?",
        "*",
        "absence de données",
        "absence de donnees",
        "#valeur!",
        "#ref!",
        "#div/0!",
        "inf",
        "-inf",
        "non disponible",
        "indisponible",
        "s",
    )
)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a file writes numbers: decimal sign, and thousands separator or an empty text."""

    decimal: str = "."
    thousands: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Values of one column, shape (n,): NaN where `empty`, `missing` (declared) or bad."""

    value: NDArray[np.float64]
    empty: Mask
    missing: Mask


def is_missing(text: str) -> bool:
    """Tell whether a cell says that there is no value."""
    return text.strip().casefold() in MISSING


def looks_number(text: str) -> bool:
    """Tell whether a cell may be a number, in any of the usual styles.

    >>> [looks_number(cell) for cell in ("40 000,00", "1.234,5", "-3e2", "12-13", "0x1F", "")]
    [True, True, True, False, False, False]
    """
    plain = _SPACED.sub("", text.strip().strip(SPACES))
    return bool(_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain))


def find_style(cells: Iterable[str]) -> NumberStyle:
    """Find how numbers are written from a sample of cells that look like numbers.

    A comma is a decimal sign unless a point follows it, or unless it stands twice in a number.

    >>> find_style(["40\u202f000,00", "12,5"]), find_style(["1,234.5"])
    (NumberStyle(decimal=',', thousands=' '), NumberStyle(decimal='.', thousands=','))
    """
    decimals: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for cell in cells:
        text = cell.strip().strip(SPACES)
        plain = _SPACED.sub("", text)
        groups[" "] += plain != text
        signs = [letter for letter in plain if letter in ".,'"]
        if len(set(signs)) == 2:
            groups[signs[0]] += 1
            decimals[signs[-1]] += 1
        elif len(signs) > 1 or signs == ["'"]:
            groups[signs[0]] += 1
        elif signs:
            decimals[signs[0]] += 1
    thousands = max(groups, key=groups.__getitem__) if groups.total() else ""
    for sign in thousands:
        del decimals[sign]
    decimal = max(decimals, key=decimals.__getitem__) if decimals.total() else "."
    return NumberStyle("," if thousands == "." else decimal, thousands)


def read_numbers(cells: pa.Array, style: NumberStyle) -> Parsed:
    """Read a column of texts; nothing is evaluated, a formula is no number.

    >>> found = read_numbers(pa.array(["1 234,5", "", "n/a", "=1+1"]), NumberStyle(",", " "))
    >>> found.value.tolist(), found.empty.tolist(), found.missing.tolist()
    ([1234.5, nan, nan, nan], [False, True, False, False], [False, False, True, False])
    """
    plain = pc.utf8_trim_whitespace(pc.fill_null(cells, ""))
    empty = truth(pc.equal(plain, ""))
    missing = truth(pc.is_in(pc.utf8_lower(plain), pa.array(sorted(MISSING))))
    if style.thousands:
        group = f"[{SPACES}]" if style.thousands == " " else f"[{re.escape(style.thousands)}]"
        grouped = pc.match_substring_regex(plain, rf"^[+-]?\d{{1,3}}({group}\d{{3}})+([^0-9].*)?$")
        plain = pc.if_else(grouped, pc.replace_substring_regex(plain, group, ""), plain)
    # The other sign is read too where it can only be decimal: 1.5, but not 1.500.
    other = "." if style.decimal == "," else ","
    unsure = pc.match_substring_regex(plain, rf"^[+-]?\d{{1,3}}[{other}]\d{{3}}$")
    plain = pc.if_else(unsure, "", pc.replace_substring(plain, ",", "."))
    right = pc.match_substring_regex(plain, _RIGHT)
    kept = pc.utf8_ltrim(pc.if_else(right, plain, pa.scalar(None, pa.string())), characters="+")
    value = np.array(pc.cast(kept, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    value[~np.isfinite(value)] = np.nan
    return Parsed(value, empty, missing)
