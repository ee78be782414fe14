"""Values that stay the same for too long.

Context needed: the whole series, for how long its values usually repeat.
"""

import numpy as np

from beffroi.quality.block import HOUR, Block, Floats, Ints, expand, quantum, runs
from beffroi.quality.levels import NO_CHANGE, Change, Levels, rates, removal
from beffroi.quality.tables import TraitArrays
from beffroi.units import SeriesKind

MIN_TIME = 24 * HOUR
MIN_POINTS = 12
#: A run is suspect from so many times the length under which 95 % of the series stays...
USUAL_FACTOR = 4
USUAL_SHARE = 0.95
#: ... and when chance would give such a run once in a million series.
CHANCE = 1e-6
#: Few steps above zero, a constant load is ordinary (a closed building read to the kilowatt).
MIN_QUANTA = 20


def stuck(block: Block, traits: TraitArrays, known: Levels) -> Change:
    """Find runs of one value, not zero, in series whose values vary."""
    del known  # the rule rests on repeats, not on levels
    if not _lasts(block):
        return NO_CHANGE
    judged = rates(traits) | (traits.is_kind(SeriesKind.GAUGE) & (traits.unit != "%"))
    first, length = runs(block.value, block.segment)
    last = first + length - 1
    lasting = block.end[last] - block.start[first] >= MIN_TIME
    suspect = lasting & (length >= MIN_POINTS) & (block.value[first] != 0)
    suspect &= judged[block.segment[first]]
    if not suspect.any():
        return NO_CHANGE
    held = np.zeros(block.segments, np.bool_)
    held[block.segment[first[suspect]]] = True
    part = held[block.segment]
    grain = quantum(block.value[part], block.segment[part], block.segments)
    few = held[block.segment[first]]
    limit = _limits(block.value[first[few]], block.segment[first[few]], length[few], block.segments)
    segment = block.segment[first]
    suspect &= length >= limit[segment]
    suspect &= np.abs(block.value[first]) >= MIN_QUANTA * grain[segment]
    return removal(expand(first[suspect], length[suspect])[0])


def _lasts(block: Block) -> bool:
    """Tell whether any value but zero repeats often enough to be looked at."""
    value = block.value
    again = np.flatnonzero((value[1:] == value[:-1]) & (value[1:] != 0))
    far = MIN_POINTS - 2  # repeats one after the other, as far apart as their count says
    return bool((again[far:] - again[: max(len(again) - far, 0)] == far).any())


def _limits(value: Floats, segment: Ints, length: Ints, segments: int) -> Floats:
    """Return the length from which a run is too long in each series (segments,)."""
    varying = value != 0
    segment, length = segment[varying], length[varying]
    order = np.lexsort((length, segment))
    segment, length = segment[order], length[order]
    points = np.bincount(segment, length, segments)
    repeats = points - np.bincount(segment, minlength=segments)
    total = np.cumsum(length) - (np.cumsum(points) - points)[segment]
    enough = total >= USUAL_SHARE * points[segment]
    usual = np.full(segments, np.inf)
    np.minimum.at(usual, segment[enough], length[enough].astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = repeats / np.maximum(points - 1, 1)
        chance = np.log(np.maximum(points, 1) / CHANCE) / -np.log(share)
    limit: Floats = np.maximum(
        USUAL_FACTOR * usual, np.nan_to_num(chance, nan=np.inf, posinf=np.inf)
    )
    return limit
