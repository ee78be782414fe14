"""What commands show of subscriptions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from beffroi.cli.context import Session
from beffroi.cli.tables import light
from beffroi.commons.agreements.listing import STATUSES
from beffroi.commons.federation.pulling import Pulled
from beffroi.periods import PARIS
from beffroi.store.state.federation import ACTIVE, Subscription
from beffroi.texts import Text

_EMPTY = Text(fr="Aucun abonnement.", en="No subscription.")
_STOPPED = Text(fr="arrêté, copie close", en="stopped, copy closed")
_LOST = Text(fr="lien perdu depuis le {since} : {what}", en="link lost since {since}: {what}")
_FIRST = Text(fr="pas encore reçu", en="nothing came yet")
_UP = Text(fr="à jour", en="up to date")
_GONE = Text(fr="plus annoncée", en="not told any more")
_TITLES = (
    Text(fr="prêteur", en="provider"),
    Text(fr="pour", en="for"),
    Text(fr="au", en="as of"),
    Text(fr="état", en="state"),
)
_PULLED = Text(
    fr="Abonnement n° {number} : convention {status}, {new} mesures nouvelles, {changed} changées.",
    en="Subscription {number}: agreement {status}, {new} new measures, {changed} changed.",
)
_MORE = Text(fr="Il en reste : relancez la commande.", en="There is more: run it again.")


def show_subscriptions(session: Session, rows: Sequence[Subscription]) -> None:
    """Print subscriptions, how old what came is, and since when a link is lost."""
    if not rows:
        session.console.print(session.say(_EMPTY))
        return
    names = session.names()
    table = light("n°", *map(session.say, _TITLES), right=(0,))
    for row in rows:
        table.add_row(
            str(row.id),
            names[row.organisation_id],
            names[row.recipient_id],
            _moment(row.pulled_at),
            _state(session, row),
        )
    session.console.print(table)


def show_pulled(session: Session, number: int, pulled: Pulled) -> None:
    """Print what a pull brought."""
    text = _PULLED.fill(
        number=number,
        status=STATUSES.get(pulled.status, _GONE),
        new=pulled.stored.new,
        changed=pulled.stored.changed,
    )
    session.console.print(session.say(text))
    if not pulled.done:
        session.console.print(session.say(_MORE))


def plain(row: Subscription) -> dict[str, Any]:
    """Return a subscription as plain data; its token is not known here."""
    times = ("created_at", "pulled_at", "next_at", "lost_since")
    return {
        "subscription": row.id,
        "organisation": row.organisation_id,
        "recipient": row.recipient_id,
        "agreement": row.agreement_id,
        "address": row.address,
        "their_agreement": row.their_agreement,
        "their_status": row.their_status,
        "key": row.key,
        "every_seconds": row.every_seconds,
        "status": row.status,
        "failures": row.failures,
        "problem": row.problem,
        **{name: one.isoformat() if (one := getattr(row, name)) else None for name in times},
    }


def _state(session: Session, row: Subscription) -> str:
    if row.status != ACTIVE:
        return session.say(_STOPPED)
    if row.lost_since is not None:
        what = str(row.problem.get(session.language, {}).get("what", ""))
        return session.say(_LOST.fill(since=_moment(row.lost_since), what=what))
    if row.their_status != "in_force":
        return session.say(STATUSES.get(row.their_status, _GONE))
    return session.say(_FIRST if row.pulled_at is None else _UP)


def _moment(moment: datetime | None) -> str:
    return "–" if moment is None else f"{moment.astimezone(PARIS):%d/%m/%Y %H:%M}"
