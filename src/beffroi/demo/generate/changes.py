"""Changes in the life of a building: faults and works, as profiles over the hours."""

from dataclasses import dataclass

import numpy as np

from beffroi.demo.generate.clock import Clock, Floats
from beffroi.demo.generate.model import FaultKind, WorkKind


@dataclass(frozen=True, slots=True)
class Change:
    """Something that alters the loads of a building from a day on, and how much.

    `until` is the day after the last, or the number of days. `meter` says on which energy it
    acts, "electricity" or "gas".
    """

    kind: FaultKind | WorkKind
    meter: str
    since: int  # rank of the first day
    until: int
    size: float


#: What a change does when it is not there.
NOTHING = np.zeros(1)


def profile(change: Change, time: Clock) -> Floats:
    """Return how strongly a change acts at each hour, shape (h,): 0 outside of its days."""
    first, last = time.hour_at(change.since), time.hour_at(change.until)
    result = np.zeros(len(time.hours))
    if change.kind is FaultKind.DRIFT:
        # A drift grows to its full size in a year and a half, at a constant speed.
        result[first:last] = np.arange(last - first) * (change.size / (548 * 24))
    else:
        result[first:last] = change.size
    return result


def profiles(
    changes: tuple[Change, ...], time: Clock
) -> dict[tuple[FaultKind | WorkKind, str], Floats]:
    """Return the profiles of several changes by kind and meter."""
    return {(change.kind, change.meter): profile(change, time) for change in changes}
