"""The state of documents: files that people attach to an asset, and what they say of each."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned


class Document(Base):
    """An audit, an invoice, a photograph... of an asset; its bytes are kept under their hash.

    One that was removed stays a while, for whoever removed it by mistake; then its bytes go too.
    """

    __tablename__ = "document"
    whose = Owned()
    __table_args__ = (
        Index("document_of_asset", "organisation_id", "asset_id"),
        Index("document_of_content", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(255))  # as it came: words to show, never a path
    bytes: Mapped[int] = mapped_column(BigInteger)
    form: Mapped[str] = mapped_column(String(16))  # what the content is: pdf, jpeg...
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))  # what it is for people: audit, invoice...
    dated_on: Mapped[date]
    at: Mapped[datetime]
    actor: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]
