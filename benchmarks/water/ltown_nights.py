"""The inlets of L-Town (BattLeDIM 2020) as a service describes them: districts, meters, a tank.

The measures go into an installation and come back by the way of any district (`decide/gathering`),
with the level of the tank and, for comparison, as if nobody had measured it. The clock of the files
is taken for that of Paris.
"""

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from beffroi.analysis.metrics import Floats
from beffroi.decide.gathering import gathered
from beffroi.decide.leaks.folders import read_folder
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.decide.sources import meters
from beffroi.domains import domain, parameters
from beffroi.domains.water.nights import Look
from beffroi.domains.water.prepare import Prepared
from beffroi.periods.civil import paris_offset
from beffroi.readers.water.epanet import WaterModel, read_model
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import END
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from benchmarks.water.districts import Leak
from benchmarks.water.night_judging import flat

#: What each district is called, whether its leaks are those behind the tank (None: all), and
#: whether the level of the tank is known.
ZONES = (
    ("all", None, True),
    ("all, its tank not measured", None, False),
    ("without the area of the tank", False, True),
    ("the area of the tank", True, True),
    ("the area of the tank, not measured", True, False),
)
_HOUR, _MINUTES = np.timedelta64(1, "h"), np.timedelta64(5, "m")
_ROLES = {
    None: {"p227": "inlet", "p235": "inlet"},
    False: {"p227": "inlet", "p235": "inlet", "PUMP_1": "outlet"},
    True: {"PUMP_1": "inlet"},
}


@dataclass(frozen=True)
class Seen:
    """What the domain saw of a year, and what leaked: rows of `look` are those of `names`."""

    look: Look
    names: tuple[str, ...]
    leaks: tuple[Leak, ...]
    days: int


def watched(folder: Path) -> Seen:
    """Read 2018 into an installation, and look at its districts as an analysis does."""
    model = read_model((folder / "L-TOWN.inp").read_bytes(), "L-TOWN.inp")
    sheets, past = read_folder(folder)
    kept = sheets.flows.times < np.datetime64("2019-01-01")
    flows = dict(zip(sheets.flows.names, hours(sheets.flows.values[kept].T), strict=True))
    level = sheets.levels.values[kept, 0]
    with tempfile.TemporaryDirectory() as home, Store.create(Path(home) / "home") as store:
        owner = create_organisation(store.writer("benchmark"), "L-Town")
        _describe(store, owner, model.tanks["T1"].diameter)
        _put(store, owner, flows, level)
        prepared = _prepared(store, owner)
    assert past.flows is not None
    lost = dict(zip(past.flows.names, hours(np.nan_to_num(past.flows.values).T), strict=True))
    look = prepared.nights
    names = tuple(prepared.panel.rows[row].name for row in look.rows)
    leaks = []
    far = behind(model)
    for one in past.leaks:
        daily = lost[one.pipe].mean(axis=1)
        wet = np.flatnonzero(daily > 0)
        for name, tank, _ in ZONES:
            if tank in (None, one.pipe in far):
                row = names.index(name)
                leaks.append(Leak(row, int(wet[0]), int(wet[-1]), daily, not flat(daily[wet])))
    return Seen(look, names, tuple(leaks), len(prepared.panel.days))


def _describe(store: Store, owner: int, diameter: float) -> None:
    told = []
    for name, tank, measured in ZONES:
        told.append(Description("district", name))
        for meter, role in _ROLES[tank].items():
            told.append(Description("meter", f"{name} {meter}", parent=name,
                                    attributes={"role": role}))  # fmt: skip
        if tank is not False:
            said: dict[str, Any] = {"tank_place": "inside", "tank_diameter_m": diameter}
            said = said if measured else {**said, "tank_place": "ahead"}
            told.append(Description("tank", f"{name} T1", parent=name, attributes=said))
    put_assets(store.writer("benchmark"), owner, told)


def _put(store: Store, owner: int, flows: dict[str, Floats], level: Floats) -> None:
    with intake(
        store.writer("benchmark"), Received(owner, "0" * 64, "ltown", 1, "benchmark")
    ) as way_in:
        for name, tank, _ in ZONES:
            for meter in _ROLES[tank]:
                key = SeriesKey(f"{name} {meter}", "meter", "water.volume", "interval", "battledim",
                                "", 3_600)  # fmt: skip
                volume = flows[meter].reshape(-1)
                _add(way_in, key, _instants(len(volume), _HOUR), _HOUR, volume)
            if tank is not False:
                key = SeriesKey(f"{name} T1", "tank", "water.level", "gauge", "battledim", "", 300)
                at = _instants(len(level), _MINUTES)
                _add(way_in, key, at, np.timedelta64(0, "h"), level)
        way_in.seal()
        way_in.commit({})


def _instants(count: int, step: np.timedelta64) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    local = np.datetime64("2018-01-01", "us") + np.arange(count) * step
    found: np.ndarray[Any, np.dtype[np.datetime64]] = local - paris_offset(
        local - np.timedelta64(timedelta(hours=1))
    )
    return found


def _add(way_in: Any, key: SeriesKey, at: Any, length: np.timedelta64, values: Floats) -> None:
    at, place = np.unique(at, return_index=True)  # spring takes an hour away
    (series,) = way_in.series([key])
    instant = pa.timestamp("us", tz="UTC")
    way_in.add(
        pa.table(
            {
                "series": np.full(len(at), series, dtype=np.int64),
                "start": pa.array(at.astype("M8[us]")).cast(instant),
                "end": pa.array((at + length).astype("M8[us]")).cast(instant),
                "value": values[place],
                "quality": np.zeros(len(at), dtype=np.int8),
            }
        )
    )


def _prepared(store: Store, owner: int) -> Prepared:
    water = domain("water")
    door = store.reader(Scope(frozenset({owner}), "benchmark", "benchmark"))
    with door.session() as session:
        found = meters(session, [owner], water.inputs)
    panel = gathered(door, found, water, END)
    assert panel is not None
    prepared: Prepared = water.prepare(panel, parameters("water"))
    return prepared


def hours(values: Floats) -> Floats:
    """Return series (n, steps of five minutes) as means of hours (n, d, 24)."""
    return np.asarray(values.reshape(len(values), -1, 24, 12).mean(axis=3), dtype=np.float64)


def behind(model: WaterModel) -> set[str]:
    """Return the pipes that the tank feeds: those joined to it by pipes alone."""
    reached, waiting = set(), list(model.tanks)
    pipes = [link for link in model.links if link.kind == "PIPE"]
    ways: dict[str, list[tuple[str, str]]] = {}
    for link in pipes:
        ways.setdefault(link.start, []).append((link.name, link.end))
        ways.setdefault(link.end, []).append((link.name, link.start))
    seen = set(waiting)
    while waiting:
        for name, other in ways.get(waiting.pop(), []):
            reached.add(name)
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return reached
