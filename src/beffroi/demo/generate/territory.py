"""A simulated territory, one commune at a time."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from beffroi.demo.generate import assets
from beffroi.demo.generate.buildings import Building, draw_buildings
from beffroi.demo.generate.clock import Clock, Floats, clock
from beffroi.demo.generate.defects import spoil
from beffroi.demo.generate.history import Case, History, history
from beffroi.demo.generate.loads import Loads, draw_noise, loads
from beffroi.demo.generate.meters import (
    Column,
    bills,
    daily_energy,
    gas_days,
    hourly_power,
    measures,
    temperatures,
)
from beffroi.demo.generate.model import AssetDraft, CommuneData, FaultKind, Organisation, Station
from beffroi.demo.generate.places import (
    GROUP,
    STATION_EVERY,
    commune_organisation,
    commune_place,
    intercommunality,
)
from beffroi.demo.generate.plan import Plan, draw_plan
from beffroi.demo.generate.uses import subscribed
from beffroi.demo.generate.weather import temperature

SEED = 676  # of the demonstration: about 20,000 inhabitants and every kind of fault
COMMUNES = 48
YEARS = 3
END = date(2026, 10, 31)  # fixed, so that the demonstration is the same every day
_POWER_FACTOR = 0.93


def territory(
    seed: int = SEED, communes: int = COMMUNES, years: int = YEARS, end: date = END
) -> Iterator[CommuneData]:
    """Yield simulated communes, each made when asked for: memory does not grow.

    A commune depends on `seed` and its index alone, so that more communes, or fewer, or another
    order, change nothing in it. 1 to 35,520 communes have different names.

    >>> town = next(territory(communes=1, years=1))
    >>> town.organisation.kind, town.intercommunality.kind
    ('commune', 'epci')
    """
    for index in range(communes):
        yield commune(seed, index, years, end)


def commune(seed: int = SEED, index: int = 0, years: int = YEARS, end: date = END) -> CommuneData:
    """Return one simulated commune over `years` whole years up to the civil day `end`."""
    time = clock(years, end)
    organisation = commune_organisation(seed, index)
    group = index // GROUP
    outdoor = temperature(seed, group, commune_place(seed, index), years, end)
    drafts: list[AssetDraft] = []
    columns: list[Column] = []
    known: list[History] = []
    for building in draw_buildings(seed, index, organisation.population):
        rng = np.random.default_rng([seed, 5, index, building.number])
        case, kva, real = _simulate(rng, index, building, time, outdoor)
        known.append(history(case, real, rng))
        drafts += _assets(case, kva, organisation, index)
        columns += _columns(case, kva, real, rng)
    return CommuneData(
        index=index,
        organisation=organisation,
        intercommunality=intercommunality(seed, group),
        assets=tuple(drafts),
        measures=measures(columns),
        truth=tuple(row for one in known for row in one.truth),
        works=tuple(row for one in known for row in one.works),
        suggestions=tuple(row for one in known for row in one.suggestions),
        station=_station(organisation, index, outdoor, time),
    )


def _simulate(
    rng: np.random.Generator, index: int, building: Building, time: Clock, outdoor: Floats
) -> tuple[Case, int, Loads]:
    """Return a building with its plan, its subscribed power (kVA) and its loads."""
    plan = draw_plan(rng, building, len(time.days))
    noise = draw_noise(rng, time)
    meters = ("electricity", "gas") if building.fuel == "gas" else ("electricity",)
    power = "electricity.active_power" if building.hourly else "electricity.active_energy"
    case = Case(
        building=building,
        plan=plan,
        time=time,
        outdoor=outdoor,
        noise=noise,
        key=assets.building_key(index, building),
        points={meter: assets.point_key(index, building, meter) for meter in meters},
        quantities={"electricity": power, "gas": "gas.energy"},
    )
    real = loads(building, time, outdoor, noise, plan.changes)
    return case, _subscribed(plan, real), real


def _subscribed(plan: Plan, real: Loads) -> int:
    needed = float(real.electricity.max()) / 1000 / _POWER_FACTOR
    fault = plan.fault
    steps = round(fault.size) if fault is not None else 0
    if fault is not None and fault.kind is FaultKind.CONTRACT_TOO_HIGH:
        return subscribed(needed, steps)
    if fault is not None and fault.kind is FaultKind.CONTRACT_TOO_LOW:
        return subscribed(needed, -steps)
    return subscribed(needed)


def _assets(case: Case, kva: int, owner: Organisation, index: int) -> list[AssetDraft]:
    station = assets.station_key(index // STATION_EVERY)
    building = assets.building_asset(case.key, case.building, owner, station, index)
    points = [
        assets.point_asset(key, meter, building, kva if meter == "electricity" else None)
        for meter, key in case.points.items()
    ]
    return [building, *points]


def _columns(case: Case, kva: int, real: Loads, rng: np.random.Generator) -> list[Column]:
    fault, time = case.plan.fault, case.time
    found: list[Column] = []
    for meter, point in case.points.items():
        power = real.of(meter)
        if meter == "gas":
            column = gas_days(point, power, time)
        elif case.building.hourly:
            column = hourly_power(point, power, time)
        else:
            column = daily_energy(point, power, time)
        own = fault if fault is not None and fault.meter == meter else None
        found.append(spoil(column, own, time, rng))
        if case.building.billed:
            wrong = own is not None and own.kind is FaultKind.BILL_MISMATCH
            error = (own.since, own.size) if own is not None and wrong else (0, 0.0)
            found += bills(point, meter, power, time, kva, error)
    return found


def _station(owner: Organisation, index: int, outdoor: Floats, time: Clock) -> Station | None:
    if index % STATION_EVERY:
        return None
    asset = assets.station_asset(index // STATION_EVERY, owner)
    return Station(asset, measures([temperatures(asset.key, outdoor, time)]))
