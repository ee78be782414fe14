"""Numbers, days and instants as readers of a page write them."""

from datetime import date, datetime
from functools import cache

from babel.dates import format_datetime, match_skeleton

from beffroi.figures import LOCALES
from beffroi.figures import change as change
from beffroi.figures import long_day as day
from beffroi.figures import points as points
from beffroi.figures import with_unit as amount
from beffroi.periods import PARIS
from beffroi.texts import Language

__all__ = ["LOCALES", "amount", "change", "day", "moment", "percent", "points", "short"]


def percent(share: float, language: Language) -> str:
    r"""Write a share: a figure after the point says something of small ones only.

    >>> percent(0.0412, "fr"), percent(0.136, "en")
    ('4,1\xa0%', '14%')
    """
    return amount(round(100 * share, 0 if abs(share) >= 0.1 else 1), "%", language)


def moment(value: datetime, language: Language) -> str:
    """Write an instant, on the clock of Paris.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "en")
    '25 November 2026 at 00:30'
    """
    local = value.astimezone(PARIS)
    form = "d MMMM yyyy 'à' H:mm" if language == "fr" else "d MMMM yyyy 'at' HH:mm"
    return str(format_datetime(local, form, locale=LOCALES[language]))


def short(value: date | datetime, parts: str, language: Language) -> str:
    """Write some parts of a day or an instant (a skeleton of CLDR: `yMMM`), in their usual order.

    >>> short(date(2026, 8, 1), "yMMM", "fr"), short(date(2026, 8, 1), "MMMd", "en")
    ('août 2026', '1 Aug')
    """
    return str(format_datetime(value, _pattern(parts, language), locale=LOCALES[language]))


@cache
def _pattern(parts: str, language: Language) -> str:
    """Return the pattern of a skeleton: looking for it takes longer than writing a day."""
    known = LOCALES[language].datetime_skeletons
    return str(known[parts if parts in known else match_skeleton(parts, known)].pattern)
