"""SIREN: the numbers of legal entities.

Reference: Insee, Sirene; the last digit is a check of the others (Luhn, ISO/IEC 7812-1).
"""

import re


def plain(number: str) -> str:
    """Return a number without its spaces.

    >>> plain("123 456 782")
    '123456782'
    """
    return "".join(number.split())


def is_siren(number: str) -> bool:
    """Tell whether nine digits are a SIREN.

    >>> is_siren("123456782"), is_siren("123456789"), is_siren("12345678")
    (True, False, False)
    """
    return re.fullmatch("[0-9]{9}", number) is not None and _luhn(number)


def _luhn(number: str) -> bool:
    """Check a number: every second digit counts double, from the one before the last."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(number)))
    return not sum(n // 10 + n % 10 for n in doubled) % 10
