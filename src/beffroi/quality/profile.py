"""Usual step, gaps and coverage of series: what the report of an import says of them."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from beffroi.quality.block import Block, Ints, quantile, reduced, sorted_in
from beffroi.quality.tables import (
    SeriesTraits,
    TraitArrays,
    read_block,
    trait_arrays,
    us_to_instants,
)
from beffroi.readers.contract import INSTANT
from beffroi.units import SeriesKind

GAPS_SCHEMA = pa.schema(
    [
        pa.field("series", pa.int64(), nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("end", INSTANT, nullable=False),
        pa.field("missing_steps", pa.int64(), nullable=False),
    ]
)
#: `expected_steps` counts the usual steps between the first and the last observation.
COVERAGE_SCHEMA = pa.schema(
    [
        pa.field("series", pa.int64(), nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("end", INSTANT, nullable=False),
        pa.field("observations", pa.int64(), nullable=False),
        pa.field("missing_steps", pa.int64(), nullable=False),
        pa.field("share", pa.float64(), nullable=False),
    ]
)
#: A civil day may last 25 hours and a month 31 days: shorter than this is no gap.
_TOLERANCE = 0.5


def usual_step(start: Ints, end: Ints, bounds: Ints) -> Ints:
    """Return the usual step of each series, in microseconds; 0 where it cannot be told.

    It is the median duration of the observations, or of the time between them where they are
    instants. `start`, `end` (n,) are microseconds; `bounds` (m + 1,) delimits the series.

    >>> usual_step(np.array([0, 60, 120]), np.array([60, 120, 180]), np.array([0, 3])).tolist()
    [60]
    """
    lasting = end - start
    step: Ints = reduced(np.minimum, lasting, bounds)
    if ((step == reduced(np.maximum, lasting, bounds)) & (step > 0)).all():
        return step  # the same everywhere
    length = lasting.astype(np.float64)
    last = bounds[1:][np.diff(bounds) > 0] - 1
    following = np.full(len(start), np.nan)
    following[:-1] = np.diff(start)
    following[last] = np.nan
    length = np.where(length > 0, length, following)
    known = np.concatenate([[0], np.cumsum(np.isfinite(length))])
    counts = np.diff(known[bounds])
    return np.nan_to_num(quantile(sorted_in(length, bounds), bounds, counts, 0.5)).astype(np.int64)


def gaps(observations: pa.Table, traits: pa.Table | Sequence[SeriesTraits]) -> pa.Table:
    """Return the gaps of series (`GAPS_SCHEMA`): time without observation between two of them.

    A state lasts until the next one: it has no gap.

    Raises:
        BeffroiError: `quality.traits_missing`.
    """
    block, known, step = _read(observations, traits)
    row, start, missing = _missing(block, known, step)
    return pa.table(
        [
            pa.array(known.series[block.segment[row]]),
            us_to_instants(start),
            us_to_instants(block.start[row + 1]),
            pa.array(missing),
        ],
        schema=GAPS_SCHEMA,
    )


def coverage(observations: pa.Table, traits: pa.Table | Sequence[SeriesTraits]) -> pa.Table:
    """Return what each series covers (`COVERAGE_SCHEMA`), one row a series.

    `share` is present time over the time from first to last observation.

    Raises:
        BeffroiError: `quality.traits_missing`.
    """
    block, known, step = _read(observations, traits)
    row, start, missing = _missing(block, known, step)
    absent = np.bincount(block.segment[row], missing, block.segments).astype(np.int64)
    lost = np.bincount(block.segment[row], block.start[row + 1] - start, block.segments)
    first, last = block.start[block.bounds[:-1]], block.end[block.bounds[1:] - 1]
    span = np.maximum(last - first, 1)
    return pa.table(
        [
            pa.array(known.series),
            us_to_instants(first),
            us_to_instants(last),
            pa.array(np.diff(block.bounds)),
            pa.array(absent),
            pa.array(1.0 - lost / span),
        ],
        schema=COVERAGE_SCHEMA,
    )


def _read(
    observations: pa.Table, traits: pa.Table | Sequence[SeriesTraits]
) -> tuple[Block, TraitArrays, Ints]:
    block, series = read_block(observations)
    known = trait_arrays(traits).at(series)
    found = usual_step(block.start, block.end, block.bounds)
    # What the series shows outweighs what was declared; with too few rows it shows nothing.
    step = np.where((np.diff(block.bounds) > 3) & (found > 0), found, known.step)
    return block, known, step


def _missing(block: Block, known: TraitArrays, step: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the row before each gap, where the gap begins, and how many steps it misses."""
    row = np.flatnonzero(block.same_next() & (block.start[1:] > block.end[:-1]))
    row = row[(step > 0)[block.segment[row]] & ~known.is_kind(SeriesKind.STATE)[block.segment[row]]]
    usual = step[block.segment[row]]
    index = known.is_kind(SeriesKind.INDEX)[block.segment[row]]
    instant = block.end[row] == block.start[row]
    # A reading of an index ends a step: the gap begins at it; a level at an instant stands for
    # the step that it begins.
    start = np.where(instant & ~index, block.start[row] + usual, block.end[row])
    length = block.start[row + 1] - start
    allowed = np.where(index, 1 + _TOLERANCE, _TOLERANCE) * usual
    gap = length > allowed
    missing = np.rint((length - np.where(index, usual, 0)) / np.maximum(usual, 1))
    return row[gap], start[gap], np.maximum(missing[gap], 1).astype(np.int64)
