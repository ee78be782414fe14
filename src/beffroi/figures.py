"""Numbers as their readers write them."""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from math import isinf, isnan

from babel import Locale
from babel.dates import format_date

from beffroi.texts import Language, Text

#: Beyond, not every whole number can be told from the next one: digits would say nothing.
_EXACT = 2.0**53
#: The sign of typography: a hyphen is too short, and lines break after it.
_MINUS = "\u2212"
#: Room for the figures of a `float` and as many decimals as anybody asks for.
_HALVES = Context(prec=64, rounding=ROUND_HALF_UP)
#: How each language writes numbers and days.
LOCALES: dict[Language, Locale] = {"fr": Locale("fr", "FR"), "en": Locale("en", "GB")}
#: Units that are not written as the code names them.
_UNITS = {
    "EUR": "€",
    "kgCO2e": "kgCO₂e",
    "kWh/m2": "kWh/m²",
    "m3": "m³",
    "m3/h": "m³/h",
    "m3/km/d": "m³/km/j",
    "1": "",
    "K.d": "°C·j",
}
#: The unit a thousand times larger, and from which value on people read it better.
_LARGER = {"kWh": ("MWh", 100_000), "kgCO2e": ("tCO₂e", 10_000)}


def number(value: float, digits: int = 0, language: Language = "fr") -> str:
    """Write a number: thin spaces and a decimal comma in French, commas and a point in English.

    A half goes up, as at school and as browsers do: a figure that was rounded to cents before
    (894.504 to 894.50) is then the same in euros.

    >>> number(12345.6), number(12345.6, 1, "en")
    ('12\\u202f346', '12,345.6')
    >>> number(894.5), number(894.504), number(-0.125, 2)
    ('895', '895', '−0,13')
    >>> number(-1.7e305, 2), number(float("inf")), number(-3.2, 1)
    ('−1,7e+305', '∞', '−3,2')
    """
    value = float(value)
    if not abs(value) < _EXACT:  # digits would say little, or nothing
        return _beyond(value, language)
    # A page writes thousands: this is what Babel does of the pattern `#,##0.##`, at a tenth of its
    # price. `repr` first: 0.125 is rounded as it is read, not as it is held.
    rounded = _HALVES.quantize(Decimal(repr(value)), _unit(digits))
    whole, _, rest = format(abs(rounded), ",f").partition(".")
    group, point = _symbols(language)
    rest = rest.rstrip("0")
    sign = _MINUS if rounded < 0 else ""
    return sign + whole.replace(",", group) + (point + rest if rest else "")


def _beyond(value: float, language: Language) -> str:
    if isnan(value):
        return "–"
    text = "∞" if isinf(value) else f"{abs(value):.4g}"
    return (_MINUS if value < 0 else "") + text.replace(".", "," if language == "fr" else ".")


@cache
def _unit(digits: int) -> Decimal:
    """Return the last decimal that is written; tens are not rounded to."""
    return Decimal(1).scaleb(-max(digits, 0))


@cache
def _symbols(language: Language) -> tuple[str, str]:
    """Return what a language writes between thousands, and before decimals."""
    known = LOCALES[language].number_symbols["latn"]
    return str(known["group"]), str(known["decimal"])


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


#: Units whose English is not their French.
_ENGLISH = {"m3/km/d": "m³/km/d"}


def with_unit(value: float, unit: str, language: Language) -> str:
    r"""Write a value with its unit: three figures are enough for people, units stay beside.

    >>> with_unit(4321.4, "kWh", "fr"), with_unit(0.123, "EUR", "fr"), with_unit(41.26, "%", "en")
    ('4\u202f321\xa0kWh', '0,12\xa0€', '41.3%')
    >>> with_unit(286_589, "kgCO2e", "fr"), with_unit(1_745_407, "kWh", "fr")
    ('287\xa0tCO₂e', '1\u202f745\xa0MWh')
    """
    larger, from_ = _LARGER.get(unit, ("", 0))
    if larger and abs(value) >= from_:
        value, unit = value / 1000, larger
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2
    text = number(value, digits, language)
    shown = _ENGLISH.get(unit, shown_unit(unit)) if language == "en" else shown_unit(unit)
    if not shown:
        return text
    return f"{text}{shown}" if (shown, language) == ("%", "en") else f"{text}\u00a0{shown}"


def shown_unit(unit: str) -> str:
    """Return a unit as people read it.

    >>> shown_unit("m3"), shown_unit("kWh")
    ('m³', 'kWh')
    """
    return _UNITS.get(unit, unit)


def change(share: float, language: Language) -> str:
    r"""Write how a figure moved, with its sign; a figure after the point for small ones only.

    >>> change(0.0412, "fr"), change(-0.136, "en"), change(0.0001, "en"), change(-0.0001, "en")
    ('+4,1\xa0%', '−14%', '0%', '0%')
    """
    moved = round(100 * share, 0 if abs(share) >= 0.1 else 1)
    text = with_unit(moved, "%", language)
    return f"+{text}" if moved > 0 else text


def points(value: float, language: Language) -> str:
    r"""Write by how many points a percentage moved, with its sign.

    >>> points(1.24, "fr"), points(-2.0, "fr"), points(0.02, "fr"), points(-1.0, "en")
    ('+1,2\xa0point', '−2\xa0points', '0\xa0point', '−1\xa0point')
    """
    value = round(value, 1)
    word = "points" if abs(value) >= (2 if language == "fr" else 1.05) else "point"
    return f"{'+' if value > 0 else ''}{number(value, 1, language)}\u00a0{word}"


def long_day(value: date, language: Language) -> str:
    """Write a day.

    >>> long_day(date(2026, 8, 1), "fr"), long_day(date(2026, 8, 1), "en")
    ('1er août 2026', '1 August 2026')
    """
    text = str(format_date(value, "long", locale=LOCALES[language]))
    return f"1er{text[1:]}" if (value.day, language) == (1, "fr") else text


def measured(value: float, unit: str) -> Text:
    """Return a value with its unit as each language writes it."""
    return Text(fr=with_unit(value, unit, "fr"), en=with_unit(value, unit, "en"))


def moved(share: float) -> Text:
    """Return how a figure moved as each language writes it."""
    return Text(fr=change(share, "fr"), en=change(share, "en"))


def written_day(value: date) -> Text:
    """Return a day as each language writes it.

    >>> written_day(date(2026, 8, 2)).en
    '2 August 2026'
    """
    return Text(fr=long_day(value, "fr"), en=long_day(value, "en"))
