"""Blocks of values written in a unit a thousand times too large or too small.

Context needed: the whole series, for its two levels; a block as long as itself on either side.
"""

import numpy as np

from beffroi.quality.block import Block, Bools, Floats, Ints, expand, runs
from beffroi.quality.levels import NO_CHANGE, Change, Levels, rates
from beffroi.quality.tables import TraitArrays

MIN_POINTS = 100
#: The two levels are a decade apart at least, without any value in between.
EMPTY = 10.0
MIN_BLOCK = 12
MAX_BLOCKS = 3
#: With the few odd values that any series has; a load that switches on and off has many.
MAX_RUNS = 10
MAX_SHARE = 0.3
CONTEXT = 168
#: The block is a thousand times its surroundings within a factor two, and as varied.
RATIO_WITHIN = np.log10(2.0)
EDGE_WITHIN = np.log10(10.0)
SPREAD_WITHIN = 0.3
MIN_SPREAD = 0.02


def unit_1000(block: Block, traits: TraitArrays, known: Levels) -> Change:
    """Find the few blocks that are the rest of the series times or over a thousand."""
    judged = rates(traits) & (known.counts >= MIN_POINTS)
    judged &= known.highest >= 100 * known.lowest
    rows, value = [], []
    # Few series span two decades with nothing in between: the loop is over those only.
    for segment in np.flatnonzero(judged):
        low, high = known.bounds[segment], known.bounds[segment + 1]
        cut = _empty_decade(known.ordered[low : low + known.counts[segment]])
        if cut is None:
            continue
        found, factor = _blocks(block.value[low:high], cut)
        rows.append(found + low)
        value.append(block.value[found + low] * factor)
    if not rows:
        return NO_CHANGE
    return Change(np.concatenate(rows), np.concatenate(value))


def _empty_decade(ordered: Floats) -> float | None:
    """Return the middle of the widest gap between two groups of sorted values, if wide enough."""
    inner = ordered[MIN_BLOCK - 1 : len(ordered) - MIN_BLOCK + 1]
    if len(inner) < 2:
        return None
    ratio = inner[1:] / inner[:-1]
    place = int(np.argmax(ratio))
    if ratio[place] < EMPTY:
        return None
    return float(np.sqrt(inner[place + 1] * inner[place]))


def _blocks(value: Floats, cut: float) -> tuple[Ints, float]:
    """Return the rows to rescale in one series and the factor that brings them back."""
    none = np.zeros(0, np.int64)
    positive = np.flatnonzero(value > 0)
    log = np.log10(value[positive])
    upper = value[positive] > cut
    high_is_off = upper.mean() <= 0.5
    off = upper if high_is_off else ~upper
    first, length = runs(off, np.zeros(len(off), np.int64))
    chosen = off[first]
    first, length = first[chosen], length[chosen]
    long = length >= MIN_BLOCK
    if len(first) > MAX_RUNS or off.mean() > MAX_SHARE:
        return none, 1.0
    first, length = first[long], length[long]
    if len(first) > MAX_BLOCKS or not len(first):
        return none, 1.0
    sign = 1.0 if high_is_off else -1.0
    rest = ~off
    fits = [
        _same_shape(log, rest, int(a), int(a + size), sign)
        for a, size in zip(first, length, strict=True)
    ]
    if not all(fits):
        return none, 1.0
    return positive[expand(first, length)[0]], 10.0 ** (-3 * sign)


def _same_shape(log: Floats, rest: Bools, a: int, b: int, sign: float) -> bool:
    """Tell whether log[a:b] is its surroundings moved by three decades."""
    reach = min(b - a, CONTEXT)
    near = np.r_[max(a - reach, 0) : a, b : min(b + reach, len(log))]
    around = log[near][rest[near]]
    if len(around) < MIN_BLOCK:
        return False
    inside = log[a:b]
    shift = sign * float(np.median(inside) - np.median(around)) - 3
    spread_in, spread_out = _spread(inside), _spread(around)
    edges = [sign * float(log[a] - log[a - 1]) - 3] if a > 0 else []
    edges += [sign * float(log[b - 1] - log[b]) - 3] if b < len(log) else []
    return (
        abs(shift) <= RATIO_WITHIN
        and all(abs(edge) <= EDGE_WITHIN for edge in edges)
        and abs(spread_in - spread_out) <= SPREAD_WITHIN
        and min(spread_in, spread_out) >= MIN_SPREAD
    )


def _spread(log: Floats) -> float:
    high, low = np.quantile(log, (0.9, 0.1))
    return float(high - low)
