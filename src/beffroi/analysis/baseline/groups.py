"""Series put together by what they share, so that it is computed once."""

from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline.design import DayTypes
from beffroi.analysis.metrics import Floats

_Array = TypeVar("_Array", Floats, DayTypes)

#: Series that share their weather and calendar with fewer others than this are fitted with all
#: those that share nothing: the columns of each are then its own.
_FEW = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Rows solved together, with their weather and calendar: (n_days,) or (n_rows, n_days)."""

    rows: NDArray[np.int64]
    temperature: Floats
    day_types: DayTypes


def blocks(count: int, temperature: Floats, day_types: DayTypes, size: int) -> list[Group]:
    """Cut `count` series into groups of at most `size`, by equal weather and calendar.

    >>> weather = np.array([[1.0, 2.0], [5.0, 6.0]]).repeat(10, axis=0)
    >>> groups = blocks(20, weather, np.zeros(2, dtype=np.int8), 512)
    >>> [(len(group.rows), group.temperature.tolist()) for group in groups]
    [(10, [1.0, 2.0]), (10, [5.0, 6.0])]
    """
    rows = np.arange(count)
    if temperature.ndim == 1 and day_types.ndim == 1:
        return [Group(part, temperature, day_types) for part in _cut(rows, size)]
    code = _codes(temperature, count) * (count + 1) + _codes(day_types, count)
    _, place, number = np.unique(code, return_inverse=True, return_counts=True)
    few = number[place] < _FEW
    groups = [
        Group(part, _pick(temperature, part[0]), _pick(day_types, part[0]))
        for k in np.flatnonzero(number >= _FEW)
        for part in _cut(rows[place == k], size)
    ]
    groups += [
        Group(part, _pick(temperature, part), _pick(day_types, part))
        for part in _cut(rows[few], size)
        if len(part) or not groups
    ]
    return groups


def _cut(rows: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    return [rows[start : start + size] for start in range(0, max(len(rows), 1), size)]


def _codes(array: NDArray[np.generic], count: int) -> NDArray[np.int64]:
    """Number the distinct rows of an array, 0 for all where it is one row."""
    if array.ndim == 1:
        return np.zeros(count, dtype=np.int64)
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in array])


def _pick(array: _Array, rows: int | NDArray[np.int64]) -> _Array:
    return array if array.ndim == 1 else cast("_Array", array[rows])
