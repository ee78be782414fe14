"""Numbers, days and instants as readers of a page write them."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from beffroi.periods import PARIS
from beffroi.texts import Language

_LOCALES: dict[Language, str] = {"fr": "fr_FR", "en": "en_GB"}
#: Units that are not written as the code names them.
_UNITS = {"EUR": "€", "kgCO2e": "kgCO₂e", "kWh/m2": "kWh/m²", "K.d": "°C·j"}


def number(value: float, language: Language, digits: int = 0) -> str:
    r"""Write a number, without digits that say nothing.

    >>> number(12345.6, "fr"), number(-12345.67, "en", 1)
    ('12\u202f346', '−12,345.7')
    """
    plain = round(value, digits) or 0.0
    text = str(format_decimal(plain, format="#,##0.##", locale=_LOCALES[language]))
    return text.replace("-", "\u2212")


def amount(value: float, unit: str, language: Language) -> str:
    r"""Write a value with its unit: three figures are enough for people, units stay beside.

    >>> amount(4321.4, "kWh", "fr"), amount(0.123, "EUR", "fr"), amount(41.26, "%", "en")
    ('4\u202f321\xa0kWh', '0,12\xa0€', '41.3%')
    """
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2
    text = number(value, language, digits)
    shown = _UNITS.get(unit, unit)
    return f"{text}{shown}" if (shown, language) == ("%", "en") else f"{text}\u00a0{shown}"


def change(share: float, language: Language) -> str:
    r"""Write how a figure moved, with its sign.

    >>> change(0.0412, "fr"), change(-0.5, "en")
    ('+4,12\xa0%', '−50%')
    """
    text = amount(100 * share, "%", language)
    return text if share < 0 else f"+{text}"


def day(value: date, language: Language) -> str:
    """Write a day.

    >>> day(date(2026, 8, 1), "fr"), day(date(2026, 8, 1), "en")
    ('1 août 2026', '1 August 2026')
    """
    text = str(format_date(value, "long", locale=_LOCALES[language]))
    return text.replace("1er ", "1\u1d49\u02b3 ") if language == "fr" else text


def moment(value: datetime, language: Language) -> str:
    """Write an instant, on the clock of Paris.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "en")
    '25 November 2026 at 00:30'
    """
    local = value.astimezone(PARIS)
    form = "d MMMM yyyy 'à' H:mm" if language == "fr" else "d MMMM yyyy 'at' HH:mm"
    return str(format_datetime(local, form, locale=_LOCALES[language]))
