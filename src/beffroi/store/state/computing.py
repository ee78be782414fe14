"""The state of what was computed of measures and takes long: kept until something changed."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned


class Computed(Base):
    """A value that pages show, of an organisation; nothing of a household is among them.

    See `store/computed.py` for when it serves.
    """

    __tablename__ = "computed"
    whose = Owned()

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    place: Mapped[str] = mapped_column(String(400), primary_key=True)  # an asset, or indicators
    code: Mapped[str] = mapped_column(String(64))  # digest of the code that computed it
    seen: Mapped[int]  # the last entry of the journal before it was computed
    asked_on: Mapped[date]
    content: Mapped[bytes] = mapped_column(LargeBinary)
