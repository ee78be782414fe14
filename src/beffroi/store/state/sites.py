"""The state of public sites: how an authority shows itself, and what it chose to show."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned


class PublicSite(Base):
    """How an authority shows itself to the public: its address, its name, its contact, its colours.

    A row alone shows nothing: a site is there once something was published on it.
    """

    __tablename__ = "public_site"
    whose = Owned()

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    about: Mapped[str]
    contact: Mapped[str]
    director: Mapped[str]  # who answers for what is published, as the law wants it said
    host: Mapped[str]
    accent: Mapped[str] = mapped_column(String(7))  # #rrggbb on light pages; "": that of Beffroi
    accent_dark: Mapped[str] = mapped_column(String(7))  # the same on dark ones
    updated_at: Mapped[datetime]
    actor: Mapped[str]


class PublicVersion(Base):
    """A version of something that was published: what public pages read, and nothing else.

    `content` is what left, and all of it is public. `members` never leaves: the assets that a table
    is made of, which tell whether the difference with another version would say that of a few.
    """

    __tablename__ = "public_version"
    whose = Owned()
    __table_args__ = (UniqueConstraint("organisation_id", "key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    content: Mapped[dict[str, Any]]
    members: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))  # of the content
    published_at: Mapped[datetime]
    actor: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None]
