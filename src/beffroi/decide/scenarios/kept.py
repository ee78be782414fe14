"""Scenarios that were kept, read back: their versions, plans and withdrawals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.scenarios.asked import Asked, of_kept
from beffroi.decide.scenarios.told import Tried, restored
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.store.state.scenarios import (
    Scenario,
    ScenarioBuilding,
    ScenarioPlan,
    ScenarioVersion,
)
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan made of a version; what was withdrawn stays in the history."""

    id: int
    version: int
    done_on: date
    who: str
    why: str
    at: datetime
    actor: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version: what it tried, what it answered on that day."""

    number: int
    asked: Asked
    tried: Tried
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario, its versions and its plans, oldest first."""

    id: int
    name: str
    actor: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    versions: tuple[Version, ...]
    plans: tuple[Plan, ...] = field(default=())

    @property
    def last(self) -> Version:
        """The version that stands."""
        return self.versions[-1]

    @property
    def plan(self) -> Plan | None:
        """The plan that stands, None where there is none."""
        live = [one for one in self.plans if one.withdrawn_at is None]
        return live[-1] if live else None


def get(session: Session, organisation: int, scenario: int) -> Kept:
    """Return a scenario of an organisation, withdrawn or not.

    Raises:
        BeffroiError: `store.not_found`, for one of another organisation as for none.
    """
    return _kept(session, own(session, organisation, scenario))


def listed(session: Session, organisation: int, *, withdrawn: bool = False) -> list[Kept]:
    """List the scenarios of an organisation, the newest first; those withdrawn too where asked."""
    query = select(Scenario).where(Scenario.organisation_id == organisation)
    if not withdrawn:
        query = query.where(Scenario.withdrawn_at.is_(None))
    return [_kept(session, row) for row in session.scalars(query.order_by(Scenario.id.desc()))]


def _kept(session: Session, row: Scenario) -> Kept:
    versions = versions_of(session, row.id)
    numbers = {one.id: one.number for one in versions}
    plans = session.scalars(
        select(ScenarioPlan).where(ScenarioPlan.scenario_id == row.id).order_by(ScenarioPlan.id)
    )
    return Kept(
        row.id,
        row.name,
        row.actor,
        row.at,
        row.withdrawn_at,
        row.withdrawn_by or "",
        row.withdrawn_why or "",
        tuple(_told(session, one) for one in versions),
        tuple(
            Plan(
                one.id,
                numbers[one.version_id],
                one.done_on,
                one.who,
                one.why,
                one.at,
                one.actor,
                one.withdrawn_at,
                one.withdrawn_by or "",
                one.withdrawn_why or "",
            )
            for one in plans
        ),
    )


def _told(session: Session, row: ScenarioVersion) -> Version:
    building = ScenarioBuilding
    query = select(building.asset_id).where(building.version_id == row.id).order_by(building.id)
    asked = of_kept(session.scalars(query).all(), row.levers)
    return Version(row.number, asked, restored(row.result), row.at, row.actor)


def versions_of(session: Session, scenario: int) -> Sequence[ScenarioVersion]:
    """Return the versions of a scenario, oldest first."""
    row = ScenarioVersion
    query = select(row).where(row.scenario_id == scenario).order_by(row.number)
    return session.scalars(query).all()


def live_plans(session: Session, scenario: int) -> Sequence[ScenarioPlan]:
    """Return the plans of a scenario that were not withdrawn."""
    row = ScenarioPlan
    query = select(row).where(row.scenario_id == scenario, row.withdrawn_at.is_(None))
    return session.scalars(query).all()


def own(session: Session, organisation: int, scenario: int) -> Scenario:
    """Return the row of a scenario of an organisation.

    Raises:
        BeffroiError: `store.not_found`, for one of another organisation as for none.
    """
    row = session.get(Scenario, scenario) if scenario > 0 else None
    if row is None or row.organisation_id != organisation:
        raise missing(Text(fr="scénario", en="scenario"), scenario)
    return row


def missing(what: Text, key: int) -> BeffroiError:
    """Return the error of what is not there."""
    return BeffroiError(NOT_FOUND, what=what, key=key, command="scenarios list")
