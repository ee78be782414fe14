"""Units of laboratories as people say them; data and exports keep them as they are written.

Files of the sanitary control name units for machines: `n/(100mL)` is a count in 100 mL of water,
`mg(Cl2)/L` milligrams of chlorine a litre, `SANS OBJET` no unit.
"""

import re

from beffroi.texts import Text

_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
#: A form of unit, and what people say instead, in French and in English.
_FORMS = (
    (re.compile(r"\bn/\((\d+)\s*mL\)", re.IGNORECASE), r"pour \1 mL", r"per \1 mL"),
    (re.compile(r"\bn/(mL|L)\b", re.IGNORECASE), r"par \1", r"per \1"),
    (re.compile(r"\bunité pH\b", re.IGNORECASE), r"unité pH", r"pH unit"),
    (re.compile(r"\bmSv/an?\b", re.IGNORECASE), r"mSv par an", r"mSv a year"),
    (re.compile(r"\s*\bSANS OBJET\b"), r"", r""),
)
_OF = re.compile(r"\b([mµ\u03bcn]?g)\s?\((\w+)\)/(\w+)")


def said(text: str) -> Text:
    """Write the units of a result or of a limit as people do.

    >>> said("<1 n/(100mL)").fr, said("≤ 0 n/(100mL)").en, said("12 mg/L").fr
    ('<1 pour 100 mL', '≤ 0 per 100 mL', '12 mg/L')
    >>> said("0,3 mg(Cl2)/L").fr, said("7,5 unité pH").en, said("1 SANS OBJET").fr
    ('0,3 mg/L (Cl₂)', '7,5 pH unit', '1')
    """
    plain = _OF.sub(lambda one: f"{one[1]}/{one[3]} ({one[2].translate(_LOW)})", text)
    french = english = plain
    for form, fr, en in _FORMS:
        french, english = form.sub(fr, french), form.sub(en, english)
    return Text(fr=french, en=english)
