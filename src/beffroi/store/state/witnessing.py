"""Witnesses that are other installations: those that sign our heads, those whose heads we sign."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Inner


class Witness(Base):
    """Another installation that is asked to sign the heads of this journal."""

    __tablename__ = "journal_witness"
    whose = Inner()

    key: Mapped[str] = mapped_column(String(160), primary_key=True)  # its public key
    address: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(64))  # code of the last error; "" where it signed


class Watched(Base):
    """The journal of another installation, and the last head of it that this one signed.

    The row stays once it is no longer watched: a witness that forgets would sign anything.
    """

    __tablename__ = "journal_watched"
    whose = Inner()

    origin: Mapped[str] = mapped_column(String(100), primary_key=True)
    key: Mapped[str] = mapped_column(String(160))  # its public key
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    size: Mapped[int]  # 0 where nothing was signed yet
    root: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str]
    signed_at: Mapped[datetime | None]
