"""The state of the loop: findings, decisions, actions, outcomes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Above, Owned


class Finding(Base):
    """What a detector saw, with its evidence, stake and confidence."""

    __tablename__ = "finding"
    whose = Owned()
    __table_args__ = (Index("finding_of_row", "organisation_id", "domain", "detector", "asset_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    domain: Mapped[str] = mapped_column(String(32))
    detector: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(16))
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    quantity: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    detected_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    severity: Mapped[str] = mapped_column(String(16))
    confidence: Mapped[float]
    eur_per_year: Mapped[float] = mapped_column(index=True)
    stake: Mapped[dict[str, Any]]
    explanation: Mapped[dict[str, Any]]
    chart: Mapped[dict[str, Any]]
    actions: Mapped[list[Any]]
    status: Mapped[str] = mapped_column(String(16), index=True)


class Decision(Base):
    """What a named person chose about a finding, and why."""

    __tablename__ = "decision"
    whose = Above("finding_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    choice: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]


class Action(Base):
    """What was done, when, at what cost; what was recorded by mistake is withdrawn, not removed."""

    __tablename__ = "action"
    whose = Above("finding_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    done_on: Mapped[date]
    cost_eur: Mapped[float]
    what: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None]


class Outcome(Base):
    """What an action really obtained, against what would have been without it."""

    __tablename__ = "outcome"
    whose = Above("action_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    computed_at: Mapped[datetime]
    proven: Mapped[bool]
    result: Mapped[dict[str, Any]]
    actor: Mapped[str]
