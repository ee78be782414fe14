"""What happened to a plan and what it saved, as the page of its scenario shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from beffroi.decide.scenarios.kept import Kept
from beffroi.decide.scenarios.noting import notes, planned_levers
from beffroi.decide.scenarios.outcome import last_outcome
from beffroi.decide.scenarios.telling import cautions, legs, sentence, unit_of
from beffroi.decide.scenarios.words import UNITS
from beffroi.domains.contract import Estimate
from beffroi.figures import number
from beffroi.store.state.scenarios import ScenarioOutcome
from beffroi.texts import Language, Text
from beffroi.web.pages.charts import WIDTH, Drawing, Rect, Tick
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.scenario_charts import FLOOR, LEFT, RIGHT, TOP, scale
from beffroi.web.pages.scenario_outcome_words import CAPTION, TITLES
from beffroi.web.pages.writing import short


@dataclass(frozen=True, slots=True)
class Noted:
    """What was typed of works or of an event."""

    lever: str = ""
    work_day: str = ""
    cost: str = ""
    said: str = ""
    since: str = ""
    until: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A lever of a plan, and whether it was pulled."""

    lever: str
    label: Text
    number: int
    """Of the note; 0 where nothing is noted."""
    day: date | None
    cost: float | None
    """[EUR]"""
    said: str


@dataclass(frozen=True, slots=True)
class Event:
    """What changes the use of assets and is none of the works."""

    number: int
    since: date
    until: date | None
    said: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What a plan saved of one unit, and since when."""

    unit: str
    amount: Estimate
    eur: float
    since: date
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What a plan saved."""

    said: Text
    verdict: str
    proven: bool
    cautions: tuple[Text, ...]
    saved: tuple[Saved, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """What happened to a plan, and what it saved."""

    works: tuple[Work, ...]
    events: tuple[Event, ...]
    late: bool
    """Whether works should be over, and some are not noted."""
    any_done: bool
    verified: Verified | None
    noted: Noted


def followed_of(visit: Visit, session: Session, kept: Kept, noted: Noted) -> Followed | None:
    """Return what happened to the plan of a scenario; None where no plan stands."""
    plan = kept.plan
    if plan is None or kept.withdrawn_at is not None:
        return None
    found = notes(session, plan.id)
    done = {one.lever: one for one in found if one.lever}
    works = []
    for lever, label in planned_levers(kept).items():
        one = done.get(lever)
        if one is None:
            works.append(Work(lever, label, 0, None, None, ""))
        else:
            works.append(Work(lever, label, one.id, one.since, one.cost_eur, one.said))
    row = last_outcome(session, plan.id)
    return Followed(
        tuple(works),
        tuple(Event(one.id, one.since, one.until, one.said) for one in found if not one.lever),
        plan.done_on < visit.today and any(one.day is None for one in works),
        bool(done),
        None if row is None else _verified(row, visit.language),
        noted,
    )


def _verified(row: ScenarioOutcome, language: Language) -> Verified:
    result = row.result
    return Verified(
        sentence(result),
        result["verdict"],
        any(one["share"]["low"] > 0 for one in legs(result)),
        tuple(cautions(result)),
        tuple(_saved(one, language) for one in legs(result)),
        row.computed_at,
    )


def _saved(leg: Mapping[str, Any], language: Language) -> Saved:
    unit = unit_of(leg)
    return Saved(
        unit,
        Estimate(**leg[f"avoided_{unit.lower()}"]),
        float(leg["avoided_eur"]["value"]),
        date.fromisoformat(leg["reporting"]["from"]),
        drawn(leg, language),
    )


def drawn(result: Mapping[str, Any], language: Language) -> Drawing | None:
    """Draw what was found since the works, month after month, beside what was planned."""
    months, planned, unit = result["months"], result["planned"], unit_of(result)
    if len(months) < 2:
        return None
    shares = [one["so_far"] for one in months]
    ends = [100 * one[name] for one in (*shares, planned) for name in ("low", "high")]
    low, high, step = scale(min(ends), max(ends), 5)

    def y(share: float) -> float:
        return round(FLOOR - (100 * share - low) / (high - low) * (FLOOR - TOP), 1)

    def x(place: int) -> float:
        return round(LEFT + place / (len(months) - 1) * (WIDTH - LEFT - RIGHT), 1)

    def path(name: str) -> list[str]:
        return [f"{x(place)} {y(one[name])}" for place, one in enumerate(shares)]

    floor, roof = "L".join(path("low")), "L".join(reversed(path("high")))
    top, bottom = y(planned["high"]), y(planned["low"])
    every = max(1, round(len(months) / 6))
    days = [date.fromisoformat(one["month"]) for one in months]
    marks = range(round((high - low) / step) + 1)
    ticks = (
        Tick(x(place), short(day, "yMMM", language))
        for place, day in enumerate(days)
        if place % every == 0 and x(place) <= WIDTH - 76
    )
    return Drawing(
        "%",
        CAPTION.in_(language),
        tuple(Tick(y((low + i * step) / 100), number(low + i * step, 0, language)) for i in marks),
        tuple(ticks),
        tuple(title.format(unit=UNITS[unit]) for title in TITLES[language]),
        tuple(
            _cells(one, day, unit.lower(), language) for one, day in zip(months, days, strict=True)
        ),
        line=f"M{'L'.join(path('value'))}",
        band=f"M{floor}L{roof}Z",
        planned=Rect(LEFT, top, WIDTH - LEFT - RIGHT, round(max(bottom - top, 1.0), 1)),
    )


def _cells(one: Mapping[str, Any], day: date, unit: str, language: Language) -> tuple[str, ...]:
    def between(amount: Mapping[str, float], scale_: float, figures: int) -> str:
        low, high = (number(scale_ * amount[name], figures, language) for name in ("low", "high"))
        return f"{low} … {high}"

    return (
        short(day, "yMMM", language),
        number(one[f"expected_{unit}"], 0, language),
        number(one[f"measured_{unit}"], 0, language),
        between(one[f"saving_{unit}"], 1, 0),
        between(one["planned"], 1, 0),
        between(one["so_far"], 100, 1),
    )
