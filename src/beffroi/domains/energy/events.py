"""Rises of each row: how large, still lasting or over, and of which nature.

Each rise is compared with a baseline fitted on the days before it only, so that a long fault never
becomes the rule. A rise explains the departures of its row until it is over; once its level is
settled, a further one adds to it and is measured from that level: no kilowatt-hour counts twice.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline import Prediction, fit_daily
from beffroi.analysis.changes import change_day, trailing_quantile
from beffroi.domains.energy.candidates import Candidate, Event, Material
from beffroi.domains.energy.expected import OPTIONS
from beffroi.domains.energy.nature import EventKind, by_hours, nature
from beffroi.domains.energy.signals import DAY
from beffroi.domains.energy.watch import relative_departure
from beffroi.domains.panel import Floats

_LONGEST_TRAINING = 730
_LONGEST_EVENT = 540  # after a year and a half a level is the new normal
_BIAS_DAYS, _LARGEST_BIAS = 42, 1.5
_OVER_DAYS, _OVER_SHARE, _OVER_LEVEL = 10, 0.8, 0.4
_LEVEL_DRIFT = 0.03  # the level just before the rise is known: little drift is left
_DRIFT_DAYS = 56
_LEAST_SEASON = 0.15  # share of the mean day below which an expected day says nothing as a share
_LEAST_EXCESS, _LEAST_SIZE = 0.02, 0.06  # below, nothing is worth a visit
_SETTLED = 60
_MOST_ROUNDS = 12


def find_events(material: Material) -> tuple[Event, ...]:
    """Return the rises of every row, in order."""
    busy = [_Busy(-1, -1, -1)] * len(material.alarms)
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
            busy[event.row] = (
                _busy(event, busy[event.row])
                if kept
                else replace(busy[event.row], rises=event.noticed)
            )
            if kept:
                found.append(event)
    ordered = sorted(found, key=lambda event: (event.row, event.start))
    return tuple(
        _until_next(material, event, ordered[k + 1 : k + 2]) for k, event in enumerate(ordered)
    )


def _until_next(material: Material, event: Event, following: list[Event]) -> Event:
    """Return an event measured before a further rise of its row, whose excess is not its own."""
    stop = following[0].start if following and following[0].row == event.row else event.end
    if stop >= event.end or stop <= event.start:
        return event
    values = material.values[DAY, event.row, event.start : stop]
    known = np.isfinite(values)
    expected = event.mean[event.start : stop][known]
    days = int(known.sum())
    return replace(
        event,
        excess=float((values[known] - expected).sum()),
        deviation=event.deviation * days / max(event.known_days, 1),
        known_days=max(days, 1),
        expected=float(expected.sum()),
    )


@dataclass(frozen=True, slots=True)
class _Busy:
    """Days up to which a row is explained by the rises already found."""

    rises: int
    """For a new rise: a level is settled two months after the rise, and may rise again."""
    drifts: int
    """For a drift: until all is over."""
    since: int
    """Start of what lasts until then."""


def _busy(event: Event, before: _Busy) -> _Busy:
    last = max(event.end - 1, event.noticed)
    settled = last if event.kind is EventKind.DRIFT else min(last, event.noticed + _SETTLED)
    since = before.since if before.drifts >= event.start else event.start
    return _Busy(settled, max(last, before.drifts), since)


def _next(material: Material, row: int, busy: _Busy) -> Candidate | None:
    for candidate in material.alarms[row]:
        after = max(busy.rises, busy.drifts if candidate.drift else -1)
        if candidate.start > after and candidate.noticed > after:
            lasting = busy.drifts >= candidate.start
            return replace(candidate, clean=busy.since if lasting else -1)
    return None


def _measure(material: Material, candidates: list[Candidate]) -> list[Event]:
    rows = np.array([candidate.row for candidate in candidates])
    starts = np.array([candidate.start for candidate in candidates])
    values = material.values[:, rows]
    days = np.arange(values.shape[2])
    cleans = np.array([one.clean if one.clean >= 0 else one.start for one in candidates])
    before = (days < cleans[:, None]) & (days >= cleans[:, None] - _LONGEST_TRAINING)
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
    ratio = relative_departure(values.reshape(3 * count, -1), corrected, _LEAST_SEASON * level)
    return [
        _event(material, candidate, index, count, prediction, (departure, ratio))
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
    return np.clip(middle, -_LARGEST_BIAS, _LARGEST_BIAS)


def _event(
    material: Material,
    candidate: Candidate,
    index: int,
    count: int,
    prediction: Prediction,
    departures: tuple[Floats, Floats],
) -> Event:
    lines = [signal * count + index for signal in range(3)]
    size, end, over = _extent([one[lines[candidate.signal]] for one in departures], candidate)
    values = material.values[:, candidate.row]
    days = np.arange(values.shape[1])
    during = (days >= candidate.start) & (days < end) & np.isfinite(values[DAY])
    one, shown = _line(prediction, lines[DAY]), _line(prediction, lines[candidate.signal])
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
        visible=float(material.visible[candidate.row, candidate.noticed]),
        mean=one.mean[0],
        spread=one.std[0],
        signal=candidate.signal,
        signal_mean=shown.mean[0],
        signal_spread=shown.std[0],
        by_hours=split.power,
    )


def _extent(departures: list[Floats], candidate: Candidate) -> tuple[float, int, bool]:
    """Return the size of the rise, the day after its last one, and whether it is over.

    It is over when both departures (d,) are small: a fault that adds a constant amount keeps the
    first, as a share of the mean day; one that follows the heating keeps the second, as a share of
    what is expected, all summer.
    """
    first = candidate.noticed - _DRIFT_DAYS if candidate.drift else candidate.start
    sizes = [float(np.nanmedian(one[first : candidate.noticed + 1])) for one in departures]
    after = np.stack(departures)[:, candidate.start :]
    upper = trailing_quantile(after, _OVER_DAYS, _OVER_SHARE)
    first = max(candidate.noticed - candidate.start, _OVER_DAYS)
    small = np.all(upper < _OVER_LEVEL * np.array(sizes)[:, None], axis=0, keepdims=True)[0]
    low = np.flatnonzero(small[first:])
    if len(low):
        seen = first + int(low[0])
        end = change_day(after[0, : seen + 1], max(seen - 2 * _OVER_DAYS, 1), seen)
        return sizes[0], candidate.start + end, True
    last = min(after.shape[1], _LONGEST_EVENT)
    return sizes[0], candidate.start + last, last < after.shape[1]


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
