"""The formulas of indicators of districts: one value a row, NaN where it cannot be said.

Volumes bear the names of the French observatory of services (SISPEA): V1 and V2 enter (produced,
bought), V3 leaves (sold), V4 = V1 + V2 - V3 is put in (here less what tanks of the district took
in), V7 is metered at customers, V8 is used without a meter, V9 by the service itself,
V6 = V7 + V8 + V9. V8 and V9 count for 0 where nobody gave them, as the observatory has it.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.panel import Floats, Panel
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.measured import (
    DELIVERED,
    ENTERING,
    INPUT,
    LEAVING,
    STORED,
    TOTAL,
)
from beffroi.domains.water.money import energy_of, price_of

Formula: TypeAlias = Callable[[Panel, Parameters], Floats]
LEAST_KNOWN = 0.9
"""Share of the days of a period that must be known; the others count as the mean day."""
_YEAR = 365
NIGHT = slice(2, 4)
"""Hours of the clock at which least is used: from 2:00 to 4:00."""


def volume(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the volume of the period [m3]: V4 less what tanks of the district took in.

    Over a year, where too few levels of tanks are known, it is V4 alone: what tanks hold more on
    its last day than on its first one is no more than they can hold.
    """
    whole = _whole(panel.daily)
    if len(panel.days) < _YEAR:
        return whole
    plain = _of(panel, ENTERING) - _left(panel)
    tanks = np.isnan(whole) & _has(panel, STORED)
    own = np.array([row.quantity == INPUT for row in panel.rows], dtype=bool)
    return np.where(tanks & own, plain, whole)


def metered(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return V7, metered at customers [m3]: the total given for them, else the sum of meters."""
    given, summed = _of(panel, TOTAL), _of(panel, DELIVERED)
    return np.where(_has(panel, TOTAL), given, summed)


def losses(panel: Panel, parameters: Parameters) -> Floats:
    """Return V4 - V6, what is lost [m3]."""
    return volume(panel, parameters) - _used(panel, parameters)


def losses_eur(panel: Panel, parameters: Parameters) -> Floats:
    """Return what the water lost costs [EUR without VAT]."""
    last = panel.days[-1].astype(object)
    prices = np.array([price_of(row, parameters, last) for row in panel.rows], dtype=np.float64)
    return losses(panel, parameters) * prices


def losses_kwh(panel: Panel, parameters: Parameters) -> Floats:
    """Return the energy of the water lost [kWh]."""
    last = panel.days[-1].astype(object)
    each = np.array([energy_of(row, parameters, last) for row in panel.rows], dtype=np.float64)
    return losses(panel, parameters) * each


def efficiency(panel: Panel, parameters: Parameters) -> Floats:
    """Return P104.3 = (V6 + V3) / (V1 + V2) [%]."""
    return 100.0 * _ratio(_used(panel, parameters) + _left(panel), _of(panel, ENTERING))


def uncounted_index(panel: Panel, parameters: Parameters) -> Floats:
    """Return P105.3 = (V4 - V7) by km of mains and day [m3/km/d]."""
    return _linear(panel, volume(panel, parameters) - metered(panel, parameters))


def loss_index(panel: Panel, parameters: Parameters) -> Floats:
    """Return P106.3 = (V4 - V6) by km of mains and day [m3/km/d]."""
    return _linear(panel, losses(panel, parameters))


def consumption_index(panel: Panel, parameters: Parameters) -> Floats:
    """Return ILC = (V6 + V3) by km of mains and day [m3/km/d]."""
    return _linear(panel, _used(panel, parameters) + _left(panel))


def target(panel: Panel, parameters: Parameters) -> Floats:
    """Return the efficiency that the code of environment asks for [%].

    The lower of a threshold, and of a fixed term plus a part of ILC; the fixed term is higher where
    much is taken from water that is shared out by rules (`scarce_m3`).
    """
    on = panel.days[-1].astype(object)
    scarce = _numbers(panel, "scarce_m3") > parameters.at("efficiency.scarce_m3", on)
    fixed = np.where(
        scarce,
        parameters.at("efficiency.fixed_scarce", on),
        parameters.at("efficiency.fixed", on),
    )
    asked = fixed + parameters.at("efficiency.index_share", on) * consumption_index(
        panel, parameters
    )
    return np.minimum(asked, parameters.at("efficiency.target", on))


def gap(panel: Panel, parameters: Parameters) -> Floats:
    """Return the points of efficiency that lack to what is asked for [%]."""
    return np.maximum(target(panel, parameters) - efficiency(panel, parameters), 0.0)


def night_flow(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the middle, over days, of the mean flow of the least used hours [m3/h]."""
    if panel.hourly is None:
        return np.full(len(panel.rows), np.nan)
    return _middle(panel.hourly[:, :, NIGHT].astype(np.float64).mean(axis=2))


def night_use(panel: Panel, parameters: Parameters) -> Floats:
    """Return what customers use in these hours [m3/h]: measured, else by connection."""
    flow = night_flow(panel, parameters)
    seen = np.where(_has(panel, TOTAL), _same(panel, TOTAL, flow), _same(panel, DELIVERED, flow))
    usual = parameters.at("night.use", panel.days[-1].astype(object))
    return np.where(np.isfinite(seen), seen, usual * _numbers(panel, "connections"))


def night_leakage(panel: Panel, parameters: Parameters) -> Floats:
    """Return the night flow less what customers use at night [m3/h], 0 at least."""
    return np.maximum(night_flow(panel, parameters) - night_use(panel, parameters), 0.0)


def unavoidable(panel: Panel, parameters: Parameters) -> Floats:
    """Return UARL over the period, the losses of a network in perfect repair [m3].

    UARL = (18 Lm + 0.8 Nc + 25 Lp) P litres a day: Lm mains and Lp service pipes [km], Nc
    connections, P mean pressure [m].
    """
    on = panel.days[-1].astype(object)
    mains, count = _numbers(panel, "pipe_km"), _numbers(panel, "connections")
    pipes = count * np.nan_to_num(_numbers(panel, "service_m")) / 1000.0
    litres = (
        parameters.at("uarl.mains", on) * mains
        + parameters.at("uarl.connections", on) * count
        + parameters.at("uarl.service_pipes", on) * pipes
    ) * _numbers(panel, "pressure_m")
    return litres / 1000.0 * len(panel.days)


def leakage_index(panel: Panel, parameters: Parameters) -> Floats:
    """Return ILI, what is lost over what cannot be avoided."""
    return _ratio(losses(panel, parameters), unavoidable(panel, parameters))


def _used(panel: Panel, parameters: Parameters) -> Floats:
    """Return V6 of a year [m3]; V8 and V9 are given for a year."""
    given = (np.nan_to_num(_numbers(panel, key)) for key in ("unmetered_m3", "service_m3"))
    return metered(panel, parameters) + sum(given)


def _left(panel: Panel) -> Floats:
    """Return V3 [m3], 0 where nothing leaves by a meter."""
    return np.where(_has(panel, LEAVING), _of(panel, LEAVING), 0.0)


def _linear(panel: Panel, amount: Floats) -> Floats:
    return _ratio(amount, _numbers(panel, "pipe_km")) / max(len(panel.days), 1)


def _of(panel: Panel, quantity: str) -> Floats:
    """Return, for each row, the volume of the row of this quantity of the same asset [m3]."""
    return _same(panel, quantity, _whole(panel.daily))


def _same(panel: Panel, quantity: str, values: Floats) -> Floats:
    found = {
        row.asset: value
        for row, value in zip(panel.rows, values.tolist(), strict=True)
        if row.quantity == quantity
    }
    return np.array([found.get(row.asset, np.nan) for row in panel.rows], dtype=np.float64)


def _has(panel: Panel, quantity: str) -> NDArray[np.bool_]:
    """Tell, for each row, whether its asset has a row of this quantity."""
    assets = {row.asset for row in panel.rows if row.quantity == quantity}
    return np.array([row.asset in assets for row in panel.rows], dtype=bool)


def _whole(daily: Floats) -> Floats:
    """Return the sum of the known days, brought to all the days of the period."""
    known = np.isfinite(daily)
    days = known.sum(axis=1)
    total = np.where(known, daily, 0.0).sum(axis=1)
    enough = (days > 0) & (days >= LEAST_KNOWN * daily.shape[1])
    return np.where(enough, total / np.maximum(days, 1) * daily.shape[1], np.nan)


def _middle(values: Floats) -> Floats:
    result = np.full(len(values), np.nan)
    known = np.isfinite(values).sum(axis=1)
    some = (known > 0) & (known >= LEAST_KNOWN * values.shape[1])
    result[some] = np.nanmedian(values[some], axis=1)
    return result


def _numbers(panel: Panel, key: str) -> Floats:
    given = [row.number(key) for row in panel.rows]
    return np.array([np.nan if value is None else value for value in given], dtype=np.float64)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    ratio: Floats = np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0)
    return ratio
