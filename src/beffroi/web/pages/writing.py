"""Numbers, days and instants as readers of a page write them."""

from datetime import datetime

from babel.dates import format_datetime

from beffroi.figures import change as change
from beffroi.figures import long_day as day
from beffroi.figures import with_unit as amount
from beffroi.periods import PARIS
from beffroi.texts import Language

__all__ = ["amount", "change", "day", "moment", "percent"]
LOCALES: dict[Language, str] = {"fr": "fr_FR", "en": "en_GB"}


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
