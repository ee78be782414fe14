"""How large a rise is, and whether it is over.

A fault adds the same energy each day, or follows what is expected of the day (heating). Nobody
knows which, so that a rise is over when neither can go on: the last days, each counting for what it
can tell, stand clearly nearer to the expectation than to the rise. Days that tell nothing, such as
those of a boiler at rest, end nothing.
"""

from dataclasses import dataclass, replace

import numpy as np

from beffroi.analysis.baseline import Prediction
from beffroi.analysis.changes import split_day
from beffroi.domains.energy.candidates import Candidate
from beffroi.domains.energy.watch import relative_departure
from beffroi.domains.panel import Floats

_LONGEST_EVENT = 540  # after a year and a half a level is the new normal
_DRIFT_DAYS = 56
_OVER_DAYS, _LONG_DAYS, _HALF = 10, 28, 0.5
_CONFIDENT = 1.64
_LARGEST = 2.0  # one day never tells more than twice the rise
_LEAST_NOISE = 0.01  # of the mean day: no meter is more regular


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of a rise, as a share of the mean day, and its end (excluded)."""

    size: float
    end: int
    over: bool


def extent(values: Floats, line: Prediction, level: float, candidate: Candidate) -> Extent:
    """Measure a rise in the signal in which it shows: values (d,), expectation `line` (1, d)."""
    line = replace(line, noise=np.maximum(line.noise, max(_LEAST_NOISE * level, 1e-9)))
    mean = line.mean[0]
    whole = np.full(len(mean), level)
    amount = relative_departure(values, mean, whole)
    since = candidate.noticed - _DRIFT_DAYS if candidate.drift else candidate.start
    known = slice(since, candidate.noticed + 1)
    size = float(np.nanmedian(amount[known])) if np.isfinite(amount[known]).any() else 0.0
    effects = (whole, mean)
    seen = slice(since, candidate.noticed + 1 + _LONG_DAYS)  # the first days tell little
    upper = [_upper(values, line, effect, candidate, seen) for effect in effects]
    first = max(candidate.noticed - candidate.start, _OVER_DAYS)
    over = np.flatnonzero(np.max(upper, axis=0)[first:] < _HALF)
    if len(over):
        return Extent(
            size, _end(values, line, effects, candidate.start, first + int(over[0])), True
        )
    lasted = len(mean) - candidate.start
    last = min(lasted, _LONGEST_EVENT)
    return Extent(size, candidate.start + last, last < lasted)


def _upper(
    values: Floats, line: Prediction, effect: Floats, candidate: Candidate, known: slice
) -> Floats:
    """Return the part of the rise that the last days may still hold at most, from its start on."""
    weight = np.where(np.isfinite(values), effect**2 / line.noise[0] ** 2, 0.0)
    departure = np.nan_to_num(values - line.mean[0]) / np.maximum(effect, 1e-9)
    height = float(weight[known] @ departure[known]) / max(float(weight[known].sum()), 1e-9)
    part = np.clip(departure / height if height > 0 else departure * 0, -_LARGEST, _LARGEST)
    part, weight = part[candidate.start :], weight[candidate.start :] * height**2
    rho = float(line.autocorrelation[0])
    inflation = (1 + rho) / (1 - rho)
    found = []
    for days in (_OVER_DAYS, _LONG_DAYS):
        mass, total = _trailing(weight, days), _trailing(weight * part, days)
        margin = _CONFIDENT * np.sqrt(inflation / np.maximum(mass, 1e-9))
        found.append(total / np.maximum(mass, 1e-9) + margin)
    return np.asarray(np.min(found, axis=0), dtype=np.float64)


def _end(
    values: Floats, line: Prediction, effects: tuple[Floats, ...], start: int, seen: int
) -> int:
    """Return the day after the last one of a rise that was over `seen` days after its start."""
    days = slice(start, start + seen + 1)
    found = []
    for effect in effects:
        unit = np.maximum(effect[days], 1e-9)
        departure = (values[days] - line.mean[0, days]) / unit
        weight = (unit / line.noise[0, days]) ** 2
        found.append(split_day(departure, weight, max(seen - 2 * _LONG_DAYS, 1), seen))
    return start + max(found, key=lambda one: one[1])[0]


def _trailing(x: Floats, days: int) -> Floats:
    total = np.cumsum(np.pad(x, (days, 0)))
    return np.asarray(total[days:] - total[:-days], dtype=np.float64)
