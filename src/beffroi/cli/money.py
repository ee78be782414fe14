"""Numbers as French readers write them."""

from babel.numbers import format_decimal


def number(value: float, digits: int = 0) -> str:
    """Write a number with thin spaces and a decimal comma.

    >>> number(12345.6)
    '12\\u202f346'
    """
    return str(format_decimal(round(value, digits), format="#,##0.##", locale="fr_FR"))


def amount(text: str | float) -> float:
    """Read a number written with a decimal comma or point, spaces and a euro sign allowed.

    >>> amount("1 200,50 €")
    1200.5

    Raises:
        ValueError: when it is no number.
    """
    plain = "".join(str(text).replace("€", "").split())
    return float(plain.replace(",", "."))
