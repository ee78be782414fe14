"""Rises of each row: how large, still lasting or over, and of which nature.

Each rise is compared with a baseline fitted on the days before it only, so that a long fault never
becomes the rule. A rise explains the departures of its row until it is over; once its level is
settled, a further one adds to it and is measured from that level: no kilowatt-hour counts twice.
"""

from dataclasses import dataclass, replace

import numpy as np

from beffroi.analysis.baseline import Prediction, fit_daily
from beffroi.domains.energy.candidates import Candidate, Event, Material
from beffroi.domains.energy.drifts import Old
from beffroi.domains.energy.expected import OPTIONS
from beffroi.domains.energy.extent import extent
from beffroi.domains.energy.levels import corrected
from beffroi.domains.energy.nature import EventKind, by_hours, nature
from beffroi.domains.energy.onsets import began, shape
from beffroi.domains.energy.signals import DAY
from beffroi.domains.panel import Floats

_LONGEST_TRAINING = 730
_LEVEL_DRIFT = 0.03  # the level just before the rise is known: little drift is left
_LEAST_EXCESS, _LEAST_SIZE = 0.02, 0.06  # below, nothing is worth a visit
_LEAST_FURTHER = 0.12  # on top of a rise that lasts, whose own level is only known so well
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
        for candidate, event in zip(candidates, _measure(material, candidates), strict=True):
            least = _LEAST_SIZE if candidate.clean < 0 else _LEAST_FURTHER
            kept = _matters(event) and event.size > least
            busy[event.row] = (
                _busy(event, busy[event.row])
                if kept
                else replace(busy[event.row], rises=event.noticed)
            )
            if kept:
                found.append(event)
    ordered = sorted(found, key=lambda event: (event.row, event.start))
    alone = [
        _until_next(material, event, ordered[k + 1 : k + 2]) for k, event in enumerate(ordered)
    ]
    return tuple(event for event in alone if _matters(event))


def _matters(event: Event) -> bool:
    return event.excess > _LEAST_EXCESS * event.expected


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
            found = replace(candidate, clean=busy.since if lasting else -1)
            return found if lasting else _dated(material.old, found, after)
    return None


def _dated(old: Old, candidate: Candidate, after: int) -> Candidate:
    where = (old, candidate.row, candidate.noticed, candidate.start, after)
    if not candidate.drift:
        return replace(candidate, start=began(*where))
    start, drift = shape(*where)
    return replace(candidate, start=start, drift=drift)


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
    lasting = np.tile([candidate.clean >= 0 for candidate in candidates], 3)
    flat = values.reshape(3 * count, -1)
    mean = corrected(flat, predicted.mean, fit.level, np.tile(starts, 3), lasting)
    prediction = replace(predicted, mean=mean, drift=np.full(3 * count, _LEVEL_DRIFT))
    return [
        _event(material, candidate, index, count, prediction, fit.level)
        for index, candidate in enumerate(candidates)
    ]


def _event(
    material: Material,
    candidate: Candidate,
    index: int,
    count: int,
    prediction: Prediction,
    level: Floats,
) -> Event:
    lines = [signal * count + index for signal in range(3)]
    values = material.values[:, candidate.row]
    one, shown = _line(prediction, lines[DAY]), _line(prediction, lines[candidate.signal])
    found = extent(
        values[candidate.signal], shown, float(level[lines[candidate.signal]]), candidate
    )
    days = np.arange(values.shape[1])
    during = (days >= candidate.start) & (days < found.end) & np.isfinite(values[DAY])
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
        end=found.end,
        over=found.over,
        excess=excess,
        deviation=float(deviation[0]),
        known_days=int(during.sum()),
        expected=float(expected[0]),
        size=found.size,
        visible=float(material.visible[candidate.row, candidate.noticed]),
        mean=one.mean[0],
        spread=one.std[0],
        signal=candidate.signal,
        signal_mean=shown.mean[0],
        signal_spread=shown.std[0],
        by_hours=split.power,
    )


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
