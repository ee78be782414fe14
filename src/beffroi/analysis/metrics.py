"""How far a model is from what was measured, per series.

Reference: ASHRAE Guideline 14-2014, section 5.2.11.3 (CVRMSE, NMBE), without the correction for
the number of parameters, which has no meaning out of sample. NMBE is positive where the model is
above the measures.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def both_known(measured: Floats, modelled: Floats) -> NDArray[np.bool_]:
    """Return where both arrays are finite."""
    return np.isfinite(measured) & np.isfinite(modelled)


def cvrmse(measured: Floats, modelled: Floats) -> Floats:
    """Return the root mean square error over the mean of the measures, along the last axis [1].

    Pairs with a missing value are left out; NaN where nothing is left or where the mean is 0.

    >>> float(cvrmse(np.array([8.0, 12.0]), np.array([9.0, 11.0])))
    0.1
    """
    known = both_known(measured, modelled)
    count = known.sum(axis=-1)
    squares = np.where(known, measured - modelled, 0.0) ** 2
    mean = _ratio(np.where(known, measured, 0.0).sum(axis=-1), count)
    return _ratio(np.sqrt(_ratio(squares.sum(axis=-1), count)), mean)


def nmbe(measured: Floats, modelled: Floats) -> Floats:
    """Return the sum of (model - measure) over the sum of the measures, along the last axis [1].

    >>> float(nmbe(np.array([8.0, 12.0]), np.array([9.0, 12.0])))
    0.05
    """
    known = both_known(measured, modelled)
    excess = np.where(known, modelled - measured, 0.0).sum(axis=-1)
    return _ratio(excess, np.where(known, measured, 0.0).sum(axis=-1))


def _ratio(top: Floats, bottom: Floats | NDArray[np.intp]) -> Floats:
    full = np.full(np.shape(top), np.nan)
    ratio: Floats = np.divide(top, bottom, out=full, where=np.asarray(bottom) != 0)
    return ratio
