"""Defects of meters and of their data, put into a series on purpose."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from beffroi.demo.generate.changes import Change
from beffroi.demo.generate.clock import Clock, Mask
from beffroi.demo.generate.meters import Column
from beffroi.demo.generate.model import FaultKind

_SPIKES = 8


def spoil(column: Column, fault: Change | None, time: Clock, rng: np.random.Generator) -> Column:
    """Return a series as a defect leaves it; unchanged where the fault is not of the meter."""
    if fault is None or not isinstance(fault.kind, FaultKind) or fault.kind not in _DEFECTS:
        return column
    after = time.edges[min(fault.until, len(time.days))]
    inside = (column.start >= time.edges[fault.since]) & (column.start < after)
    return _DEFECTS[fault.kind](column, inside, rng)


def _dead(column: Column, inside: Mask, _: np.random.Generator) -> Column:
    return replace(column, value=np.where(inside, 0.0, column.value))


def _stuck(column: Column, inside: Mask, _: np.random.Generator) -> Column:
    """Repeat the last value before the meter stuck, or the median where it says nothing."""
    first = int(np.argmax(inside))
    held = column.value[first] or float(np.median(column.value))
    return replace(column, value=np.where(inside, held, column.value))


def _gap(column: Column, inside: Mask, _: np.random.Generator) -> Column:
    return column.take(np.flatnonzero(~inside))


def _spikes(column: Column, inside: Mask, rng: np.random.Generator) -> Column:
    value = column.value.copy()
    rows = rng.choice(np.flatnonzero(inside), _SPIKES, replace=False)
    value[rows] = np.rint((np.max(value) + 1) * rng.uniform(8, 40, _SPIKES))
    return replace(column, value=value)


def _times_1000(column: Column, inside: Mask, _: np.random.Generator) -> Column:
    return replace(column, value=np.where(inside, column.value * 1000, column.value))


def _duplicates(column: Column, inside: Mask, _: np.random.Generator) -> Column:
    """Give each row of the period twice, one after the other, as a file joined twice would."""
    return column.take(np.repeat(np.arange(len(inside)), 1 + inside))


_DEFECTS: Mapping[FaultKind, Callable[[Column, Mask, np.random.Generator], Column]] = {
    FaultKind.DEAD_METER: _dead,
    FaultKind.STUCK_METER: _stuck,
    FaultKind.GAP: _gap,
    FaultKind.SPIKES: _spikes,
    FaultKind.TIMES_1000: _times_1000,
    FaultKind.DUPLICATES: _duplicates,
}
