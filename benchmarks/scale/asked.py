"""The questions of the benchmark: on what, how often, and whether the answers are the same."""

import math
import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from beffroi.periods.civil import PARIS
from benchmarks.scale.generator import HALF_HOUR
from benchmarks.scale.peer import Answer, Peer, Source, uncached

SEED = 7
#: Sums of the same numbers in another order differ in their last digits.
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how many times a store is asked it."""

    title: str
    times: int
    asks: Callable[[Source, np.random.Generator], Iterator[Callable[[Peer], Answer]]]


def _one_series(source: Source, rng: np.random.Generator) -> Iterator[Callable[[Peer], Answer]]:
    """One half-hourly series over one of its years."""
    step, kind = (source.series[name].to_numpy() for name in ("step", "kind"))
    numbers = source.series["number"].to_numpy()[(step == HALF_HOUR) & (kind == "mean_power")]
    since, until = source.period
    years = range((since + timedelta(days=1)).year, until.year + 1)
    while True:
        number, year = int(rng.choice(numbers)), int(rng.choice(years))
        low, high = _civil(year, 1), _civil(year + 1, 1)
        yield partial(_days, [number], low, high)


def _one_commune(source: Source, rng: np.random.Generator) -> Iterator[Callable[[Peer], Answer]]:
    """All series of a commune over the whole period."""
    owner = source.series["organisation"].to_numpy()
    since, until = source.period
    while True:
        commune = int(rng.integers(1, owner.max() + 1))
        numbers = [int(place) + 1 for place in np.flatnonzero(owner == commune)]
        yield partial(_days, numbers, since, until)


def _territory(source: Source, rng: np.random.Generator) -> Iterator[Callable[[Peer], Answer]]:
    """All series over one month."""
    since, until = source.period
    years = range((since + timedelta(days=1)).year, until.year + 1)
    while True:
        year, month = int(rng.choice(years)), int(rng.integers(1, 13))
        low = _civil(year, month)
        high = _civil(year + month // 12, month % 12 + 1)
        yield partial(_month, low, high)


def _latest(_source: Source, _rng: np.random.Generator) -> Iterator[Callable[[Peer], Answer]]:
    while True:
        yield lambda peer: peer.latest()


def _days(numbers: list[int], since: datetime, until: datetime, peer: Peer) -> Answer:
    return peer.days(numbers, since, until)


def _month(since: datetime, until: datetime, peer: Peer) -> Answer:
    return peer.month(since, until)


QUESTIONS = {
    "series": Question("one series, one year, by day", 200, _one_series),
    "commune": Question("one commune, 50 series, three years, by day", 50, _one_commune),
    "territory": Question("whole territory, one month, by asset type", 30, _territory),
    "latest": Question("latest value of every series", 50, _latest),
}


def _civil(year: int, month: int) -> datetime:
    """Return the instant at which a month begins in Paris."""
    return datetime(year, month, 1, tzinfo=PARIS).astimezone(UTC)


def ask(peer: Peer, question: Question, times: int) -> dict[str, object]:
    """Ask a question of a store that was just opened and has nothing cached, then again."""
    uncached(peer.folder)
    rng = np.random.default_rng(SEED)
    asks = question.asks(peer.source, rng)
    answers, seconds = [], []
    peer.open()
    try:
        for _ in range(times + 1):
            one = next(asks)
            began = time.perf_counter()
            answers.append(one(peer))
            seconds.append(time.perf_counter() - began)
    finally:
        peer.close()
    warm = np.array(seconds[1:]) * 1000
    return {
        "first_ms": seconds[0] * 1000,
        "p50_ms": float(np.percentile(warm, 50)),
        "p95_ms": float(np.percentile(warm, 95)),
        "times": times,
        "answers": answers,
    }


def load(peer: Peer) -> dict[str, object]:
    """Load a store; its servers count as this process does."""
    began, spent = time.perf_counter(), sum(os.times()[:4])
    try:
        rows = peer.load()
    except BaseException:
        peer.close()
        raise
    ended = time.perf_counter()
    seconds, spent = ended - began, sum(os.times()[:4]) - spent
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    observations, total = peer.sizes()
    return {
        "rows": rows,
        "seconds": seconds,
        "queryable": (peer.queryable or ended) - began,
        "processor": spent,
        "peak_mb": max(resource.getrusage(one).ru_maxrss for one in who) / 1024,
        "bytes": observations,
        "bytes_all": total,
    }


def same(
    mine: list[dict[str, float]],
    theirs: list[dict[str, float]],
    without: frozenset[str],
    edges: float,
) -> bool:
    """Tell whether two stores answered the same, but for what one of them cannot say.

    `edges` is how far they may be, relatively, on what indexes counted in a month.
    """
    return len(mine) == len(theirs) and all(
        math.isclose(
            one[key],
            other.get(key, math.nan),
            rel_tol=edges if key.endswith(" index") else CLOSE,
            abs_tol=1e-6,
        )
        for one, other in zip(mine, theirs, strict=True)
        for key in one
        if key.split()[-1] not in without
    )
