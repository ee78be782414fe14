"""The state of notices: what people want to be told of, and what is to be sent or was."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Inner, Owned


class NoticeChoice(Base):
    """How often a person wants notices of a kind from an organisation; none: from all of them.

    What is said of an organisation goes before what is said of all.
    """

    __tablename__ = "notice_choice"
    whose = Owned()
    __table_args__ = (Index("notice_choice_of", "person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    pace: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class Notice(Base):
    """A notice to a person, once for a subject: `2026-11`, `finding-12`.

    What it says is not kept: it is looked up when it is sent, within what its reader may then read.
    """

    __tablename__ = "notice"
    whose = Inner()
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "subject"),
        Index(
            "notice_waiting",
            "next_at",
            sqlite_where=text("status IN ('waiting', 'sending')"),
            postgresql_where=text("status IN ('waiting', 'sending')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))  # see `store/notices.py`
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int]
    problem: Mapped[str] = mapped_column(String(64))  # the code of the last error


class NoticeKey(Base):
    """The secret that links to stop notices are signed with: one row."""

    __tablename__ = "notice_key"
    whose = Inner()

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(String(64))
