"""What each lever does to a district: pure functions from one state to the next.

Each acts on what those before it left, and none brings losses under those of a network in perfect
repair, save less pressure, which lowers these too.
"""

from dataclasses import replace

import numpy as np

from beffroi.domains.levers import Draws
from beffroi.domains.panel import Floats
from beffroi.domains.water.scenario.district import District
from beffroi.domains.water.scenario.mains import Length, renewed
from beffroi.texts import Text

#: N1 of the smallest leaks, whatever the walls (Lambert, 2001).
BACKGROUND = 1.5
_DAYS = 365.25
_NO_PRESSURE = Text(
    fr="la pression moyenne du secteur n’est pas connue : donnez-la sur sa page, ou "
    "rattachez-lui un enregistreur",
    en="the mean pressure of the district is not known: give it on its page, or attach a "
    "logger to it",
)
_NO_MAINS = Text(
    fr="le linéaire par matériau et par décennie n’est pas connu : rattachez les canalisations au "
    "secteur, ou donnez-le sur sa page",
    en="the length of mains by material and decade is not known: attach pipes to the district, or "
    "give it on its page",
)


def repair(district: District, draws: Draws) -> District:
    """Search and repair every `interval` [years]; leaks come back by `rise` [m3/km/d] a year.

    What comes back between two searches runs for half of the interval.
    """
    rise = np.maximum(draws["rise"], 0.0) * district.km * _DAYS
    back: Floats = rise * draws["interval"] / 2
    return replace(district, running=np.minimum(district.running, back))


def sectorise(district: District, draws: Draws) -> District:
    """Know of a leak `after` days in place of `before`: what runs is a flow times how long."""
    before = np.maximum(draws["before"], 1.0)
    kept: Floats = np.clip(draws["after"] / before, 0.0, 1.0)
    return replace(district, running=district.running * kept)


def lower_pressure(district: District, draws: Draws) -> District:
    """Lower the mean pressure by `cut` [m], not under `least`; fewer breaks follow (`breaks`).

    Q1 / Q0 = (P1 / P0) ^ N1: 1 for the floor, as its formula has it, 1.5 for the smallest leaks,
    between 0.5 and 1.5 for the others after the walls. Breaks fall by `breaks` times the share of
    pressure that is taken off.
    """
    before = district.pressure
    after = np.maximum(before - draws["cut"], np.minimum(draws["least"], before))
    ratio: Floats = after / before
    fewer = np.clip(1 - draws["breaks"] * (1 - ratio), 0.0, 1.0)
    return replace(
        district,
        pressure=after,
        floor=district.floor * ratio,
        hidden=district.hidden * ratio**BACKGROUND,
        running=district.running * ratio**district.exponent * fewer,
        breaks=tuple(one * fewer for one in district.breaks),
    )


def renew(district: District, draws: Draws) -> District:
    """Renew `km`, the mains that break most first; `share` [%] of leaks are theirs.

    The others are those of service pipes, which stay. Leaks are shared out as breaks are.
    """
    taken = renewed(district.mains, district.breaks, draws["km"])
    pairs = list(zip(district.breaks, district.mains, taken, strict=True))
    whole = sum((rate * one.km for rate, one, _ in pairs), np.zeros_like(district.lost))
    gone = sum((rate * some for rate, _, some in pairs), np.zeros_like(district.lost))
    part = np.divide(gone, whole, out=np.zeros_like(gone), where=whole > 0)
    left = 1 - part * np.clip(draws["share"], 0.0, 100.0) / 100
    kept = [
        Length(one.material, one.decade, max(one.km - float(some.mean()), 0.0))
        for one, some in zip(district.mains, taken, strict=True)
    ]
    return replace(
        district,
        running=district.running * left,
        hidden=district.hidden * left,
        mains=tuple(kept),
    )


def nothing_lacks(district: District) -> Text | None:  # noqa: ARG001 - the contract
    """Say that leaks of any district may be searched for."""
    return None


def no_pressure(district: District) -> Text | None:
    """Say why less pressure cannot be tried."""
    return None if district.known_pressure else _NO_PRESSURE


def no_mains(district: District) -> Text | None:
    """Say why renewing cannot be tried."""
    return None if district.mains else _NO_MAINS
