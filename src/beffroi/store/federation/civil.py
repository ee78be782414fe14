"""Civil steps of Europe/Paris as whole arrays of instants [us since 1970, UTC]."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.periods.civil import Step, localise, paris_offset

_UNITS = {Step.HOUR: "h", Step.DAY: "D", Step.MONTH: "M", Step.YEAR: "Y"}


def places(instants: NDArray[np.int64], step: Step) -> NDArray[np.int64]:
    """Return the number of the step that holds each instant: days, months... since 1970.

    >>> places(np.array([1_719_784_800_000_000]), Step.MONTH).tolist()  # 30 June 2024, 22:00 UTC
    [654]
    """
    moments: NDArray[Any] = instants.astype("M8[us]")
    if step is not Step.HOUR:
        moments = moments + paris_offset(moments)
    found: NDArray[np.int64] = moments.astype(f"M8[{_UNITS[step]}]").astype(np.int64)
    return found


def edges(numbers: NDArray[np.int64], step: Step) -> NDArray[np.int64]:
    """Return when steps begin, by their numbers."""
    local: NDArray[Any] = numbers.astype(f"M8[{_UNITS[step]}]").astype("M8[us]")
    if step is not Step.HOUR and len(local):
        local = localise(local)[0]
    found: NDArray[np.int64] = local.astype("M8[us]").astype(np.int64)
    return found


def begins(instants: NDArray[np.int64], step: Step) -> NDArray[np.int64]:
    """Return when the step that holds each instant begins."""
    return edges(places(instants, step), step)
