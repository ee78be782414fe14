"""The cells that tell of too few: what the rule of a source holds back by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from beffroi.trust.gate.rules import RANGE, Rule
from beffroi.trust.gate.table import Table


class Why(StrEnum):
    """Why a cell may not be seen."""

    COUNT = "count"
    """Too few contributors."""
    LARGEST = "largest"
    """One contributor is nearly all of it: the value tells theirs."""
    ZERO = "zero"
    """Nothing at all: it tells the value of each contributor, who have nothing either."""
    EARLIER = "earlier"
    """An earlier release held it back."""


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A quantity that nobody may compute: a cell, or several together.

    Whoever looks at all that is published must hold possible both `value - below` and
    `value + above` [unit of the measure].
    """

    cells: tuple[int, ...]
    why: Why
    value: float
    count: int
    largest: float
    below: float
    above: float


def judge(
    rule: Rule, value: float, count: int, largest: float, floor: float
) -> tuple[Why, float] | None:
    """Say whether a quantity is sensitive, and how far off a reader must stay.

    Nobody contributes to an empty cell: it is not sensitive.

    For one contributor above a share s of the value v, the range is largest / s - v: the value at
    which they would no longer dominate (Hundepool et al., Statistical Disclosure Control, 2012,
    table 4.2). `floor` is the least range, for values near zero [unit of the measure].

    >>> from beffroi.trust.gate.rules import rule
    >>> judge(rule("energy"), 100.0, 9, 20.0, 1.0)
    (<Why.COUNT: 'count'>, 30.0)
    >>> judge(rule("enterprises"), 100.0, 3, 85.0, 1.0) is None
    True
    """
    if count == 0:
        return None
    few = max(RANGE * value, floor)
    if count < rule.min_count:
        return Why.COUNT, few
    if value == 0 and rule.min_count > 1:  # else there is nobody to tell of
        return Why.ZERO, floor
    if largest > rule.largest_share * value:
        return Why.LARGEST, max(largest / rule.largest_share - value, floor)
    return None


def floor_of(table: Table) -> float:
    """Return the least range of a table: that of a mean contributor [unit of the measure]."""
    finest = table.finest
    contributors = int(table.count[finest].sum())
    return RANGE * float(table.value[finest].sum()) / max(contributors, 1)


def primary(rule: Rule, table: Table) -> list[Sensitive]:
    """List the cells of a table that are sensitive by themselves, in order."""
    return list(_primary(rule, table))


def _primary(rule: Rule, table: Table) -> Iterator[Sensitive]:
    floor = floor_of(table)
    for cell in range(len(table)):
        made = quantity(rule, table, (cell,), floor)
        if made is not None:
            yield made


def quantity(
    rule: Rule, table: Table, cells: tuple[int, ...], floor: float, *, repeated: bool = False
) -> Sensitive | None:
    """Judge several cells together, whose contributors differ unless they are `repeated`."""
    chosen = np.array(cells)
    value = float(table.value[chosen].sum())
    counts, largest = table.count[chosen], table.largest[chosen]
    count = int(counts.max() if repeated else counts.sum())
    most = float(min(largest.sum(), value) if repeated else largest.max())
    found = judge(rule, value, count, most, floor)
    if found is None:
        return None
    why, width = found
    return Sensitive(cells, why, value, count, most, min(width, value), width)
