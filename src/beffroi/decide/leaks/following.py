"""The watch of a network, kept in the state: each step begins where the last one ended."""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.leaks.clocks import settle_clocks
from beffroi.decide.leaks.folders import read_folder, read_measures
from beffroi.decide.leaks.settling import DOMAIN, Network, interval, settle
from beffroi.decide.leaks.telling import Water
from beffroi.domains import parameters
from beffroi.domains.contract import Estimate
from beffroi.domains.water.leaks.advancing import News, advance, begun
from beffroi.domains.water.leaks.asides import Aside, asides
from beffroi.domains.water.leaks.card import LEAKS
from beffroi.domains.water.leaks.clock_words import plain
from beffroi.domains.water.leaks.clocks import BEFORE
from beffroi.domains.water.leaks.keeping import Kept, digest, packed, underway, unpacked
from beffroi.domains.water.leaks.naming import Naming, named
from beffroi.domains.water.leaks.running import Running
from beffroi.domains.water.leaks.searching import unnamed
from beffroi.domains.water.leaks.shifts import Shift
from beffroi.errors import BeffroiError
from beffroi.errors.water import WATCH_OVERTAKEN, WATCH_STOPPED, WATCH_UNLEARNT
from beffroi.periods import utc_now
from beffroi.readers.water.epanet import read_model
from beffroi.store.state.registers import AlgorithmRun
from beffroi.store.state.watching import LeakWatch
from beffroi.store.switches import stops
from beffroi.store.write import WriteDoor
from beffroi.territory.projections import epsg_of


@dataclass(frozen=True, slots=True)
class Under:
    """A leak that runs: the pipe to begin at, what it loses [m3/h], what it lost so far [m3]."""

    leak: int
    pipe: str
    since: date
    flow: Estimate
    volume: Estimate


@dataclass(frozen=True, slots=True)
class Followed:
    """What a step of a watch saw, and the leaks that run after it.

    `unknown` are sensors that the model does not name, and `unwatched` those whose clock cannot
    be told, both told when the watch begins; `clocks` those that moved, all of the past then.
    `asides` are sensors that could not be used on days of this step; `naming` is what was taken off
    the names of columns.
    """

    news: News
    last: date
    running: tuple[Under, ...]
    learnt: bool
    unknown: tuple[str, ...] = ()
    clocks: tuple[Shift, ...] = ()
    unwatched: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
    naming: Naming | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step of a watch is asked.

    `first`, where it is given: learn on what precedes that day, and watch from it on. `crs` is the
    system of the coordinates of the model, empty where it is not known; `cost` that of a lost m3
    for the service [EUR], instead of that of the parameters; `zone` the time zone of CSV files.
    """

    organisation: int
    network: str
    model: Path
    folder: Path
    first: date | None = None
    crs: str = ""
    cost: float | None = None
    zone: str = "UTC"


def follow(door: WriteDoor, asked: Asked) -> Followed:
    """Look at what is new in a folder of measures; keep where the watch stands, and its findings.

    A step that has no whole day to look at changes nothing.

    Raises:
        BeffroiError: `water.watch_unlearnt`, `water.watch_other`, `water.watch_overtaken`,
            `water.watch_stopped`, `territory.crs_unknown`, and what `search` raises.
    """
    organisation, network, model = asked.organisation, asked.network, asked.model
    first, folder = asked.first, asked.folder
    epsg = epsg_of(asked.crs) if asked.crs else None
    begin = time.process_time()
    with door.look(organisation) as session:
        _require_running(session, organisation)
        row = _row(session, organisation, network)
        known = (row.step, row.content) if row else (0, b"")
    content = model.read_bytes()
    whose, read = digest(content), read_model(content, model.name)
    unknown: tuple[str, ...] = ()
    unwatched: tuple[str, ...] = ()
    told: tuple[Shift, ...] = ()
    if first is not None:
        sheets, past = read_folder(folder, asked.zone)
        sheets, naming = named(read, sheets)
        day = np.datetime64(first, "D")
        kept = begun(read, sheets, past, day, before=tuple(underway(known[1])))
        unknown = unnamed(kept.watch.plant, sheets)
        if kept.clocks is not None:
            told, unwatched = tuple(kept.clocks.told), kept.clocks.unwatched
    elif not known[1]:
        raise BeffroiError(WATCH_UNLEARNT, network=network)
    else:
        kept = unpacked(known[1], read, whose)
        since = (kept.last + np.timedelta64(1, "D")).astype("M8[s]") - BEFORE
        sheets, naming = named(read, read_measures(folder, asked.zone, since))
    start = kept.last + np.timedelta64(1, "D")
    kept, news = advance(kept, sheets)
    left = asides(kept.watch.plant, sheets, start, kept.last + np.timedelta64(1, "D"))
    if news.days or first is not None:
        whole = Network(organisation, network, read, epsg, _water(asked, _day(news.until)))
        spent = time.process_time() - begin
        _keep(door, whole, known[0], kept, whose, news, spent, learnt=first is not None)
    return Followed(
        news, _day(kept.last), running(kept, news.until), first is not None, unknown,
        (*told, *news.clocks), unwatched, left, naming,
    )  # fmt: skip


def _row(session: Session, organisation: int, network: str) -> LeakWatch | None:
    own = LeakWatch.organisation_id == organisation
    return session.scalar(select(LeakWatch).where(own, LeakWatch.network == network))


def _require_running(session: Session, organisation: int) -> None:
    if stops(session).holds(LEAKS.key, organisation):
        raise BeffroiError(WATCH_STOPPED, algorithm=LEAKS.key)


def _water(asked: Asked, day: date) -> Water:
    known = parameters(DOMAIN)
    cost = known.at("water.cost", day) if asked.cost is None else asked.cost
    return Water(cost, known.at("water.energy", day), known.at("electricity.emission", day))


def _keep(
    door: WriteDoor, whole: Network, step: int, kept: Kept, model: str, news: News, spent: float,
    *, learnt: bool,
) -> None:  # fmt: skip
    now, organisation, network = utc_now(), whole.organisation, whole.name
    with door.change("analysis.leaks", "analysis", organisation, network) as change:
        _require_running(change.session, organisation)
        row = _row(change.session, organisation, network)
        if (row.step if row else 0) != step:
            raise BeffroiError(WATCH_OVERTAKEN, network=network)
        if row is None:
            row = LeakWatch(organisation_id=organisation, network=network, learnt_at=now)
            change.session.add(row)
        if learnt:
            row.learnt_at = now
        row.last, row.step, row.seen_at = _day(kept.last), step + 1, now
        row.content = packed(kept, model)
        counts = settle(change.session, whole, kept, news, now, door.actor)
        clocks = settle_clocks(change.session, whole, kept, now)
        counts = {name: count + clocks[name] for name, count in counts.items()}
        meters = len(kept.watch.floor)
        change.session.add(
            AlgorithmRun(
                organisation_id=organisation, algorithm=LEAKS.key, version=LEAKS.version, at=now,
                rows=meters, seen=len(news.said), cpu_seconds=spent,
            )
        )  # fmt: skip
        # Whose measures were moved, and by how much: the trace of a repair.
        moved = [plain(one) for one in news.clocks]
        change.detail = {
            "days": news.days, "silent": news.silent, "clocks": moved, **counts,
        }  # fmt: skip


def running(kept: Kept, now: np.datetime64) -> tuple[Under, ...]:
    """Return the leaks that a watch found and that run, the largest first."""
    found = [
        _under(kept.watch.pipe(zone, one), one, now)
        for zone in kept.watch.zones
        for one in zone.running
        if one.number
    ]
    return tuple(sorted(found, key=lambda one: -one.flow.value))


def _under(pipe: str, one: Running, now: np.datetime64) -> Under:
    since = _day(min(rise.since for rise in one.rises))
    flow, volume = interval(one.flow, one.error), interval(*one.volume(now))
    return Under(one.number, pipe, since, flow, volume)


def _day(day: np.datetime64) -> date:
    return cast("date", day.astype("M8[D]").astype(object))
