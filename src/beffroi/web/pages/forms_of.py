"""What several forms read alike."""

from datetime import date


def day_of(given: str) -> date | None:
    """Return a day that was typed; None where it is none of our time.

    >>> day_of("2027-01-31"), day_of("31/01/2027"), day_of("0001-01-01")
    (datetime.date(2027, 1, 31), None, None)
    """
    try:
        found = date.fromisoformat(given)
    except ValueError:
        return None
    return found if 1900 <= found.year < 2200 else None
