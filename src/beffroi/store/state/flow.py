"""The state of what flows: messages acknowledged, jobs to be done, tokens that may send."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned


class Message(Base):
    """Observations that were acknowledged; `content` goes once they are in the lake.

    The row stays as the trace of who sent how much, and tells a message that is sent again.
    """

    __tablename__ = "message"
    whose = Owned()
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        Index(
            "message_waiting",
            "id",
            sqlite_where=text("content IS NOT NULL"),
            postgresql_where=text("content IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str] = mapped_column(String(64))  # the idempotency key that the sender chose
    sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    rows: Mapped[int]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    actor: Mapped[str]


class Job(Base):
    """Work to be done by some worker, which holds it by a lease."""

    __tablename__ = "job"
    whose = Owned()
    __table_args__ = (
        Index(
            "job_once",
            "unique_key",
            unique=True,
            sqlite_where=text("status IN ('waiting', 'running')"),
            postgresql_where=text("status IN ('waiting', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    arguments: Mapped[dict[str, Any]]
    unique_key: Mapped[str | None] = mapped_column(String(128))  # one such job at a time
    status: Mapped[str] = mapped_column(String(16), index=True)
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    progress: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    actor: Mapped[str]


class Token(Base):
    """What lets a program act for an organisation, within its scopes; only its hash is kept."""

    __tablename__ = "token"
    whose = Owned()

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    actor: Mapped[str]
    scopes: Mapped[list[Any]] = mapped_column(server_default=text("'[\"write_measures\"]'"))
