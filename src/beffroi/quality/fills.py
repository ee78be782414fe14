"""Short gaps, and the hour that October repeats.

Context needed: the observations within three hours on either side of the gap.
"""

from dataclasses import dataclass, replace

import numpy as np

from beffroi.periods.civil import paris_offset
from beffroi.quality import rules
from beffroi.quality.block import HOUR, Block, Bools, Floats, Ints, expand
from beffroi.quality.profile import usual_step
from beffroi.quality.tables import TraitArrays
from beffroi.units import SeriesKind

LONGEST_STEP = HOUR
LONGEST_GAP = 3 * HOUR
#: An hour that holds the energy of two is at least so many times the larger of its neighbours.
DOUBLED = 1.6


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Gaps to fill: the row before each, where it begins, its step and number of steps."""

    row: Ints
    start: Ints
    step: Ints
    pieces: Ints
    instant: Bools


def fill(block: Block, traits: TraitArrays) -> Block:
    """Return the block with its short gaps filled, and doubled October hours split."""
    gaps = _gaps(block, traits)
    if not len(gaps.row):
        return block
    october = (gaps.pieces * gaps.step == HOUR) & (
        _goes_back(gaps.start) | _goes_back(gaps.start + HOUR)
    )
    piece, gap = expand(np.ones_like(gaps.pieces), gaps.pieces)
    before, after = block.value[gaps.row[gap]], block.value[gaps.row[gap] + 1]
    value = before + (after - before) * (piece / (gaps.pieces[gap] + 1))
    start = gaps.start[gap] + (piece - 1) * gaps.step[gap]
    end = np.where(gaps.instant[gap], start, start + gaps.step[gap])
    code = np.where(october, rules.CLOCK_CHANGE.code, rules.GAP_FILLED_SHORT.code)[gap]
    segment = block.segment[gaps.row[gap]]
    block, value = _split_doubled(block, traits, gaps, october, (gap, piece, value))
    bounds = np.searchsorted(segment, np.arange(block.segments + 1))
    added = np.ones(len(segment), np.bool_)
    code = code.astype(np.int8)
    rows = Block(segment, bounds, start, end, value, code, added)
    return block.inserted(rows, gaps.row[gap] + 1)


def _gaps(block: Block, traits: TraitArrays) -> _Gaps:
    kind_ok = (
        traits.is_kind(SeriesKind.MEAN_POWER)
        | (traits.is_kind(SeriesKind.INTERVAL) & traits.consumption)
        | (traits.is_kind(SeriesKind.GAUGE) & (traits.unit != "mm"))
    )
    row = np.flatnonzero(block.same_next() & (block.start[1:] > block.end[:-1]))
    row = row[kind_ok[block.segment[row]]]
    step = block.end[row] - block.start[row]
    same = step == block.end[row + 1] - block.start[row + 1]
    instant = step == 0
    if instant.any():
        declared = traits.step.copy()
        unknown = declared == 0
        declared[unknown] = usual_step(block.start, block.end, block.bounds)[unknown]
        step = np.where(instant, declared[block.segment[row]], step)
    start = np.where(instant, block.start[row] + step, block.end[row])
    length = block.start[row + 1] - start
    good = same & (step > 0) & (step <= LONGEST_STEP) & (length > 0) & (length <= LONGEST_GAP)
    row, start, step, length, instant = (item[good] for item in (row, start, step, length, instant))
    whole = length % step == 0
    return _Gaps(row[whole], start[whole], step[whole], (length // step)[whole], instant[whole])


def _goes_back(instants: Ints) -> Bools:
    """Tell the instants at which the clock of Paris goes back from three to two."""
    before = paris_offset((instants - 1).view("datetime64[us]"))
    found: Bools = before > paris_offset(instants.view("datetime64[us]"))
    return found


def _split_doubled(
    block: Block,
    traits: TraitArrays,
    gaps: _Gaps,
    october: Bools,
    filled: tuple[Ints, Ints, Floats],
) -> tuple[Block, Floats]:
    """Share between both hours the energy that a file put in one of them."""
    gap, piece, value = filled
    amounts = traits.is_kind(SeriesKind.INTERVAL)[block.segment[gaps.row]]
    chosen = np.flatnonzero(october & amounts)
    if not len(chosen):
        return block, value
    kept = block.value.copy()
    code = block.rule.copy()
    value = value.copy()
    for size in np.unique(gaps.pieces[chosen]):
        some = chosen[gaps.pieces[chosen] == size]
        # Reading a missing second pass, the hour before the gap holds both; else the one after.
        late = _goes_back(gaps.start[some])
        first = np.where(late, gaps.row[some] - size + 1, gaps.row[some] + 1)
        other = np.where(late, gaps.row[some] + 1, gaps.row[some] - size + 1)
        beyond = np.where(late, first - size, first + size)
        inside = (beyond >= 0) & (beyond + size <= len(kept))
        some, first, other, beyond = some[inside], first[inside], other[inside], beyond[inside]
        double, side, far = (_window(block, item, int(size)) for item in (first, other, beyond))
        whole = double[1] & side[1] & far[1]
        clear = np.maximum(side[0], far[0])
        doubled = whole & (clear > 0) & (double[0] >= DOUBLED * clear)
        for offset in range(int(size)):
            rows = first[doubled] + offset
            kept[rows] /= 2
            code[rows] = rules.CLOCK_CHANGE.code
            target = np.isin(gap, some[doubled]) & (piece == offset + 1)
            value[target] = kept[rows]
    return replace(block, value=kept, rule=code), value


def _window(block: Block, first: Ints, size: int) -> tuple[Floats, Bools]:
    """Return the sum of `size` rows, and whether they are one hour of one series."""
    rows = first[:, None] + np.arange(size)
    rows = np.clip(rows, 0, len(block.value) - 1)
    one = block.segment[rows[:, 0]] == block.segment[rows[:, -1]]
    hour = block.end[rows[:, -1]] - block.start[rows[:, 0]] == HOUR
    return block.value[rows].sum(axis=1), one & hour
