"""Clocks that are late or early: of which sensors, whole files, or all against the model."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from beffroi.analysis.clocks import Ints, Mask
from beffroi.domains.water.leaks.signals import KINDS, MODEL, Signals


@dataclass(frozen=True, slots=True)
class Shift:
    """A clock found moved: that of one sensor, of a whole file, or of all files against the model.

    `names` of what moved; `file` is one of `KINDS` where a whole file did, "model" where all did,
    else empty. `minutes` late, negative when early, 0 when right again; `since` that day, as known
    on `told`.
    """

    names: tuple[str, ...]
    file: str
    minutes: int
    since: np.datetime64
    told: np.datetime64


def late_of(signals: Signals, heard: Mask, lag: Ints) -> Ints:
    """Return what each sensor is corrected by, minutes, (s,), by the `lag` of its clock in steps.

    The rhythms of the model are the time that the search needs: all is told against them. One
    step, or two for all files, is how means are taken, and left as it is.
    """
    model = int(lag[-1]) if heard[-1] and abs(lag[-1]) > 2 else 0
    steps = lag - model
    for members in signals.files[:-1]:
        known = members[heard[members]]
        if known.size and np.ptp(steps[known]) <= 1:  # others go with their file
            steps[members] = np.where(heard[members], steps[members], int(np.median(steps[known])))
    steps = np.where(np.abs(steps) > 1, steps, 0)
    steps[-1] = 0
    return steps * signals.step


def shifts(
    signals: Signals, late: Ints, moved: Mask, since: np.datetime64, told: np.datetime64
) -> Iterator[Shift]:
    """Yield what moved: all, whole files, sensors, whose clocks are `late` (s,) from now on."""
    names, files = signals.names, signals.files[:-1]

    def alike(rows: Ints) -> bool:
        return bool(moved[rows].all() and np.ptp(late[rows]) <= 2 * signals.step)

    every = np.concatenate(files)
    if alike(every):
        yield Shift((), MODEL, int(np.median(late[every])), since, told)
        return
    for kind, rows in zip(KINDS, files, strict=True):
        if rows.size and alike(rows):
            yield Shift(
                tuple(names[row] for row in rows), kind, int(np.median(late[rows])), since, told
            )
            continue
        for row in rows[moved[rows]]:
            yield Shift((names[row],), "", int(late[row]), since, told)
