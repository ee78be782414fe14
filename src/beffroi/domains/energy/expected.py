"""What each signal would have been: baselines fitted again every four weeks on the past only."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from beffroi.analysis.baseline import DailyOptions, fit_daily
from beffroi.domains.panel import Floats, Panel

LEAST_HISTORY = 365
"""Days before which nothing is said of a row."""
_LEAST_KNOWN = 270
_LONGEST = 730
_STEP = 28
_LEAD = 14  # days given to thermal inertia before a block
GAP = 30
"""Days before each block that are not learnt: a fault that begins must not become the rule."""
LONG_GAP = 200
"""The same for a slow drift, which is seen against a model older than itself."""
_ORIGIN = np.datetime64("2000-01-03", "D")
OPTIONS = DailyOptions(recent_days=0)


@dataclass(frozen=True, slots=True)
class Expected:
    """What was expected of series (m, d), each day from days before it only."""

    mean: Floats
    """kWh a day; the days of the first year are those of the model fitted on them."""
    level: Floats
    """Mean day of the training days, kWh."""


def temperatures(panel: Panel) -> Floats:
    """Return temperatures without gaps, (d,) where all rows share them, else (n, d).

    Gaps are filled along time; a row without half of its temperatures has a constant one, so that
    its baseline knows the calendar only.
    """
    filled = np.stack([_without_gaps(row) for row in panel.temperature])
    shared = len(filled) > 0 and bool((filled == filled[0]).all())
    return filled[0] if shared else filled


def _without_gaps(values: Floats) -> Floats:
    known = np.isfinite(values)
    if known.mean() < 0.5:
        return np.full(values.shape, 12.0)
    index = np.arange(len(values))
    return np.interp(index, index[known], values[known])


def roll(series: Floats, panel: Panel, weather: Floats, rows: int, gap: int = GAP) -> Expected:
    """Return the expected values of series (k * rows, d), `rows` rows a signal.

    The blocks of four weeks are those of a fixed calendar, so that the expectation of a day is the
    same whatever the days after it are.
    """
    count = len(series) // max(rows, 1)
    mean, level = np.full(series.shape, np.nan), np.full(series.shape, np.nan)
    types = np.tile(panel.day_types, (count, 1))
    outside = weather if weather.ndim == 1 else np.tile(weather, (count, 1))
    shared = bool((types == types[:1]).all())
    kinds = types[0] if shared and outside.ndim == 1 else types
    for start, end in _blocks(panel.days):
        train = slice(max(0, start - gap - _LONGEST), max(start - gap, LEAST_HISTORY))
        able = np.isfinite(series[:, train]).sum(axis=1) >= _LEAST_KNOWN
        if not able.any():
            continue
        chosen = series[able]
        t = outside if outside.ndim == 1 else outside[able]
        k = kinds if kinds.ndim == 1 else kinds[able]
        fit = fit_daily(chosen[:, train], t[..., train], panel.days[train], k[..., train], OPTIONS)
        block, wide = slice(start, end), slice(start - _LEAD, end)
        predicted = fit.predict(t[..., wide], panel.days[wide], k[..., wide]).mean[:, _LEAD:]
        mean[able, block] = np.maximum(predicted, 0.0)
        level[able, block] = fit.level[:, None]
        first = able & np.isnan(mean[:, train]).all(axis=1)
        mean[first, train] = fit.fitted[first[able]]
        level[first, train] = fit.level[first[able], None]
    return Expected(mean, level)


def _blocks(days: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> Iterator[tuple[int, int]]:
    """Return the first and end index of each block after the first year."""
    phase = int((days[0] - _ORIGIN).astype(np.int64)) % _STEP if len(days) else 0
    edges = [LEAST_HISTORY, *range(_STEP - phase, len(days) + _STEP, _STEP)]
    edges = [edge for edge in edges if edge >= LEAST_HISTORY]
    for start, end in pairwise(edges):
        if start < len(days):
            yield start, min(end, len(days))
