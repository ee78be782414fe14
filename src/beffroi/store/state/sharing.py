"""The state of agreements: who lends which measures to whom, and each step of it.

An agreement is in force for a recipient when its provider and that recipient both hold their
stance at `accepted`: each side writes its own stance only, and a server holds to it (`lending.py`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Above, Owned

ACCEPTED, WAITING, ENDED = "accepted", "waiting", "ended"
#: JSON that policies look into.
_JSON = JSON().with_variant(JSONB(), "postgresql")


class Agreement(Base):
    """What an organisation lends; `organisation_id` is the provider, `stance` is its own."""

    __tablename__ = "agreement"
    whose = Owned()
    __table_args__ = (Index("agreement_of_provider", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    # Whom it names: a row that somebody makes for itself in `agreement_party` opens nothing.
    recipients: Mapped[list[Any]] = mapped_column(_JSON)
    title: Mapped[str]
    terms: Mapped[dict[str, Any]] = mapped_column(_JSON)
    stance: Mapped[str] = mapped_column(String(16))
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]


class AgreementParty(Base):
    """A recipient of an agreement, and its stance."""

    __tablename__ = "agreement_party"
    whose = Owned()
    __table_args__ = (Index("agreement_of_recipient", "organisation_id", "provider_id"),)

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    stance: Mapped[str] = mapped_column(String(16))


class AgreementStep(Base):
    """Something that a party did about an agreement."""

    __tablename__ = "agreement_step"
    whose = Owned()

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    step: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    actor: Mapped[str]
    why: Mapped[str]


class TotalGroup(Base):
    """Assets of an organisation whose total may be told: who is in it never changes."""

    __tablename__ = "total_group"
    whose = Owned()
    __table_args__ = (Index("total_group_of", "organisation_id", "quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    quantity: Mapped[str]
    qualifier: Mapped[str]
    asset_type: Mapped[str] = mapped_column(String(64))
    insee: Mapped[str] = mapped_column(String(16))  # "" where assets say none
    step: Mapped[str] = mapped_column(String(16))
    size: Mapped[int]  # when it was made: an erased member is missed
    made_at: Mapped[datetime]


class TotalMember(Base):
    """A series of a group: of one at most."""

    __tablename__ = "total_member"
    whose = Above("group_id")

    series_id: Mapped[int] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("total_group.id"), index=True)


class TotalGiven(Base):
    """A total that was told: it is told the same for ever, whatever is corrected since."""

    __tablename__ = "total_given"
    whose = Above("group_id")

    group_id: Mapped[int] = mapped_column(ForeignKey("total_group.id"), primary_key=True)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    end: Mapped[datetime]
    value: Mapped[float]
