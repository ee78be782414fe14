"""The state of subscriptions: what another installation lends, and how far it has come here."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned

ACTIVE, STOPPED = "active", "stopped"


class Subscription(Base):
    """One agreement of another installation, followed from here.

    `organisation_id` stands here for the provider, and holds nothing but what came from there;
    `agreement_id` lends it to the recipient under the same terms. The token is no part of the state
    (`federation/secrets.py`).
    """

    __tablename__ = "subscription"
    whose = Owned()

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    address: Mapped[str]
    authority: Mapped[str]  # certificates (PEM) that its own must come from; "": the usual ones
    their_agreement: Mapped[int]  # its number there
    their_status: Mapped[str] = mapped_column(String(16))  # how it stands there, last time
    key: Mapped[str]  # the public key that answers must be signed with
    cursor: Mapped[str]
    journal_size: Mapped[int]  # of their journal, when it was last seen
    journal_root: Mapped[bytes] = mapped_column(LargeBinary)
    every_seconds: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    pulled_at: Mapped[datetime | None]  # when all was as it is there
    next_at: Mapped[datetime]
    lost_since: Mapped[datetime | None]
    failures: Mapped[int]
    problem: Mapped[dict[str, Any]]
    actor: Mapped[str]
