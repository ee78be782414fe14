"""A scenario tried: levers applied one after another, and what they come to.

What a lever gives is what it changes on what those before it left: parts add up to the whole, and
nothing is counted twice. Every unknown is drawn once for all assets and levers that share it. A
lever acts on the assets of its domain; one scenario may hold levers of several.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from beffroi.analysis.chance import COUNT, between
from beffroi.decide.scenarios.asked import COST, Asked, Choice, levers
from beffroi.decide.scenarios.assets import State, simulated, simulator_of, states
from beffroi.decide.scenarios.paths import HORIZONS, Paths, paths
from beffroi.decide.scenarios.sums import Sums, nothing, sums
from beffroi.decide.scenarios.told import (
    Building,
    Horizon,
    Part,
    Refused,
    Skipped,
    Tried,
    estimate,
    years,
)
from beffroi.domains import parameters
from beffroi.domains.levers import Lever, Simulator
from beffroi.domains.panel import Floats
from beffroi.domains.parameters import Parameters
from beffroi.errors import BeffroiError
from beffroi.errors.decide import SCENARIO_STOPPED
from beffroi.store.read import ReadDoor
from beffroi.store.switches import stops
from beffroi.texts import Text

_NO_LEVER = Text(
    fr="aucun des leviers choisis n’agit sur un {asset}",
    en="none of the chosen levers acts on a {asset}",
)
_NO_ASSET = Text(
    fr="ce levier agit sur un {asset}, et aucun n’est choisi",
    en="this lever acts on a {asset}, and none is chosen",
)


@dataclass(slots=True)
class _Pulled:
    """What one lever came to, on an asset on which it was pulled."""

    saving: Sums
    cost: Floats | None
    paid: Floats | None
    """(count, years) what is paid in each year: works, then their renewal."""
    every: int = 0
    """Years after which an expense comes back, 0 for works."""


@dataclass(slots=True)
class _Whole:
    before: Sums | None = None
    pulled: dict[str, list[_Pulled]] = field(default_factory=dict)
    told: list[Building] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    idle: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What all assets of a domain are tried with."""

    simulator: Simulator
    parameters: Parameters
    paths: Paths
    today: date


def try_(door: ReadDoor, organisation: int, asked: Asked, today: date) -> Tried:
    """Try levers on assets of an organisation, for whoever may read its indicators.

    Only yearly amounts come out; measures of households are never among those read.

    Raises:
        BeffroiError: `store.out_of_scope`, `store.not_found` for an asset of another,
            `decide.scenario_stopped` where a person stopped scenarios.
    """
    require_running(door, organisation, asked)
    return tried(states(door, organisation, asked.buildings), asked.choices, today)


def require_running(door: ReadDoor, organisation: int, asked: Asked) -> None:
    """Refuse where a person stopped the scenarios that levers need.

    Raises:
        BeffroiError: `decide.scenario_stopped`.
    """
    known = levers()
    needed = {known[one.lever].domain for one in asked.choices}
    with door.session() as session:
        stopped = stops(session)
        for key in simulated():
            model = simulator_of(key).model
            if key in needed and stopped.holds(model, organisation):
                raise BeffroiError(SCENARIO_STOPPED, algorithm=model)


def tried(found: Sequence[State], choices: Sequence[Choice], today: date) -> Tried:
    """Try levers on the states of assets."""
    known, whole = levers(), _Whole()
    benches = {key: _bench(key, today) for key in dict.fromkeys(one.domain for one in found)}
    for state in found:
        own = [one for one in choices if known[one.lever].domain == state.domain]
        if isinstance(state.made, Text):
            whole.refused.append(Refused(state.asset, state.name, state.made))
        elif not own:
            words = benches[state.domain].simulator.asset_words[0]
            why = _NO_LEVER.fill(asset=words)
            whole.refused.append(Refused(state.asset, state.name, why))
        else:
            _pull(state, own, benches[state.domain], whole)
    for choice in choices:
        lever = known[choice.lever]
        if lever.domain not in benches:
            words = simulator_of(lever.domain).asset_words[0]
            whole.idle.append(Skipped(lever.name, lever.label, _NO_ASSET.fill(asset=words)))
    some = benches.values() or [_bench(next(iter(simulated())), today)]
    return _told(whole, choices, next(iter(some)).paths.years)


def _bench(domain: str, today: date) -> _Bench:
    simulator, numbers = simulator_of(domain), parameters(domain)
    return _Bench(simulator, numbers, paths(numbers, simulator, today), today)


def _pull(state: State, choices: Sequence[Choice], bench: _Bench, whole: _Whole) -> None:
    known, current = levers(), state.made
    before = now = sums(bench.simulator.flows(current), bench.paths, state.prices)
    said = bench.simulator.says(current)
    parts: list[Part] = []
    skipped: list[Skipped] = []
    for choice in choices:
        lever = known[choice.lever]
        why = lever.lacks(current)
        if why is not None:
            skipped.append(Skipped(lever.name, lever.label, why))
            continue
        draws = _draws(lever, choice, bench)
        current = lever.apply(current, draws)
        after = sums(bench.simulator.flows(current), bench.paths, state.prices)
        cost = _cost(lever, choice, state, draws, bench)
        life = _life(lever, choice, bench)
        pulled = _Pulled(now - after, cost, _paid(life, cost, bench), life if lever.running else 0)
        whole.pulled.setdefault(lever.name, []).append(pulled)
        told = None if cost is None else estimate(cost)
        parts.append(Part(lever.name, lever.label, pulled.saving.first, told, pulled.every))
        now = after
    whole.before = before if whole.before is None else whole.before + before
    saving = (before - now).first
    whole.told.append(
        Building(state.asset, state.name, before.first, saving, tuple(parts), tuple(skipped), said)
    )


def _draws(lever: Lever, choice: Choice, bench: _Bench) -> Mapping[str, Floats]:
    """Return the dials of a lever: what a person set is taken as it is."""
    drawn = {}
    for dial in lever.dials:
        if dial.key in choice.given:
            drawn[dial.key] = np.full(COUNT, choice.given[dial.key])
            continue
        entry = bench.parameters.entry(dial.parameter, bench.today)
        drawn[dial.key] = np.clip(between(dial.parameter, *entry.interval), dial.least, dial.most)
    return drawn


def _cost(
    lever: Lever, choice: Choice, state: State, draws: Mapping[str, Floats], bench: _Bench
) -> Floats | None:
    """Return what a lever costs on an asset [EUR]; None where a size is needed and lacks.

    A cost that a person gave is that of each asset.
    """
    if COST in choice.given:
        return np.full(COUNT, choice.given[COST])
    interval = bench.parameters.entry(lever.cost, bench.today).interval
    unit = np.maximum(between(lever.cost, *interval), 0.0)
    if lever.per == "once":
        return unit
    dial = next((one.key for one in lever.dials if one.unit == lever.per), None)
    if dial is not None:
        return unit * draws[dial]
    size = state.sizes[lever.per]
    return None if size is None else unit * size


def _life(lever: Lever, choice: Choice, bench: _Bench) -> int:
    """Return the years after which a cost is paid again, whole ones."""
    found = bench.parameters.at(lever.life, bench.today)
    for dial in lever.dials:
        if dial.parameter == lever.life:
            found = choice.given.get(dial.key, found)
    return max(round(found), 1)


def _paid(life: int, cost: Floats | None, bench: _Bench) -> Floats | None:
    if cost is None:
        return None
    when = np.arange(len(bench.paths.years)) % life == 0
    paid: Floats = cost[:, None] * when
    return paid


def _told(whole: _Whole, choices: Sequence[Choice], span: Sequence[int]) -> Tried:
    none = nothing((COUNT, len(span)))
    known = levers()
    parts: list[Part] = []
    saving, cost, paid = none, np.zeros(COUNT), np.zeros((COUNT, len(span)))
    again = np.zeros((COUNT, len(span)))
    priced = bool(whole.pulled)
    for name in [choice.lever for choice in choices if choice.lever in whole.pulled]:
        own = whole.pulled[name]
        given = sum((one.saving for one in own), none)
        costs = [one.cost for one in own if one.cost is not None]
        whole_cost = sum(costs, np.zeros(COUNT)) if len(costs) == len(own) else None
        told = None if whole_cost is None else estimate(whole_cost)
        parts.append(Part(name, known[name].label, given.first, told, own[0].every))
        saving = saving + given
        if whole_cost is None:
            priced = False
            continue
        cost = cost + whole_cost
        mine = sum((one.paid for one in own if one.paid is not None), none.eur)
        paid = paid + mine
        if own[0].every:
            again[:, 1:] += mine[:, 1:]
    every = _horizons(span, saving, paid if priced else None)
    return Tried(
        span[0],
        span[-1],
        tuple(whole.told),
        tuple(whole.refused),
        (whole.before or none).first,
        saving.first,
        tuple(parts),
        estimate(cost) if priced else None,
        payback(saving.eur - again, cost) if priced else (None, None, None),
        tuple(one for one in every if one.year in HORIZONS),
        every,
        tuple(whole.idle),
    )


def _horizons(span: Sequence[int], saving: Sums, paid: Floats | None) -> tuple[Horizon, ...]:
    kwh, kgco2e, m3 = (np.cumsum(one, axis=1) for one in (saving.kwh, saving.kgco2e, saving.m3))
    net = None if paid is None else np.cumsum(saving.eur - paid, axis=1)
    return tuple(
        Horizon(
            year,
            None if net is None else estimate(net[:, index]),
            estimate(kgco2e[:, index]),
            estimate(kwh[:, index]),
            estimate(m3[:, index]),
        )
        for index, year in enumerate(span)
    )


def payback(saving: Floats, cost: Floats) -> tuple[float | None, float | None, float | None]:
    """Return the years until savings (count, years) have paid a cost (count,): middle and interval.

    >>> payback(np.full((4, 20), 100.0), np.full(4, 250.0))
    (2.5, 2.5, 2.5)
    >>> payback(np.full((4, 20), 100.0), np.full(4, 5000.0))
    (None, None, None)
    """
    earned = np.concatenate([np.zeros((len(saving), 1)), np.cumsum(saving, axis=1)], axis=1)
    there = earned >= cost[:, None]
    first = np.where(there.any(axis=1), there.argmax(axis=1), 0)
    row = np.arange(len(saving))
    before = np.maximum(first - 1, 0)
    gained = np.where(first > 0, earned[row, first] - earned[row, before], 1.0)
    waited = before + (cost - earned[row, before]) / np.where(gained > 0, gained, 1.0)
    waited = np.where(first > 0, waited, np.where(there[:, 0], 0.0, np.inf))
    return years(waited)
