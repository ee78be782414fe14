"""What the journal is kept by beside its entries: hashes, signatures, whom an access is told to."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Nobody, Told

# Whoever appends to the journal makes the one tree grow.
_HASHES = Nobody("it holds hashes and signatures")


class Tree(Base):
    """What makes the tree grow: one row, which whoever appends locks until the end."""

    __tablename__ = "journal_tree"
    whose = _HASHES

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    peaks: Mapped[bytes] = mapped_column(LargeBinary)  # see `journal/tree.py`


class Subtree(Base):
    """The root of a whole subtree of `2 ** level` entries, for proofs that read little."""

    __tablename__ = "journal_node"
    whose = _HASHES

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Head(Base):
    """A root that was signed, as a signed note."""

    __tablename__ = "journal_head"
    whose = _HASHES

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    note: Mapped[str]
    key: Mapped[str]  # the public key


class Cosignature(Base):
    """The line by which a witness signs a head."""

    __tablename__ = "journal_cosignature"
    whose = _HASHES

    size: Mapped[int] = mapped_column(
        ForeignKey("journal_head.size"), primary_key=True, autoincrement=False
    )
    witness: Mapped[str] = mapped_column(String(160), primary_key=True)  # its public key
    at: Mapped[datetime]
    line: Mapped[str]


class Access(Base):
    """An entry that tells an access to the data of an organisation, for that organisation."""

    __tablename__ = "journal_access"
    whose = Told()

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("journal.id"), primary_key=True, autoincrement=False
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, autoincrement=False, index=True
    )
