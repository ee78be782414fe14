"""The state of what watches by itself: what it learnt, where it stopped."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Above, Owned


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


class Leak(Base):
    """What a watch knows of a leak beside its finding: where to search, and how it ended.

    `lines` are the pipes of its zone, the likeliest first, each with its chance and its ends as the
    model has them; `zone` is what holds them on a map (GeoJSON, WGS84), where the model is placed.
    Flows in m3/h and volumes in m3, each with the bounds of its interval at 90 %.
    """

    __tablename__ = "leak"
    whose = Above("finding_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), unique=True)
    network: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]  # of the watch
    pipe: Mapped[str] = mapped_column(String(64))  # to begin at
    lines: Mapped[list[Any]]
    zone: Mapped[dict[str, Any] | None]
    flow: Mapped[dict[str, Any]]
    volume: Mapped[dict[str, Any]]
    fall: Mapped[dict[str, Any] | None]
    measured_to: Mapped[date]
