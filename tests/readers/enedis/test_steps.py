"""Which stretch of time a value covers, wherever holes and changes of step fall."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.readers.enedis.curves import NO_POINTS, Points, Tail, settle
from beffroi.readers.enedis.steps import KNOWN, Stamp, infer_steps
from beffroi.readers.enedis.times import MINUTE, Ints


def steps(minutes: list[int], stamp: Stamp, before: int = 0) -> list[int]:
    us = np.array(minutes, np.int64) * MINUTE
    found: list[int] = (infer_steps(us, stamp, before * MINUTE).length // MINUTE).tolist()
    return found


@pytest.mark.parametrize(
    ("case", "minutes", "end", "start"),
    [
        ("regular", [0, 30, 60, 90], [30] * 4, [30] * 4),
        ("ten minutes", [0, 10, 20], [10] * 3, [10] * 3),
        ("two rows", [0, 60], [60, 60], [60, 60]),
        ("one missing", [0, 30, 90, 120, 150], [30] * 5, [30] * 5),
        ("two missing, apart", [0, 30, 60, 120, 150, 210, 240], [30] * 7, [30] * 7),
        ("every other missing", [0, 30, 60, 120, 180, 210, 240], [30] * 7, [30] * 7),
        (
            "from 60 to 30",
            [0, 60, 120, 180, 240, 270, 300, 330, 360],
            [60, 60, 60, 60, 60, 30, 30, 30, 30],
            [60, 60, 60, 60, 30, 30, 30, 30, 30],
        ),
        (
            "from 30 to 60 over a night of nothing",
            [0, 30, 60, 90, 120, 840, 900, 960, 1020, 1080],
            [30, 30, 30, 30, 30, 60, 60, 60, 60, 60],
            [30, 30, 30, 30, 30, 60, 60, 60, 60, 60],
        ),
        ("descending", [240, 180, 120, 60, 0], [60] * 5, [60] * 5),
        ("same time twice", [0, 30, 60, 60, 90, 120, 150], [30] * 7, [30] * 7),
        ("a clock off", [0, 30, 58, 88, 118], [30, 30, 28, 30, 30], [30, 28, 30, 30, 30]),
    ],
)  # fmt: skip
def test_steps(case: str, minutes: list[int], end: list[int], start: list[int]) -> None:
    assert steps(minutes, Stamp.END) == end, case
    assert steps(minutes, Stamp.START) == start, case


def test_a_lone_point_has_the_step_declared_or_none() -> None:
    assert steps([600], Stamp.END) == [0]
    assert steps([600], Stamp.END, before=30) == [30]
    assert steps([600, 2000], Stamp.START) == [0, 0]


def points(us: Ints) -> Points:
    count = len(us)
    return Points(
        us,
        np.arange(count, dtype=np.float64),
        np.zeros(count, np.int8),
        np.ones(count, bool),
        np.zeros(count, np.int64),
        np.arange(count, dtype=np.int64),
    )


def settled(tail: Tail, parts: list[Points]) -> list[tuple[int, int, float]]:
    found: list[tuple[int, int, float]] = []
    for number, part in enumerate([*parts, NO_POINTS]):
        tail, done = settle(tail, part, final=number == len(parts))
        found += zip(done.start.tolist(), done.end.tolist(), done.value.tolist(), strict=True)
    return found


@settings(derandomize=True, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    cuts=st.lists(st.integers(1, 1_400), max_size=6),
    stamp=st.sampled_from(list(Stamp)),
    naive=st.booleans(),
)
def test_cuts_change_nothing_and_intervals_never_overlap(
    seed: int, cuts: list[int], stamp: Stamp, naive: bool
) -> None:
    random = np.random.default_rng(seed)
    runs = [
        np.full(random.integers(5, 300), random.choice(KNOWN)) for _ in range(random.integers(2, 9))
    ]
    gaps = np.concatenate(runs)
    # The last Sunday of October lies within: naive times go back there.
    utc = np.datetime64("2021-10-30T12:00", "us").astype(np.int64) + np.cumsum(gaps)
    utc = utc[random.random(len(utc)) > 0.02]
    us = utc
    if naive:
        change = np.datetime64("2021-10-31T01:00", "us").astype(np.int64)
        us = utc + np.where(utc < change, 120, 60) * MINUTE
    whole = settled(Tail(stamp, naive), [points(us)])
    borders = sorted({min(cut, len(us)) for cut in cuts})
    parts = [points(us).part(part) for part in map(slice, [0, *borders], [*borders, None])]
    assert settled(Tail(stamp, naive), parts) == whole
    assert len(whole) == len(us)
    starts, ends = np.array([row[0] for row in whole]), np.array([row[1] for row in whole])
    assert (ends[:-1] <= starts[1:]).all()
    assert ((starts if stamp is Stamp.START else ends) == utc).all()
