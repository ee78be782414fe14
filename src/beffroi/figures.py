"""Numbers as their readers write them."""

from math import isinf, isnan

from babel.numbers import format_decimal

from beffroi.texts import Language, Text

#: Beyond, not every whole number can be told from the next one: digits would say nothing.
_EXACT = 2.0**53
#: The sign of typography: a hyphen is too short, and lines break after it.
_MINUS = "\u2212"
_LOCALES: dict[Language, str] = {"fr": "fr_FR", "en": "en_GB"}


def number(value: float, digits: int = 0, language: Language = "fr") -> str:
    """Write a number: thin spaces and a decimal comma in French, commas and a point in English.

    >>> number(12345.6), number(12345.6, 1, "en")
    ('12\\u202f346', '12,345.6')
    >>> number(-1.7e305, 2), number(float("inf")), number(-3.2, 1)
    ('−1,7e+305', '∞', '−3,2')
    """
    rounded = round(value, digits)
    sign = _MINUS if rounded < 0 else ""
    return sign + _unsigned(abs(rounded), digits, language)


def _unsigned(value: float, digits: int, language: Language) -> str:
    if isnan(value):
        return "–"
    if isinf(value):
        return "∞"
    if value >= _EXACT:  # digits would say little
        return f"{value:.4g}".replace(".", "," if language == "fr" else ".")
    form = f"#,##0.{'#' * digits}".rstrip(".")
    return str(format_decimal(value, format=form, locale=_LOCALES[language]))


def numbers(value: float, digits: int = 0) -> Text:
    """Return a number as each language writes it, to fill a text with.

    >>> numbers(1234).en
    '1,234'
    """
    return Text(fr=number(value, digits), en=number(value, digits, "en"))


def size(count: int) -> Text:
    """Return a count of bytes in the unit that fits.

    >>> size(1_234_567).fr, size(2_400).en
    ('1,2\\xa0Mo', '2.4 kB')
    """
    powers = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
    scale, prefix = next((one for one in powers if count >= one[0]), powers[-1])
    return Text(fr="{n}\u00a0{p}o", en="{n} {p}B").fill(n=numbers(count / scale, 1), p=prefix)


def percent(share: float, digits: int = 0) -> Text:
    """Return a share as a percentage; one that is not null is never written as none.

    >>> percent(0.256).en, percent(0.0001).en, percent(0.256).fr
    ('26%', '< 1%', '26\\xa0%')
    """
    if 0 < share < 0.01 and not digits:
        return Text(fr="<\u00a01\u00a0%", en="< 1%")
    return Text(fr="{n}\u00a0%", en="{n}%").fill(n=numbers(100 * share, digits))


def amount(text: str | float) -> float:
    """Read a number written with a decimal comma or point, spaces and a euro sign allowed.

    >>> amount("1 200,50 €")
    1200.5

    Raises:
        ValueError: when it is no number.
    """
    plain = "".join(str(text).replace("€", "").split())
    return float(plain.replace(",", "."))
