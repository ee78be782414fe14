"""From loads to what meters, suppliers and their files say."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pyarrow as pa

from beffroi.demo.generate.clock import HOUR, Clock, Floats, Integers
from beffroi.demo.generate.model import GENERATED_SCHEMA, SOURCE, Measures
from beffroi.periods.civil import Instants
from beffroi.readers.contract import INSTANT, Quality, SeriesDraft
from beffroi.units import SeriesKind

_DELIVERY = 9 * HOUR  # measures of a day are received at 9 on the next one
_BILL_DELAY = np.timedelta64(12, "D")

# Prices of the simulated bills; they belong to no supplier and to no date.
_EUR_PER_KWH = {"electricity": 0.21, "gas": 0.11}
_EUR_PER_KVA_YEAR = 14.0
_GAS_FEE_YEAR = 260.0


@dataclass(frozen=True, slots=True)
class Column:
    """One series and its observations, (n,) each, in canonical units."""

    draft: SeriesDraft
    start: Instants
    end: Instants
    value: Floats
    available: Instants

    def take(self, rows: Integers) -> "Column":
        """Keep the rows at these positions, in this order."""
        return replace(
            self,
            start=self.start[rows],
            end=self.end[rows],
            value=self.value[rows],
            available=self.available[rows],
        )


def hourly_power(asset: str, power: Floats, time: Clock) -> Column:
    """Return an hourly curve of mean power, W."""
    draft = SeriesDraft(
        asset=asset,
        asset_type="delivery_point",
        quantity="electricity.active_power",
        kind=SeriesKind.MEAN_POWER,
        source=SOURCE,
        qualifier="consumption",
        step=timedelta(hours=1),
        attributes=(("simulated", "true"),),
    )
    received = time.edges[1:][time.day_of] + _DELIVERY
    return Column(draft, time.hours, time.hours + HOUR, np.rint(power), received)


def daily_energy(asset: str, power: Floats, time: Clock) -> Column:
    """Return the electricity of each civil day, Wh."""
    draft = SeriesDraft(
        asset=asset,
        asset_type="delivery_point",
        quantity="electricity.active_energy",
        kind=SeriesKind.INTERVAL,
        source=SOURCE,
        qualifier="consumption",
        step=timedelta(days=1),
        attributes=(("simulated", "true"),),
    )
    energy = np.rint(np.add.reduceat(power, time.first_hour))
    return Column(draft, time.edges[:-1], time.edges[1:], energy, time.edges[1:] + _DELIVERY)


def gas_days(asset: str, power: Floats, time: Clock) -> Column:
    """Return the energy of each whole gas day, 06:00 to 06:00, Wh rounded to the kWh."""
    draft = SeriesDraft(
        asset=asset,
        asset_type="delivery_point",
        quantity="gas.energy",
        kind=SeriesKind.INTERVAL,
        source=SOURCE,
        qualifier="consumption",
        step=timedelta(days=1),
        attributes=(("simulated", "true"),),
    )
    first = np.flatnonzero(time.local_hour == 6)
    energy = np.rint(np.add.reduceat(power, first)[:-1] / 1000) * 1000
    edges = time.hours[first]
    return Column(draft, edges[:-1], edges[1:], energy, edges[1:] + 27 * HOUR)


def temperatures(asset: str, outdoor: Floats, time: Clock) -> Column:
    """Return the hourly means of a weather station, degC rounded to 0.1."""
    draft = SeriesDraft(
        asset=asset,
        asset_type="weather_station",
        quantity="weather.air_temperature",
        kind=SeriesKind.GAUGE,
        source=SOURCE,
        step=timedelta(hours=1),
        attributes=(("simulated", "true"),),
    )
    received = time.edges[1:][time.day_of] + _DELIVERY
    return Column(draft, time.hours, time.hours + HOUR, np.round(outdoor, 1), received)


def bills(
    asset: str, meter: str, power: Floats, time: Clock, kva: float, error: tuple[int, float]
) -> tuple[Column, Column]:
    """Return the energy (Wh) and the amount (EUR) of bills of two civil months.

    `error` is the day from which the supplier bills more than was used, and by which share.
    """
    month_starts = np.flatnonzero(time.days == time.days.astype("M8[M]").astype("M8[D]"))[::2]
    hours = time.first_hour[month_starts]
    since, share = error
    energy = np.add.reduceat(power, hours)[:-1] * np.where(month_starts[:-1] >= since, 1 + share, 1)
    edges = time.edges[month_starts]
    years = np.diff(month_starts) / 365.25
    fee = kva * _EUR_PER_KVA_YEAR if meter == "electricity" else _GAS_FEE_YEAR
    energy = np.rint(energy / 1000) * 1000
    amount = np.round(energy / 1000 * _EUR_PER_KWH[meter] + fee * years, 2)

    def column(quantity: str, value: Floats) -> Column:
        draft = SeriesDraft(
            asset=asset,
            asset_type="delivery_point",
            quantity=f"{meter}.{quantity}",
            kind=SeriesKind.INTERVAL,
            source=SOURCE,
            attributes=(("simulated", "true"),),
        )
        return Column(draft, edges[:-1], edges[1:], value, edges[1:] + _BILL_DELAY)

    return column("billed_energy", energy), column("billed_amount", amount)


def measures(columns: list[Column]) -> Measures:
    """Gather columns into one table sorted by series."""
    if not columns:
        return Measures((), GENERATED_SCHEMA.empty_table())
    sizes = [len(column.value) for column in columns]
    rows = sum(sizes)
    arrays = [
        pa.array(np.repeat(np.arange(len(columns), dtype=np.int32), sizes)),
        pa.array(np.concatenate([column.start for column in columns])).cast(INSTANT),
        pa.array(np.concatenate([column.end for column in columns])).cast(INSTANT),
        pa.array(np.concatenate([column.value for column in columns])),
        pa.array(np.full(rows, int(Quality.MEASURED), dtype=np.int8)),
        pa.array(np.concatenate([column.available for column in columns])).cast(INSTANT),
    ]
    table = pa.Table.from_arrays(arrays, schema=GENERATED_SCHEMA)
    return Measures(tuple(column.draft for column in columns), table)
