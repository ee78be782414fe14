"""What a finding costs a year, in the units that say something of it."""

from collections.abc import Mapping
from dataclasses import asdict

from beffroi.domains.contract import NOTHING
from beffroi.store.state.loop import Finding

#: What a stake is counted in, the most telling unit first, as screens write it.
UNITS = (
    ("eur_per_year", "EUR"),
    ("m3_per_year", "m3"),
    ("kwh_per_year", "kWh"),
    ("kgco2e_per_year", "kgCO2e"),
)


def stake_of(finding: Finding) -> dict[str, dict[str, float]]:
    """Return what a finding costs a year by unit; what was kept before water lost none.

    >>> stake_of(Finding(stake={}))
    {'m3_per_year': {'value': 0.0, 'low': 0.0, 'high': 0.0}}
    """
    return {"m3_per_year": asdict(NOTHING), **finding.stake}


def water_of(stake: Mapping[str, Mapping[str, float]]) -> float:
    """Return the water that a stake loses a year [m3]; one that was kept before had none.

    >>> water_of({}), water_of({"m3_per_year": {"value": 3.0}})
    (0.0, 3.0)
    """
    return max(float(stake.get("m3_per_year", {}).get("value", 0.0)), 0.0)


def at_stake(stake: Mapping[str, Mapping[str, float]]) -> tuple[tuple[str, str], ...]:
    """Return the keys and units in which a stake says something; empty where it costs nothing.

    Water is told where some is lost, and then energy only where it takes some.

    >>> none, some = {"value": 0.0}, {"value": 3.0}
    >>> stake = {"eur_per_year": some, "kwh_per_year": none, "kgco2e_per_year": none}
    >>> [unit for _, unit in at_stake(stake | {"m3_per_year": none})]
    ['EUR', 'kWh', 'kgCO2e']
    >>> [unit for _, unit in at_stake(stake | {"m3_per_year": some})]
    ['EUR', 'm3']
    """
    water = stake["m3_per_year"]["value"] > 0
    if not water and stake["eur_per_year"]["value"] <= 0:
        return ()
    said = (stake[key]["value"] > 0 if water else key != "m3_per_year" for key, _ in UNITS)
    return tuple(one for one, told in zip(UNITS, said, strict=True) if told)
