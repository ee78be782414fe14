"""Legal clocks that count in months."""

from calendar import monthrange
from datetime import date

#: CRPA, articles R311-13 and R343-1: one month to answer, two months to turn to the CADA.
ANSWER_MONTHS, CADA_MONTHS = 1, 2


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, the last of the month where there is no such day.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 12, 5), 2)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 5))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
