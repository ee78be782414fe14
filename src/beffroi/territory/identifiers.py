"""SIREN and SIRET: the numbers of legal entities and of their establishments.

Reference: Insee, Sirene; the last digit is a check of the others (Luhn, ISO/IEC 7812-1).
"""

import re

#: La Poste: its establishments are too many for the check, their digits add up to a multiple of 5.
_LA_POSTE = "356000000"


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


def is_siret(number: str) -> bool:
    """Tell whether fourteen digits are a SIRET: a SIREN, then the number of an establishment.

    >>> is_siret("12345678200010"), is_siret("12345678200011")
    (True, False)
    >>> is_siret("35600000000048"), is_siret("35600000009075"), is_siret("35600000009076")
    (True, True, False)
    """
    if re.fullmatch("[0-9]{14}", number) is None or not is_siren(number[:9]):
        return False
    return _luhn(number) or (number.startswith(_LA_POSTE) and not sum(map(int, number)) % 5)


def _luhn(number: str) -> bool:
    """Check a number: every second digit counts double, from the one before the last."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(number)))
    return not sum(n // 10 + n % 10 for n in doubled) % 10
