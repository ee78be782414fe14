"""What the rules on values know of each series, and what they answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from beffroi.quality.block import Block, Bools, Floats, Ints, quantile, reduced, sorted_in
from beffroi.quality.tables import TraitArrays
from beffroi.units import SeriesKind


class Levels:
    """The positive values of each series: how many (m,), their bounds (m,), their quantiles.

    Values are sorted once a rule asks for it: most series need none of them to be.
    """

    def __init__(self, block: Block) -> None:
        self.value, self.bounds = block.value, block.bounds
        positive = block.value > 0
        self.counts: Ints = reduced(np.add, positive.astype(np.int64), block.bounds)
        self.lowest: Floats = reduced(
            np.minimum, np.where(positive, block.value, np.inf), block.bounds
        )
        self.highest: Floats = reduced(np.maximum, block.value, block.bounds)
        self._ordered: Floats | None = None

    @property
    def ordered(self) -> Floats:
        """The positive values (n,), sorted within each series, then NaN."""
        if self._ordered is None:
            positive = np.where(self.value > 0, self.value, np.nan)
            self._ordered = sorted_in(positive, self.bounds)
        return self._ordered

    def at(self, share: float) -> Floats:
        """Return a quantile of the positive values of each series (m,); NaN where it has none."""
        return quantile(self.ordered, self.bounds, self.counts, share)

    def reaches(self, share: float, level: Floats) -> Bools:
        """Tell whether a quantile of each series is a level (m,) above 0 at least, unsorted."""
        high = self.value >= np.repeat(level, np.diff(self.bounds))
        above: Ints = reduced(np.add, high.astype(np.int64), self.bounds)
        place = (share * np.maximum(self.counts - 1, 0)).astype(np.int64)
        found: Bools = (self.counts > 0) & (self.counts - above <= place)
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule finds: rows (k,) and their new values (k,), NaN to remove them."""

    rows: Ints
    value: Floats


NO_CHANGE = Change(np.zeros(0, np.int64), np.zeros(0))
Finder: TypeAlias = Callable[[Block, TraitArrays, Levels], Change]


def removal(rows: Ints) -> Change:
    """Remove rows."""
    return Change(rows, np.full(len(rows), np.nan))


def rates(traits: TraitArrays) -> Bools:
    """Return the mask of the series whose values are consumption over their step."""
    return traits.consumption & traits.is_kind(SeriesKind.MEAN_POWER, SeriesKind.INTERVAL)
