"""Names and units of laboratories as people read them; data and exports keep what was written.

Files of the sanitary control name units for machines: `n/(100mL)` is a count in 100 mL of water,
`mg(Cl2)/L` milligrams of chlorine a litre, `SANS OBJET` no unit.
"""

import re

from beffroi.domains.water.quality.bounds import shown
from beffroi.domains.water.quality.samples import Result
from beffroi.texts import Text

_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
#: A form of unit, and what people say instead, in French and in English. Spaces are taken from the
#: first of them only: what files hold between two words may be long.
_FORMS = (
    (re.compile(r"\bn/\((\d+)\s*mL\)", re.IGNORECASE), "pour \\1\u00a0mL", "per \\1\u00a0mL"),
    (re.compile(r"\bn/(mL|L)\b", re.IGNORECASE), r"par \1", r"per \1"),
    (re.compile(r"\bunité pH\b", re.IGNORECASE), "unité pH", "pH unit"),
    (re.compile(r"\bmSv/an?\b", re.IGNORECASE), "mSv par an", "mSv a year"),
    (re.compile(r"(?<!\s)\s*\bSANS OBJET\b"), "", ""),
)
_OF = re.compile(r"\b([mµ\u03bcn]?g)\s?\((\w+)\)/(\w+)")
#: A count and its method at the end of a name, « /100ml - MF »: the unit says the first.
_TAIL = re.compile(r"(?<!\s)\s*/\s*\d+\s*ml\b.*$", re.IGNORECASE)


def said(text: str) -> Text:
    r"""Write the units of a result or of a limit as people do.

    >>> said("<1 n/(100mL)").fr, said("12 n/(100mL)").en, said("12 mg/L").fr
    ('<1 pour 100\xa0mL', '12 per 100\xa0mL', '12 mg/L')
    >>> said("0,3 mg(Cl2)/L").fr, said("7,5 unité pH").en, said("1 SANS OBJET").fr
    ('0,3 mg/L (Cl₂)', '7,5 pH unit', '1')
    """
    plain = _OF.sub(lambda one: f"{one[1]}/{one[3]} ({one[2].translate(_LOW)})", text)
    french = english = plain
    for form, fr, en in _FORMS:
        french, english = form.sub(fr, french), form.sub(en, english)
    return Text(fr=french, en=english)


def name(result: Result) -> str:
    """Return what was searched, without the count that the unit says.

    >>> name(Result("1449", "ECOLI", "Escherichia coli /100ml - MF", "4", "", 4.0, "n/(100mL)"))
    'Escherichia coli'
    """
    return _TAIL.sub("", result.name) or result.name


def found(result: Result) -> Text:
    r"""Return what was found, with its unit.

    >>> found(Result("1449", "ECOLI", "Escherichia coli", "4", "", 4.0, "n/(100mL)")).fr
    '4 pour 100\xa0mL'
    """
    return said(f"{result.text} {result.unit}".strip())


def limit(text: str) -> Text:
    r"""Write a limit or a reference in a table.

    >>> limit("<=0 n/(100mL)").fr, limit(">=6,5 et <=9 unité pH").fr
    ('≤\xa00 pour 100\xa0mL', '≥\xa06,5 et ≤\xa09 unité pH')
    """
    return said(shown(text))


def limit_said(text: str) -> Text:
    r"""Write a limit in a sentence, where « a limit of » says that it is not gone beyond.

    >>> limit_said("<=0 n/(100mL)").en, limit_said(">=6,5 et <=9 unité pH").fr
    ('0 per 100\xa0mL', '≥\xa06,5 et ≤\xa09 unité pH')
    """
    return said(shown(text).removeprefix("≤\u00a0"))
