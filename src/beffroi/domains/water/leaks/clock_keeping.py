"""Clocks of a watch as arrays and plain values: the next step goes on where the last one ended."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from beffroi.analysis.cusum import Gathered
from beffroi.domains.water.leaks.bonds import Bonds
from beffroi.domains.water.leaks.clocks import Clocks
from beffroi.domains.water.leaks.shifts import Shift
from beffroi.domains.water.leaks.signals import Signals

_PREFIX = "clock_"
_HALVES = ("half", "far_half")
_BONDS = tuple(one.name for one in fields(Bonds) if one.name not in _HALVES)


def said(clocks: Clocks | None) -> dict[str, Any] | None:
    """Return what is not an array of clocks, as JSON can write it."""
    if clocks is None:
        return None
    told = [{**asdict(one), "since": str(one.since), "told": str(one.told)} for one in clocks.told]
    halves = [getattr(clocks.bonds, name) for name in _HALVES]
    return {"signals": asdict(clocks.signals), "halves": halves, "told": told}


def arrays(clocks: Clocks | None) -> dict[str, Any]:
    """Return the arrays of clocks; of what is gathered, only what is not nothing."""
    if clocks is None:
        return {}
    found = {_PREFIX + name: getattr(clocks.bonds, name) for name in _BONDS}
    found[_PREFIX + "lag"] = clocks.lag
    for name in ("gathered", "files"):
        own: Gathered = getattr(clocks, name)
        at = np.argwhere(own.sums > 0)
        found[f"{_PREFIX}{name}"] = own.sums[tuple(at.T)]
        found[f"{_PREFIX}{name}_at"] = np.column_stack([at, own.since[tuple(at.T)]])
    return found


def taken_up(said: Mapping[str, Any] | None, arrays: Mapping[str, Any]) -> Clocks | None:
    """Return clocks as they were."""
    if said is None:
        return None
    given = said["signals"]
    names = [tuple(given[kind]) for kind in ("pressures", "flows", "levels")]
    signals = Signals(names[0], names[1], names[2], given["step"])
    lag = arrays[_PREFIX + "lag"].astype(np.int64)
    bonds = Bonds(*(arrays[_PREFIX + name] for name in _BONDS), *said["halves"])
    told = [
        Shift(
            tuple(one["names"]), one["file"], one["minutes"], np.datetime64(one["since"], "D"),
            np.datetime64(one["told"], "D"),
        )
        for one in said["told"]
    ]  # fmt: skip
    parts = {}
    for name, rows in (("gathered", lag.size), ("files", len(signals.files))):
        own = Gathered.nothing(rows, signals.tried.size)
        row, place, since = arrays[f"{_PREFIX}{name}_at"].astype(np.int64).reshape(-1, 3).T
        own.sums[row, place] = arrays[f"{_PREFIX}{name}"]
        own.since[row, place] = since
        parts[name] = own
    return Clocks(signals, bonds, lag, parts["gathered"], parts["files"], told)
