"""What the rules on values know of each series, and what they answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from beffroi.quality.block import Block, Bools, Floats, Ints, count_in, quantile, sorted_in
from beffroi.quality.tables import TraitArrays
from beffroi.units import SeriesKind


@dataclass(frozen=True, slots=True)
class Levels:
    """The positive values of each series, sorted, for quantiles; shapes (n,), (m + 1,), (m,)."""

    ordered: Floats
    bounds: Ints
    counts: Ints

    def at(self, share: float) -> Floats:
        """Return a quantile of the positive values of each series (m,); NaN where it has none."""
        return quantile(self.ordered, self.bounds, self.counts, share)


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule finds: rows (k,) and their new values (k,), NaN to remove them."""

    rows: Ints
    value: Floats


NO_CHANGE = Change(np.zeros(0, np.int64), np.zeros(0))
Finder: TypeAlias = Callable[[Block, TraitArrays, Levels], Change]


def levels(block: Block) -> Levels:
    """Sort the positive values of each series."""
    positive = block.value > 0
    ordered = sorted_in(np.where(positive, block.value, np.nan), block.bounds)
    return Levels(ordered, block.bounds, count_in(positive, block.segment, block.segments))


def removal(rows: Ints) -> Change:
    """Remove rows."""
    return Change(rows, np.full(len(rows), np.nan))


def rates(traits: TraitArrays) -> Bools:
    """Return the mask of the series whose values are consumption over their step."""
    return traits.consumption & traits.is_kind(SeriesKind.MEAN_POWER, SeriesKind.INTERVAL)
