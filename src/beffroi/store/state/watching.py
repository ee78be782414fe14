"""The state of what watches by itself: what it learnt, where it stopped."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned


class LeakWatch(Base):
    """The watch of a water network: `content` is that of `decide.leaks.keeping`.

    It holds how the model was made to agree with its meters and the errors of the last forty days,
    no measure of a customer.
    """

    __tablename__ = "leak_watch"
    whose = Owned()
    __table_args__ = (UniqueConstraint("organisation_id", "network"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    network: Mapped[str] = mapped_column(String(64))
    last: Mapped[date]  # the last day that was looked at
    step: Mapped[int]  # counts what was written: two passes at once tell it
    content: Mapped[bytes] = mapped_column(LargeBinary)
    learnt_at: Mapped[datetime]
    seen_at: Mapped[datetime]
