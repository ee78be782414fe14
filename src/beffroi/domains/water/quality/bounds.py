"""Limits and references of quality as files write them, and what is above or below them.

A limit (« limite ») protects health and must be kept to; a reference (« référence ») tells how well
works go (code de la santé publique, articles R1321-2 and R1321-3). A file says which applies to
each result: neither is looked up, nor is one applied that the file does not write.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from beffroi.domains.water.quality.samples import Result

_SIGNS = re.compile(r"[<>]=?(?! )")
_RULE = re.compile(r"(<=|>=|<|>)\s*(\d+(?:[.,]\d+)?)")


class Above(IntEnum):
    """What a result does not keep to, the gravest last."""

    NOTHING = 0
    REFERENCE = 1
    LIMIT = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """Rules that a value keeps to, all of them, in a unit."""

    rules: tuple[tuple[str, float], ...]
    unit: str


def bounds(text: str) -> Bounds | None:
    """Read a limit; None where it is not understood: nothing is then compared with it.

    >>> bounds(">=6,5 et <=9 unité pH")
    Bounds(rules=(('>=', 6.5), ('<=', 9.0)), unit='unité pH')
    >>> bounds("<=0 n/(100mL)")
    Bounds(rules=(('<=', 0.0),), unit='n/(100mL)')
    >>> bounds("absence") is None
    True
    """
    found = list(_RULE.finditer(text))
    between = _RULE.sub("", text)
    unit = " ".join(word for word in between.split() if word.lower() not in ("et", "and"))
    if not found:
        return None
    return Bounds(tuple((one[1], float(one[2].replace(",", "."))) for one in found), unit)


def shown(text: str) -> str:
    r"""Write a limit as people do.

    >>> shown(">=6,5 et <=9 unité pH"), shown("<=0,1 µg/L")
    ('≥\xa06,5 et ≤\xa09 unité pH', '≤\xa00,1 µg/L')
    """
    spaced = _SIGNS.sub(lambda sign: f"{sign[0]}\u00a0", text)
    return spaced.replace("<=", "≤").replace(">=", "≥")


def above(result: Result) -> Above:
    """Tell whether a result is beyond its limit, its reference, or neither.

    >>> above(Result("1340", "NO3", "Nitrates", "51", "", 51.0, "mg/L", "<=50 mg/L"))
    <Above.LIMIT: 2>
    >>> above(Result("1449", "ECOLI", "E. coli", "<1", "<", 1.0, "n/(100mL)", "<=0 n/(100mL)"))
    <Above.NOTHING: 0>
    """
    if _breaks(result, result.limit):
        return Above.LIMIT
    return Above.REFERENCE if _breaks(result, result.reference) else Above.NOTHING


def compared(result: Result) -> bool:
    """Tell whether a result can be compared with the limit that stands beside it."""
    known = bounds(result.limit)
    return known is not None and result.value is not None and _same(known.unit, result.unit)


def _breaks(result: Result, text: str) -> bool:
    known = bounds(text)
    if known is None or result.value is None or not _same(known.unit, result.unit):
        return False
    return any(_broken(result.sign, result.value, rule, bound) for rule, bound in known.rules)


def _broken(sign: str, value: float, rule: str, bound: float) -> bool:
    """Tell whether a rule is surely broken: what a laboratory could not see breaks none."""
    upper, strict = rule[0] == "<", len(rule) == 1
    if sign == "<":  # somewhere below
        return not upper and value <= bound
    if sign == ">":  # somewhere above
        return upper and value >= bound
    if value == bound:
        return strict
    return value > bound if upper else value < bound


def _same(one: str, other: str) -> bool:
    """Tell whether two units are written alike, but for spaces and case."""
    return not one or "".join(one.split()).lower() == "".join(other.split()).lower()
