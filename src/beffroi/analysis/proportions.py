"""What a share of few cases tells: its interval, and how far apart two shares may stand.

Reference: E. B. Wilson, “Probable inference, the law of succession, and statistical inference”,
Journal of the American Statistical Association, 22 (1927).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
LEVEL = 0.95


def wilson(cases: ArrayLike, of: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the ends of the Wilson score interval of each share `cases / of` [1].

    NaN where a share is of nothing.

    >>> low, high = wilson([0, 5], [10, 10])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.237], [0.278, 0.763])
    """
    k, n = np.asarray(cases, dtype=np.float64), np.asarray(of, dtype=np.float64)
    z2 = float(ndtri((1 + level) / 2)) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (k + z2 / 2) / (n + z2)
        reach = np.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
    return np.maximum(middle - reach, 0.0), np.minimum(middle + reach, 1.0)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the shares of groups are: the largest less the smallest, and their ratio."""

    difference: float
    ratio: float | None
    """The smallest over the largest; None where all are 0."""
    established: bool
    """Whether the two are told apart: see `spread`."""


def spread(cases: ArrayLike, of: ArrayLike, level: float = LEVEL) -> Spread | None:
    """Compare the shares of two groups or more, each of one case at least; None under two groups.

    A spread is established where the intervals of the largest and of the smallest share do not
    overlap. They are simultaneous ones (Šidák, 1967): where all groups have the same share, some
    spread is taken for established with a chance of `1 - level` at most, however many groups.

    >>> spread([8, 2], [10, 10])
    Spread(difference=0.6, ratio=0.25, established=False)
    >>> spread([80, 20], [100, 100]).established
    True
    """
    k, n = np.asarray(cases, dtype=np.float64), np.asarray(of, dtype=np.float64)
    if len(k) < 2:
        return None
    shares = k / n
    low, high = wilson(k, n, level ** (1 / len(k)))
    largest, smallest = int(shares.argmax()), int(shares.argmin())
    most, least = float(shares[largest]), float(shares[smallest])
    return Spread(
        difference=round(most - least, 12),
        ratio=least / most if most else None,
        established=bool(low.max() > high.min()),
    )
