"""From the measures of a building to the state that levers act on.

Whole years only, two at most, the last ones: an average year is the mean of those. Uses may drift
from one year to the next by as much as verification allows for (`DailyOptions.yearly_drift`).
"""

from collections.abc import Mapping

import numpy as np

from beffroi.analysis.baseline import DailyOptions
from beffroi.analysis.chance import student
from beffroi.domains.energy.heated import heat_of
from beffroi.domains.energy.running import idle_of
from beffroi.domains.energy.seen import LEAST_DAYS, Seen, hours_of, seen_of
from beffroi.domains.energy.solar import Roof, roof_of, shape
from beffroi.domains.energy.twin import ELECTRICITY, OPEN, Twin
from beffroi.domains.panel import Floats, Panel
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

_ABOUT, _MOST_YEARS = 5, 2  # days that a year of measures may lack
DRIFT, _FREEDOM = DailyOptions().yearly_drift, 5
_LATITUDE = 47.0  # where nobody said where a building stands

_SHORT = Text(
    fr="il faut {needed} jours mesurés sur un an au moins ; il y en a {found} sur {span}",
    en="{needed} measured days over a year at least are needed; there are {found} of {span}",
)


def build(panel: Panel, parameters: Parameters) -> Twin | Text:
    """Return the state of a building, or what its measures lack.

    Rows of `panel` are the energies of one building.
    """
    span = len(panel.days)
    years = min((span + _ABOUT) // 365, _MOST_YEARS)
    first = panel.days[max(span - max(years, 1) * 365, 0)].item()
    cut = panel.cut(first, panel.days[-1].item())
    daily = np.where(cut.filled, np.nan, cut.daily)
    known = np.isfinite(daily).sum(axis=1)
    rows = np.flatnonzero(known >= LEAST_DAYS)
    if not years or not len(rows):
        return _SHORT.fill(needed=LEAST_DAYS, found=int(known.max(initial=0)), span=span)
    seen = seen_of(cut, years)
    energies = {_energy(cut, row): daily[row] for row in rows.tolist()}
    drift = {one: _drift(f"{seen.name}/{one}") for one in energies}
    heat, why = heat_of(seen, energies, parameters, drift)
    base = {one: _year(seen, values) * drift[one] for one, values in energies.items()}
    if heat is not None:
        base[heat.carrier] = np.maximum(base[heat.carrier] - heat.used, 0.0)
    hours = hours_of(cut)
    carrier = heat.carrier if heat else ""
    idle = None
    if hours is not None and ELECTRICITY in energies:
        warm = seen.temperature > float(np.median(heat.levels[OPEN])) if heat else None
        heated = warm if carrier == ELECTRICITY else None
        idle = idle_of(cut, hours, heated)
    return Twin(
        base,
        heat,
        why,
        None if idle is None else idle * drift[ELECTRICITY],
        _roof(seen, energies, hours, parameters),
        seen.years,
    )


def _energy(panel: Panel, row: int) -> str:
    return panel.rows[row].quantity.partition(".")[0]


def _drift(name: str) -> Floats:
    drawn: Floats = np.clip(1 + DRIFT * student(f"{name}/drift", _FREEDOM), 0.3, 1.7)
    return drawn


def _year(seen: Seen, values: Floats) -> float:
    """Return what an energy uses in a year [kWh/year]; a missing day is as others of its kind."""
    total = 0.0
    for kind in seen.kinds:
        own = values[kind & np.isfinite(values)]
        total += float(own.mean() if len(own) else np.nanmean(values)) * int(kind.sum())
    return total * 365.25 / len(seen.closed)


def _roof(
    seen: Seen, energies: Mapping[str, Floats], hours: Floats | None, parameters: Parameters
) -> Roof | None:
    if ELECTRICITY not in energies:
        return None
    today = seen.panel.as_of
    latitude = seen.panel.rows[0].number("latitude") or _LATITUDE
    per_kwp = parameters.at("solar.yield_at_47", today) - (latitude - 47.0) * parameters.at(
        "solar.yield_slope", today
    )
    made, use = shape(seen.panel.days, latitude), energies[ELECTRICITY]
    year = float(np.nanmean(use)) * 365.25
    if hours is not None:
        return roof_of(per_kwp, made, hours, year, hourly=True)
    return roof_of(per_kwp, made.sum(axis=1), use, year, hourly=False)
