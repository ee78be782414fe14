"""Days that are whole months away, as legal clocks and retention count them."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or earlier where `months` is negative.

    Where the month has no such day, it is the last of the month.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 2, 5), -2)
    (datetime.date(2026, 2, 28), datetime.date(2025, 12, 5))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
