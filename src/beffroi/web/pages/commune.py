"""`/{organisation}`: the few figures that matter, what waits for a decision, what was obtained."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from beffroi.decide.decisions import WORDS as CHOICE_WORDS
from beffroi.decide.findings import CURRENT, unsure
from beffroi.decide.ranking import ranked
from beffroi.decide.scenarios.outcome import Followed
from beffroi.decide.standing import standing
from beffroi.decide.verify import sentence
from beffroi.domains import domains
from beffroi.store.state import models
from beffroi.store.state.loop import Action, Decision, Finding, Outcome
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.commune_plans import decided, obtained, plans
from beffroi.web.pages.declaring import Page, View, Visit
from beffroi.web.pages.menu import first_label
from beffroi.web.pages.people import names_of
from beffroi.web.pages.rows import Row, own_findings, row_of
from beffroi.web.pages.shell import organisation_of
from beffroi.web.pages.spending import Spending, spending
from beffroi.web.pages.told import Decided, Obtained
from beffroi.web.pages.trends import Share, Trend, indicators, shares, trend
from beffroi.web.pages.wording import COMMUNE as WORDS
from beffroi.web.pages.wording import FINDINGS as LIST_WORDS

FIRST, LAST = 5, 4
_Parent = aliased(models.Asset)
_KEYS = (
    *("energy.cost_year", "energy.consumption_year", "energy.emissions_year"),
    *("water.put_in_year", "water.losses", "water.losses_eur"),
)
_COUNTED = ("water.conformity_microbiology", "water.conformity_chemistry")


@dataclass(frozen=True, slots=True)
class Commune:
    """The first page of an organisation."""

    name: str
    base: str
    waiting: int
    at_stake: float
    """What the findings that wait surely cost a year [EUR]."""
    to_confirm: float
    """What the others that wait may cost a year [EUR]: it may be nothing."""
    figures: tuple[tuple[Text, Trend], ...]
    shares: tuple[tuple[Text, Share], ...]
    """Samples of tap water that conform."""
    saved: float
    """What proven savings are worth over the days that were verified [EUR]."""
    proven: int
    rows: tuple[Row, ...]
    under_way: int
    obtained: tuple[Obtained, ...]
    decided: tuple[Decided, ...]
    empty: Text | None
    """What is missing for there to be findings, where there is none."""
    spent: tuple[Spending, ...] = ()
    """Where the money of the last whole year goes."""


def _commune(visit: Visit) -> View:
    number, door = visit.organisation, visit.reader("findings")
    found = ranked(door, visit.language, visit.today, status=CURRENT)
    with door.session() as session:
        row = organisation_of(session, number)
        name = row.name if row else ""
        mine = own_findings(session, number)
        outcomes = _outcomes(session, number)
        decisions = _decisions(session, number)
        planned = plans(session, number)
    own = [one for one in found if one["id"] in mine]
    waiting = [one for one in own if one["status"] == "open"]
    actors = {made.actor for made, _, _ in decisions} | {one.actor for one in planned}
    names = names_of(visit.own(), actors)
    values = indicators(visit, (*_KEYS, *_COUNTED))
    trends = ((WORDS[key.partition(".")[2]], trend(values, key)) for key in _KEYS)
    proven = [one for one, _, _, _ in outcomes if one.proven]
    context = Commune(
        name,
        f"/{number}",
        len(waiting),
        sum(_stake(one) for one in waiting if not unsure(one)),
        sum(_stake(one) for one in waiting if unsure(one)),
        tuple((label, one) for label, one in trends if one is not None),
        tuple((WORDS[one.key.partition(".")[2]], one) for one in shares(values)),
        sum(float(one.result["avoided_eur"]["value"]) for one in proven),
        len(proven),
        tuple(row_of(one, mine) for one in waiting[:FIRST]),
        len(own) - len(waiting),
        obtained(planned, visit.language)
        + tuple(
            Obtained(finding.id, place, action.what, sentence(one.result), one.proven)
            for one, action, finding, place in outcomes[:LAST]
        ),
        _latest(decisions, planned, names),
        None if found else _empty(visit),
        spent=spending(values),
    )
    title = first_label(row.kind if row else "")
    return View("commune.html", title, context, {**LIST_WORDS, **WORDS})


def _latest(
    decisions: Sequence[tuple[Decision, int, str]],
    planned: Sequence[Followed],
    names: dict[str, str],
) -> tuple[Decided, ...]:
    """Return the last decisions, about findings and scenarios."""
    about = tuple(
        Decided(finding, place, made.at, names[made.actor], CHOICE_WORDS[made.choice], made.reason)
        for made, finding, place in decisions
    )
    every = about + decided(planned, names)
    return tuple(sorted(every, key=lambda one: one.at, reverse=True)[:LAST])


def _stake(row: dict[str, object]) -> float:
    """Return what a finding costs a year; nothing where it is past."""
    stake: dict[str, dict[str, float]] = row["stake"]  # type: ignore[assignment]  # rows are plain data, checked when they are stored
    return 0.0 if row["past"] else max(stake["eur_per_year"]["value"], 0.0)


def _outcomes(session: Session, number: int) -> list[tuple[Outcome, Action, Finding, str]]:
    """List the last outcome of each action that stands, the last ones first."""
    asset, parent = models.Asset, _Parent
    query = (
        select(Outcome, Action, Finding, asset.name, parent.name)
        .join(Action, Outcome.action_id == Action.id)
        .join(Finding, Action.finding_id == Finding.id)
        .join(asset, Finding.asset_id == asset.id)
        .outerjoin(parent, asset.parent_id == parent.id)
        .where(Finding.organisation_id == number, Action.withdrawn_at.is_(None))
        .order_by(Outcome.id.desc())
    )
    seen: dict[int, tuple[Outcome, Action, Finding, str]] = {}
    for outcome, action, finding, own, served in session.execute(query):
        seen.setdefault(action.id, (outcome, action, finding, served or own))
    return list(seen.values())


def _decisions(session: Session, number: int) -> list[tuple[Decision, int, str]]:
    asset, parent = models.Asset, _Parent
    query = (
        select(Decision, Finding.id, asset.name, parent.name)
        .join(Finding, Decision.finding_id == Finding.id)
        .join(asset, Finding.asset_id == asset.id)
        .outerjoin(parent, asset.parent_id == parent.id)
        .where(Finding.organisation_id == number)
        .order_by(Decision.id.desc())
        .limit(LAST)
    )
    return [(made, finding, up or own) for made, finding, own, up in session.execute(query)]


def _empty(visit: Visit) -> Text:
    found = standing(visit.reader("findings"), [visit.organisation], list(domains().values()))
    for name in ("measured", "judged", "analysed"):
        if not getattr(found, name):
            return WORDS[f"not_{name}"]
    return WORDS["good"]


PAGES = (Page("GET", "/{organisation}", holder(Right.READ_INDICATORS), _commune, context=Commune),)
