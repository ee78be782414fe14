"""A load curve read piece after piece: the same intervals wherever the pieces are cut."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from beffroi.periods import localise
from beffroi.readers.enedis.steps import Stamp, infer_steps
from beffroi.readers.enedis.times import Bools, Ints

#: Points kept before and held back after what is settled: more than the hour that autumn
#: repeats holds at five minutes, several times what a step needs.
MARGIN = 160


@dataclass(frozen=True, slots=True)
class Points:
    """Rows of one series in file order, columns of shape (n,).

    A point without a value (`kept` false) still says where the steps lie. `step` is the step that
    the row itself declares, 0 where it does not; `line` is its place in the file.
    """

    us: Ints
    value: NDArray[np.float64]
    quality: NDArray[np.int8]
    kept: Bools
    step: Ints
    line: Ints

    def __len__(self) -> int:
        return len(self.us)

    def part(self, rows: slice | Bools | Ints) -> "Points":
        """Return some of the rows."""
        return Points(*(getattr(self, item.name)[rows] for item in fields(self)))


NO_POINTS = Points(
    np.empty(0, np.int64),
    np.empty(0, np.float64),
    np.empty(0, np.int8),
    np.empty(0, bool),
    np.empty(0, np.int64),
    np.empty(0, np.int64),
)


@dataclass(frozen=True, slots=True)
class Tail:
    """What a curve carries from one piece to the next."""

    stamp: Stamp
    naive: bool = False  # the stamps are Paris wall-clock times
    step: int = 0  # the last step seen, or the step declared for the whole curve
    context: Points = NO_POINTS
    pending: Points = NO_POINTS


@dataclass(frozen=True, slots=True)
class Settled:
    """Values with their interval `[start, end)` in UTC, and the lines whose step is unknown."""

    start: Ints
    end: Ints
    value: NDArray[np.float64]
    quality: NDArray[np.int8]
    stepless: Ints


def join(parts: list[Points]) -> Points:
    """Put rows one after the other."""
    return Points(
        *(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Points))
    )


def settle(tail: Tail, rows: Points, *, final: bool) -> tuple[Tail, Settled]:
    """Add rows to a curve and return those whose interval no later row can change.

    `final` says that no row follows.
    """
    rows = join([tail.context, tail.pending, rows])
    first = len(tail.context)
    last = len(rows) if final else max(first, len(rows) - MARGIN)
    us = _utc(rows.us) if tail.naive else rows.us
    if (rows.step > 0).all():
        length, seen = rows.step, np.zeros(len(rows), bool)
    else:
        steps = infer_steps(us, tail.stamp, tail.step)
        length, seen = np.where(rows.step > 0, rows.step, steps.length), steps.seen
    known = np.flatnonzero(seen[:last])
    carried = replace(
        tail,
        step=int(length[known[-1]]) if len(known) else tail.step,
        context=rows.part(slice(max(0, last - MARGIN), last)),
        pending=rows.part(slice(last, None)),
    )
    return carried, _settled(rows, us, length, tail.stamp, slice(first, last))


def _settled(rows: Points, us: Ints, length: Ints, stamp: Stamp, part: slice) -> Settled:
    rows, us, length = rows.part(part), us[part], length[part]
    good = rows.kept & (length > 0)
    us, length = us[good], length[good]
    start = us if stamp is Stamp.START else us - length
    return Settled(
        start,
        start + length,
        rows.value[good],
        rows.quality[good],
        rows.line[rows.kept & ~good],
    )


def _utc(us: Ints) -> Ints:
    return localise(us.view("M8[us]"))[0].astype("M8[us]").astype(np.int64)
