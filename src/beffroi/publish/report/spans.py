"""The period of a report: whole civil months, most often a year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from beffroi.errors import BeffroiError
from beffroi.errors.report import SPAN_INVALID
from beffroi.figures import LOCALES
from beffroi.texts import Language, Text

#: Nothing is measured before, nor is a council told of more than this at once [months].
EARLIEST, LONGEST = 1990, 36
_FORM = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_SPAN = Text(fr="de {first} à {last}", en="from {first} to {last}")


@dataclass(frozen=True, slots=True)
class Span:
    """Whole civil months, from the first day of one to the last day of another.

    >>> Span(date(2025, 1, 1), date(2025, 12, 31)).label.fr
    '2025'
    >>> Span(date(2025, 9, 1), date(2026, 8, 31)).label.fr
    'de septembre 2025 à août 2026'
    """

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def year(self) -> bool:
        """Whether it is a civil year."""
        return (self.first.month, self.months) == (1, 12)

    @property
    def months(self) -> int:
        """How many months it has."""
        return 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1

    @property
    def label(self) -> Text:
        """How people call it."""
        if self.year:
            return Text(fr=str(self.first.year), en=str(self.first.year))
        first, last = month_name(self.first), month_name(self.last)
        return first if self.months == 1 else _SPAN.fill(first=first, last=last)

    @property
    def starts(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        return tuple(later(self.first, n) for n in range(self.months))

    @property
    def name(self) -> str:
        """What files are named after: `2025`, `2025-09_2026-08`."""
        if self.year:
            return str(self.first.year)
        return f"{self.first:%Y-%m}_{self.last:%Y-%m}"

    def before(self) -> "Span":
        """Return the same months a year earlier: winters are compared with winters.

        >>> Span(date(2024, 2, 1), date(2024, 2, 29)).before()
        Span(first=datetime.date(2023, 2, 1), last=datetime.date(2023, 2, 28))
        """
        return between(later(self.first, -12), self.months)


def later(month: date, count: int) -> date:
    """Return the first day of the month that is so many months later.

    >>> later(date(2025, 11, 1), 3), later(date(2025, 1, 1), -1)
    (datetime.date(2026, 2, 1), datetime.date(2024, 12, 1))
    """
    place = 12 * month.year + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def between(first: date, months: int) -> Span:
    """Return so many months from the one that begins on a day."""
    return Span(first, later(first, months) - timedelta(days=1))


def whole_year(year: int) -> Span:
    """Return a civil year."""
    return between(date(year, 1, 1), 12)


def last_year(measured_to: date) -> Span:
    """Return the last civil year that was measured to its end.

    >>> last_year(date(2025, 12, 31)).label.en, last_year(date(2026, 10, 31)).label.en
    ('2025', '2025')
    """
    whole = (measured_to.month, measured_to.day) == (12, 31)
    return whole_year(measured_to.year if whole else measured_to.year - 1)


def civil_year(span: Span) -> int:
    """Return the last civil year that ends within a period, or before it.

    >>> civil_year(between(date(2025, 9, 1), 12)), civil_year(whole_year(2025))
    (2025, 2025)
    """
    return span.last.year if span.last.month == 12 else span.last.year - 1


def parse(first: str, last: str = "") -> Span:
    """Return the period that somebody asked for: a year, or a first and a last month.

    >>> parse("2025") == parse("2025-01", "2025-12"), parse("2025-03").days
    (True, 31)

    Raises:
        BeffroiError: `report.span_invalid`.
    """
    begin, end = _month(first, 1), _month(last or first, 12)
    months = 12 * (end.year - begin.year) + end.month - begin.month + 1
    if not 1 <= months <= LONGEST:
        raise BeffroiError(SPAN_INVALID, given=_given(first, last), most=LONGEST)
    return between(begin, months)


def month_name(month: date) -> Text:
    """Write a month: `mars 2025`, `March 2025`."""
    return Text(fr=_written(month, "fr"), en=_written(month, "en"))


def short_month(month: date, language: Language) -> str:
    """Write a month where there is little room.

    >>> short_month(date(2025, 7, 1), "fr"), short_month(date(2025, 7, 1), "en")
    ('juil.', 'Jul')
    """
    return str(format_date(month, "MMM", locale=LOCALES[language]))


def _written(month: date, language: Language) -> str:
    return str(format_date(month, "MMMM yyyy", locale=LOCALES[language]))


def _month(given: str, usual: int) -> date:
    found = _FORM.fullmatch(given.strip())
    month = int(found[2] or usual) if found else 0
    if found is None or int(found[1]) < EARLIEST or not 1 <= month <= 12:
        raise BeffroiError(SPAN_INVALID, given=given.strip()[:20], most=LONGEST)
    return date(int(found[1]), month, 1)


def _given(first: str, last: str) -> str:
    return f"{first.strip()[:20]} – {last.strip()[:20]}"
