"""The formulas of indicators: one value a row, NaN where it cannot be said."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.degree_days import from_mean
from beffroi.domains.energy.money import emission_of, price_of
from beffroi.domains.energy.occupancy import occupancy
from beffroi.domains.panel import Floats, Panel
from beffroi.domains.parameters import Parameters
from beffroi.periods import day_starts

Formula: TypeAlias = Callable[[Panel, Parameters], Floats]
LEAST_KNOWN = 0.9
"""Share of the days of a period that must be known; the others count as the mean day."""
_NIGHT = slice(1, 5)
_NIGHT_HOURS = [22, 23, 0, 1, 2, 3, 4, 5]
_HEATING_BASE = 17.0


def consumption(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the energy of the period [kWh]."""
    return _total(panel.daily)


def cost(panel: Panel, parameters: Parameters) -> Floats:
    """Return the energy of each day at its price of that day [EUR without VAT]."""
    prices = np.array(
        [[price_of(row, parameters, day) for day in panel.days.tolist()] for row in panel.rows]
    ).reshape(panel.daily.shape)
    return _total(panel.daily * prices)


def emissions(panel: Panel, parameters: Parameters) -> Floats:
    """Return the emissions of the period, each day at its factor of that day [kgCO2e]."""
    factors = np.array(
        [[emission_of(row, parameters, day) for day in panel.days.tolist()] for row in panel.rows]
    ).reshape(panel.daily.shape)
    return _total(panel.daily * factors)


def per_surface(panel: Panel, parameters: Parameters) -> Floats:
    """Return the energy of the period by floor area [kWh/m2]."""
    return _ratio(consumption(panel, parameters), _numbers(panel, "surface"))


def base_load(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the middle, over days, of the mean power from 1:00 to 5:00 [kW]."""
    if panel.hourly is None:
        return np.full(len(panel.rows), np.nan)
    night = panel.hourly[:, :, _NIGHT].astype(np.float64).mean(axis=2)
    return _where_known(night, _middle(night))


def closed_share(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the share of the energy used when the building is closed [%]."""
    if panel.hourly is None:
        return np.full(len(panel.rows), np.nan)
    used = occupancy(panel)
    hourly = panel.hourly.astype(np.float64)
    running = used.open_day[:, :, None] & used.open_hours[:, None, :]
    day = hourly.sum(axis=2)
    closed = np.where(running, 0.0, hourly).sum(axis=2)
    share = 100.0 * _ratio(np.nansum(closed, axis=1), np.nansum(day, axis=1))
    return _where_known(day, share)


def night_share(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the share of the energy used from 22:00 to 6:00 [%]."""
    if panel.hourly is None:
        return np.full(len(panel.rows), np.nan)
    hourly = panel.hourly.astype(np.float64)
    day = hourly.sum(axis=2)
    night = np.where(np.isfinite(day), hourly[:, :, _NIGHT_HOURS].sum(axis=2), 0.0)
    share = 100.0 * _ratio(night.sum(axis=1), np.nansum(day, axis=1))
    return _where_known(day, share)


def weekend_share(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the share of the energy used on Saturdays and Sundays [%]."""
    weekend = (panel.days.astype("M8[D]").astype(np.int64) + 3) % 7 >= 5
    # A month spread over its days says nothing of its weekends.
    daily = np.where(panel.filled, np.nan, panel.daily)
    known = np.where(np.isfinite(daily), daily, 0.0)
    share = 100.0 * _ratio(known[:, weekend].sum(axis=1), known.sum(axis=1))
    return _where_known(daily, share)


def load_factor(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the mean power over the highest power of the period [%]."""
    peak = _highest(panel)
    edges = day_starts(panel.days[0].item(), panel.days[-1].item())
    hours = np.isfinite(panel.daily) @ (np.diff(edges) / np.timedelta64(1, "h"))
    mean = _ratio(np.nansum(panel.daily, axis=1), hours)
    return _where_known(panel.daily, 100.0 * _ratio(mean, peak))


def degree_days(base: float) -> Formula:
    """Return the formula of heating degree-days to a base [degC], from daily means [K.d]."""

    def formula(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
        return _total(from_mean(panel.temperature, base))

    return formula


def climate_adjusted(panel: Panel, parameters: Parameters) -> Floats:
    """Return the yearly energy that a normal winter would have asked for [kWh].

    The part that follows degree-days (line fitted on the days of the year) is multiplied by the
    ratio of the normal degree-days of the station to those of the year.
    """
    normal = _numbers(panel, "normal_degree_days")
    result = np.full(len(panel.rows), np.nan)
    total = consumption(panel, parameters)
    heating = from_mean(panel.temperature, _HEATING_BASE)
    for row in np.flatnonzero(np.isfinite(total) & np.isfinite(normal)).tolist():
        both = np.isfinite(panel.daily[row]) & np.isfinite(heating[row])
        asked = heating[row][both]
        if both.mean() < LEAST_KNOWN or asked.sum() <= 0 or np.ptp(asked) == 0:
            continue
        slope = max(float(np.polyfit(asked, panel.daily[row][both], 1)[0]), 0.0)
        year = float(asked.mean()) * len(panel.days)
        result[row] = total[row] + slope * (float(normal[row]) - year)
    return result


def tertiary_reduction(panel: Panel, parameters: Parameters) -> Floats:
    """Return how far below the reference year the building is, all its energies together [%]."""
    day = panel.days[-1].astype(object)
    surface, reference = _numbers(panel, "surface"), _numbers(panel, "reference_kwh")
    year = _numbers(panel, "reference_year")
    concerned = surface >= parameters.at("tertiary.least_surface", day)
    concerned &= year >= parameters.at("tertiary.first_reference_year", day)
    assets = np.array([row.asset for row in panel.rows])
    total = consumption(panel, parameters)
    together = np.array([total[assets == asset].sum() for asset in assets])
    return np.where(concerned, 100.0 * (1.0 - _ratio(together, reference)), np.nan)


def tertiary_gap(panel: Panel, parameters: Parameters) -> Floats:
    """Return the points that are missing to the reduction required in 2030 [%]."""
    target = parameters.at("tertiary.reduction_2030", panel.days[-1].astype(object))
    return np.maximum(target - tertiary_reduction(panel, parameters), 0.0)


def contract_use(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the highest power of the period over the contracted power [%]."""
    return 100.0 * _ratio(_highest(panel), _numbers(panel, "contracted_power"))


def _total(daily: Floats) -> Floats:
    """Return the sum of the known days, brought to all the days of the period."""
    known = np.isfinite(daily).sum(axis=1)
    total = _ratio(np.where(np.isfinite(daily), daily, 0.0).sum(axis=1), known) * daily.shape[1]
    return _where_known(daily, total)


def _where_known(daily: Floats, value: Floats) -> Floats:
    enough = np.isfinite(daily).sum(axis=1) >= LEAST_KNOWN * max(daily.shape[1], 1)
    return np.where(enough, value, np.nan)


def _middle(values: Floats) -> Floats:
    result = np.full(len(values), np.nan)
    some = np.isfinite(values).any(axis=1)
    result[some] = np.nanmedian(values[some], axis=1)
    return result


def _highest(panel: Panel) -> Floats:
    if panel.power_max is None:
        return np.full(len(panel.rows), np.nan)
    result = np.full(len(panel.rows), np.nan)
    some = np.isfinite(panel.power_max).any(axis=1)
    result[some] = np.nanmax(panel.power_max[some], axis=1)
    return result


def _numbers(panel: Panel, key: str) -> Floats:
    given = [row.number(key) for row in panel.rows]
    return np.array([np.nan if value is None else value for value in given], dtype=np.float64)


def _ratio(top: Floats, bottom: Floats | NDArray[np.int64]) -> Floats:
    blank = np.full(np.shape(top), np.nan)
    ratio: Floats = np.divide(top, bottom, out=blank, where=np.asarray(bottom) > 0)
    return ratio
