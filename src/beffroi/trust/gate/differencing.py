"""A table together with all that was already published over the same source, by anybody.

Two releases that are each harmless may tell the rest together: a total with a commune and one
without it, a table before and after a correction. They are therefore checked as one system.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.trust.gate.form import Form
from beffroi.trust.gate.primary import Sensitive, Why
from beffroi.trust.gate.releases import Release
from beffroi.trust.gate.system import EPSILON, System, completed
from beffroi.trust.gate.table import Sum, Table


@dataclass(frozen=True, slots=True)
class Joint:
    """A table and what is already public around it; its own cells come first, in its order."""

    system: System
    """What is known once the whole table is shown."""
    values: NDArray[np.float64]
    """Values that fit: the true ones for the cells of the table."""
    public: NDArray[np.bool_]
    """Whether each cell was shown before."""
    guarded: tuple[Sensitive, ...]
    """What earlier releases held back."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A table says something else than an earlier release, of the same cell or by its sums."""

    releases: tuple[int, ...]
    cell: str = ""


def joint(form: Form, table: Table, releases: Sequence[Release]) -> Joint | Contradiction:
    """Put a table and the earlier releases together."""
    keys = [*table.keys]
    at = {key: position for position, key in enumerate(keys)}
    for release in releases:
        for key in _named(release):
            if at.setdefault(key, len(keys)) == len(keys):
                keys.append(key)
    known = _shown(at, releases)
    low, high = np.zeros(len(keys)), np.full(len(keys), np.inf)
    low[known.cells], high[known.cells] = known.low, known.high
    public = np.isfinite(high)
    sums = _sums(table, releases, at)
    own = np.arange(len(table))
    truth_low, truth_high = low.copy(), high.copy()
    near = max(EPSILON, form.rounding / 2)
    wrong = (table.value < low[own] - _slack(low[own], near)) | (
        table.value > high[own] + _slack(high[own], near)
    )
    wrong &= ~np.isin(table.keys, _revised(form, releases))
    if wrong.any():
        cell = int(np.flatnonzero(wrong)[0])
        return Contradiction(_showing(table.keys[cell], releases), table.keys[cell])
    truth_low[own] = truth_high[own] = table.value
    if (values := completed(System(tuple(keys), truth_low, truth_high, sums))) is None:
        return Contradiction(tuple(one.id for one in releases))
    values[own] = table.value
    values = np.maximum(values, 0.0)
    step = form.rounding / 2
    rounded = rounded_to(table.value, form.rounding)
    fresh = own[~public[own]]
    low[fresh], high[fresh] = np.maximum(rounded[fresh] - step, 0.0), rounded[fresh] + step
    for cell in own[public[own]]:  # a correction: nobody knows which of the two is nearer
        low[cell] = min(low[cell], max(rounded[cell] - step, 0.0))
        high[cell] = max(high[cell], rounded[cell] + step)
    system = System(tuple(keys), low, high, sums)
    return Joint(system, values, public, tuple(_guarded(releases, at, values, system)))


def rounded_to(values: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Round values to a step [unit of the measure]; 0 leaves them as they are.

    >>> rounded_to(np.array([12.0, 17.4]), 5.0).tolist()
    [10.0, 15.0]
    """
    return np.round(values / step) * step if step else values


@dataclass(frozen=True, slots=True)
class _Shown:
    cells: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def _named(release: Release) -> list[str]:
    sums = [key for whole, parts in release.sums for key in (whole, *parts)]
    return sorted({*release.shown, *sums})


def _shown(at: dict[str, int], releases: Sequence[Release]) -> _Shown:
    """Say between which values earlier releases put each cell that they show."""
    found: dict[int, tuple[float, float]] = {}
    for release in releases:
        step = release.rounding / 2
        for key, value in release.shown.items():
            low, high = found.get(at[key], (np.inf, -np.inf))
            found[at[key]] = min(low, max(value - step, 0.0)), max(high, value + step)
    cells = sorted(found)
    return _Shown(
        np.array(cells, np.int64),
        np.array([found[cell][0] for cell in cells], float),
        np.array([found[cell][1] for cell in cells], float),
    )


def _slack(ends: NDArray[np.float64], near: float) -> NDArray[np.float64]:
    return np.where(np.isfinite(ends), np.abs(ends) * EPSILON + near, 0.0)


def _revised(form: Form, releases: Sequence[Release]) -> list[str]:
    return [key for one in releases if one.id == form.revises for key in one.shown]


def _showing(key: str, releases: Sequence[Release]) -> tuple[int, ...]:
    return tuple(one.id for one in releases if key in one.shown)


def _sums(table: Table, releases: Sequence[Release], at: dict[str, int]) -> tuple[Sum, ...]:
    found = {(one.whole, one.parts): one for one in table.sums}
    for release in releases:
        for whole, parts in release.sums:
            cells = tuple(sorted(at[part] for part in parts))
            found.setdefault((at[whole], cells), Sum(at[whole], cells))
    return tuple(found.values())


def _guarded(
    releases: Sequence[Release], at: dict[str, int], values: NDArray[np.float64], system: System
) -> list[Sensitive]:
    """Turn what earlier releases held back into what must stay possible.

    The ends move by as much as rounded values may: that is no new knowledge.
    """
    found = []
    widest = max((len(one.parts) for one in system.sums), default=1)
    for release in releases:
        slack = release.rounding * (1 + widest) + 10 * EPSILON * system.scale
        for guard in release.guards:
            cells = tuple(sorted(at[key] for key in guard.cells))
            value = float(values[np.array(cells)].sum())
            high = value + system.scale if guard.high is None else guard.high
            below, above = value - guard.low - slack, high - value - slack
            found.append(
                Sensitive(cells, Why.EARLIER, value, 0, 0.0, max(below, 0.0), max(above, 0.0))
            )
    return found
