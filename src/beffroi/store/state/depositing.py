"""The state of files that wait: dropped by a person, not imported yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned


class Deposit(Base):
    """Files that a person dropped for an organisation, what was understood, what came of it.

    `files` is what is known of each, in order (`store.deposits.Dropped`). The bytes wait in a
    folder of their own until the import is done, given up or too old.
    """

    __tablename__ = "deposit"
    whose = Owned()

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    folder: Mapped[str] = mapped_column(String(64), unique=True)  # drawn: it tells nothing
    status: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int]  # what is read again after a correction is of the last one only
    households: Mapped[bool]
    bytes: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[list[Any]]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    job_id: Mapped[int | None]  # the work under way, or the last one; jobs are not kept for good
    analysis_id: Mapped[int | None]  # the job that looked for findings afterwards
    actor: Mapped[str]  # who dropped them
    confirmed_by: Mapped[str | None]
