"""The tables that repair takes and gives, and what it must know of each series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa

from beffroi.errors.base import BeffroiError
from beffroi.errors.quality import TRAITS_MISSING
from beffroi.quality.block import Block, Bools, Ints
from beffroi.readers.contract import INSTANT
from beffroi.units import SeriesKind

_KEY = [
    pa.field("series", pa.int64(), nullable=False),
    pa.field("start", INSTANT, nullable=False),
    pa.field("end", INSTANT, nullable=False),
]
#: Sorted by (series, start, end), one row a key.
OBSERVATION_SCHEMA = pa.schema(
    [
        *_KEY,
        pa.field("value", pa.float64(), nullable=False),
        pa.field("quality", pa.int8(), nullable=False),
    ]
)
#: A null value removes the observation that has the same key, or says that it is unknown.
REPAIR_SCHEMA = pa.schema(
    [*_KEY, pa.field("value", pa.float64()), pa.field("rule", pa.int8(), nullable=False)]
)
#: `rule` is null where the observation is as received.
VIEW_SCHEMA = pa.schema([*OBSERVATION_SCHEMA, pa.field("rule", pa.int8())])

#: Units of what is consumed or produced: the rules on levels of consumption apply to these only.
CONSUMPTION_UNITS = frozenset(
    {"Wh", "kWh", "MWh", "GWh", "W", "kW", "VA", "kVA", "var", "kvar", "varh", "kvarh"}
    | {"m3", "L", "m3/h", "L/s"}
)
KINDS = tuple(SeriesKind)
_US = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class SeriesTraits:
    """What repair must know of a series; `step` is None where irregular or unknown."""

    series: int
    kind: SeriesKind
    quantity: str  # a key of `beffroi.quantities`
    unit: str  # a key of `beffroi.units`
    step: timedelta | None = None


@dataclass(frozen=True, slots=True)
class TraitArrays:
    """Traits as arrays of shape (m,), sorted by series."""

    series: Ints
    kind: Ints  # index in `KINDS`
    step: Ints  # microseconds, 0 where unknown
    consumption: Bools
    unit: np.typing.NDArray[np.str_]
    quantity: np.typing.NDArray[np.str_]

    def at(self, series: Ints) -> "TraitArrays":
        """Return the traits of these series, in their order.

        Raises:
            BeffroiError: `quality.traits_missing`.
        """
        index = np.searchsorted(self.series, series)
        index = np.minimum(index, len(self.series) - 1)
        known = self.series[index] == series if len(self.series) else np.zeros(len(series), bool)
        if not known.all():
            raise BeffroiError(TRAITS_MISSING, series=int(series[~known][0]))
        return self.take(index)

    def take(self, index: Ints | Bools) -> "TraitArrays":
        """Return the traits at these places."""
        return TraitArrays(
            self.series[index],
            self.kind[index],
            self.step[index],
            self.consumption[index],
            self.unit[index],
            self.quantity[index],
        )

    def is_kind(self, *kinds: SeriesKind) -> Bools:
        """Return the mask of the series of these kinds."""
        return np.isin(self.kind, [KINDS.index(kind) for kind in kinds])


def trait_arrays(traits: "pa.Table | Sequence[SeriesTraits]") -> TraitArrays:
    """Turn traits into arrays sorted by series.

    A table has the columns series int64, kind, quantity, unit string, step duration (nullable).

    >>> water = SeriesTraits(7, SeriesKind.INDEX, "water.volume", "m3", timedelta(days=1))
    >>> trait_arrays([water]).step.tolist()
    [86400000000]
    """
    if isinstance(traits, pa.Table):
        rows = traits.select(["series", "kind", "quantity", "unit", "step"]).to_pylist()
        traits = [SeriesTraits(**{**row, "kind": SeriesKind(row["kind"])}) for row in rows]
    ordered = sorted(traits, key=lambda item: item.series)
    return TraitArrays(
        np.array([item.series for item in ordered], np.int64),
        np.array([KINDS.index(item.kind) for item in ordered], np.int64),
        np.array([(item.step or timedelta(0)) // _US for item in ordered], np.int64),
        np.array([item.unit in CONSUMPTION_UNITS for item in ordered], np.bool_),
        np.array([item.unit for item in ordered], np.str_),
        np.array([item.quantity for item in ordered], np.str_),
    )


def read_block(observations: pa.Table) -> tuple[Block, Ints]:
    """Read observations into a block sorted by time, and the series of its segments."""
    series = observations["series"].to_numpy()
    start = instants_to_us(observations["start"])
    end = instants_to_us(observations["end"])
    value = observations["value"].to_numpy().astype(np.float64, copy=False)
    if not _in_order(series, start, end):
        order = np.lexsort((end, start, series))
        series, start, end, value = series[order], start[order], end[order], value[order]
    block, firsts = Block.build(series, start, end, value)
    return block, series[firsts]


def _in_order(series: Ints, start: Ints, end: Ints) -> bool:
    rises = (series[:-1] < series[1:]) | (start[:-1] < start[1:])
    if not rises.all():
        rises |= (start[:-1] == start[1:]) & (end[:-1] <= end[1:])
    return bool(rises.all() and (series[:-1] <= series[1:]).all())


def instants_to_us(column: pa.ChunkedArray) -> Ints:
    """Return instants as microseconds since 1970 UTC, without copy where possible."""
    found: Ints = column.cast(INSTANT).cast(pa.int64()).to_numpy()
    return found


def us_to_instants(values: Ints) -> pa.Array:
    """Return microseconds since 1970 UTC as an Arrow column of instants."""
    return pa.array(values, pa.int64()).cast(INSTANT)
