"""The state of what people say to each other about a finding: who has it, comments, who follows.

People are named by their reference, as in decisions: one who is erased leaves a reference that
leads to nobody, and what they wrote goes with them.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Above


class Assignment(Base):
    """To whom a finding was given, and by whom; the last one stands. None: to nobody any more."""

    __tablename__ = "finding_assignment"
    whose = Above("finding_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    person: Mapped[str | None] = mapped_column(String(32), index=True)
    actor: Mapped[str]
    at: Mapped[datetime]


class Comment(Base):
    """What somebody wrote about a finding; one that was withdrawn keeps no word of it."""

    __tablename__ = "finding_comment"
    whose = Above("finding_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    said: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Follow(Base):
    """Somebody who wants to hear of a finding."""

    __tablename__ = "finding_follow"
    whose = Above("finding_id")

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    since: Mapped[datetime]
