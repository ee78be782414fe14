"""From the readings of a cumulative index to consumption, with what each interval rests on.

Needs the whole series: the rates that judge a jump or a roll-over are those of the series.
"""

from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from beffroi.quality import rules
from beffroi.quality.block import Block, Bools, Floats, Ints, count_in, quantile, quantum, sorted_in
from beffroi.quality.index_steps import split_pairs
from beffroi.quality.tables import TraitArrays

Codes: TypeAlias = NDArray[np.int8]

#: A rise is judged impossible above so many times the 99 % rate of the series. A leak or a
#: new use stays below; the index of another meter is usually months of consumption away.
JUMP_FACTOR = 30.0
MIN_RATES_JUMP = 30
#: A consumption counted across a roll-over or a misread index must look ordinary.
ORDINARY_FACTOR = 3.0
MIN_RATES_ORDINARY = 8
#: In a shorter series, only what is within one usual step of the maximum, and of zero after it.
MIN_RATES_NEAR = 3
#: A register holds at least four digits; it rolls over from its last tenth into its first.
MIN_COUNTS = 1e4
FINEST = 1e-3
NEAR_ZERO = 0.01  # of the reading before


def consumption(block: Block, traits: TraitArrays) -> Block:
    """Return the consumption of index series as intervals; an unknown value is NaN.

    `block` holds readings at instants. Every reading is accounted for: those that cannot serve
    come back under their own key without value, with the rule that says why.
    """
    finite = np.isfinite(block.value)
    again = np.zeros(len(finite), np.bool_)
    again[:-1] = block.same_next() & (block.start[1:] == block.start[:-1])
    refused = block.rows(again | ~finite)
    why = np.where(np.isfinite(refused.value), rules.DUPLICATE.code, rules.NOT_FINITE.code)
    unknown = np.full(len(why), np.nan)
    refused = replace(refused, value=unknown, rule=why.astype(np.int8))
    readings = block.rows(finite & ~again)
    rate, counts = _rates(readings)
    ordinary = np.where(counts >= MIN_RATES_ORDINARY, rate * ORDINARY_FACTOR, 0.0)
    jump = np.where((counts >= MIN_RATES_JUMP) & (rate > 0), rate * JUMP_FACTOR, np.inf)
    misread = _isolated(readings, ordinary) | _zeros(readings, ordinary)
    trusted = readings.rows(~misread)
    usual = np.where(counts >= MIN_RATES_NEAR, rate, 0.0)
    amount, code = _judge(trusted, ordinary, jump, usual)
    crossing = np.diff(np.flatnonzero(~misread)) > 1
    code[crossing & (code == rules.INDEX_DIFFERENCE.code)] = rules.INDEX_MISREAD.code
    return split_pairs(trusted, amount, code, traits).merged(refused)


def _rates(block: Block) -> tuple[Floats, Ints]:
    """Return the 99 % rate of each series (a microsecond) and how many rates it rests on."""
    rate = np.full(len(block.value), np.nan)
    amount = np.diff(block.value)
    rate[:-1] = np.where(
        block.same_next() & (amount >= 0), amount / np.maximum(np.diff(block.start), 1), np.nan
    )
    counts = count_in(np.isfinite(rate), block.segment, block.segments)
    return np.nan_to_num(
        quantile(sorted_in(rate, block.bounds), block.bounds, counts, 0.99)
    ), counts


def _isolated(block: Block, ordinary: Floats) -> Bools:
    """Tell the readings off both neighbours, which agree with one another."""
    found = np.zeros(len(block.value), np.bool_)
    if len(found) < 3:
        return found
    step, time = np.diff(block.value), np.diff(block.start)
    same = block.same_next()
    rate = ordinary[block.segment[1:-1]]
    net = step[1:] + step[:-1]
    opposite = np.sign(step[1:]) * np.sign(step[:-1]) < 0
    rises = step[1:] > 0
    rise, rise_time = np.where(rises, (step[1:], time[1:]), (step[:-1], time[:-1]))
    inside = same[1:] & same[:-1] & opposite & (rise > rate * rise_time)
    inside &= (net >= 0) & (net <= rate * (time[1:] + time[:-1]))
    found[1:-1] = inside
    # Where two in a row look wrong there is no telling which: both stay.
    beside = np.zeros_like(found)
    beside[1:] |= found[:-1]
    beside[:-1] |= found[1:]
    return np.logical_and(found, ~beside)


def _zeros(block: Block, ordinary: Floats) -> Bools:
    """Tell the zeros after which the index takes up again where it was."""
    zero: Bools = block.value == 0
    if not zero.any():
        return zero
    row = np.arange(len(zero))
    before = np.maximum.accumulate(np.where(zero, 0, row))
    after = np.minimum.accumulate(np.where(zero, len(zero) - 1, row)[::-1])[::-1]
    net = block.value[after] - block.value[before]
    time = block.start[after] - block.start[before]
    same = (block.segment[before] == block.segment) & (block.segment[after] == block.segment)
    known = ~zero[before] & ~zero[after]
    found: Bools = (zero & same & known & (net >= 0) & (net <= ordinary[block.segment] * time)) & (
        block.value[before] > 0
    )
    return found


def _judge(block: Block, ordinary: Floats, jump: Floats, usual: Floats) -> tuple[Floats, Codes]:
    """Return the consumption (NaN where unknown) and the rule of each pair of readings (n-1,)."""
    low, high = block.value[:-1], block.value[1:]
    segment = block.segment[:-1]
    time = np.diff(block.start)
    amount = high - low
    grain = np.maximum(quantum(block.value, block.segment, block.segments), FINEST)[segment]
    code = np.full(len(amount), rules.INDEX_DIFFERENCE.code, np.int8)
    falls = amount < -grain * (1 + 1e-9)
    step = usual[segment] * time
    across, modulus = _rollover(low, high, grain, (ordinary[segment] * time, step))
    across &= falls
    near_zero = high <= np.maximum(ordinary[segment] * time, NEAR_ZERO * low)
    code[falls] = rules.METER_REPLACEMENT.code
    code[falls & near_zero] = rules.INDEX_RESET.code
    with np.errstate(invalid="ignore"):  # no jump is known, no time has passed: says nothing
        leaps = amount > jump[segment] * time
    code[leaps] = rules.METER_REPLACEMENT.code
    lost = code != rules.INDEX_DIFFERENCE.code
    code[across] = rules.INDEX_ROLLOVER.code
    back = (amount < 0) & ~lost & block.same_next()
    if back.any():
        level = _never_back(block, lost | ~block.same_next(), back)
        smooth = np.diff(level)
        changed = ~lost & (smooth != amount)
        amount[changed] = smooth[changed]
        code[changed] = rules.INDEX_ROUNDING.code
    amount[lost] = np.nan
    amount[across] = (high - low + modulus)[across]
    return amount, code


def _rollover(
    low: Floats, high: Floats, grain: Floats, limits: tuple[Floats, Floats]
) -> tuple[Bools, Floats]:
    """Tell the pairs that look like a roll-over, and the modulus of the register.

    `limits` are the most that is ordinary, where it is known, and one usual step: an index that
    stood within it of the maximum, and stands within it of zero, went through zero.
    """
    most, step = limits
    with np.errstate(divide="ignore", invalid="ignore"):
        modulus = 10.0 ** np.ceil(np.log10(low + grain))
    amount = high + modulus - low
    possible = (modulus >= MIN_COUNTS * grain) & (low >= 0.9 * modulus) & (high <= 0.1 * modulus)
    near = (modulus - low <= step) & (high <= step)
    possible &= (high >= 0) & (amount >= 0) & ((amount <= most) | near)
    return possible, np.nan_to_num(modulus)


def _never_back(block: Block, breaks: Bools, back: Bools) -> Floats:
    """Return the readings raised to the highest one before them since the last break."""
    level = block.value.copy()
    touched = np.zeros(block.segments, np.bool_)
    touched[block.segment[:-1][back]] = True
    rows = np.flatnonzero(touched[block.segment])
    regime = np.concatenate([[0], np.cumsum(breaks)])[rows]
    values, rank = np.unique(level[rows], return_inverse=True)
    # Ranks are whole numbers: adding the regime keeps one cumulative maximum exact for all.
    highest = np.maximum.accumulate(regime * len(values) + rank)
    level[rows] = values[highest - regime * len(values)]
    return level
