"""What may be tried upon, buildings and districts, and the state of each that levers act on.

A domain that gathers its meters (decision 0033) is tried on what they are gathered into; another
one on its buildings, or on a meter that stands for itself. Meters of households are never read: a
sum that lacks some of them is left out, and said to be.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from beffroi.decide.above import counted
from beffroi.decide.gathering import gathered
from beffroi.decide.indicators import by_building
from beffroi.decide.panel import build_panel
from beffroi.decide.scenarios.gauging import gauged
from beffroi.decide.sources import Meter, attributes, meters
from beffroi.decide.weather import sheltering
from beffroi.decide.windows import by_end
from beffroi.domains import domains, parameters
from beffroi.domains.contract import Domain
from beffroi.domains.levers import Parts, Simulator
from beffroi.domains.panel import Panel, Row
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.store.read import END, ReadDoor
from beffroi.store.state.models import Asset
from beffroi.texts import Text

_WHAT = Text(fr="équipement mesuré", en="measured asset")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An asset on which something may be tried, and what is measured of it."""

    asset: int
    name: str
    domain: str
    goods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """An asset, and what its domain made of its measures: a text where they do not do."""

    asset: int
    name: str
    domain: str
    sizes: Mapping[str, float | None]
    """What costs may be counted by."""
    prices: Mapping[str, float]
    """Prices that somebody gave, by good."""
    made: Any


def simulated() -> dict[str, Domain]:
    """Return the domains whose levers are tried, by key: those that have a simulator."""
    return {key: one for key, one in domains().items() if one.simulator is not None}


def simulator_of(domain: str) -> Simulator:
    """Return how a domain of `simulated` simulates."""
    simulator = simulated()[domain].simulator
    assert simulator is not None  # noqa: S101 - `simulated` chose it so
    return simulator


def labels(one: Candidate) -> tuple[Text, ...]:
    """Name what is measured of an asset."""
    known = {good.key: good.label for good in simulator_of(one.domain).goods}
    return tuple(known[key] for key in one.goods if key in known)


def candidates(door: ReadDoor, organisation: int) -> list[Candidate]:
    """List what something may be tried on, by domain and name. Measures are not read.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    own = deriving(door, organisation)
    found = []
    with own.session() as session:
        for domain in simulated().values():
            some = _candidates(session, organisation, domain)
            found += sorted(some, key=lambda one: (one.name.casefold(), one.asset))
    return found


def _candidates(session: Session, organisation: int, domain: Domain) -> list[Candidate]:
    found = meters(session, [organisation], domain.inputs)
    if domain.gather is not None:
        rows = counted(session, found, domain.gather)
        quantities: dict[int, list[str]] = {}
        for number, quantity in sorted(rows):
            quantities.setdefault(number, []).append(quantity)
        named = session.scalars(select(Asset).where(Asset.id.in_(quantities)))
        return [
            Candidate(one.id, one.name, domain.key, _goods(quantities[one.id]))
            for one in named
            if one.organisation_id == organisation
        ]
    groups = _groups(found)
    merged = attributes(session, [meter.asset for meter in found])
    some = []
    for asset, group in groups.items():
        first = group[0].asset
        name = str(merged[first.id].get("building") or first.name)
        some.append(Candidate(asset, name, domain.key, _goods(one.quantity for one in group)))
    return some


def _goods(quantities: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.partition(".")[0] for one in quantities))


def states(door: ReadDoor, organisation: int, wanted: Sequence[int]) -> list[State]:
    """Return the states of assets, in the order of `wanted`.

    Raises:
        BeffroiError: `store.not_found` for one that is none of the organisation, as for none.
    """
    own = deriving(door, organisation)
    known = {one.asset: one.domain for one in candidates(door, organisation)}
    for one in wanted:
        if one not in known:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=one, command="scenarios assets")
    found: dict[int, State] = {}
    for key, domain in simulated().items():
        mine = [one for one in wanted if known[one] == key]
        for panel in panels_of(own, organisation, domain, mine):
            found |= {one.asset: one for one in _of_panel(own, panel, domain, mine)}
    return [found[one] for one in wanted if one in found]


def panels_of(
    door: ReadDoor, organisation: int, domain: Domain, wanted: Sequence[int], *, apart: bool = False
) -> list[Panel]:
    """Return the measures of assets, one row a good, or the meters of a building `apart`."""
    if not wanted:
        return []
    with door.session() as session:
        found = meters(session, [organisation], domain.inputs)
    if domain.gather is not None:
        panel = gathered(door, found, domain, END)
        return [] if panel is None else [_known(door, panel, organisation, domain)]
    groups = _groups(found)
    units = [groups[one] for one in wanted if one in groups]
    panels = [build_panel(door, some, domain, END) for _, some in by_end(units, END)]
    return [one if apart else by_building(one) for one in panels if one is not None]


def deriving(door: ReadDoor, organisation: int) -> ReadDoor:
    """Return the door of what is computed for whoever may read indicators; never of households.

    It reaches the bodies that the organisation belongs to, for their air temperature alone: which
    meters are read is said beside, and all of them are the organisation's.
    """
    door.scope.require(organisation, f"organisation {organisation}")
    own = sheltering(door, organisation)
    return replace(own, scope=replace(own.scope, households=False))


def _known(door: ReadDoor, panel: Panel, organisation: int, domain: Domain) -> Panel:
    """Leave out the sums that lack the meters of households, which would be less than they are."""
    assert domain.gather is not None  # noqa: S101 - what is gathered has it
    everyone = replace(door, scope=replace(door.scope, households=True))
    with everyone.session() as session:
        found = meters(session, [organisation], domain.inputs)
        rows = counted(session, found, domain.gather)
        hidden = {key for key, some in rows.items() if any(one.household for one in some)}
    kept = [i for i, row in enumerate(panel.rows) if (row.asset, row.quantity) not in hidden]
    return panel if len(kept) == len(panel.rows) else rows_of(panel, kept)


def _groups(found: Iterable[Meter]) -> dict[int, list[Meter]]:
    """Return the meters of each building, or of what stands for itself."""
    groups: dict[int, list[Meter]] = {}
    for meter in found:
        groups.setdefault(meter.asset.parent_id or meter.asset.id, []).append(meter)
    return groups


def _of_panel(
    door: ReadDoor, panel: Panel, domain: Domain, wanted: Sequence[int]
) -> Iterable[State]:
    simulator, numbers = simulator_of(domain.key), parameters(domain.key)
    for asset in dict.fromkeys(row.asset for row in panel.rows if row.asset in wanted):
        part = rows_of(panel, [i for i, row in enumerate(panel.rows) if row.asset == asset])
        if read := gauged(door, asset, simulator.gauges):
            more = (replace(row, attributes={**row.attributes, **read}) for row in part.rows)
            part = replace(part, rows=tuple(more))
        first = part.rows[0]
        made = simulator.build(part, numbers, _below(door, asset, simulator))
        sizes, prices = simulator.sizes(first, made), prices_of(simulator, part.rows)
        yield State(asset, first.name, domain.key, sizes, prices, made)


def _below(door: ReadDoor, asset: int, simulator: Simulator) -> Parts:
    """Return what is said of the things of an asset; those of no asset are of the only one."""
    if not simulator.below:
        return ()
    with door.session() as session:
        own = session.get_one(Asset, asset).organisation_id
        level = Asset.organisation_id == own, Asset.type == simulator.asset
        only = session.scalar(select(func.count()).where(*level)) == 1
        mine = Asset.parent_id == asset
        rows = session.scalars(
            select(Asset.attributes).where(
                Asset.organisation_id == own,
                Asset.type == simulator.below,
                or_(mine, Asset.parent_id.is_(None)) if only else mine,
            )
        )
        return tuple(rows)


def prices_of(simulator: Simulator, rows: Iterable[Row]) -> dict[str, float]:
    """Return the prices that somebody gave, by good."""
    goods = {one.key: one for one in simulator.goods}
    given = {
        key: row.number(goods[key].given)
        for row in rows
        if (key := row.quantity.partition(".")[0]) in goods
    }
    return {key: price for key, price in given.items() if price is not None}


def rows_of(panel: Panel, own: list[int]) -> Panel:
    """Return some of the rows of a panel."""
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
