"""A simulated water syndicat: four districts, what enters them, what their customers use.

One main bursts, another has leaked a little more each week for months, an inlet meter stops, a tank
inside a district fills a little each night and is emptied and filled again one night, and this
district fills with visitors in summer. Another tank, which nobody measures, is filled at night for
a month. Orders of magnitude: 150 litres a day and inhabitant, at
night 1.9 litres an hour and connection, 12 to 25 % of losses (national observatory of services,
2015: 79.6 % of efficiency).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from beffroi.demo.generate.clock import HOUR, Clock, Floats, clock
from beffroi.demo.generate.meters import Column, measures
from beffroi.demo.generate.model import SOURCE, AssetDraft, Measures, Organisation, Value
from beffroi.demo.generate.names import false_siren, of_town
from beffroi.demo.generate.places import commune_organisation
from beffroi.readers.contract import SeriesDraft
from beffroi.units import SeriesKind

#: Share of a day used in each hour of the clock: people sleep, rise, cook and wash.
_HOURS = np.array([
    0.9, 0.7, 0.6, 0.6, 0.8, 1.8, 4.4, 6.8, 6.6, 5.6, 5.2, 5.2,
    6.2, 5.4, 4.4, 4.0, 4.2, 5.0, 6.4, 7.2, 6.4, 4.8, 4.0, 2.8,
])  # fmt: skip
_LITRES = 150.0  # a day and inhabitant
_RECEIVED = 9 * HOUR  # measures of a day are received at 9 on the next one
_DIAMETER, _DRAINING, _FILLING = 9.0, 6, 5
"""Of the tank [m], and the hours that it takes to drain and to fill it."""
BURST, SLOW, STOPPED, EMPTIED, FILLED = (timedelta(days=n) for n in (26, 300, 9, 40, 110))
"""How long before the last day each thing begins, the emptying of a tank lasting one night."""


@dataclass(frozen=True, slots=True)
class _District:
    """What a district is like; flows in m3/h."""

    name: str
    people: int
    pipe_km: float
    leak: float
    visitors: float = 0.0  # share of its inhabitants who come in summer
    burst: float = 0.0
    slow: float = 0.0  # what the leak has grown by on the last day
    stopped: bool = False
    filled: float = 0.0  # by which a tank that nobody measures is filled at night, for a month
    tank: bool = False
    mains: str = ""  # km by material and decade


_DISTRICTS = (
    _District(
        "Bourg",
        3100,
        21.4,
        4.4,
        burst=6.5,
        mains="fonte grise 1950 : 5,2 ; fonte ductile 1980 : 7,4 ; PVC 1990 : 8,8",
    ),
    _District("Coteaux", 640, 18.2, 1.3, slow=2.2, mains="PVC 1970 : 11,6 ; PEHD 2000 : 6,6"),
    _District("Plaine", 920, 16.9, 1.15, stopped=True, filled=1.7),
    _District("Lac", 480, 12.3, 0.6, visitors=1.6, tank=True),
)


@dataclass(frozen=True, slots=True)
class Syndicat:
    """A simulated syndicat, its assets, its measures; its members are the first communes."""

    organisation: Organisation
    assets: tuple[AssetDraft, ...]
    measures: Measures
    members: int = len(_DISTRICTS)


def syndicat(seed: int, years: int, end: date) -> Syndicat:
    """Return the syndicat of the first communes of a territory.

    >>> made = syndicat(676, 1, date(2026, 10, 31))
    >>> len(made.assets), len(made.measures.series)
    (13, 9)
    """
    time = clock(years, end)
    towns = [commune_organisation(seed, index) for index in range(len(_DISTRICTS))]
    drafts: list[AssetDraft] = []
    columns: list[Column] = []
    beyond = np.zeros(len(time.hours))  # what the first district sends to the second one
    for number in (1, 0, 2, 3):
        district, town = _DISTRICTS[number], towns[number]
        rng = np.random.default_rng([seed, 11, number])
        used = _used(district, time, rng)
        level = _level(time) if district.tank else None
        inlet = used + _lost(district, time)
        if level is not None:
            inlet += _taken(level, time)
        if district.filled:
            inlet += _filled(district, time)
        inlet *= rng.normal(1.0, 0.01, len(inlet))
        beyond = inlet if number == 1 else beyond
        entering = np.round(inlet + (beyond if number == 0 else 0.0), 2)
        if district.stopped:
            entering[time.hour_at(_day(time, STOPPED)) :] = 0.0  # its wheel no longer turns
        drafts += _assets(district, town, number)
        columns += [
            _hourly(_key(number, "entree"), entering, time),
            _daily(_key(number, "abonnes"), used, time),
        ]
        if level is not None:
            drafts.append(_tank_asset(number, town))
            columns.append(_gauge(_key(number, "reservoir"), level, time))
    return Syndicat(
        Organisation(
            siren=false_siren(1, 9_000),
            name=f"Syndicat des eaux {of_town(towns[0].name)} (simulation)",
            kind="syndicat",
            population=sum(one.people for one in _DISTRICTS),
            latitude=towns[0].latitude,
            longitude=towns[0].longitude,
            attributes={"simulated": True},
        ),
        tuple(drafts),
        measures(columns),
    )


def _day(time: Clock, before: timedelta) -> int:
    return max(len(time.days) - before.days, 0)


def _used(district: _District, time: Clock, rng: np.random.Generator) -> Floats:
    """Return what customers use in each hour [m3]."""
    season = time.day_of_year
    summer = np.exp(-(((season - 212) / 24.0) ** 2))
    warm = 1 + 0.12 * np.exp(-(((season - 205) / 45.0) ** 2))
    people = district.people * (1 + district.visitors * summer)
    holiday = np.where(time.weekday >= 5, 1.06, 1.0)
    day = people * _LITRES / 1000.0 * warm * holiday * rng.normal(1.0, 0.025, len(season))
    shape = _HOURS / _HOURS.sum()
    hours: Floats = day[time.day_of] * shape[time.local_hour]
    return hours * rng.normal(1.0, 0.05, len(hours))


def _lost(district: _District, time: Clock) -> Floats:
    """Return what leaks in each hour [m3]; pressure, and leaks with it, is higher at night."""
    leak = np.full(len(time.days), district.leak)
    age = np.arange(len(time.days)) - _day(time, SLOW)
    leak += district.slow * np.clip(age / SLOW.days, 0.0, 1.0)
    leak[_day(time, BURST) :] += district.burst
    night = 1 + 0.08 * np.cos(2 * np.pi * (time.local_hour - 3) / 24)
    found: Floats = leak[time.day_of] * night
    return found


def _level(time: Clock) -> Floats:
    """Return the level of a tank as each hour begins [m], which one night is emptied and filled.

    It fills in the evening and at night, and gives back by day what it took.
    """
    level: Floats = 3.4 + 0.12 * np.cos(2 * np.pi * (time.local_hour - 5.0) / 24.0)
    first = _filled_from(time)
    if first + _FILLING < len(level):
        level[first - _DRAINING : first + 1] = np.linspace(3.3, 0.1, _DRAINING + 1)
        level[first : first + _FILLING + 1] = np.linspace(0.1, 3.5, _FILLING + 1)
    return level


def _filled(district: _District, time: Clock) -> Floats:
    """Return what a tank takes at night and gives back by day, for a month [m3]."""
    month = slice(time.hour_at(_day(time, FILLED)), time.hour_at(_day(time, FILLED) + 30))
    taken = np.zeros(len(time.hours))
    night, day = time.local_hour < 6, (time.local_hour >= 7) & (time.local_hour < 22)
    taken[month] = (district.filled * (night - day * 6 / 15))[month]
    return taken


def _filled_from(time: Clock) -> int:
    return time.hour_at(_day(time, EMPTIED)) + 1


def _taken(level: Floats, time: Clock) -> Floats:
    """Return what the tank takes from its inlet in each hour [m3]: it is drained elsewhere."""
    taken: Floats = np.diff(level, append=level[-1]) * np.pi * _DIAMETER**2 / 4
    first = _filled_from(time)
    taken[max(first - _DRAINING - 1, 0) : first] = 0.0
    return taken


def _gauge(key: str, level: Floats, time: Clock) -> Column:
    draft = _draft(key, "tank", "water.level", SeriesKind.GAUGE, timedelta(hours=1))
    received = time.edges[1:][time.day_of] + _RECEIVED
    return Column(draft, time.hours, time.hours, np.round(level, 3), received)


def _hourly(key: str, flow: Floats, time: Clock) -> Column:
    draft = _draft(key, "meter", "water.volume", SeriesKind.INTERVAL, timedelta(hours=1))
    received = time.edges[1:][time.day_of] + _RECEIVED
    return Column(draft, time.hours, time.hours + HOUR, flow, received)


def _daily(key: str, used: Floats, time: Clock) -> Column:
    draft = _draft(key, "meter", "water.volume", SeriesKind.INTERVAL, timedelta(days=1))
    volume: Floats = np.add.reduceat(used, time.first_hour)
    return Column(
        draft, time.edges[:-1], time.edges[1:], volume.round(2), time.edges[1:] + _RECEIVED
    )


def _draft(key: str, kind: str, quantity: str, how: SeriesKind, step: timedelta) -> SeriesDraft:
    return SeriesDraft(
        asset=key,
        asset_type=kind,
        quantity=quantity,
        kind=how,
        source=SOURCE,
        step=step,
        attributes=(("simulated", "true"),),
    )


def _key(number: int, what: str) -> str:
    return f"eau-{number + 1}-{what}"


def _assets(district: _District, town: Organisation, number: int) -> list[AssetDraft]:
    key = _key(number, "secteur")
    name = f"{district.name} {of_town(town.name)}"
    said: dict[str, Value] = {
        "pipe_km": district.pipe_km,
        "connections": round(district.people / 2.1),
        "service_m": 6.0,
        "pressure_m": 45.0,
        "service_m3": round(district.people * 0.6),
        "m3_eur": 0.32,
        "m3_kwh": 0.55,
    }
    if district.mains:
        said["mains"] = district.mains
    role: dict[str, Value] = {"role": "inlet"}
    if number == 1:
        role["from_district"] = _key(0, "secteur")
    return [
        AssetDraft(key, "district", name, said | _at(town, 0.002)),
        _meter(_key(number, "entree"), f"Entrée {name}", key, role | _at(town, 0.006)),
        _meter(_key(number, "abonnes"), f"Abonnés {name}", key, {"role": "customers"}),
    ]


def _meter(key: str, name: str, parent: str, said: Mapping[str, Value]) -> AssetDraft:
    return AssetDraft(key, "meter", name, {"simulated": True, **said}, parent)


def _tank_asset(number: int, town: Organisation) -> AssetDraft:
    said: dict[str, Value] = {
        "tank_place": "inside",
        "volume_m3": 250.0,
        "tank_diameter_m": _DIAMETER,
        **_at(town, -0.004),
    }
    return AssetDraft(
        _key(number, "reservoir"),
        "tank",
        f"Réservoir {of_town(town.name)}",
        said,
        _key(number, "secteur"),
    )


def _at(town: Organisation, aside: float) -> dict[str, Value]:
    return {
        "simulated": True,
        "latitude": round(town.latitude + aside, 5),
        "longitude": round(town.longitude + aside, 5),
    }
