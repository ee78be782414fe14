"""How a building is heated, told from the days of what heats it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from beffroi.analysis.baseline.design import smooth_temperature
from beffroi.analysis.chance import between, normal, uniform
from beffroi.analysis.heating import HeatingFit, fit_heating, lacking
from beffroi.domains.energy.nightly import night_depth
from beffroi.domains.energy.seen import Seen, hours_of
from beffroi.domains.energy.twin import ELECTRICITY, Heat, Need
from beffroi.domains.panel import Floats
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

LEAST_SHARE = 0.05  # of the energy of a fuel that heating must make to be believed in
LEAST_ELECTRIC = 0.15  # of electricity, which follows the season without heating too
IRREGULAR = 0.22
"""Standard deviation of the residuals over the mean day, beyond which use is not by the week."""
COME = (0.7, 0.92, 1.0)
"""Open days on which people really come, over those that were declared."""
_MILD = 17.0  # degC, outdoors, above which nothing is heated
_LEAST_MILD = 30
_LEVELS = np.arange(-25.0, 40.25, 0.25)  # degC
_LEAST_CLOSED = 15  # days from which closed ones say how cool nights are kept

_NO_WEATHER = Text(
    fr="il manque la température de l’air sur la période : importez une station météo",
    en="the air temperature of the period is missing: import a weather station",
)
_UNFOLLOWED = Text(
    fr="ses mesures ne suivent pas la température : rien n’y montre de chauffage",
    en="its measures do not follow the temperature: nothing in them shows heating",
)
_UNMEASURED = Text(
    fr="son chauffage ({carrier}) n’est pas mesuré ici",
    en="its heating ({carrier}) is not measured",
)
_FUELS = {
    "oil": Text(fr="fioul", en="oil"),
    "wood": Text(fr="bois", en="wood"),
    "none": Text(fr="non chauffé", en="not heated"),
    "gas": Text(fr="gaz", en="gas"),
    "heat": Text(fr="réseau de chaleur", en="district heat"),
    "electricity": Text(fr="électricité", en="electricity"),
}


def heat_of(
    seen: Seen, energies: Mapping[str, Floats], parameters: Parameters, drift: Mapping[str, Floats]
) -> tuple[Heat | None, Text | None]:
    """Return how a building is heated, or why that is not known."""
    declared = str(seen.panel.rows[0].attributes.get("heating_energy") or "")
    if declared and declared not in energies:
        return None, _UNMEASURED.fill(carrier=_FUELS.get(declared, declared))
    if not np.isfinite(seen.temperature).all():
        return None, _NO_WEATHER
    tried = (
        [declared] if declared else [one for one in ("gas", "heat", ELECTRICITY) if one in energies]
    )
    for carrier in tried:
        fit = fit_heating(
            energies[carrier], seen.temperature, seen.closed, seen.long, f"{seen.name}/{carrier}"
        )
        mean = float(np.nanmean(energies[carrier]))
        heat = _heated(seen, carrier, fit, mean, parameters, drift[carrier])
        if _irregular(fit, mean):
            more = _share_of_cold(seen, energies[carrier], heat, f"{seen.name}/{carrier}")
            heat = replace(heat, slope=heat.slope * more)
        least = LEAST_ELECTRIC if (carrier, declared) == (ELECTRICITY, "") else LEAST_SHARE
        if np.quantile(heat.used, 0.05) > least * mean * 365.25:
            return heat, None
    return None, _UNFOLLOWED


def _heated(
    seen: Seen, carrier: str, fit: HeatingFit, mean: float, parameters: Parameters, drift: Floats
) -> Heat:
    name = f"{seen.name}/{carrier}"
    levels = np.stack(
        [fit.balance, fit.balance - fit.lowered, fit.balance - fit.lowered - fit.lowered_more]
    )
    warm = _warm(seen, fit, mean, name)
    plant = np.ones_like(fit.slope)
    if carrier == "gas":
        entry = parameters.entry("lever.heat_pump.plant", seen.panel.as_of)
        plant = np.clip(between(f"{name}/plant", *entry.interval) / 100, 0.5, 1.0)
    return Heat(
        carrier,
        fit.slope * drift,
        levels,
        warm,
        8.0 * uniform(f"{name}/night")
        if _irregular(fit, mean)
        else _depth(seen, carrier, fit, warm, name),
        _need(seen, fit),
        plant,
        np.zeros_like(fit.slope),
    )


def _irregular(fit: HeatingFit, mean: float) -> bool:
    return fit.deviation > IRREGULAR * mean


def _share_of_cold(seen: Seen, values: Floats, heat: Heat, name: str) -> Floats:
    """Return by how much to multiply the slope where use is irregular.

    Heating that is on some days and not on others follows no line. What cold days use more than
    mild ones, on the whole, is then the better witness; the truth is somewhere up to it.
    """
    mild = (seen.temperature > _MILD) & np.isfinite(values)
    if mild.sum() < _LEAST_MILD:
        return np.ones_like(heat.slope)
    whole = (float(np.nanmean(values)) - float(values[mild].mean())) * 365.25
    ratio = max(whole / max(float(np.median(heat.used)), 1e-9), 1.0)
    return np.maximum(between(f"{name}/cold", 1 + 0.5 * (ratio - 1), ratio, 1.15 * ratio), 0.5)


def _warm(seen: Seen, fit: HeatingFit, mean: float, name: str) -> Floats:
    """Return the share of the hours of an open day at comfort: opening, and warming up before.

    Where days are not alike at all (a hall that is lent), people come less than the hours say.
    """
    row = seen.panel.rows[0]
    opens, closes = row.number("open_hour"), row.number("close_hour")
    if _irregular(fit, mean):
        drawn = between(f"{name}/warm", 0.05, 0.25, 0.65)
    elif opens is None or closes is None or closes <= opens:
        drawn = between(f"{name}/warm", 0.35, 0.55, 0.8)
    else:
        drawn = (closes - opens + between(f"{name}/warm", 0.5, 2.5, 4.5)) / 24
        drawn = drawn * between(f"{name}/come", *COME)
    shares: Floats = np.clip(drawn, 0.05, 1.0)
    return shares


def _depth(seen: Seen, carrier: str, fit: HeatingFit, warm: Floats, name: str) -> Floats:
    """Return the night reduction there is already [K].

    Measured where the carrier is measured by the hour. Else told from closed days: were they kept
    as cool as nights, they would lie `warm * depth` under open ones.
    """
    hourly = hours_of(seen.panel, carrier)
    if hourly is not None:
        measured = night_depth(seen.panel, hourly, fit, seen.temperature, seen.closed)
        if measured is not None:
            return np.clip(measured + 1.2 * normal(f"{name}/night"), 0.0, 10.0)
    luck = uniform(f"{name}/night")
    if seen.closed.sum() < _LEAST_CLOSED:
        return 4.0 * luck
    return np.clip(fit.lowered / warm * (0.6 + 0.4 * luck), 0.0, 8.0)


def _need(seen: Seen, fit: HeatingFit) -> Need:
    shapes, which = np.unique(np.stack([fit.inertia, fit.blur]), axis=1, return_inverse=True)
    degree_days = np.zeros((shapes.shape[1], 3, len(_LEVELS)))
    days = np.zeros_like(degree_days)
    each = 365.25 / len(seen.closed)
    for number, (inertia, blur) in enumerate(shapes.T.tolist()):
        outside = smooth_temperature(seen.temperature, inertia)
        for kind, chosen in enumerate(seen.kinds):
            gaps = _LEVELS[:, None] - outside[chosen]
            asked = lacking(gaps, np.full((1, 1), blur)).sum(axis=1)
            degree_days[number, kind] = asked * each
            days[number, kind] = (gaps > 0).sum(axis=1) * each
    return Need(_LEVELS, degree_days, days, which.reshape(-1))
