"""The state: organisations, assets, series, batches and the journal."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from beffroi.store.state.owning import Nobody, Owned, Whose
from beffroi.store.state.types import UtcDateTime


class Base(DeclarativeBase):
    """Base of every state table: one that does not say whose its rows are cannot be declared."""

    whose: ClassVar[Whose]
    type_annotation_map = {  # noqa: RUF012 - the form that SQLAlchemy reads
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }

    def __init_subclass__(cls, **words: Any) -> None:
        """Keep what a table says with the table itself."""
        if not hasattr(cls, "whose"):
            raise LookupError(f"{cls.__name__}: say whose its rows are (see owning.py)")
        super().__init_subclass__(**words)
        cls.metadata.tables[cls.__tablename__].info["whose"] = cls.whose


class Organisation(Base):
    """A legal entity: owner of data, unit of autonomy."""

    __tablename__ = "organisation"
    whose = Owned("id")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # SIREN where known, else a slug
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(32))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    attributes: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Batch(Base):
    """One file as received: its content hash, its reader, what came of it.

    A batch of messages of several organisations has none of its own: each message has one.
    """

    __tablename__ = "batch"
    whose = Owned()
    __table_args__ = (
        Index("batch_of_content", "organisation_id", "sha256"),
        Index(
            "batch_to_roll",
            "id",
            sqlite_where=text("NOT rolled"),
            postgresql_where=text("NOT rolled"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str]
    member: Mapped[str]  # of an archive; "" for the file itself
    bytes: Mapped[int] = mapped_column(BigInteger)
    reader: Mapped[str]
    mapping: Mapped[dict[str, Any] | None]
    status: Mapped[str] = mapped_column(String(16), index=True)
    received_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]]
    series_facts: Mapped[dict[str, Any]]  # by series: points added, last instant and value...
    files: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))  # once it is sealed
    rolled: Mapped[bool] = mapped_column(server_default=false())  # the rollups know of it
    repaired: Mapped[bool] = mapped_column(server_default=true())  # its series were repaired since
    actor: Mapped[str]

    @property
    def owner(self) -> int:
        """The organisation that a file was received for."""
        if self.organisation_id is None:
            raise ValueError(f"batch {self.id} is of several organisations")
        return self.organisation_id


class Asset(Base):
    """A thing that is watched."""

    __tablename__ = "asset"
    whose = Owned()
    __table_args__ = (
        UniqueConstraint("organisation_id", "type", "key"),
        Index("asset_of_parent", "parent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    type: Mapped[str] = mapped_column(String(64))
    key: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    attributes: Mapped[dict[str, Any]]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    household: Mapped[bool] = mapped_column(server_default=false())  # see `state/households.py`


class Series(Base):
    """One quantity of one asset from one source."""

    __tablename__ = "series"
    whose = Owned()
    __table_args__ = (
        UniqueConstraint("asset_id", "quantity", "kind", "source", "qualifier"),
        Index("series_of_organisation", "organisation_id"),
        Index(
            "series_of_households",
            "organisation_id",
            sqlite_where=text("household"),
            postgresql_where=text("household"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"))
    quantity: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    source: Mapped[str]
    qualifier: Mapped[str]
    step_seconds: Mapped[int | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    points: Mapped[int] = mapped_column(BigInteger, default=0)
    revised: Mapped[bool] = mapped_column(default=False)  # some key has several versions
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    last_value: Mapped[float | None]
    levels: Mapped[int] = mapped_column(server_default=text("0"))  # rollups kept: see `rollups/`
    household: Mapped[bool] = mapped_column(server_default=false())  # that of its asset


class Latest(Base):
    """The last value of each series of a block: read by hundreds of thousands at once.

    `content` is packed columns; see `store/latest.py`.
    """

    __tablename__ = "latest"
    whose = Owned()

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Mapping(Base):
    """A confirmed reading of files of one shape."""

    __tablename__ = "mapping"
    whose = Owned()
    __table_args__ = (UniqueConstraint("organisation_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class DataFile(Base):
    """A file of the lake or of a rollup that readers see: the single point of commitment.

    One that was replaced stays on the disk for a while: who began to read it ends in peace.
    """

    __tablename__ = "data_file"
    whose = Owned("organisation", everyone=0)
    __table_args__ = (
        Index(
            "data_file_seen",
            "tier",
            "organisation",
            "year",
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    path: Mapped[str] = mapped_column(primary_key=True)  # from the home
    tier: Mapped[str] = mapped_column(String(16))
    organisation: Mapped[int]  # 0: of several
    year: Mapped[int]
    rows: Mapped[int] = mapped_column(BigInteger)
    bytes: Mapped[int] = mapped_column(BigInteger)
    series_low: Mapped[int] = mapped_column(BigInteger)
    series_high: Mapped[int] = mapped_column(BigInteger)
    batch_low: Mapped[int] = mapped_column(BigInteger)
    batch_high: Mapped[int] = mapped_column(BigInteger)
    removed_at: Mapped[datetime | None] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64), server_default="")  # see `Written`


class LakeVersion(Base):
    """The newest version of the lake that the state knows: a lake that lost it is damaged."""

    __tablename__ = "lake_version"
    whose = Nobody("it numbers the lake that all share")

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int]


class Installation(Base):
    """Which installation the state is of: one row. The home holds the same, see `identity.py`."""

    __tablename__ = "installation"
    whose = Nobody("it is about the home itself")

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    identity: Mapped[str] = mapped_column(String(36))


class JournalEntry(Base):
    """What was changed, by whom, why: numbered from 1 without a hole; see `store/journal`.

    A seal is the salt of a commitment (16 bytes), or the commitment itself (32) where the text
    that it is of was erased.
    """

    __tablename__ = "journal"
    whose = Owned()

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    purpose: Mapped[str]
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    who: Mapped[bytes] = mapped_column(LargeBinary)  # seal of the actor
    what: Mapped[bytes] = mapped_column(LargeBinary)  # seal of subject and detail
    leaf: Mapped[bytes] = mapped_column(LargeBinary)
