"""Evidence that adds up day after day until a lag of a clock is sure: a cumulative sum test.

Reference: Page (1954), Continuous inspection schemes.
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.clocks import Ints, Mask
from beffroi.analysis.metrics import Floats

#: Logarithm of a likelihood ratio from which a lag is sure, and how much of it one day may bring.
SURE, MOST_A_DAY = 25.0, 13.0


@dataclass(slots=True)
class Gathered:
    """What is gathered day after day for each of l lags of s meters, against the one in force.

    `sums` (s, l); `since` (s, l) days on which each sum began to grow.
    """

    sums: Floats
    since: Ints

    @classmethod
    def nothing(cls, meters: int, tried: int) -> "Gathered":
        """Return clocks of which nothing is doubted yet."""
        shape = (meters, tried)
        return cls(np.zeros(shape), np.zeros(shape, np.int64))

    def add(self, day: int, found: Floats) -> None:
        """Add the evidence (s, l) of a day."""
        self.since = np.where(self.sums <= 0, day, self.since)
        self.sums = np.maximum(self.sums + np.clip(found, -MOST_A_DAY, MOST_A_DAY), 0.0)

    def doubted(self, tried: Ints, share: float = 0.5) -> Mask:
        """Return the meters for which a lag of several steps is on its way to be sure, (s,)."""
        far = np.abs(tried) > 1  # one step is how means are taken
        doubted: Mask = self.sums[:, far].max(axis=1) > share * SURE
        return doubted

    def sure(self, found: Floats, share: float = 1.0) -> list[tuple[int, int, int]]:
        """Return meters whose lag is another one: each with its place in lags, and since when.

        Of several lags that are sure, the one that the day itself says. With a `share` under 1,
        those that are on their way to be sure too.
        """
        changed = []
        for meter in np.flatnonzero(self.sums.max(axis=1) >= share * SURE).tolist():
            enough = self.sums[meter] >= share * SURE
            best = int(np.argmax(np.where(enough, self.sums[meter] + found[meter], -np.inf)))
            changed.append((meter, best, int(self.since[meter, best])))
        return changed

    def forget(self, meters: Ints) -> None:
        """Begin again at none."""
        self.sums[meters] = 0.0
