"""The state of scenarios: those kept under a name, their versions, the plans made of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Above, Owned


class Scenario(Base):
    """A scenario that somebody kept; what was kept by mistake is withdrawn, not removed."""

    __tablename__ = "scenario"
    whose = Owned()
    __table_args__ = (Index("scenario_of_organisation", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None]


class ScenarioVersion(Base):
    """What a scenario tried, and what it answered on that day: the last one stands."""

    __tablename__ = "scenario_version"
    whose = Above("scenario_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), index=True)
    number: Mapped[int]  # from 1
    levers: Mapped[list[Any]]
    result: Mapped[dict[str, Any]]  # names of buildings, no number of a row
    at: Mapped[datetime]
    actor: Mapped[str]


class ScenarioBuilding(Base):
    """A building that a version tries levers on."""

    __tablename__ = "scenario_building"
    whose = Above("version_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("scenario_version.id"), index=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"), index=True)


class ScenarioPlan(Base):
    """A version that somebody decided to carry out: when, by whom and why."""

    __tablename__ = "scenario_plan"
    whose = Above("scenario_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("scenario_version.id"), index=True)
    done_on: Mapped[date]  # when works are to be over
    who: Mapped[str] = mapped_column(String(200))
    why: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None]


class ScenarioNote(Base):
    """What happened to a plan: a lever pulled (`work`), or something else that changes use."""

    __tablename__ = "scenario_note"
    whose = Above("plan_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("scenario_plan.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))  # work, event
    lever: Mapped[str] = mapped_column(String(32))  # of a work; "" for an event
    since: Mapped[date]  # the day of the works, the first day of an event
    until: Mapped[date | None]  # the last day of an event; None: it goes on
    cost_eur: Mapped[float | None]  # what the works really cost, where it was said
    said: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    actor: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]


class ScenarioOutcome(Base):
    """What a plan really saved, as it was verified on a day: the last one stands."""

    __tablename__ = "scenario_outcome"
    whose = Above("plan_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("scenario_plan.id"), index=True)
    computed_at: Mapped[datetime]
    result: Mapped[dict[str, Any]]  # shares, amounts, names of buildings: no number of a row
    actor: Mapped[str]
