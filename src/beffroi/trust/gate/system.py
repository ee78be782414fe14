"""What anybody knows once a table is public: sums of cells, and the value of those that are shown.

The unknowns are all the cells of a table and of earlier ones over the same source, by name; a cell
that two releases show is one unknown. None is negative.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from beffroi.trust.gate.table import Sum

#: Share of the largest value under which two values are one: the solver knows no better.
EPSILON = 1e-7
_LINPROG: Any = linprog  # its types know nothing of sparse matrices


@dataclass(frozen=True, slots=True)
class System:
    """Cells between two bounds [unit of the measure], and those that are sums of others."""

    keys: tuple[str, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    sums: tuple[Sum, ...]
    matrix: csr_array[Any] = field(init=False, repr=False, compare=False)
    """The sums, one a row: their parts less their whole, which makes nothing."""

    def __post_init__(self) -> None:
        rows = [n for n, one in enumerate(self.sums) for _ in (one.whole, *one.parts)]
        columns = [cell for one in self.sums for cell in (one.whole, *one.parts)]
        signs = [s for one in self.sums for s in (-1.0, *[1.0] * len(one.parts))]
        shape = (len(self.sums), len(self.keys))
        object.__setattr__(self, "matrix", csr_array((signs, (rows, columns)), shape=shape))

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Whether each cell is public."""
        found: NDArray[np.bool_] = np.isfinite(self.high)
        return found

    @property
    def scale(self) -> float:
        """The largest value that is known, 1 where none is [unit of the measure]."""
        return float(self.high[self.shown].max(initial=0.0)) or 1.0

    def hiding(self, cells: Collection[int]) -> "System":
        """Return what is known where some cells are held back."""
        low, high = self.low.copy(), self.high.copy()
        chosen = np.array(sorted(cells), int)
        low[chosen], high[chosen] = 0.0, np.inf
        return replace(self, low=low, high=high)


def bounds(
    system: System, cells: Sequence[int], known: Mapping[int, float] | None = None
) -> tuple[float, float] | None:
    """Return between which values the sum of some cells can lie, for all that is known.

    `known` is what an insider knows besides, by cell. This is the attack: two linear programs.

    Returns:
        The least and the largest value [unit of the measure], the latter infinite where nothing
        bounds it; None where what is known contradicts itself.
    """
    scale = system.scale
    low, high = system.low / scale, system.high / scale
    for cell, value in (known or {}).items():
        low[cell] = high[cell] = value / scale
    cost = np.zeros(len(system.keys))
    cost[np.array(cells, int)] = 1.0
    least = _extreme(system, cost, low, high)
    most = _extreme(system, -cost, low, high)
    if least is None or most is None:
        return None
    return least * scale, -most * scale


def _extreme(
    system: System,
    cost: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> float | None:
    """Return the least value of a sum: minus infinity where it has none, None where none fits."""
    found = _solved(system, cost, low, high)
    if found.status == 3 or (found.status == 4 and found.fun is None):
        return -np.inf
    return None if found.status == 2 or found.fun is None else float(found.fun)


def _solved(
    system: System,
    cost: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> Any:
    nothing = np.zeros(len(system.sums))
    return solve(cost, system.matrix, nothing, np.column_stack([low, high]))


def solve(
    cost: NDArray[np.float64], matrix: Any, right: NDArray[np.float64], ends: NDArray[np.float64]
) -> Any:
    """Solve the linear program `min cost @ x` where `matrix @ x = right`, within `ends`."""
    equal = {"A_eq": matrix, "b_eq": right} if right.size else {}
    return _LINPROG(cost, bounds=ends, method="highs", **equal)


def completed(system: System) -> NDArray[np.float64] | None:
    """Return values that fit all that is known; None where it contradicts itself."""
    scale = system.scale
    nothing = np.zeros(len(system.keys))
    found = _solved(system, nothing, system.low / scale, system.high / scale)
    return None if found.x is None else np.asarray(found.x, float) * scale
