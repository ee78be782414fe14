"""Periods that titles of columns name: days, months, quarters, years."""

import re
from dataclasses import dataclass
from datetime import date

from beffroi.readers.generic.words import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil jul july",
            "aout aou august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]0?0:00(?::00)?)?")
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})")
#: Characters of a title: what follows each bracket is searched, which takes their square.
_LONGEST = 500
_YEAR = re.compile(r"(?:annee |an |year )?((?:19|20)\d{2})")
_QUARTER = re.compile(
    r"(?:t|q|(?=\d ?(?:er|e|eme)? ?trim))([1-4])(?: ?(?:er|e|eme)? ?trim\w*)? (\d{4})"
)
_FIRST, _LAST = 1950, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """The first day of a period, and how long it is: `d`, `mo`, `3mo` or `y`.

    The year is 0 where the title names a month alone.
    """

    month: int
    day: int
    year: int
    length: str

    def first(self, year: int) -> date:
        """Return the first day; `year` serves where the title names none."""
        return date(self.year or year, self.month, self.day)


def period_of(title: str, order: str = "dmy") -> Period | None:
    """Return the period that a title names, None where it names none.

    `order` is that of days and months written as numbers (`dmy` or `mdy`).

    >>> for title in ("01/02/2024", "Février 2024", "févr.-24", "02/2024", "2024", "Total 2024"):
    ...     print(period_of(title))
    Period(month=2, day=1, year=2024, length='d')
    Period(month=2, day=1, year=2024, length='mo')
    Period(month=2, day=1, year=2024, length='mo')
    Period(month=2, day=1, year=2024, length='mo')
    Period(month=1, day=1, year=2024, length='y')
    None
    """
    if len(title) > _LONGEST:
        return None
    text = re.sub(r"[(\[].*?[)\]]", " ", title).strip()
    if not text or len(text) > 40:
        return None
    found = _numbers(text, order) if text[0].isdigit() else None
    if found is None and (_YEAR.fullmatch(text) or any(letter.isalpha() for letter in text)):
        found = _words(fold(text))
    if found is None or (found.year and not _FIRST <= found.year < _LAST):
        return None
    try:
        found.first(2024)
    except ValueError:
        return None
    return found


def _numbers(text: str, order: str) -> Period | None:
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return Period(int(month), int(day or 1), int(year), "d" if day else "mo")
    if match := _DAY.fullmatch(text):
        first, second, year = map(int, match.groups())
        day, month = (second, first) if order == "mdy" else (first, second)
        return Period(month, day, year if year > 99 else 2000 + year, "d")
    if match := _MONTH.fullmatch(text):
        return Period(int(match[1]), 1, int(match[2]), "mo")
    return None


def _words(text: str) -> Period | None:
    if match := _YEAR.fullmatch(text):
        return Period(1, 1, int(match[1]), "y")
    if match := _QUARTER.fullmatch(text):
        return Period(3 * int(match[1]) - 2, 1, int(match[2]), "3mo")
    words = text.split()
    names = [word for word in words if word in _MONTHS]
    rest = [word for word in words if word not in _MONTHS]
    if len(names) != 1 or len(rest) > 1 or not all(re.fullmatch(r"\d{2}|\d{4}", w) for w in rest):
        return None
    year = int(rest[0]) if rest else 0
    return Period(_MONTHS[names[0]], 1, year + 2000 if 0 < year < 100 else year, "mo")
