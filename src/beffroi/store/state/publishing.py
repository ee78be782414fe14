"""The state of what is shown to others: publications, and comparisons between authorities."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Nobody, Owned


class Publication(Base):
    """A table that left for the public: what was shown of it, and how its cells add up.

    `content` holds nothing that is not public: the values that were shown, and between which
    bounds anybody can put the others (`beffroi.trust.gate.releases.Release`).
    """

    __tablename__ = "publication"
    whose = Owned()
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


class Participation(Base):
    """That an authority takes part in comparisons, and the public facts that put it in a group."""

    __tablename__ = "participation"
    whose = Owned()

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    population: Mapped[int]
    zone: Mapped[str] = mapped_column(String(8))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    actor: Mapped[str]


class Comparison(Base):
    """What all members of a group see of a year of an indicator: made once, and kept.

    It says nothing of any of them: `quantiles` are means of several values.
    """

    __tablename__ = "comparison"
    whose = Nobody("all members of a group see it")

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(64))
    year: Mapped[int]
    use: Mapped[str] = mapped_column(String(64))
    population: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(8))
    unit: Mapped[str] = mapped_column(String(32))
    members: Mapped[int]
    quantiles: Mapped[dict[str, Any]]
    released_at: Mapped[datetime]


class Compared(Base):
    """The value of an authority in a comparison: it is the only one to see it."""

    __tablename__ = "compared"
    whose = Owned()

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    comparison: Mapped[str] = mapped_column(String(160), primary_key=True)
    value: Mapped[float]
