"""Spreading of a consumption over the steps that miss their readings."""

import numpy as np
from numpy.typing import NDArray

from beffroi.periods.civil import paris_offset
from beffroi.quality import rules
from beffroi.quality.block import (
    HOUR,
    Block,
    Bools,
    Floats,
    Ints,
    count_in,
    expand,
    quantile,
    sorted_in,
)
from beffroi.quality.tables import TraitArrays

#: Beyond, the consumption is given over the whole interval: still exact, and no row invented.
MAX_PIECES = 10_000
#: A series has a usual step when so many of its intervals last it, within a tenth.
REGULAR_SHARE = 0.8


def split_pairs(
    readings: Block, amount: Floats, code: NDArray[np.int8], traits: TraitArrays
) -> Block:
    """Return the intervals between readings, the long ones spread over the usual step.

    `amount` (n-1,) and `code` (n-1,) belong to the pairs of successive rows; pairs across two
    series are left out.
    """
    pair = np.flatnonzero(readings.same_next())
    start, end = readings.start[pair], readings.start[pair + 1]
    segment, amount, code = readings.segment[pair], amount[pair], code[pair]
    step = _usual_step(segment, end - start, readings.segments, traits.step)[segment]
    pieces = np.rint((end - start) / np.maximum(step, 1)).astype(np.int64)
    spread = (code == rules.INDEX_DIFFERENCE.code) | (code == rules.INDEX_MISREAD.code)
    pieces[(step == 0) | (pieces < 2) | (pieces > MAX_PIECES) | ~spread] = 1
    # An index that did not move says exactly that nothing was used: nothing is estimated there.
    estimated = (pieces > 1) & (code == rules.INDEX_DIFFERENCE.code) & (amount != 0)
    code = np.where(estimated, rules.INDEX_SPREAD.code, code).astype(np.int8)
    row, source = expand(np.zeros(len(pair), np.int64), pieces)
    low, high, value = start[source], end[source], amount[source]
    cut = pieces[source] > 1
    inside = source[cut]
    pair_of = (start[inside], end[inside], step[inside])
    low[cut] = _edge(*pair_of, row[cut], pieces[inside])
    high[cut] = _edge(*pair_of, row[cut] + 1, pieces[inside])
    value[cut] *= (high - low)[cut] / (end - start)[inside]
    bounds = np.searchsorted(segment[source], np.arange(readings.segments + 1))
    added = np.ones(len(row), np.bool_)
    return Block(segment[source], bounds, low, high, value, code[source], added)


def _edge(start: Ints, end: Ints, step: Ints, number: Ints, pieces: Ints) -> Ints:
    """Return where piece `number` begins: on the steps of UTC or of Paris, else in equal parts."""
    span = pieces * step
    plain = start + number * step
    shift = _offset(start)
    civil = plain + shift - _offset(plain)
    civil_fits = (step % (24 * HOUR) == 0) & (end - start + _offset(end) - shift == span)
    equal = start + (end - start) * number // pieces
    found = np.where(end - start == span, plain, np.where(civil_fits, civil, equal))
    found[number == pieces] = end[number == pieces]
    return found


def _offset(instants: Ints) -> Ints:
    return paris_offset(instants.view("datetime64[us]")).astype(np.int64)


def _usual_step(segment: Ints, length: Ints, segments: int, declared: Ints) -> Ints:
    """Return the step of each series: the median one if regular, else the declared one, else 0."""
    bounds = np.searchsorted(segment, np.arange(segments + 1))
    counts = np.diff(bounds)
    ordered = sorted_in(length.astype(np.float64), bounds)
    median = np.nan_to_num(quantile(ordered, bounds, counts, 0.5))
    near: Bools = np.abs(length - median[segment]) <= 0.1 * median[segment]
    regular = count_in(near, segment, segments) >= REGULAR_SHARE * np.maximum(counts, 1)
    # Days of 23 and 25 hours surround days of 24: the median is the plain one.
    usual = np.where(regular & (counts > 2), median, declared).astype(np.int64)
    return np.where(usual >= HOUR // 60, usual, 0)
