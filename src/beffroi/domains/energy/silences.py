"""Meters that count nothing any more, or that repeat one value.

Both are told from the habits of the row itself. A run of zeros is a fault when three mean days at
least were expected over its last ten days; for heating six, mild days left aside: a boiler may rest
from spring to autumn. A run of zeros of an electricity meter, or of one value repeated, is a fault
when it is twice as long as the longest run of the year before.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import run_lengths
from beffroi.domains.energy.expected import LEAST_HISTORY
from beffroi.domains.panel import Floats, Panel

LEAST_DEAD, LEAST_STUCK, LEAST_STUCK_DAILY = 3, 2, 6
TIMES_LONGEST = 2
_EXPECTED_WITHIN = 10
EXPECTED_DAYS, EXPECTED_DAYS_HEATING = 3.0, 6.0
_HISTORY = 60
_YEAR = 365
_MILD = 12.0
_WINTER = (11, 3)


class SilenceKind(StrEnum):
    """How a meter fails."""

    DEAD = "dead"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Silence:
    """A run of days without information; indices of days, `last` included."""

    row: int
    kind: SilenceKind
    first: int
    last: int
    over: bool


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of one kind: (n, d) length up to each day, and whether it is unusual by then."""

    kind: SilenceKind
    length: NDArray[np.int64]
    unusual: NDArray[np.bool_]


def find_runs(panel: Panel) -> tuple[Runs, ...]:
    """Return the runs of zeros and of repeated values; each day is judged on the days before."""
    measured = np.where(panel.filled, np.nan, panel.daily)
    age = np.cumsum(np.isfinite(measured), axis=1)
    steady = np.array([row.quantity.startswith("electricity") for row in panel.rows], dtype=bool)
    flat, least = _flat(panel, measured)
    kinds = ((SilenceKind.DEAD, measured == 0.0, LEAST_DEAD), (SilenceKind.STUCK, flat, least))
    found = []
    for kind, mask, shortest in kinds:
        length = run_lengths(mask)
        limit = np.maximum(TIMES_LONGEST * _longest_before(length), shortest)
        told = (kind is SilenceKind.STUCK) | steady.reshape(-1, 1)
        found.append(Runs(kind, length, told & (age > _HISTORY) & (length >= limit)))
    return tuple(found)


def believable(panel: Panel, runs: tuple[Runs, ...]) -> NDArray[np.bool_]:
    """Return the days (n, d) that are not in an unusual run, as known on that very day."""
    unusual = np.logical_or.reduce([run.unusual for run in runs])
    believed: NDArray[np.bool_] = ~unusual & ~panel.filled
    return believed


def find_silences(
    panel: Panel, runs: tuple[Runs, ...], expected: Floats, level: Floats
) -> tuple[Silence, ...]:
    """Return the silences of each row; `expected` and `level` (n, d) are those of the whole day."""
    counted = np.where(_may_rest(panel), 0.0, expected)
    found: list[Silence] = []
    for run in runs:
        noticed = run.unusual
        if run.kind is SilenceKind.DEAD:
            noticed = noticed | _much_expected(run.length, counted, level, _heats(panel))
        for row in np.flatnonzero(noticed.any(axis=1)):
            found += _of_row(int(row), run.kind, run.length[row], noticed[row])
    return tuple(sorted(found, key=lambda silence: (silence.row, silence.first)))


def _flat(panel: Panel, measured: Floats) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return the days whose hours, or whose total without hours, repeat the value before."""
    same = np.zeros(measured.shape, dtype=bool)
    same[:, 1:] = (measured[:, 1:] == measured[:, :-1]) & (measured[:, 1:] > 0.0)
    if panel.hourly is None:
        return same, np.full((len(measured), 1), LEAST_STUCK_DAILY)
    fine: NDArray[np.bool_] = np.logical_and.reduce(np.isfinite(panel.hourly), axis=2)
    constant = (panel.hourly == panel.hourly[:, :, :1]).all(axis=2) & (measured > 0.0)
    has_hours = np.logical_or.reduce(fine, axis=1)[:, None]
    least = np.where(has_hours, LEAST_STUCK, LEAST_STUCK_DAILY)
    return np.where(has_hours, fine & constant, same), least


def _longest_before(length: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the longest run of the year before the run that holds each day, (n, d)."""
    days = length.shape[1]
    padded = np.pad(length, ((0, 0), (_YEAR, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _YEAR, axis=1)[:, :days]
    longest = np.stack([window.max(axis=1) for window in windows]) if len(length) else length
    start = np.maximum(np.arange(days) - np.maximum(length - 1, 0), 0)
    return np.take_along_axis(longest, start, axis=1)


def _may_rest(panel: Panel) -> NDArray[np.bool_]:
    """Return the days (n, d) on which heating may rest: mild ones, or out of winter if unknown."""
    month = panel.days.astype("M8[M]").astype(np.int64) % 12 + 1
    mild = (month > _WINTER[1]) & (month < _WINTER[0])
    known = np.isfinite(panel.temperature)
    warm = np.where(known, panel.temperature >= _MILD, mild[None, :])
    rests: NDArray[np.bool_] = warm & _heats(panel)
    return rests


def _heats(panel: Panel) -> NDArray[np.bool_]:
    heating = [not row.quantity.startswith("electricity") for row in panel.rows]
    return np.array(heating, dtype=bool).reshape(-1, 1)


def _much_expected(
    length: NDArray[np.int64], expected: Floats, level: Floats, heats: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    share = np.divide(expected, level, out=np.zeros(expected.shape), where=level > 0)
    total = np.cumsum(np.pad(np.nan_to_num(share), ((0, 0), (1, 0))), axis=1)
    index = np.arange(1, length.shape[1] + 1)
    first = index - np.minimum(length, _EXPECTED_WITHIN)
    within = total[:, 1:] - np.take_along_axis(total, first, axis=1)
    least = np.where(heats, EXPECTED_DAYS_HEATING, EXPECTED_DAYS)
    judged: NDArray[np.bool_] = (length >= LEAST_DEAD) & (within >= least)
    return judged & (index > LEAST_HISTORY)


def _of_row(
    row: int, kind: SilenceKind, length: NDArray[np.int64], noticed: NDArray[np.bool_]
) -> list[Silence]:
    found = []
    for end in np.flatnonzero((length > 0) & (np.append(length[1:], 0) == 0)):
        first = int(end - length[end] + 1)
        if noticed[first : end + 1].any():
            found.append(Silence(row, kind, first, int(end), bool(end < len(length) - 1)))
    return found
