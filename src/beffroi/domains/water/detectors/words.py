"""Flows, volumes, names and days as people read them."""

from datetime import date

from beffroi.domains.panel import Row
from beffroi.figures import measured, number, written_day
from beffroi.texts import Text

NBSP = "\u00a0"
_DIGITS = 2


def flow(value: float) -> Text:
    """Return a flow with its unit, two significant digits at least.

    >>> flow(3.24).en, flow(0.347).en, flow(21.4).en
    ('3.2\\xa0m³/h', '0.35\\xa0m³/h', '21\\xa0m³/h')
    """
    return Text(fr=f"{figure(value).fr}{NBSP}m³/h", en=f"{figure(value).en}{NBSP}m³/h")


def figure(value: float) -> Text:
    """Return a flow without its unit."""
    digits = 0 if abs(value) >= 10 else 1 if abs(value) >= 1 else _DIGITS
    return Text(fr=number(value, digits, "fr"), en=number(value, digits, "en"))


def volume(value: float) -> Text:
    """Return a volume, rounded to what it is worth.

    >>> volume(28123.0).en
    '28,100\\xa0m³'
    """
    step = 10 ** max(len(str(int(abs(value)))) - 3, 0)
    rounded = round(value / step) * step
    return measured(rounded, "m3")


def day(when: date) -> Text:
    """Return a day in full letters.

    >>> day(date(2026, 3, 12)).fr.replace(NBSP, " "), day(date(2026, 3, 1)).en.replace(NBSP, " ")
    ('12 mars 2026', '1 March 2026')
    """
    written = written_day(when)
    return Text(fr=written.fr.replace(" ", NBSP, 1), en=written.en.replace(" ", NBSP, 1))


def month(when: date) -> Text:
    """Return the month of a day in full letters.

    >>> month(date(2026, 8, 31)).fr, month(date(2026, 8, 1)).en
    ('août 2026', 'August 2026')
    """
    written = written_day(when.replace(day=2))
    return Text(fr=written.fr.partition(" ")[2], en=written.en.partition(" ")[2])


def name(row: Row) -> Text:
    """Return the name of a row, between the quotes of each language."""
    return Text(fr=f"« {row.name} »", en=f"“{row.name}”")
