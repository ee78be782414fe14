"""A table together with all that was already published over the same source, by anybody.

Two releases that are each harmless may tell the rest together: a total with a commune and one
without it, a table before and after a correction. They are therefore checked as one system.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from beffroi.trust.gate.form import Form
from beffroi.trust.gate.primary import Sensitive, Why
from beffroi.trust.gate.releases import Release
from beffroi.trust.gate.system import EPSILON, System, completed
from beffroi.trust.gate.table import Sum, Table

#: Share of its width by which an interval that was left may narrow at most, in all.
_GIVES = 0.01


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
    at = {key: position for position, key in enumerate(table.keys)}
    for release in releases:
        for key in _named(release):
            at.setdefault(key, len(at))
    before = _before(at, _sums(table, releases, at), releases)
    wrong = _against(form, table, before, releases)
    if wrong is not None:
        showing = tuple(one.id for one in releases if wrong in one.shown)
        return Contradiction(showing, wrong)
    own = slice(len(table))
    low, high = before.low.copy(), before.high.copy()
    low[own] = high[own] = table.value
    values = completed(replace(before, low=low, high=high))
    if values is None:
        return Contradiction(tuple(one.id for one in releases))
    values = np.maximum(values, 0.0)
    values[own] = table.value
    system = _after(form, table, before)
    guarded = tuple(_guarded(form, releases, at, values, system))
    return Joint(system, values, before.shown, guarded)


def rounded_to(values: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Round values to a step [unit of the measure]; 0 leaves them as they are.

    >>> rounded_to(np.array([12.0, 17.4]), 5.0).tolist()
    [10.0, 15.0]
    """
    return np.round(values / step) * step if step else values


def _named(release: Release) -> list[str]:
    sums = [key for whole, parts in release.sums for key in (whole, *parts)]
    return sorted({*release.shown, *sums})


def _before(at: dict[str, int], sums: tuple[Sum, ...], releases: Sequence[Release]) -> System:
    """Say what is known before the table: its own sums are, whatever it shows."""
    low, high = np.zeros(len(at)), np.full(len(at), np.inf)
    for release in releases:
        for key, value in release.shown.items():
            cell = at[key]
            low[cell], high[cell] = _both(low[cell], high[cell], value, release.rounding)
    return System(tuple(at), low, high, sums)


def _after(form: Form, table: Table, before: System) -> System:
    """Say what is known once the whole table is shown."""
    low, high = before.low.copy(), before.high.copy()
    for cell, value in enumerate(rounded_to(table.value, form.rounding).tolist()):
        low[cell], high[cell] = _both(low[cell], high[cell], value, form.rounding)
    return replace(before, low=low, high=high)


def _both(low: float, high: float, value: float, rounding: float) -> tuple[float, float]:
    """Narrow two bounds by one more value that is shown; after a correction, either may be true."""
    least, most = max(value - rounding / 2, 0.0), value + rounding / 2
    if max(low, least) <= min(high, most):
        return max(low, least), min(high, most)
    return min(low, least), max(high, most)


def _against(form: Form, table: Table, before: System, releases: Sequence[Release]) -> str | None:
    """Find a cell of which the table says something else than what it does not correct."""
    own = slice(len(table))
    low, high = before.low[own], before.high[own]
    near = max(EPSILON, form.rounding / 2)
    wrong = (table.value < low - _slack(low, near)) | (table.value > high + _slack(high, near))
    corrected = [key for one in releases if one.id == form.revises for key in one.shown]
    wrong &= ~np.isin(table.keys, corrected)
    return next((key for key, bad in zip(table.keys, wrong, strict=True) if bad), None)


def _slack(ends: NDArray[np.float64], near: float) -> NDArray[np.float64]:
    return np.where(np.isfinite(ends), np.abs(ends) * EPSILON + near, 0.0)


def _sums(table: Table, releases: Sequence[Release], at: dict[str, int]) -> tuple[Sum, ...]:
    found = {(one.whole, one.parts): one for one in table.sums}
    for release in releases:
        for whole, parts in release.sums:
            cells = tuple(sorted(at[part] for part in parts))
            found.setdefault((at[whole], cells), Sum(at[whole], cells))
    return tuple(found.values())


def _guarded(
    form: Form,
    releases: Sequence[Release],
    at: dict[str, int],
    values: NDArray[np.float64],
    system: System,
) -> list[Sensitive]:
    """Turn what earlier releases held back into what must stay possible.

    The ends give way by what the solver and the rounding of this release leave open, no more.
    """
    found = []
    open_ = form.rounding + 100 * EPSILON * system.scale
    for release in releases:
        for guard in release.guards:
            cells = tuple(sorted(at[key] for key in guard.cells))
            value = float(values[np.array(cells)].sum())
            high = value + system.scale if guard.high is None else guard.high
            slack = min(_GIVES * (high - guard.low), open_)
            below, above = value - guard.low - slack, high - value - slack
            found.append(
                Sensitive(cells, Why.EARLIER, value, 0, 0.0, max(below, 0.0), max(above, 0.0))
            )
    return found
