"""The state of places: official geography, who an organisation was, what it answers for."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Nobody, Owned


class GeographyFile(Base):
    """A file of the official geography, as it was received; it says nothing of any organisation."""

    __tablename__ = "geography_file"
    whose = Nobody("files of the official geography are public")
    __table_args__ = (UniqueConstraint("sort", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sort: Mapped[str] = mapped_column(String(16))  # communes, moves, epci, density, outlines
    year: Mapped[int]  # its vintage: what stands on 1 January
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)  # compressed (zlib); none of outlines
    loaded_at: Mapped[datetime]
    actor: Mapped[str]


class CommuneOutline(Base):
    """The outline of a commune, by itself: a map reads those that it shows, not the country."""

    __tablename__ = "commune_outline"
    whose = Nobody("outlines of communes are public")
    __table_args__ = (Index("commune_outline_place", "longitude", "latitude"),)

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str]
    longitude: Mapped[float]  # of its centre [°]
    latitude: Mapped[float]
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    content: Mapped[bytes] = mapped_column(LargeBinary)  # its surfaces: JSON, compressed (zlib)


class Identity(Base):
    """Who an organisation was over a time: its name, its kind, its SIREN; `[since, until)`."""

    __tablename__ = "identity"
    whose = Owned()
    __table_args__ = (Index("identity_of_organisation", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(32))
    siren: Mapped[str] = mapped_column(String(9))  # "" where it is not known
    since: Mapped[date | None]
    until: Mapped[date | None]


class Ground(Base):
    """A place of the official geography that is of an organisation's territory over a time."""

    __tablename__ = "ground"
    whose = Owned()
    __table_args__ = (Index("ground_of_organisation", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    level: Mapped[str] = mapped_column(String(16))  # commune, epci, departement, region
    code: Mapped[str] = mapped_column(String(9))
    since: Mapped[date | None]
    until: Mapped[date | None]


class Competence(Base):
    """A public service that an organisation answers for over a time, and who does afterwards."""

    __tablename__ = "competence"
    whose = Owned()
    __table_args__ = (Index("competence_of_organisation", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(32))
    since: Mapped[date | None]
    until: Mapped[date | None]
    holder: Mapped[str]  # who has it from `until` on, perhaps elsewhere: its name...
    holder_siren: Mapped[str] = mapped_column(String(9))  # ... and its SIREN
    act: Mapped[str]  # the deliberation or the order that says so
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
