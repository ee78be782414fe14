"""Numbers, dates and names as people read them, in French and in English."""

from datetime import date

from beffroi.texts import Text

NBSP = "\u00a0"
THIN = "\u202f"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENERGY = {
    "electricity": Text(fr="électricité", en="electricity"),
    "gas": Text(fr="gaz", en="gas"),
    "heat": Text(fr="chaleur", en="heat"),
}


def number(value: float, unit: str = "", digits: int = 3) -> Text:
    """Return a number with three significant digits at most, grouped by thousands.

    >>> number(12345.6, "kWh").fr.replace(THIN, " ").replace(NBSP, " ")
    '12 300 kWh'
    >>> number(0.4567, "kW").en
    '0.457\\xa0kW'
    """
    size = abs(value)
    if size >= 10 ** (digits - 1):
        step = 10 ** max(len(str(int(size))) - digits, 0)
        plain = f"{round(value / step) * step:,}"
    else:
        plain = f"{value:.{digits}g}"
    french = plain.replace(",", THIN).replace(".", ",").replace("-", "\u2212")
    end = f"{NBSP}{unit}" if unit else ""
    return Text(fr=french + end.replace("EUR", "€"), en=plain + end)


def percent(share: float) -> Text:
    """Return a share as a percentage.

    >>> percent(0.213).en
    '21%'
    """
    rounded = f"{round(100 * share)}".replace("-", "\u2212")
    return Text(fr=f"{rounded} %", en=f"{rounded}%")


def day(when: date) -> Text:
    """Return a date in full letters.

    >>> day(date(2024, 3, 1)).fr, day(date(2024, 3, 1)).en
    ('1er\\xa0mars 2024', '1\\xa0March 2024')
    """
    first = "1er" if when.day == 1 else str(when.day)
    return Text(
        fr=f"{first}{NBSP}{_MONTHS[when.month - 1]} {when.year}",
        en=f"{when.day}{NBSP}{_MONTHS_EN[when.month - 1]} {when.year}",
    )


def energy_of(quantity: str) -> Text:
    """Return the name of the energy of a quantity."""
    return ENERGY[quantity.partition(".")[0]]
