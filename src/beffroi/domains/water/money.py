"""What water that is lost costs, takes and emits."""

from datetime import date

from beffroi.domains.contract import Estimate, Stake, Worth
from beffroi.domains.panel import Row
from beffroi.domains.parameters import Parameters


def price_of(row: Row, parameters: Parameters, on: date) -> float:
    """Return the cost of a lost m3 [EUR without VAT]: that of the district where it was given."""
    given = row.number("m3_eur")
    return parameters.at("water.cost", on) if given is None else given


def energy_of(row: Row, parameters: Parameters, on: date) -> float:
    """Return the energy of a m3 put in [kWh]: that of the district where it was given."""
    given = row.number("m3_kwh")
    return parameters.at("water.energy", on) if given is None else given


def worth_of(row: Row, parameters: Parameters, on: date) -> Worth:
    """Return what a m3 is worth: of a district, or of a meter of it."""
    kwh = energy_of(row, parameters, on)
    emitted = kwh * parameters.at("electricity.emission", on)
    return Worth(price_of(row, parameters, on), kwh, emitted, 1.0)


def stake_of(row: Row, parameters: Parameters, on: date, m3: Estimate) -> Stake:
    """Return the yearly stake of water that is lost [m3 a year]."""
    kwh = _times(m3, energy_of(row, parameters, on))
    return Stake(
        _times(m3, price_of(row, parameters, on)),
        kwh,
        _times(kwh, parameters.at("electricity.emission", on)),
        m3,
    )


def _times(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(estimate.value * factor, estimate.low * factor, estimate.high * factor)
