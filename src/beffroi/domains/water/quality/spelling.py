"""Names and units of laboratories as people read them; what is kept stays as it was written."""

import re

from beffroi.domains.water.quality.bounds import shown
from beffroi.domains.water.quality.samples import Result

#: « n/(100mL) » counts germs: the n is said by what is counted.
_COUNT = re.compile(r"\bn/\(?(\d*)\s*(m?[lL])\)?")
#: A count and its method at the end of a name, « /100ml - MF »: the unit says the first.
_TAIL = re.compile(r"\s*/\s*\d+\s*ml\b.*$", re.IGNORECASE)


def unit(text: str) -> str:
    r"""Write a unit as people do.

    >>> unit("n/(100mL)"), unit("n/mL"), unit("µg/L")
    ('/100\xa0mL', '/mL', 'µg/L')
    """
    return _COUNT.sub(lambda one: f"/{one[1]}\u00a0{one[2]}" if one[1] else f"/{one[2]}", text)


def name(result: Result) -> str:
    """Return what was searched, without the count that the unit says.

    >>> name(Result("1449", "ECOLI", "Escherichia coli /100ml - MF", "4", "", 4.0, "n/(100mL)"))
    'Escherichia coli'
    """
    return _TAIL.sub("", result.name) or result.name


def found(result: Result) -> str:
    r"""Return what was found, with its unit.

    >>> found(Result("1449", "ECOLI", "Escherichia coli", "4", "", 4.0, "n/(100mL)"))
    '4 /100\xa0mL'
    """
    return f"{result.text} {unit(result.unit)}".strip()


def limit(text: str) -> str:
    r"""Write a limit or a reference in a table.

    >>> limit("<=0 n/(100mL)"), limit(">=6,5 et <=9 unité pH")
    ('≤\xa00 /100\xa0mL', '≥\xa06,5 et ≤\xa09 unité pH')
    """
    return unit(shown(text))


def limit_said(text: str) -> str:
    r"""Write a limit in a sentence, where « a limit of » says that it is not gone beyond.

    >>> limit_said("<=0 n/(100mL)"), limit_said(">=6,5 et <=9 unité pH")
    ('0 /100\xa0mL', '≥\xa06,5 et ≤\xa09 unité pH')
    """
    return limit(text).removeprefix("≤\u00a0")
