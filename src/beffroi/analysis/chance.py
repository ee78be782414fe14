"""Draws that stand for what is not known: the same for the same name, spread evenly.

A draw is named. Two computations that name the same unknown get the same draws, so that what they
have in common cancels out when they are compared (common random numbers); names that differ give
draws that are independent. Each is stratified (McKay, Beckman and Conover, 1979): one value in each
of `COUNT` parts of equal chance, so that a quantile needs few of them.
"""

import hashlib
from functools import lru_cache

import numpy as np

from beffroi.analysis.metrics import Floats

#: Draws of each unknown.
COUNT = 4000
#: Chances that an interval at 90 % leaves below and above.
LOW, HIGH = 0.05, 0.95
_SCORE = 1.6448536269514722
"""Standard deviations from the middle of a normal law to its 95 % quantile."""


@lru_cache(maxsize=512)
def uniform(name: str, count: int = COUNT) -> Floats:
    """Return draws between 0 and 1, (count,).

    >>> uniform("price").mean().round(3).item(), bool((uniform("a") == uniform("a")).all())
    (0.5, True)
    """
    seed = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")
    order = np.random.default_rng(seed).permutation(count)
    made: Floats = (order + 0.5) / count
    made.flags.writeable = False  # shared by all who ask for it
    return made


@lru_cache(maxsize=512)
def normal(name: str, count: int = COUNT) -> Floats:
    """Return draws of the standard normal law, (count,).

    >>> normal("drift").std().round(2).item()
    1.0
    """
    # Imported here: it takes long, and most commands never come here.
    from scipy.special import ndtri

    made = np.asarray(ndtri(uniform(name, count)), dtype=np.float64)
    made.flags.writeable = False
    return made


@lru_cache(maxsize=512)
def student(name: str, freedom: int, count: int = COUNT) -> Floats:
    """Return draws of Student's law, whose tails are heavier, (count,)."""
    from scipy.special import stdtrit

    made = np.asarray(stdtrit(freedom, uniform(name, count)), dtype=np.float64)
    made.flags.writeable = False
    return made


def between(name: str, low: float, value: float, high: float, count: int = COUNT) -> Floats:
    """Return draws whose middle is `value`, and whose interval at 90 % is from `low` to `high`.

    Two halves of normal laws, one on each side of `value`.

    >>> draws = between("x", 1.0, 2.0, 5.0)
    >>> [round(float(np.quantile(draws, q)), 1) for q in (0.05, 0.5, 0.95)]
    [1.0, 2.0, 5.0]
    """
    score = normal(name, count) / _SCORE
    drawn: Floats = value + np.where(score < 0, value - low, high - value) * score
    return drawn
