"""Sums kept beside the measures, against the measures."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.periods.civil import Step
from beffroi.store.checking.problems import Problem, problem
from beffroi.store.checking.series import Known, cut
from beffroi.store.looking import END, Selection
from beffroi.store.read import ReadDoor
from beffroi.store.rollups.schema import LEVELS
from beffroi.store.store import Store
from beffroi.texts import Text

Progress = Callable[[str, int, int], None]
#: Measures, and series, looked at together.
_ROWS, _SERIES = 5_000_000, 500
#: Before the end of time, measures alone answer; rollups are of what is known now.
_MEASURED = END - timedelta(seconds=1)
#: What comes meanwhile makes two answers differ: they are asked for again.
_TRIES = 3
_NAMES = {
    Step.HOUR: Text(fr="heure", en="hour"),
    Step.DAY: Text(fr="jour", en="day"),
    Step.MONTH: Text(fr="mois", en="month"),
}


def against_measures(store: Store, series: Sequence[Known], progress: Progress) -> list[Problem]:
    """Compare the count and the value of each step of each series that has a rollup."""
    door = store.reader(replace(store.whole("beffroi", "check"), households=True))
    kept = sorted((one for one in series if one.levels), key=lambda one: (one.kind, one.id))
    blocks = [
        (step, block)
        for step, (bit, _) in LEVELS.items()
        for _, some in groupby((o for o in kept if o.levels & bit), key=lambda one: one.kind)
        for block in cut(list(some), _ROWS, _SERIES)
    ]
    found: list[Problem] = []
    for done, (step, block) in enumerate(blocks):
        wrong = {one.id for one in block}
        for _ in range(_TRIES):
            wrong = _differing(door, sorted(wrong), step) if wrong else wrong
        found += [problem("rollup", one, series=one, step=_NAMES[step]) for one in sorted(wrong)]
        progress("check_rollups", done + 1, len(blocks))
    return found


def _differing(door: ReadDoor, series: Sequence[int], step: Step) -> set[int]:
    told = door.aggregate(Selection(tuple(series)), step)
    true = door.aggregate(Selection(tuple(series), as_of=_MEASURED), step)
    if _same(told, true):
        return set()
    return {one for one in series if not _same(_of(told, one), _of(true, one))}


def _of(table: pa.Table, series: int) -> pa.Table:
    return table.filter(pc.equal(table["series"], series))


def _same(told: pa.Table, true: pa.Table) -> bool:
    if told.num_rows != true.num_rows:
        return False
    exact = all(told[name].equals(true[name]) for name in ("series", "start", "n"))
    mine, theirs = (table["value"].to_numpy() for table in (told, true))
    return exact and np.allclose(mine, theirs, rtol=1e-9, atol=1e-9, equal_nan=True)
