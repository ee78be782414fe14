"""The buildings of an authority, and the state of each that levers act on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from beffroi.decide.indicators import by_building
from beffroi.decide.panel import build_panel
from beffroi.decide.sources import Meter, attributes, meters
from beffroi.decide.weather import sheltering
from beffroi.decide.windows import by_end
from beffroi.domains import domains, parameters
from beffroi.domains.contract import Domain
from beffroi.domains.panel import Panel, Row
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.store.read import END, ReadDoor
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A building on which something may be tried, or a meter that stands for itself."""

    asset: int
    name: str
    energies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A building, and what a domain made of its measures: a text where they do not do."""

    asset: int
    name: str
    surface: float | None
    prices: dict[str, float]
    """Prices that somebody gave, by energy [EUR/kWh]."""
    made: Any


def simulated() -> Domain:
    """Return the domain whose levers are tried: one has a simulator."""
    return next(one for one in domains().values() if one.simulator is not None)


def candidates(door: ReadDoor, organisation: int) -> list[Candidate]:
    """List what something may be tried on, by name. Measures are not read.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    own = deriving(door, organisation)
    groups = groups_of(own, organisation)
    with own.session() as session:
        merged = attributes(session, [meter.asset for group in groups.values() for meter in group])
    found = []
    for asset, group in groups.items():
        first = group[0].asset
        name = str(merged[first.id].get("building") or first.name)
        energies = dict.fromkeys(one.quantity.partition(".")[0] for one in group)
        found.append(Candidate(asset, name, tuple(energies)))
    return sorted(found, key=lambda one: (one.name.casefold(), one.asset))


def states(door: ReadDoor, organisation: int, wanted: Sequence[int]) -> list[State]:
    """Return the states of buildings, in the order of `wanted`.

    Raises:
        BeffroiError: `store.not_found` for one that is none of the organisation, as for none.
    """
    own, domain = deriving(door, organisation), simulated()
    groups = groups_of(own, organisation)
    for one in wanted:
        if one not in groups:
            what = Text(fr="bâtiment mesuré", en="measured building")
            raise BeffroiError(NOT_FOUND, what=what, key=one, command="scenarios buildings")
    found: dict[int, State] = {}
    for _, some in by_end([groups[one] for one in wanted], END):
        panel = build_panel(own, some, domain, END)
        if panel is not None:
            found |= {state.asset: state for state in _of_panel(by_building(panel), domain)}
    return [found[one] for one in wanted if one in found]


def deriving(door: ReadDoor, organisation: int) -> ReadDoor:
    """Return the door of what is computed for whoever may read indicators; never of households.

    It reaches the bodies that the organisation belongs to, for their air temperature alone: which
    meters are read is said beside, and all of them are the organisation's.
    """
    door.scope.require(organisation, f"organisation {organisation}")
    own = sheltering(door, organisation)
    return replace(own, scope=replace(own.scope, households=False))


def groups_of(door: ReadDoor, organisation: int) -> dict[int, list[Meter]]:
    """Return the meters of each building of an organisation, or of what stands for itself."""
    with door.session() as session:
        found = meters(session, [organisation], simulated().inputs)
    groups: dict[int, list[Meter]] = {}
    for meter in found:
        groups.setdefault(meter.asset.parent_id or meter.asset.id, []).append(meter)
    return groups


def _of_panel(panel: Panel, domain: Domain) -> Iterable[State]:
    assert domain.simulator is not None  # noqa: S101 - `simulated` chose it so
    numbers = parameters(domain.key)
    for asset in dict.fromkeys(row.asset for row in panel.rows):
        own = [index for index, row in enumerate(panel.rows) if row.asset == asset]
        part = _rows(panel, own)
        first = part.rows[0]
        yield State(
            asset,
            first.name,
            first.number("surface"),
            _prices(part.rows),
            domain.simulator.build(part, numbers),
        )


def _prices(rows: Iterable[Row]) -> dict[str, float]:
    given = {row.quantity.partition(".")[0]: row.number("price") for row in rows}
    return {energy: price for energy, price in given.items() if price is not None}


def _rows(panel: Panel, own: list[int]) -> Panel:
    return replace(
        panel,
        rows=tuple(panel.rows[index] for index in own),
        daily=panel.daily[own],
        filled=panel.filled[own],
        day_types=panel.day_types[own],
        temperature=panel.temperature[own],
        hourly=None if panel.hourly is None else panel.hourly[own],
        power_max=None if panel.power_max is None else panel.power_max[own],
    )
