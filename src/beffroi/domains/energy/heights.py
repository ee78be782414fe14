"""Rises that are large in themselves, in the season in which a row uses much.

What a meter is used to over a year (`watch.py`) holds its falls and, for a boiler, the weeks in
which somebody lights or stops it: they hide a rise of 40 % in the middle of winter, which never
happens by itself. Such a rise stands above the four weeks before and the eight weeks before, so
that the end of a dip is none, and is compared with the rises of the same season only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import delayed, trailing_mean, trailing_quantile, usual_size
from beffroi.domains.panel import Floats

_RECENT, _SHARE = 14, 0.3
_BEFORE, _LONG_BEFORE = 28, 56
_IN_SEASON = 0.8
"""Of the mean day: what must be expected of both spans for them to be compared."""
_SMALL = 0.1  # of the mean day: nothing doubles near zero
_YEAR, _RENEWED, _EXTREME = 365, 14, 0.98
_LEAST, _UNKNOWN = 0.15, 0.3
"""Logarithms: what is always large, and what is where the season was not seen yet."""
_TIMES_USUAL = 3.5


@dataclass(frozen=True, slots=True)
class Heights:
    """Rises of n rows over d days, as logarithms; NaN out of season."""

    size: Floats
    """(n, d)."""
    enough: Floats
    """(n, d) size from which a rise is large."""

    @property
    def alarm(self) -> NDArray[np.bool_]:
        """Return the days (n, d) on which a rise is large."""
        return np.asarray(self.size > self.enough, dtype=np.bool_)

    @property
    def visible(self) -> Floats:
        """Return the smallest rise (n, d) that would be large, as a share; NaN out of season."""
        return np.asarray(np.expm1(self.enough), dtype=np.float64)


def heights(values: Floats, mean: Floats, level: Floats) -> Heights:
    """Return how far the low days of two weeks stand above the weeks before; arrays are (n, d)."""
    small = _SMALL * level
    possible = (level > 0) & (mean >= 0)
    share = np.log(
        np.divide(
            np.maximum(values, 0.0) + small,
            mean + small,
            out=np.full(values.shape, np.nan),
            where=possible,
        )
    )
    before = [
        delayed(trailing_quantile(share, days, 0.5), _RECENT) for days in (_BEFORE, _LONG_BEFORE)
    ]
    size = trailing_quantile(share, _RECENT, _SHARE) - np.fmax(*before)
    size = np.where(_in_season(mean, level), size, np.nan)
    usual = usual_size(np.maximum(size, 0.0), _YEAR, _RENEWED, _EXTREME)
    least = np.where(np.isfinite(usual), np.fmax(_TIMES_USUAL * usual, _LEAST), _UNKNOWN)
    return Heights(size, np.where(np.isfinite(size), least, np.nan))


def _in_season(mean: Floats, level: Floats) -> NDArray[np.bool_]:
    """Tell whether much was expected of the last two weeks and of the four before."""
    expected = np.divide(mean, level, out=np.full(mean.shape, np.nan), where=level > 0)
    recent = trailing_mean(expected, _RECENT)
    before = delayed(trailing_mean(expected, _BEFORE), _RECENT)
    return np.asarray(np.fmin(recent, before) >= _IN_SEASON, dtype=np.bool_)
