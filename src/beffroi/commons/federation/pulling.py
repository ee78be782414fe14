"""Pulling what changed: page after page, until all is here as it is there.

Losing the link harms nothing: what came stays, with its age, and is read until the agreement ends.
"""

import random
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from beffroi.commons.federation.asking import Offer, Provider, Seen
from beffroi.commons.federation.link import Link
from beffroi.commons.federation.pages import refused
from beffroi.commons.federation.storing import Stored, store_page
from beffroi.commons.federation.subscribing import IN_FORCE, PURPOSE, found, mirrored
from beffroi.errors import BeffroiError
from beffroi.errors.federation import SUBSCRIPTION_STATE
from beffroi.ingest.tending import settle
from beffroi.periods import utc_now
from beffroi.store.erased import require_standing
from beffroi.store.federation import secrets
from beffroi.store.federation.cursors import Cursor
from beffroi.store.journal.note import PublicKey
from beffroi.store.sharing.terms import read_terms
from beffroi.store.state import models
from beffroi.store.state.federation import ACTIVE, Subscription
from beffroi.store.state.sharing import ACCEPTED, Agreement
from beffroi.store.store import Store
from beffroi.texts import Text

#: How long one pull may last before others have their turn [s].
BUDGET = 120.0
_FIRST_RETRY = timedelta(minutes=1)
_SPREAD = 0.1
#: By how an agreement stands there: what is neither here is suspended. Days hold by themselves.
_STANCES = {
    **dict.fromkeys((IN_FORCE, "expired", "to_come"), ACCEPTED),
    **dict.fromkeys(("revoked", "refused"), "revoked"),
}
_TERMS = Text(
    fr="les termes de la convention ne sont plus ceux qui ont été acceptés",
    en="the terms of the agreement are no longer those that were accepted",
)
_STOPPED = Text(fr="il est arrêté", en="it is stopped")


@dataclass(slots=True)
class Pulled:
    """What a pull brought."""

    status: str
    """How the agreement stands there; `ended` where it is not told any more."""
    pages: int = 0
    stored: Stored = field(default_factory=Stored)
    done: bool = True
    """Whether all is here as it is there; else there is more to pull."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "status": self.status,
            "pages": self.pages,
            "new": self.stored.new,
            "changed": self.stored.changed,
            "erased_series": self.stored.erased,
            "done": self.done,
        }


def pull(store: Store, number: int, actor: str, budget: float = BUDGET) -> Pulled:
    """Pull what changed since the last time, and note when it was, or since when the link is lost.

    Raises:
        BeffroiError: `store.not_found`, `federation.subscription_state`; `federation.link_lost`
            and the other errors of this package, once they are noted.
    """
    door = store.writer(actor)
    row = found(door, number)
    if row.status != ACTIVE:
        raise BeffroiError(SUBSCRIPTION_STATE, reason=_STOPPED)
    try:
        pulled = _pull(store, row, actor, budget)
    except BeffroiError as error:
        if error.type is not SUBSCRIPTION_STATE:  # another pull came first: the link is well
            with door.keep() as session:
                _lost(session, number, error)
        raise
    with door.keep() as session:
        _kept(session, number, pulled)
    if pulled.stored != Stored():
        with door.change("federation.pull", PURPOSE, row.organisation_id, row.address) as change:
            change.detail = {"subscription": number, **pulled.to_dict()}
        settle(door)
    return pulled


def _pull(store: Store, row: Subscription, actor: str, budget: float) -> Pulled:
    until = time.monotonic() + budget
    door = store.writer(actor)
    with door.look() as session:
        require_standing(session, row.recipient_id)
        subscriber = session.get_one(models.Organisation, row.recipient_id).key
        terms = read_terms(session.get_one(Agreement, row.agreement_id).terms)
    link = Link(row.address, secrets.kept(store.home, row.id), row.authority)
    provider = Provider(link, subscriber, PublicKey.parse(row.key))
    offers, seen = provider.offers(Seen(row.journal_size, row.journal_root))
    offer = next((one for one in offers if one.agreement == row.their_agreement), None)
    if offer is not None and offer.status == IN_FORCE and mirrored(offer.terms) != terms:
        raise refused(_TERMS)
    pulled = Pulled(_heed(store, row, offer, seen, actor))
    if pulled.status != IN_FORCE:
        return pulled
    while True:
        asked = Cursor.parse(row.cursor)
        page, after = provider.page(row.their_agreement, asked, seen)
        stored, after = store_page(door, row, terms, page, after)
        pulled.stored += stored
        pulled.pages += 1
        if after.place is None and after.at:
            return pulled
        if time.monotonic() > until:
            pulled.done = False
            return pulled


def _heed(store: Store, row: Subscription, offer: Offer | None, seen: Seen, actor: str) -> str:
    """Let the mirrored agreement stand as that of the provider does; return how that is."""
    status = "ended" if offer is None else offer.status
    door = store.writer(actor)
    with door.change("federation.heed", PURPOSE, subject=row.address) as change:
        own = change.session.get_one(Subscription, row.id)
        own.journal_size, own.journal_root = seen.size, seen.root
        agreement = change.session.get_one(Agreement, row.agreement_id)
        # Only who stands for the provider moves: what the recipient decided here stays.
        stance = _STANCES.get(status, "suspended")
        before = (agreement.stance, own.their_status, agreement.valid_from, agreement.valid_until)
        agreement.stance, own.their_status = stance, status
        if offer is not None:
            agreement.valid_from, agreement.valid_until = offer.valid_from, offer.valid_until
        after = (agreement.stance, own.their_status, agreement.valid_from, agreement.valid_until)
        change.detail = {"subscription": row.id, "status": status}
        change.action = change.action if before != after else ""
    return status


def _kept(session: Session, number: int, pulled: Pulled) -> None:
    row = session.get_one(Subscription, number)
    now = utc_now()
    if pulled.done:
        row.pulled_at = now
    wait = timedelta(seconds=row.every_seconds) if pulled.done else timedelta(0)
    row.next_at, row.lost_since, row.failures, row.problem = now + _spread(wait), None, 0, {}


def _lost(session: Session, number: int, error: BeffroiError) -> None:
    """Note an error; the next try comes later and later, at most as late as usual."""
    row = session.get(Subscription, number)
    if row is None:
        return
    now = utc_now()
    delay = min(_FIRST_RETRY * 2 ** min(row.failures, 16), timedelta(seconds=row.every_seconds))
    row.next_at, row.failures = now + _spread(delay), row.failures + 1
    row.lost_since = row.lost_since or now
    row.problem = {"fr": error.to_dict("fr"), "en": error.to_dict("en")}


def _spread(wait: timedelta) -> timedelta:
    """Spread subscribers that begin at the same time."""
    return wait * (1 + random.uniform(-_SPREAD, _SPREAD))  # noqa: S311 - no secret depends on it
