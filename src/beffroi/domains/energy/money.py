"""What kilowatt-hours cost and emit, and how grave that is."""

from datetime import date

from beffroi.domains.contract import Estimate, Severity, Stake
from beffroi.domains.panel import Row
from beffroi.domains.parameters import Parameters

STUDENT_90 = 2.015
"""Standard deviations on each side of a 90 % interval, five degrees of freedom (as savings)."""
_HIGH, _MEDIUM = 2000.0, 400.0


def price_of(row: Row, parameters: Parameters, on: date) -> float:
    """Return the price of a kWh, EUR without VAT: that of the contract where it was given."""
    given = row.number("price")
    return parameters.at(f"{_energy(row)}.price", on) if given is None else given


def emission_of(row: Row, parameters: Parameters, on: date) -> float:
    """Return the emissions of a kWh, kgCO2e."""
    return parameters.at(f"{_energy(row)}.emission", on)


def stake_of(row: Row, parameters: Parameters, on: date, kwh: float, deviation: float) -> Stake:
    """Return the yearly stake of an excess and its standard deviation, both in kWh a year."""
    margin = STUDENT_90 * deviation
    energy = Estimate(kwh, kwh - margin, kwh + margin)
    return Stake(
        _times(energy, price_of(row, parameters, on)),
        energy,
        _times(energy, emission_of(row, parameters, on)),
    )


def severity_of(stake: Stake) -> Severity:
    """Return how much a finding matters, from what it costs a year; little where that may be 0."""
    value = stake.eur_per_year.value
    if stake.eur_per_year.low <= 0:
        return Severity.LOW
    if value >= _HIGH:
        return Severity.HIGH
    return Severity.MEDIUM if value >= _MEDIUM else Severity.LOW


def _times(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(estimate.value * factor, estimate.low * factor, estimate.high * factor)


def _energy(row: Row) -> str:
    return row.quantity.partition(".")[0]
