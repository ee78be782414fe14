"""What the arrays given to a baseline must be."""

import numpy as np

from beffroi.analysis.baseline.design import Days, DayTypes
from beffroi.analysis.metrics import Floats
from beffroi.errors import BeffroiError
from beffroi.errors.analysis import SHAPE_MISMATCH, VALUE_UNKNOWN


def check_panel(y: Floats, steps: int) -> None:
    """Refuse a panel that is not (n_series, steps)."""
    if y.ndim != 2 or y.shape[1] != steps:
        raise BeffroiError(SHAPE_MISMATCH, name="y", found=y.shape, expected=("n", steps))


def check_days(
    count: int, temperature: Floats, dates: Days, day_types: DayTypes | None
) -> DayTypes:
    """Check shapes and gaps; return the day types, ordinary where none are given."""
    types = np.zeros(dates.shape, dtype=np.int8) if day_types is None else day_types
    expected = ((len(dates),), (count, len(dates)))
    for name, array in (("temperature", temperature), ("day_types", types)):
        if array.shape not in expected:
            raise BeffroiError(SHAPE_MISMATCH, name=name, found=array.shape, expected=expected[0])
    unknown = int((~np.isfinite(temperature)).sum())
    if unknown:
        raise BeffroiError(VALUE_UNKNOWN, name="temperature", count=unknown)
    return types
