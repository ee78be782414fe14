"""The state of what is seen behind the meter of a household: apart from all other findings.

No reader of findings can come upon it, since it is not among them: not their lists, their counts,
their notices, nor what is published or lent. A session of the read door sees it with the right to
read households only (`state/households.py`); on a server, policies hold to it too.

A finding is named by a reference that was drawn: a number would tell how many there are.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Above, Owned


class HouseholdFinding(Base):
    """What a detector saw behind the meter of a household, which its pseudonym names."""

    __tablename__ = "household_finding"
    whose = Owned()
    __table_args__ = (Index("household_finding_of_row", "organisation_id", "domain", "asset_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reference: Mapped[str] = mapped_column(String(16), unique=True)
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
    stake: Mapped[dict[str, Any]]
    explanation: Mapped[dict[str, Any]]
    chart: Mapped[dict[str, Any]]
    actions: Mapped[list[Any]]
    status: Mapped[str] = mapped_column(String(16))


class HouseholdStep(Base):
    """What a named person of the service did about it: the last step stands, none is removed."""

    __tablename__ = "household_step"
    whose = Above("finding_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("household_finding.id"), index=True)
    trace: Mapped[str] = mapped_column(String(32))
    """What the entry of the journal says of it, and nothing else."""
    choice: Mapped[str] = mapped_column(String(16))
    day: Mapped[date | None]
    """When the subscriber was informed."""
    way: Mapped[str] = mapped_column(String(16))
    """How."""
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]
