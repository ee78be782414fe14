"""What each lever does to a building: pure functions from one state to the next.

Each acts on what those before it left. Draws of dials are in the unit that is shown: shares in %.
"""

from dataclasses import replace

import numpy as np

from beffroi.domains.energy.twin import CLOSED, ELECTRICITY, LONG, OPEN, Heat, Twin
from beffroi.domains.levers import Draws
from beffroi.texts import Text

_NO_CURVE = Text(
    fr="il faut des mesures horaires de l’électricité",
    en="hourly measures of electricity are needed",
)
_NO_POWER = Text(fr="aucune électricité n’est mesurée ici", en="no electricity is measured here")
_NO_FUEL = Text(
    fr="ce levier remplace une chaudière au gaz, et ce bâtiment est chauffé autrement ({carrier})",
    en="this lever replaces a gas boiler, and this building is heated otherwise ({carrier})",
)


def setpoint(twin: Twin, draws: Draws) -> Twin:
    """Lower the comfort by `delta` [K]; hours that are cooler already do not change."""
    heat, delta = _heat(twin), draws["delta"]
    beyond = np.maximum(delta - heat.depth, 0.0)
    levels = heat.levels.copy()
    levels[OPEN] -= delta * heat.warm + beyond * (1 - heat.warm)
    for kind in (CLOSED, LONG):
        levels[kind] -= np.maximum(delta - (heat.comfort - heat.levels[kind]), 0.0)
    depth = np.maximum(heat.depth - delta, 0.0)
    return replace(twin, heat=replace(heat, levels=levels, depth=depth))


def setback(twin: Twin, draws: Draws) -> Twin:
    """Lower closed hours to `depth` [K] under the comfort, where they are not yet.

    The mass of the walls lets through `efficacy` [%] of it.
    """
    heat, efficacy = _heat(twin), draws["efficacy"] / 100
    gained = np.maximum(draws["depth"] - heat.depth, 0.0) * efficacy
    levels = heat.levels.copy()
    levels[OPEN] -= gained * (1 - heat.warm)
    for kind in (CLOSED, LONG):
        already = heat.comfort - heat.levels[kind]
        levels[kind] -= np.maximum(draws["depth"] - already, 0.0) * efficacy
    return replace(twin, heat=replace(heat, levels=levels, depth=heat.depth + gained))


def insulation(twin: Twin, draws: Draws) -> Twin:
    """Lower the heat lost for each degree by `share` [%]."""
    heat = _heat(twin)
    return replace(twin, heat=replace(heat, slope=heat.slope * (1 - draws["share"] / 100)))


def led(twin: Twin, draws: Draws) -> Twin:
    """Cut lighting; what lamps no longer give of useful heat is made up for by the heating."""
    saved = twin.base[ELECTRICITY] * draws["lighting"] * draws["cut"] / 10_000
    base = {**twin.base, ELECTRICITY: twin.base[ELECTRICITY] - saved}
    if twin.heat is None:
        return replace(twin, base=base)
    heat = twin.heat
    open_days = np.maximum(heat.need.days[:, OPEN, -1].max(), 1.0)  # the warmest level holds all
    season = heat.need.heated(heat.levels) / open_days
    lost = saved * season * draws["useful"] / 100
    return replace(twin, base=base, heat=replace(heat, extra=heat.extra + lost / heat.plant))


def schedule(twin: Twin, draws: Draws) -> Twin:
    """Stop `share` [%] of the electricity that runs when closed."""
    assert twin.idle is not None  # noqa: S101 - `no_schedule` said so
    stopped = np.minimum(twin.idle * draws["share"] / 100, twin.base[ELECTRICITY])
    base = {**twin.base, ELECTRICITY: twin.base[ELECTRICITY] - stopped}
    return replace(twin, base=base, idle=twin.idle - stopped)


def boiler(twin: Twin, draws: Draws) -> Twin:
    """Lower all the fuel, hot water included, by `gain` [%]."""
    heat, left = _heat(twin), 1 - draws["gain"] / 100
    base = {**twin.base, heat.carrier: twin.base[heat.carrier] * left}
    made = replace(heat, slope=heat.slope * left, extra=heat.extra * left, plant=heat.plant / left)
    return replace(twin, base=base, heat=made)


def heat_pump(twin: Twin, draws: Draws) -> Twin:
    """Heat with electricity, `scop` useful kWh each; hot water stays on its energy."""
    heat = _heat(twin)
    ratio = heat.plant / draws["scop"]
    base = dict(twin.base)
    base.setdefault(ELECTRICITY, np.zeros_like(ratio))
    made = replace(
        heat,
        carrier=ELECTRICITY,
        slope=heat.slope * ratio,
        extra=heat.extra * ratio,
        plant=draws["scop"],
    )
    return replace(twin, base=base, heat=made)


def solar(twin: Twin, draws: Draws) -> Twin:
    """Make electricity on the roof: `power` [kWp], of which a part is used here."""
    assert twin.roof is not None  # noqa: S101 - `no_power` said so
    made = draws["power"] * twin.roof.per_kwp * draws["yield"] / 100
    used = twin.electricity
    if not twin.roof.hourly:
        used = used * draws["daytime"] / 100
    return replace(twin, made=made, kept=twin.roof.kept(made, used))


def _heat(twin: Twin) -> Heat:
    assert twin.heat is not None  # noqa: S101 - `no_heat` said so
    return twin.heat


def no_heat(twin: Twin) -> Text | None:
    """Say why heating cannot be tried."""
    return twin.unheated if twin.heat is None else None


def no_boiler(twin: Twin) -> Text | None:
    """Say why a boiler cannot be tried."""
    if twin.heat is None:
        return twin.unheated
    return (
        None if twin.heat.carrier == "gas" else _NO_FUEL.fill(carrier=CARRIERS[twin.heat.carrier])
    )


def no_power(twin: Twin) -> Text | None:
    """Say why something of electricity cannot be tried."""
    return None if ELECTRICITY in twin.base else _NO_POWER


def no_roof(twin: Twin) -> Text | None:
    """Say why panels cannot be tried."""
    return None if twin.roof is not None and ELECTRICITY in twin.base else _NO_POWER


def no_schedule(twin: Twin) -> Text | None:
    """Say why schedules cannot be tried."""
    if ELECTRICITY not in twin.base:
        return _NO_POWER
    return None if twin.idle is not None else _NO_CURVE


CARRIERS = {
    "electricity": Text(fr="électricité", en="electricity"),
    "gas": Text(fr="gaz", en="gas"),
    "heat": Text(fr="réseau de chaleur", en="district heat"),
}
