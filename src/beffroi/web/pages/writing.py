"""Numbers, days and instants as readers of a page write them."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime

from beffroi.figures import number
from beffroi.periods import PARIS
from beffroi.texts import Language

LOCALES: dict[Language, str] = {"fr": "fr_FR", "en": "en_GB"}
#: Units that are not written as the code names them.
_UNITS = {"EUR": "€", "kgCO2e": "kgCO₂e", "kWh/m2": "kWh/m²", "K.d": "°C·j"}
#: The unit a thousand times larger, and from which value on people read it better.
_LARGER = {"kWh": ("MWh", 100_000), "kgCO2e": ("tCO₂e", 10_000)}


def amount(value: float, unit: str, language: Language) -> str:
    r"""Write a value with its unit: three figures are enough for people, units stay beside.

    >>> amount(4321.4, "kWh", "fr"), amount(0.123, "EUR", "fr"), amount(41.26, "%", "en")
    ('4\u202f321\xa0kWh', '0,12\xa0€', '41.3%')
    >>> amount(286_589, "kgCO2e", "fr"), amount(1_745_407, "kWh", "fr")
    ('287\xa0tCO₂e', '1\u202f745\xa0MWh')
    """
    larger, from_ = _LARGER.get(unit, ("", 0))
    if larger and abs(value) >= from_:
        value, unit = value / 1000, larger
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2
    text = number(value, digits, language)
    shown = _UNITS.get(unit, unit)
    return f"{text}{shown}" if (shown, language) == ("%", "en") else f"{text}\u00a0{shown}"


def percent(share: float, language: Language) -> str:
    r"""Write a share: a figure after the point says something of small ones only.

    >>> percent(0.0412, "fr"), percent(0.136, "en")
    ('4,1\xa0%', '14%')
    """
    return amount(round(100 * share, 0 if abs(share) >= 0.1 else 1), "%", language)


def change(share: float, language: Language) -> str:
    r"""Write how a figure moved, with its sign.

    >>> change(0.0412, "fr"), change(-0.136, "en")
    ('+4,1\xa0%', '−14%')
    """
    text = percent(share, language)
    return text if share < 0 else f"+{text}"


def day(value: date, language: Language) -> str:
    """Write a day.

    >>> day(date(2026, 8, 1), "fr"), day(date(2026, 8, 1), "en")
    ('1er août 2026', '1 August 2026')
    """
    text = str(format_date(value, "long", locale=LOCALES[language]))
    return f"1er{text[1:]}" if (value.day, language) == (1, "fr") else text


def moment(value: datetime, language: Language) -> str:
    """Write an instant, on the clock of Paris.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "en")
    '25 November 2026 at 00:30'
    """
    local = value.astimezone(PARIS)
    form = "d MMMM yyyy 'à' H:mm" if language == "fr" else "d MMMM yyyy 'at' HH:mm"
    return str(format_datetime(local, form, locale=LOCALES[language]))
