"""The watch of a network, kept in the state: each step begins where the last one ended."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.leaks.advancing import News, advance, begun
from beffroi.decide.leaks.keeping import Kept, digest, packed, underway, unpacked
from beffroi.decide.leaks.running import NINETY, Running
from beffroi.decide.leaks.searching import read_folder, read_measures, unnamed
from beffroi.errors import BeffroiError
from beffroi.errors.water import WATCH_OVERTAKEN, WATCH_UNLEARNT
from beffroi.periods import utc_now
from beffroi.readers.water.epanet import read_model
from beffroi.store.state.watching import LeakWatch
from beffroi.store.write import WriteDoor


@dataclass(frozen=True, slots=True)
class Under:
    """A leak that runs: the pipe to begin at, what it loses [m3/h], what it lost so far [m3]."""

    leak: int
    pipe: str
    since: date
    flow: tuple[float, float, float]
    """The value and the bounds of its interval at 90 %."""
    volume: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Followed:
    """What a step of a watch saw, and the leaks that run after it.

    `unknown` are sensors that the model does not name, told when the watch begins.
    """

    news: News
    last: date
    running: tuple[Under, ...]
    learnt: bool
    unknown: tuple[str, ...] = ()


def follow(
    door: WriteDoor, organisation: int, network: str, model: Path, folder: Path,
    first: date | None = None,
) -> Followed:  # fmt: skip
    """Look at what is new in a folder of measures, and keep where the watch stands.

    With `first`, the watch learns on what precedes that day, and begins there. A step that has no
    whole day to look at changes nothing.

    Raises:
        BeffroiError: `water.watch_unlearnt`, `water.watch_other`, `water.watch_overtaken`, and what
            `search` raises.
    """
    with door.look(organisation) as session:
        row = _row(session, organisation, network)
        known = (row.step, row.content) if row else (0, b"")
    content = model.read_bytes()
    whose, read = digest(content), read_model(content, model.name)
    unknown: tuple[str, ...] = ()
    if first is not None:
        sheets, past = read_folder(folder)
        day = np.datetime64(first, "D")
        kept = begun(read, sheets, past, day, before=tuple(underway(known[1])))
        unknown = unnamed(kept.watch.plant, sheets)
    elif not known[1]:
        raise BeffroiError(WATCH_UNLEARNT, network=network)
    else:
        kept = unpacked(known[1], read, whose)
        sheets = read_measures(folder, (kept.last + np.timedelta64(1, "D")).astype("M8[s]"))
    kept, news = advance(kept, sheets)
    if news.days or first is not None:
        _keep(door, organisation, network, known[0], kept, whose, news, learnt=first is not None)
    return Followed(news, _day(kept.last), running(kept, news.until), first is not None, unknown)


def _row(session: Session, organisation: int, network: str) -> LeakWatch | None:
    own = LeakWatch.organisation_id == organisation
    return session.scalar(select(LeakWatch).where(own, LeakWatch.network == network))


def _keep(
    door: WriteDoor, organisation: int, network: str, step: int, kept: Kept, model: str,
    news: News, *, learnt: bool,
) -> None:  # fmt: skip
    now = utc_now()
    with door.change("analysis.leaks", "analysis", organisation, network) as change:
        row = _row(change.session, organisation, network)
        if (row.step if row else 0) != step:
            raise BeffroiError(WATCH_OVERTAKEN, network=network)
        if row is None:
            row = LeakWatch(organisation_id=organisation, network=network, learnt_at=now)
            change.session.add(row)
        if learnt:
            row.learnt_at = now
        row.last, row.step, row.seen_at = _day(kept.last), step + 1, now
        row.content = packed(kept.watch, kept.sensors, model, kept.last)
        change.detail = {
            "days": news.days, "silent": news.silent, "said": len(news.said),
            "ended": len(news.ended), "until": str(kept.last),
        }  # fmt: skip


def running(kept: Kept, now: np.datetime64) -> tuple[Under, ...]:
    """Return the leaks that a watch found and that run, the largest first."""
    found = [
        _under(kept.watch.pipe(zone, one), one, now)
        for zone in kept.watch.zones
        for one in zone.running
        if one.number
    ]
    return tuple(sorted(found, key=lambda one: -one.flow[0]))


def _under(pipe: str, one: Running, now: np.datetime64) -> Under:
    since = _day(min(rise.since for rise in one.rises))
    flow, volume = (one.flow, one.error), one.volume(now)
    return Under(one.number, pipe, since, _interval(*flow), _interval(*volume))


def _interval(value: float, error: float) -> tuple[float, float, float]:
    return value, max(0.0, value - NINETY * error), value + NINETY * error


def _day(day: np.datetime64) -> date:
    return cast("date", day.astype("M8[D]").astype(object))
