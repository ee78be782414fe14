"""Repair of many series in one call: pure, the same whatever the order of the rows.

Each rule sees the whole of each series given, so a caller that adds observations to a series
runs it again over the series and compares the result with the repairs that it holds. A series is
gone through until nothing more is found: repairing a repaired series changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from beffroi.quality import rules
from beffroi.quality.block import Block, Bools, Ints
from beffroi.quality.fills import fill
from beffroi.quality.index import consumption
from beffroi.quality.levels import Finder, Levels
from beffroi.quality.overlaps import losers
from beffroi.quality.spikes import spike
from beffroi.quality.stuck import stuck
from beffroi.quality.tables import (
    REPAIR_SCHEMA,
    SeriesTraits,
    TraitArrays,
    read_block,
    trait_arrays,
    us_to_instants,
)
from beffroi.quality.thousand import unit_1000
from beffroi.quality.zeros import zero_missing
from beffroi.units import SeriesKind

#: Rows handled at once: their columns stay in the caches of the processor.
ROWS_AT_ONCE = 131_072
MAX_PASSES = 8
#: In order of precedence. A change of unit alters every level: it goes alone.
FINDERS: tuple[tuple[rules.Rule, Finder], ...] = (
    (rules.UNIT_1000, unit_1000),
    (rules.ZERO_MISSING, zero_missing),
    (rules.STUCK, stuck),
    (rules.SPIKE, spike),
)


def repair(observations: pa.Table, traits: pa.Table | Sequence[SeriesTraits]) -> pa.Table:
    """Return the repairs (`REPAIR_SCHEMA`) of observations (`OBSERVATION_SCHEMA`), sorted.

    For an index, the whole consumption: one row an interval between readings. For any other
    kind, only what differs from the observations: the same key with another value, with no value
    (removed), or a key of its own (added). `traits` describes every series.

    Raises:
        BeffroiError: `quality.traits_missing`.

    >>> from datetime import UTC, datetime, timedelta
    >>> days = [datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
    >>> table = pa.table({"series": [1] * 3, "start": days, "end": days,
    ...     "value": [100.0, 130.0, 135.0]})
    >>> water = SeriesTraits(1, SeriesKind.INDEX, "water.volume", "m3", timedelta(days=1))
    >>> repair(table, [water])["value"].to_pylist()
    [30.0, 5.0]
    """
    known = trait_arrays(traits)
    pieces = [_repair_part(part, known) for part in _parts(observations)]
    return pa.concat_tables([REPAIR_SCHEMA.empty_table(), *pieces])


def _parts(observations: pa.Table) -> Iterator[pa.Table]:
    """Cut a table into runs of whole series."""
    series = observations["series"].to_numpy()
    if (series[1:] < series[:-1]).any():
        observations = observations.sort_by("series")
        series = observations["series"].to_numpy()
    firsts = np.flatnonzero(np.r_[True, series[1:] != series[:-1]]) if len(series) else series
    low = 0
    while low < len(series):
        place = np.searchsorted(firsts, low + ROWS_AT_ONCE)
        high = int(firsts[place]) if place < len(firsts) else len(series)
        yield observations.slice(low, high - low)
        low = high


def _repair_part(observations: pa.Table, known: TraitArrays) -> pa.Table:
    block, series = read_block(observations)
    traits = known.at(series)
    index = traits.is_kind(SeriesKind.INDEX)
    derived = consumption(block.series(index), traits.take(index))
    overlay = _overlay(block.series(~index), traits.take(~index))
    found = [_table(derived, series[index]), _table(overlay, series[~index])]
    if not (index.any() and len(overlay.start)):
        return pa.concat_tables(found)  # each is sorted
    return pa.concat_tables(found).sort_by(
        [("series", "ascending"), ("start", "ascending"), ("end", "ascending")]
    )


def _table(block: Block, series: Ints) -> pa.Table:
    return pa.table(
        [
            pa.array(series[block.segment]),
            us_to_instants(block.start),
            us_to_instants(block.end),
            pa.array(block.value, from_pandas=True),
            pa.array(block.rule),
        ],
        schema=REPAIR_SCHEMA,
    )


def _overlay(block: Block, traits: TraitArrays) -> Block:
    """Return the rows that differ from the block as received; a removed one has value NaN."""
    numbers = np.arange(block.segments)
    found = []
    for _ in range(MAX_PASSES):
        if not block.segments:
            break
        removed, block, touched = _pass(block, traits)
        found.append(_renumber(removed.rows(~removed.added), numbers))
        settled = block.rows((block.rule != 0) & ~touched[block.segment])
        found.append(_renumber(settled, numbers))
        block, traits, numbers = block.series(touched), traits.take(touched), numbers[touched]
    found.append(_renumber(block.rows(block.rule != 0), numbers))
    return _latest(found)


def _renumber(block: Block, numbers: Ints) -> Block:
    return replace(block, segment=numbers[block.segment])


def _pass(block: Block, traits: TraitArrays) -> tuple[Block, Block, Bools]:
    """Apply every rule once: the rows removed, the block after it, the series that changed."""
    touched = np.zeros(block.segments, np.bool_)
    code = _unusable(block, traits)
    removed = [_removed(block, code)]
    block = block.rows(code == 0)
    value, code = _found(block, traits)
    if code.any():
        gone = np.isnan(value)
        removed.append(_removed(block, np.where(gone, code, 0).astype(np.int8)))
        touched[block.segment[code != 0]] = True
        # An estimate that is moved later stays an estimate: it keeps the rule that added it.
        rule = np.where((code != 0) & ~block.added, code, block.rule).astype(np.int8)
        block = replace(block, value=value, rule=rule).rows(~gone)
    filled = fill(block, traits)
    fresh = np.diff(filled.bounds) != np.diff(block.bounds)
    out = removed[0].merged(removed[-1]) if len(removed) > 1 else removed[0]
    touched[out.segment] = True
    return out, filled, touched | fresh


def _removed(block: Block, code: np.typing.NDArray[np.int8]) -> Block:
    """Return the rows that have a code, under it, without value."""
    part = block.rows(code != 0)
    return replace(part, value=np.full(len(part.value), np.nan), rule=code[code != 0])


def _unusable(block: Block, traits: TraitArrays) -> np.typing.NDArray[np.int8]:
    """Return the rule that removes each row that no level should rest on, else 0."""
    code = losers(block)
    code[traits.is_kind(SeriesKind.STATE)[block.segment]] = 0
    code[~np.isfinite(block.value)] = rules.NOT_FINITE.code
    return code


def _found(
    block: Block, traits: TraitArrays
) -> tuple[np.typing.NDArray[np.float64], np.typing.NDArray[np.int8]]:
    """Return the value of each row after the rules on values, and the rule that changed it."""
    value, code = block.value, np.zeros(len(block.value), np.int8)
    known = Levels(block)
    alone = np.zeros(block.segments, np.bool_)
    for rule, finder in FINDERS:
        change = finder(block, traits, known)
        if not len(change.rows):
            continue
        value = value.copy() if value is block.value else value
        free = (code[change.rows] == 0) & ~alone[block.segment[change.rows]]
        value[change.rows[free]] = change.value[free]
        code[change.rows[free]] = rule.code
        if rule is rules.UNIT_1000:
            alone[block.segment[change.rows]] = True
    return value, code


def _latest(found: list[Block]) -> Block:
    """Keep one row a key: the value where there is one, under the rule that opened its place."""
    parts = {
        name: np.concatenate([getattr(block, name) for block in found])
        for name in ("segment", "start", "end", "value", "rule")
    }
    gone = np.isnan(parts["value"])
    order = np.lexsort((~gone, parts["end"], parts["start"], parts["segment"]))
    segment, start, end, value, rule = (parts[name][order] for name in parts)
    same = np.zeros(len(order), np.bool_)
    same[1:] = (segment[1:] == segment[:-1]) & (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    filling = np.isin(rule, [item.code for item in rules.RULES.values() if item.fills])
    refilled = np.flatnonzero(same[1:] & filling[:-1])
    rule[refilled + 1] = rule[refilled]
    keep = np.append(~same[1:], True)[: len(order)]
    bounds = np.zeros(1, np.int64)
    added = np.zeros(int(keep.sum()), np.bool_)
    return Block(segment[keep], bounds, start[keep], end[keep], value[keep], rule[keep], added)
