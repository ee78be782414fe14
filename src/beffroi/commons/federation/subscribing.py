"""The side that subscribes: an agreement of another installation, mirrored here.

An organisation of this installation stands for the provider, and lends what came from there to the
recipient under the same terms: the read door here then holds to them as the one there does.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.commons.federation.asking import Offer, Provider, Seen
from beffroi.commons.federation.link import Link, checked_address
from beffroi.errors import BeffroiError
from beffroi.errors.federation import NOT_CARRIED, NOT_LENT, SUBSCRIPTION_STATE
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.erasing import Erased, erase
from beffroi.store.federation import secrets
from beffroi.store.federation.cursors import BEGINNING
from beffroi.store.federation.elsewhere import ELSEWHERE, require_kept_here
from beffroi.store.journal.note import PublicKey
from beffroi.store.sharing.terms import Terms
from beffroi.store.state import models
from beffroi.store.state.federation import ACTIVE, STOPPED, Subscription
from beffroi.store.state.sharing import ACCEPTED, Agreement, AgreementParty
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

PURPOSE = "federation"
IN_FORCE = "in_force"
LEAST, MOST = timedelta(minutes=1), timedelta(days=31)
WHAT = Text(fr="abonnement", en="subscription")
_TOTALS = Text(fr="elle ne prête que des totaux", en="it lends totals only")
_SEVERAL = Text(
    fr="plusieurs conventions prêtent à ce jeton ({known}) : dites laquelle (--agreement)",
    en="several agreements lend to this token ({known}): say which one (--agreement)",
)
_KNOWN = Text(
    fr="cette convention est déjà suivie, ou sa copie est encore là",
    en="this agreement is followed already, or its copy is still here",
)
_PERIOD = Text(
    fr="la période va d’une minute à 31 jours", en="the period is from a minute to 31 days"
)
_STOPPED = Text(fr="il est arrêté", en="it is stopped")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to follow: where, with which token and key, for whom, how often."""

    address: str
    token: str
    key: PublicKey
    recipient: int
    agreement: int | None = None
    every: timedelta = timedelta(days=1)
    authority: str = ""


def subscribe(store: Store, wish: Wish, actor: str) -> Subscription:
    """Follow an agreement; nothing is pulled yet.

    Raises:
        BeffroiError: `federation.address_unsafe`, `federation.subscription_state`,
            `federation.not_lent`, `federation.not_carried`, and what `Provider.offers` raises.
    """
    if not LEAST <= wish.every <= MOST:
        raise BeffroiError(SUBSCRIPTION_STATE, reason=_PERIOD)
    door = store.writer(actor)
    door.require()
    address = checked_address(wish.address)
    with door.look() as session:
        require_kept_here(session, wish.recipient)
        subscriber = session.get_one(models.Organisation, wish.recipient).key
    link = Link(address, wish.token, wish.authority)
    offers, _ = Provider(link, subscriber, wish.key).offers(Seen())
    offer = _chosen(offers, wish.agreement)
    with door.change("federation.subscribe", PURPOSE, subject=address) as change:
        change.session.expire_on_commit = False
        row = _mirror(change.session, wish, address, offer, actor)
        change.detail = {
            "subscription": row.id,
            "agreement": offer.agreement,
            "recipient": wish.recipient,
            "key": str(wish.key),
        }
        # Before the row is kept: a subscription without its token would be told as lost.
        secrets.keep(store.home, row.id, wish.token)
    return row


def mirrored(terms: Terms) -> Terms:
    """Return the terms of a copy: of the one side that travels, and without findings."""
    side = "repaired" if "repaired" in terms.views else "raw"
    return replace(terms, views=(side,), findings=False)


def stop(store: Store, number: int, actor: str, *, forget: bool = False) -> Erased | None:
    """Stop following, and close what came to its recipient; `forget` erases the copy for good.

    Raises:
        BeffroiError: `store.not_found`.
    """
    door = store.writer(actor)
    row = found(door, number)
    with door.change("federation.stop", PURPOSE, subject=row.address) as change:
        own = change.session.get_one(Subscription, number)
        change.action = "" if own.status == STOPPED else change.action
        own.status = STOPPED
        change.session.get_one(Agreement, own.agreement_id).stance = "revoked"
        change.detail = {"subscription": number, "erased": forget}
    sweep(store)
    return erase(door, row.organisation_id) if forget else None


def renew(
    store: Store,
    number: int,
    actor: str,
    *,
    token: str = "",
    key: PublicKey | None = None,
    again: bool = False,
) -> Subscription:
    """Give a subscription a new token or key, or let it take all of it anew.

    A new key is one of a journal that was never seen: all is taken anew.

    Raises:
        BeffroiError: `store.not_found`, `federation.subscription_state` where it is stopped.
    """
    door = store.writer(actor)
    if found(door, number).status == STOPPED:
        raise BeffroiError(SUBSCRIPTION_STATE, reason=_STOPPED)
    if token:
        secrets.keep(store.home, number, token)
    with door.change("federation.renew", PURPOSE) as change:
        change.session.expire_on_commit = False
        row = change.session.get_one(Subscription, number)
        change.subject = row.address
        if key is not None:
            row.key = str(key)
        if key is not None or again:
            row.cursor, seen = str(BEGINNING), Seen()
            row.journal_size, row.journal_root = seen.size, seen.root
        row.next_at, row.failures, row.problem = utc_now(), 0, {}
        change.detail = {
            "subscription": number,
            "token": bool(token),
            "key": row.key if key else "",
            "again": again,
        }
    return row


def found(door: WriteDoor, number: int) -> Subscription:
    """Return a subscription.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.look() as session:
        row = session.get(Subscription, number)
        if row is None:
            raise BeffroiError(NOT_FOUND, what=WHAT, key=number, command="federation list")
        session.expunge(row)
        return row


def listed(door: WriteDoor) -> Sequence[Subscription]:
    """List the subscriptions."""
    with door.look() as session:
        rows = session.scalars(select(Subscription).order_by(Subscription.id)).all()
        session.expunge_all()
    return rows


def sweep(store: Store) -> None:
    """Remove the tokens of subscriptions that are stopped, or whose copy was erased."""
    active = [row.id for row in listed(store.writer("beffroi")) if row.status == ACTIVE]
    secrets.sweep(store.home, active)


def _chosen(offers: Sequence[Offer], wanted: int | None) -> Offer:
    known = [one for one in offers if one.status == IN_FORCE]
    if wanted is not None:
        known = [one for one in known if one.agreement == wanted]
    if not known:
        raise BeffroiError(NOT_LENT, agreement=wanted or "–")
    if len(known) > 1:
        listed = ", ".join(str(one.agreement) for one in known)
        raise BeffroiError(SUBSCRIPTION_STATE, reason=_SEVERAL.fill(known=listed))
    if known[0].terms.minimum_group:
        raise BeffroiError(NOT_CARRIED, agreement=known[0].agreement, reason=_TOTALS)
    return known[0]


def _mirror(session: Session, wish: Wish, address: str, offer: Offer, actor: str) -> Subscription:
    now = utc_now()
    place = hashlib.sha256(f"{address} {offer.agreement} {wish.recipient}".encode()).hexdigest()
    key = f"{ELSEWHERE}-{place[:16]}"
    organisation = models.Organisation
    if session.scalar(select(organisation.id).where(organisation.key == key)) is not None:
        raise BeffroiError(SUBSCRIPTION_STATE, reason=_KNOWN)
    name = f"{offer.provider} ({address.partition('://')[2]}, {offer.agreement})"
    owner = organisation(
        key=key, name=name, kind=ELSEWHERE, parent_id=None, attributes={}, created_at=now
    )
    session.add(owner)
    session.flush()
    agreement = Agreement(
        organisation_id=owner.id,
        recipients=[wish.recipient],
        title=offer.title or name,
        terms=mirrored(offer.terms).plain(),
        stance=ACCEPTED,
        valid_from=offer.valid_from,
        valid_until=offer.valid_until,
        proposed_at=now,
        proposed_by=actor,
    )
    session.add(agreement)
    session.flush()
    session.add(
        AgreementParty(
            agreement_id=agreement.id,
            organisation_id=wish.recipient,
            provider_id=owner.id,
            stance=ACCEPTED,
        )
    )
    seen = Seen()
    row = Subscription(
        organisation_id=owner.id,
        recipient_id=wish.recipient,
        agreement_id=agreement.id,
        address=address,
        authority=wish.authority,
        their_agreement=offer.agreement,
        their_status=offer.status,
        key=str(wish.key),
        cursor=str(BEGINNING),
        journal_size=seen.size,
        journal_root=seen.root,
        every_seconds=int(wish.every.total_seconds()),
        status=ACTIVE,
        created_at=now,
        pulled_at=None,
        next_at=now,
        lost_since=None,
        failures=0,
        problem={},
        actor=actor,
    )
    session.add(row)
    session.flush()
    return row
