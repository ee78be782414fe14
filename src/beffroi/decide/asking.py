"""Findings looked for because a person asked on a page: a job, which a worker does."""

import time
from datetime import date
from typing import TYPE_CHECKING, Any

from beffroi.decide.analyse import analyse
from beffroi.domains import domains
from beffroi.store.jobs import Held, kind
from beffroi.store.scope import Scope

if TYPE_CHECKING:
    from beffroi.store.store import Store

ANALYSE = "analysis.run"
_SAID_EVERY = 1.0


@kind(ANALYSE)
def run(store: "Store", job: Held) -> dict[str, Any]:
    """Analyse an organisation; begun again, it finds the findings that it stored already."""
    if job.organisation is None:
        return {}
    own = frozenset({job.organisation})
    read = store.reader(Scope(own, job.actor, "analysis"))
    spoken = time.monotonic()

    def step(name: str, done: int, whole: int) -> None:
        nonlocal spoken
        if time.monotonic() - spoken >= _SAID_EVERY:
            job.progress(step=name, done=done, whole=whole)
            spoken = time.monotonic()

    today = date.fromisoformat(job.arguments["today"])
    every = list(domains().values())
    found = analyse(read, store.writer(job.actor), sorted(own), every, step, today)
    return {
        "meters": found.meters,
        "new": found.new,
        "updated": found.updated,
        "closed": found.closed,
    }
