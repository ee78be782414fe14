"""A simulated territory of any size, written as Parquet files in long form.

Names and measures are invented, the same at each run (a fixed seed). A row is an observation:
organisation, asset, asset_type, quantity, start, end, value; rows are sorted by series, then time.
One file holds a few communes and one row group one commune, so that memory does not grow with the
territory. Beside them `series.parquet` says what each series is.

python benchmarks/scale/generator.py SIZE FOLDER
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beffroi.periods.civil import day_starts

Floats: TypeAlias = np.typing.NDArray[np.float64]
Instants: TypeAlias = np.typing.NDArray[np.datetime64]

SEED = 20_260_101
FIRST = date(2022, 1, 1)
HALF_HOUR, DAY = 1800, 86_400
COMMUNES_A_FILE = 10
#: One observation in a thousand is missing, as in real files: steps are not all alike.
MISSING = 0.001
INSTANT = pa.timestamp("us", tz="UTC")
NAMED = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        pa.field("organisation", pa.int32(), nullable=False),
        pa.field("asset", NAMED, nullable=False),
        pa.field("asset_type", NAMED, nullable=False),
        pa.field("quantity", NAMED, nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("end", INSTANT, nullable=False),
        pa.field("value", pa.float64(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Trade:
    """A sort of series: of what, and how many of fifty are so."""

    key: str
    asset_type: str
    share: int


# Those that have half-hours first come first: electricity is what meters tell most finely.
TRADES = (
    Trade("electricity", "delivery_point", 24),
    Trade("circuit", "sub_meter", 6),
    Trade("gas", "meter", 8),
    Trade("water", "meter", 6),
    Trade("heat", "meter", 2),
    Trade("temperature", "weather_station", 2),
    Trade("humidity", "weather_station", 2),
)
QUANTITIES = {
    "gas": ("gas.energy", "interval"),
    "water": ("water.volume", "index"),
    "heat": ("heat.energy", "interval"),
    "temperature": ("weather.air_temperature", "gauge"),
    "humidity": ("weather.humidity", "gauge"),
}


@dataclass(frozen=True, slots=True)
class Series:
    """What a series is; `number` counts from one in the order of the files."""

    number: int
    organisation: int
    asset: str
    asset_type: str
    quantity: str
    kind: str
    step: int
    trade: str


@dataclass(frozen=True, slots=True)
class Territory:
    """How large a simulated territory is."""

    communes: int
    series_each: int
    half_hourly: int  # series of the territory that are half-hourly, the others are daily
    days: int = 1096

    @property
    def series(self) -> int:
        """Series of the whole territory."""
        return self.communes * self.series_each

    @property
    def rows(self) -> int:
        """About how many observations there are."""
        daily = self.series - self.half_hourly
        return self.half_hourly * self.days * 48 + daily * self.days

    @property
    def since(self) -> datetime:
        """The first instant."""
        return _moment(self._edges()[0])

    @property
    def until(self) -> datetime:
        """The first instant that is not measured."""
        return _moment(self._edges()[-1])

    def commune(self, organisation: int) -> list[Series]:
        """List the series of a commune (they count from one)."""
        place = organisation - 1
        fine = (place + 1) * self.half_hourly // self.communes
        fine -= place * self.half_hourly // self.communes
        shares = np.array([trade.share for trade in TRADES])
        # Any number of series keeps the shares of fifty.
        trades = np.repeat(np.arange(len(TRADES)), shares)
        chosen = trades[np.arange(self.series_each) * len(trades) // self.series_each]
        return [
            _series(self, organisation, k, TRADES[int(trade)], HALF_HOUR if k < fine else DAY)
            for k, trade in enumerate(chosen)
        ]

    def all_series(self) -> Iterator[Series]:
        """Yield the series of all communes, in the order of the files."""
        for organisation in range(1, self.communes + 1):
            yield from self.commune(organisation)

    def instants(self, step: int) -> tuple[Instants, Instants]:
        """Return the starts and ends of a series: half-hours, or civil days."""
        edges = self._edges()
        if step != DAY:
            edges = np.arange(
                edges[0], edges[-1] + np.timedelta64(1, "s"), np.timedelta64(step, "s")
            )
        return edges[:-1], edges[1:]

    def _edges(self) -> Instants:
        edges = day_starts(FIRST, FIRST + timedelta(days=self.days - 1))
        return edges[: self.days + 1].astype("M8[us]")


SIZES = {
    "1m": Territory(4, 50, 15),
    "10m": Territory(40, 50, 150),
    "100m": Territory(400, 50, 1500),
    "1b": Territory(400, 50, 19_000),
    # Many series and few observations: for the latest value of each.
    "latest": Territory(500, 500, 0, days=30),
}


def _moment(instant: np.datetime64) -> datetime:
    moment: datetime = instant.astype("M8[us]").astype(datetime)
    return moment.replace(tzinfo=UTC)


def _series(territory: Territory, organisation: int, k: int, trade: Trade, step: int) -> Series:
    power = ("electricity.active_power", "mean_power")
    energy = ("electricity.active_energy", "interval")
    quantity, kind = QUANTITIES.get(trade.key, power if step == HALF_HOUR else energy)
    number = (organisation - 1) * territory.series_each + k + 1
    asset = f"{trade.key}-{organisation:05d}-{k:03d}"
    return Series(number, organisation, asset, trade.asset_type, quantity, kind, step, trade.key)


def values(trade: str, step: int, start: Instants, count: int, rng: np.random.Generator) -> Floats:
    """Return the values of `count` series of one sort, a row each, in canonical units."""
    second = start.astype("M8[s]").astype(np.int64)
    hour, day = second / 3600 % 24, second / 86_400
    cold = 0.5 + 0.5 * np.cos(2 * np.pi * (day - 15) / 365.25)
    open_ = np.where((day.astype(np.int64) + 4) % 7 < 5, 1.0, 0.35)
    if step != DAY:
        open_ = open_ * (0.15 + np.exp(-(((hour - 13) / 4.5) ** 4)))
    noise = rng.standard_normal((count, len(start)), dtype=np.float32)
    size = np.exp(rng.normal(0.0, 0.9, (count, 1)))
    share = step / DAY
    found: Floats
    if trade in ("electricity", "circuit"):
        power = size * 2500 * (0.3 + open_ * (0.6 + 0.8 * cold)) * np.exp(0.12 * noise)
        found = np.round(power * (1 if step == HALF_HOUR else 24), 1 if trade == "circuit" else 0)
    elif trade in ("gas", "heat"):  # whole kilowatt-hours, as these meters count
        energy = size * 900 * share * open_ * np.maximum(cold - 0.25, 0.02)
        found = np.round(energy * np.exp(0.25 * noise)) * 1000
    elif trade == "water":  # an index in litres
        litres = np.round(size * 4000 * share * open_ * np.exp(0.4 * noise))
        found = (rng.integers(0, 10**7, (count, 1)) + np.cumsum(litres, axis=1)) / 1000
    else:  # weather goes on from one moment to the next: a slow noise
        slow = np.cumsum(noise - np.mean(noise, axis=1, keepdims=True), axis=1)
        day_night = 4 * np.cos(2 * np.pi * (hour - 14) / 24) if step != DAY else 0
        warm = 20 - 15 * cold + slow * np.sqrt(share) * 0.3 + day_night
        if trade == "temperature":
            found = np.round(np.clip(warm, -15, 42), 1)
        else:
            found = np.round(np.clip(95 - 1.5 * warm + 4 * noise, 15, 100))
    return found


def commune(territory: Territory, organisation: int) -> pa.Table:
    """Return the observations of a commune."""
    series = territory.commune(organisation)
    rng = np.random.default_rng([SEED, organisation])
    blocks: list[tuple[Instants, Instants, Floats]] = []
    places: list[np.typing.NDArray[np.int64]] = []
    first = 0
    while first < len(series):  # one block a sort and a step, which are neighbours
        one = series[first]
        alike = [s for s in series[first:] if (s.trade, s.step) == (one.trade, one.step)]
        start, end = territory.instants(one.step)
        found = values(one.trade, one.step, start, len(alike), rng)
        there = rng.random(found.shape) >= (MISSING if one.step != DAY else 0)
        row, column = np.nonzero(there)
        blocks.append((start[column], end[column], found[there]))
        places.append(row + first)
        first += len(alike)
    place = np.concatenate(places)
    start, end, value = (np.concatenate([block[k] for block in blocks]) for k in range(3))
    return pa.table(
        {
            "organisation": np.full(len(place), organisation, np.int32),
            "asset": _named([s.asset for s in series], place),
            "asset_type": _named([s.asset_type for s in series], place),
            "quantity": _named([s.quantity for s in series], place),
            "start": pa.array(start).cast(INSTANT),
            "end": pa.array(end).cast(INSTANT),
            "value": value,
        },
        schema=SCHEMA,
    )


def _named(names: list[str], place: np.typing.NDArray[np.int64]) -> pa.DictionaryArray:
    known = list(dict.fromkeys(names))
    code = np.array([known.index(name) for name in names], np.int32)
    return pa.DictionaryArray.from_arrays(code[place], known)


def generate(territory: Territory, folder: Path) -> int:
    """Write the files of a territory; answer how many observations there are."""
    folder.mkdir(parents=True, exist_ok=True)
    every = list(territory.all_series())
    names = [name for name in Series.__slots__ if name != "trade"]
    columns = {name: [getattr(one, name) for one in every] for name in names}
    about = {"since": territory.since.isoformat(), "until": territory.until.isoformat()}
    pq.write_table(pa.table(columns).replace_schema_metadata(about), folder / "series.parquet")
    rows = 0
    for first in range(1, territory.communes + 1, COMMUNES_A_FILE):
        path = folder / f"observations-{first:05d}.parquet"
        with pq.ParquetWriter(path, SCHEMA, compression="zstd", compression_level=1) as writer:
            for one in range(first, min(first + COMMUNES_A_FILE, territory.communes + 1)):
                table = commune(territory, one)
                rows += table.num_rows
                writer.write_table(table, row_group_size=table.num_rows)
    return rows


if __name__ == "__main__":
    print(generate(SIZES[sys.argv[1]], Path(sys.argv[2])))
