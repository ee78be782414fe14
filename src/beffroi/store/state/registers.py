"""The state of the registers: algorithms that ran or were stopped, personal data, requests."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned


class AlgorithmRun(Base):
    """An algorithm that ran over the meters of an organisation: how many, what it saw and cost."""

    __tablename__ = "algorithm_run"
    whose = Owned()
    __table_args__ = (Index("algorithm_run_of", "organisation_id", "algorithm"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    algorithm: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    rows: Mapped[int]  # judged
    seen: Mapped[int]
    cpu_seconds: Mapped[float]  # of all cores


class AlgorithmSwitch(Base):
    """An algorithm stopped by a person, for an organisation or (none) for the installation."""

    __tablename__ = "algorithm_switch"
    whose = Owned()
    __table_args__ = (
        Index(
            "algorithm_stopped",
            "algorithm",
            sqlite_where=text("resumed_at IS NULL"),
            postgresql_where=text("resumed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    algorithm: Mapped[str] = mapped_column(String(64))
    stopped_at: Mapped[datetime]
    stopped_by: Mapped[str]
    reason: Mapped[str]
    resumed_at: Mapped[datetime | None]
    resumed_by: Mapped[str | None]
    resumed_why: Mapped[str | None]


class AlgorithmRequest(Base):
    """What somebody asked about an algorithm: to contest what it said, or to have it explained.

    `reference` is that of the letter or of the file, never a name.
    """

    __tablename__ = "algorithm_request"
    whose = Owned()

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    algorithm: Mapped[str] = mapped_column(String(64))
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str]
    asked: Mapped[str]
    received_on: Mapped[date]
    actor: Mapped[str]
    answer: Mapped[str | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]


class ProcessingNote(Base):
    """What a person wrote in the record of processing; the last one of a field stands."""

    __tablename__ = "processing_note"
    whose = Owned()

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    activity: Mapped[str] = mapped_column(String(64))
    field: Mapped[str] = mapped_column(String(32))
    value: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]


class PersonRequest(Base):
    """What a person asked about their own data, under a reference that is never a name."""

    __tablename__ = "person_request"
    whose = Owned()

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str]
    received_on: Mapped[date]
    actor: Mapped[str]
    extended_on: Mapped[date | None]
    extended_why: Mapped[str | None]
    answer: Mapped[str | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]


class RetentionRule(Base):
    """How long an organisation keeps its measures."""

    __tablename__ = "retention_rule"
    whose = Owned()

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    months: Mapped[int]
    actor: Mapped[str]
    at: Mapped[datetime]
