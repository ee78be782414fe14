"""The state of what was published, for later publications to be checked together with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base


class Publication(Base):
    """A table that left for the public: what was shown of it, and how its cells add up.

    `content` holds nothing that is not public: the values that were shown, and between which
    bounds anybody can put the others (`beffroi.trust.gate.releases.Release`).
    """

    __tablename__ = "publication"
    __table_args__ = (Index("publication_of_source", "source", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str]
    source: Mapped[str]
    measure: Mapped[str]
    unit: Mapped[str]
    rule: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))  # of the content
    cells: Mapped[int]
    held_back: Mapped[int]
    checked: Mapped[bool]  # False: published elsewhere, and only made known here
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    actor: Mapped[str]
