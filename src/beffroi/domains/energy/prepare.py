"""What all detectors share: signals, what was expected of them, and the rises arbitrated."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.energy.candidates import Event, Material, candidates_of
from beffroi.domains.energy.drifts import Old, find_drifts
from beffroi.domains.energy.events import find_events
from beffroi.domains.energy.expected import LONG_GAP, Expected, roll, temperatures
from beffroi.domains.energy.occupancy import Occupancy, occupancy
from beffroi.domains.energy.signals import DAY, Signals, build_signals
from beffroi.domains.energy.silences import Silence, believable, find_runs, find_silences
from beffroi.domains.energy.watch import Rises, find_rises
from beffroi.domains.panel import Floats, Panel
from beffroi.domains.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Prepared:
    """A panel, and what was learnt of it once for all detectors.

    Signals come in three: the whole day, the base load, the closed hours (`signals.DAY`, ...).
    """

    panel: Panel
    occupancy: Occupancy
    signals: Signals
    weather: Floats
    """(d,) or (n, d) degC, without gaps."""
    expected: Expected
    """(3, n, d) kWh a day."""
    rises: Rises
    old: Old
    """The whole day against a model older than slow drifts."""
    drifts: NDArray[np.bool_]
    """(n, d) days on which a drift is noticed."""
    silences: tuple[Silence, ...]
    events: tuple[Event, ...]


def prepare(panel: Panel, parameters: Parameters) -> Prepared:  # noqa: ARG001 - the contract
    """Fit what was expected of each row and find what departs from it, before `panel.as_of`."""
    return settle(observe(known(panel)))


def known(panel: Panel) -> Panel:
    """Return the panel without the days that were not over at `as_of`."""
    count = int((panel.days < np.datetime64(panel.as_of, "D")).sum())
    if count == len(panel.days):
        return panel
    last = panel.days[count - 1] if count else panel.days[0] - 1
    return panel.cut(panel.days[0].astype(object), last.astype(object))


def observe(panel: Panel) -> Prepared:
    """Return the signals, expectations and alarms of a panel, without conclusions.

    Each day only depends on the days before it, so that a past date is replayed by `until`.
    """
    used = occupancy(panel)
    runs = find_runs(panel)
    signals = build_signals(panel, used, believable(panel, runs))
    weather = temperatures(panel)
    rows = len(panel.rows)
    shape = signals.values.shape
    series = signals.values.reshape(-1, shape[2])
    flat = roll(series, panel, weather, rows)
    expected = Expected(flat.mean.reshape(shape), flat.level.reshape(shape))
    before = roll(signals.values[DAY], panel, weather, rows, LONG_GAP)
    old = Old(signals.values[DAY], before.mean, before.level)
    return Prepared(
        panel,
        used,
        signals,
        weather,
        expected,
        find_rises(signals, used, expected.mean, expected.level),
        old,
        find_drifts(old.values, old.mean, old.level),
        find_silences(panel, runs, expected.mean[DAY], expected.level[DAY]),
        (),
    )


def settle(observed: Prepared) -> Prepared:
    """Return the same with the rises measured: when they began, how large, over or not."""
    return replace(
        observed,
        events=find_events(
            Material(
                observed.panel,
                observed.weather,
                observed.signals.values,
                observed.signals.closed_hours,
                observed.rises.visible,
                observed.old,
                candidates_of(observed.rises, observed.drifts, observed.old),
            )
        ),
    )


def until(observed: Prepared, as_of: date) -> Prepared:
    """Return what `observe` would have returned on a past day, without computing it again."""
    panel = known(replace(observed.panel, as_of=as_of))
    count = len(panel.days)
    expected, rises, signals = observed.expected, observed.rises, observed.signals
    runs, old = find_runs(panel), observed.old
    mean, level = expected.mean[:, :, :count], expected.level[:, :, :count]
    return Prepared(
        panel,
        Occupancy(
            observed.occupancy.open_day[:, :count],
            observed.occupancy.open_hours,
            observed.occupancy.declared,
        ),
        Signals(signals.values[:, :, :count], signals.closed_hours[:, :count]),
        observed.weather[..., :count],
        Expected(mean, level),
        Rises(
            rises.relative[:, :, :count],
            rises.alarm[:, :count],
            rises.strongest[:, :count],
            rises.visible[:, :count],
        ),
        Old(old.values[:, :count], old.mean[:, :count], old.level[:, :count]),
        observed.drifts[:, :count],
        find_silences(panel, runs, mean[DAY], level[DAY]),
        (),
    )
