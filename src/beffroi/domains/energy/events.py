"""Rises, one at a time for each row: how large, still lasting or over, and of which nature.

Each rise is compared with a baseline fitted on the days before it only, so that a long fault never
becomes the rule. One rise explains the departures of its row until it is over: a second one is
looked for after it.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline import Prediction, fit_daily
from beffroi.analysis.changes import change_day, trailing_quantile
from beffroi.domains.energy.drifts import Old
from beffroi.domains.energy.expected import OPTIONS
from beffroi.domains.energy.nature import EventKind, by_hours, nature
from beffroi.domains.energy.signals import DAY
from beffroi.domains.energy.watch import Rises, noticed_days, onset, relative_departure
from beffroi.domains.panel import Floats, Panel

_LONGEST_TRAINING = 730
_LONGEST_EVENT = 540  # after a year and a half a level is the new normal
_BIAS_DAYS, _BIAS_TRUST = 42, 0.8
_OVER_DAYS, _OVER_SHARE, _OVER_LEVEL = 10, 0.8, 0.4
_LEVEL_DRIFT = 0.03  # the level just before the rise is known: little drift is left
_DRIFT_DAYS = 56
_LEAST_EXCESS, _LEAST_SIZE = 0.02, 0.06  # below, nothing is worth a visit
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Event:
    """A rise of one row; indices of days, `end` excluded."""

    row: int
    kind: EventKind
    start: int
    noticed: int
    end: int
    over: bool
    excess: float
    """kWh over the event, with the standard deviation beside."""
    deviation: float
    known_days: int
    expected: float
    """kWh expected on the same days."""
    size: float
    """Rise of the signal in which it was noticed, as a share."""
    visible: float
    """Smallest rise that would have been noticed."""
    mean: Floats
    """(d,) kWh a day expected without the event."""
    spread: Floats
    """(d,) standard deviation of a day."""
    by_hours: tuple[float, float]
    """Mean excess power (kW) when the building is open, and when it is closed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rise noticed, before anything else is known of it."""

    row: int
    signal: int
    start: int
    noticed: int
    drift: bool = False


Candidates: TypeAlias = tuple[tuple[Candidate, ...], ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What events are made of; arrays (3, n, d) but for `weather`, in the order of signals."""

    panel: Panel
    weather: Floats
    values: Floats
    closed_hours: Floats
    relative: Floats
    visible: Floats
    alarms: Candidates
    """For each row, in the order in which they were noticed."""


def candidates_of(rises: Rises, drifts: NDArray[np.bool_], old: Old) -> Candidates:
    """Return for each row the rises and drifts noticed, in order; arrays (3, n, d) and (n, d)."""
    found: list[tuple[Candidate, ...]] = []
    for row in range(drifts.shape[0]):
        mine = [
            Candidate(row, signal, onset(rises.relative[signal, row], noticed), noticed)
            for signal in range(3)
            for noticed in noticed_days(rises.alarm[signal, row])
        ]
        mine += [
            Candidate(row, DAY, old.start(row, noticed), noticed, drift=True)
            for noticed in noticed_days(drifts[row])
        ]
        found.append(tuple(sorted(mine, key=lambda one: (one.noticed, one.drift, one.signal))))
    return tuple(found)


def find_events(material: Material) -> tuple[Event, ...]:
    """Return the rises of every row, each after the end of the one before."""
    busy = [-1] * len(material.alarms)
    found: list[Event] = []
    for _ in range(_MOST_ROUNDS):
        candidates = [
            candidate
            for row, after in enumerate(busy)
            if (candidate := _next(material, row, after)) is not None
        ]
        if not candidates:
            break
        for event in _measure(material, candidates):
            kept = event.excess > _LEAST_EXCESS * event.expected and event.size > _LEAST_SIZE
            busy[event.row] = max(event.end - 1, event.noticed) if kept else event.noticed
            if kept:
                found.append(event)
    return tuple(sorted(found, key=lambda event: (event.row, event.start)))


def _next(material: Material, row: int, after: int) -> Candidate | None:
    for candidate in material.alarms[row]:
        if candidate.start > after and candidate.noticed > after:
            return candidate
    return None


def _measure(material: Material, candidates: list[Candidate]) -> list[Event]:
    rows = np.array([candidate.row for candidate in candidates])
    starts = np.array([candidate.start for candidate in candidates])
    values = material.values[:, rows]
    days = np.arange(values.shape[2])
    before = (days < starts[:, None]) & (days >= starts[:, None] - _LONGEST_TRAINING)
    training = np.where(before, values, np.nan)
    count = len(candidates)
    weather, types = material.weather, material.panel.day_types[rows]
    outside = weather if weather.ndim == 1 else np.tile(weather[rows], (3, 1))
    kinds = types[0] if weather.ndim == 1 and (types == types[0]).all() else np.tile(types, (3, 1))
    fit = fit_daily(training.reshape(3 * count, -1), outside, material.panel.days, kinds, OPTIONS)
    predicted = fit.predict(outside, material.panel.days, kinds)
    level = np.tile(fit.level[:, None], (1, len(days)))
    departure = relative_departure(values.reshape(3 * count, -1), predicted.mean, level)
    bias = _bias(departure, np.tile(starts, 3))
    corrected = np.maximum(predicted.mean + bias[:, None] * np.maximum(predicted.mean, level), 0.0)
    prediction = replace(predicted, mean=corrected, drift=np.full(3 * count, _LEVEL_DRIFT))
    departure -= bias[:, None]
    return [
        _event(material, candidate, index, count, prediction, departure)
        for index, candidate in enumerate(candidates)
    ]


def _bias(departure: Floats, starts: NDArray[np.int64]) -> Floats:
    """Return the usual departure of the weeks before each start: levels drift with the years."""
    days = np.arange(departure.shape[1])
    window = (days < starts[:, None]) & (days >= starts[:, None] - _BIAS_DAYS)
    inside = np.where(window, departure, np.nan)
    known = np.isfinite(inside).any(axis=1)
    middle = np.zeros(len(inside))
    middle[known] = np.nanmedian(inside[known], axis=1)
    return np.clip(_BIAS_TRUST * middle, -0.5, 0.5)


def _event(
    material: Material,
    candidate: Candidate,
    index: int,
    count: int,
    prediction: Prediction,
    departure: Floats,
) -> Event:
    lines = [signal * count + index for signal in range(3)]
    size, end, over = _extent(departure[lines[candidate.signal]], candidate)
    days = np.arange(departure.shape[1])
    values = material.values[:, candidate.row]
    during = (days >= candidate.start) & (days < end) & np.isfinite(values[DAY])
    one = _line(prediction, lines[DAY])
    expected, deviation = one.total(during[None, :])
    excess = float(values[DAY][during].sum() - expected[0])
    split = by_hours(values, prediction.mean[lines], material.closed_hours[candidate.row], during)
    kind = (
        EventKind.DRIFT if candidate.drift else nature(material.panel, candidate.row, during, split)
    )
    return Event(
        row=candidate.row,
        kind=kind,
        start=candidate.start,
        noticed=candidate.noticed,
        end=end,
        over=over,
        excess=excess,
        deviation=float(deviation[0]),
        known_days=int(during.sum()),
        expected=float(expected[0]),
        size=size,
        visible=float(material.visible[candidate.signal, candidate.row, candidate.noticed]),
        mean=one.mean[0],
        spread=one.std[0],
        by_hours=split.power,
    )


def _extent(departure: Floats, candidate: Candidate) -> tuple[float, int, bool]:
    """Return the size of the rise, the day after its last one, and whether it is over."""
    first = candidate.noticed - _DRIFT_DAYS if candidate.drift else candidate.start
    size = float(np.nanmedian(departure[first : candidate.noticed + 1]))
    after = departure[candidate.start :]
    upper = trailing_quantile(after[None, :], _OVER_DAYS, _OVER_SHARE)[0]
    first = max(candidate.noticed - candidate.start, _OVER_DAYS)
    low = np.flatnonzero(upper[first:] < _OVER_LEVEL * size)
    if len(low):
        seen = first + int(low[0])
        end = change_day(after[: seen + 1], max(seen - 2 * _OVER_DAYS, 1), seen)
        return size, candidate.start + end, True
    last = min(len(departure), candidate.start + _LONGEST_EVENT)
    return size, last, last < len(departure)


def _line(prediction: Prediction, index: int) -> Prediction:
    one = slice(index, index + 1)
    return replace(
        prediction,
        mean=prediction.mean[one],
        noise=prediction.noise[one],
        autocorrelation=prediction.autocorrelation[one],
        slow=prediction.slow[one],
        drift=prediction.drift[one],
    )
