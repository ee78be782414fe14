"""The scoring of the contest, on a row of five pipes of 100, 100, 200, 400 and 10 m."""

import numpy as np
import pytest

from beffroi.analysis.hydraulics.pipes import Pipes, distances
from benchmarks.water.score import Leak, Score, score

NAMES = ("a", "b", "c", "d", "e")
LENGTH = np.array([100.0, 100.0, 200.0, 400.0, 10.0])
ROW = Pipes(6, np.arange(5), np.arange(5) + 1, LENGTH, np.ones(5), np.ones(5))
TIMES = np.datetime64("2019-01-01T00:00", "m") + np.arange(48) * np.timedelta64(60, "m")


def leak(pipe: str, first: int, last: int, flow: float) -> Leak:
    hours = np.arange(48)
    lost = np.where((hours >= first) & (hours <= last), flow, 0.0)
    return Leak(pipe, TIMES[first], TIMES[last], TIMES, lost)


def judge(*said: tuple[str, int], leaks: tuple[Leak, ...]) -> Score:
    found = [(pipe, TIMES[hour]) for pipe, hour in said]
    return score(found, leaks, NAMES, distances(ROW))


def test_distances_are_ways_along_pipes_and_half_of_both() -> None:
    away = distances(ROW)
    assert away[0].tolist() == [0.0, 100.0, 250.0, 550.0, 755.0]
    assert away[2, 3] == 300.0
    assert (away == away.T).all()


def test_a_hit_is_worth_the_water_still_to_flow_less_its_distance() -> None:
    one = leak("a", 10, 19, 5.0)  # 10 hours of 5 m3
    assert judge(("a", 10), leaks=(one,)).worth == pytest.approx(0.8 * 50)
    assert judge(("b", 15), leaks=(one,)).worth == pytest.approx(0.8 * 25 - 500 * 100 / 300)
    assert judge(("b", 15), leaks=(one,)).perfect == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("pipe", "hour", "hits"),
    [("c", 20, True), ("d", 20, True), ("e", 20, False), ("c", 9, False), ("c", 31, False)],
)
def test_a_detection_hits_within_its_time_and_300_m(pipe: str, hour: int, hits: bool) -> None:
    result = judge((pipe, hour), leaks=(leak("c", 10, 30, 1.0),))
    assert (result.found, result.false) == ((1, 0) if hits else (0, 1))
    if not hits:
        assert result.worth == -500.0


def test_only_the_nearest_leak_not_yet_found_is_credited() -> None:
    both = (leak("a", 0, 40, 1.0), leak("b", 0, 40, 2.0))
    first = judge(("a", 1), leaks=both)
    assert [one.leak for one in first.judged] == ["a"]
    later = judge(("a", 3), ("a", 1), ("a", 2), leaks=both)
    assert [(one.leak, one.again) for one in later.judged] == [
        ("a", False), ("b", False), (None, True),
    ]  # fmt: skip
    assert later.worth == pytest.approx(0.8 * 40 + 0.8 * 2 * 39 - 500 * 100 / 300 + 0.0)
    assert later.false == 0
