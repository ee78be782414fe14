"""How long measures are kept: a rule an organisation, held to by a durable job, with a proof.

The job erases, then reads the lake through the read door and counts what is left of before the
limit. The proof is the journal entry of the same transaction that ends the job.
"""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.registers import REGISTER_INVALID, RETENTION_FAILED
from beffroi.periods import PARIS, utc_now
from beffroi.periods.civil import day_starts
from beffroi.periods.months import months_after
from beffroi.store.erasing import retain
from beffroi.store.jobs import Held, enqueue, kind
from beffroi.store.looking import Selection
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.registers import RetentionRule
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

if TYPE_CHECKING:
    from beffroi.store.store import Store

APPLY = "retention.apply"
LONGEST_MONTHS = 600
_MONTHS = Text(fr="la durée est de 1 à {most} mois", en="the duration is from 1 to {most} months")


def keep(door: WriteDoor, organisation: int, months: int) -> None:
    """Set how many months an organisation keeps its measures; 0 takes the rule away.

    Raises:
        BeffroiError: `register.invalid`.
    """
    if not 0 <= months <= LONGEST_MONTHS:
        raise BeffroiError(REGISTER_INVALID, problem=_MONTHS.fill(most=LONGEST_MONTHS))
    with door.change("retention.rule", "data protection", organisation) as change:
        row = change.session.get(RetentionRule, organisation)
        change.detail = {"from": row.months if row else 0, "to": months}
        if row is not None:
            change.session.delete(row)
            change.session.flush()
        if months:
            change.session.add(
                RetentionRule(
                    organisation_id=organisation, months=months, actor=door.actor, at=utc_now()
                )
            )


def limit(months: int, today: date) -> date:
    """Return the first day that is kept.

    >>> limit(36, date(2026, 3, 31))
    datetime.date(2023, 3, 31)
    """
    return months_after(today, -months)


def schedule(door: WriteDoor) -> bool:
    """Add a job for each organisation that holds measures beyond its rule; never asks for more."""
    today = _today()
    series, rule = models.Series, RetentionRule
    with door.look() as session:
        rules = {row.organisation_id: row.months for row in session.scalars(select(rule))}
        due = [
            owner
            for owner, months in rules.items()
            if session.scalar(
                select(series.id)
                .where(series.organisation_id == owner)
                .where(series.first_at < _start(limit(months, today)))
                .limit(1)
            )
        ]
    for owner in due:
        with door.keep() as session:
            enqueue(
                session, APPLY, unique_key=f"{APPLY} {owner}", organisation=owner, actor=door.actor
            )
    return False


@kind(APPLY)
def _apply(store: "Store", job: Held) -> dict[str, Any]:
    """Erase what is beyond the rule of an organisation, and prove that nothing of it is left."""
    owner = job.organisation
    with job.door.look() as session:
        rule = session.get(RetentionRule, owner) if owner is not None else None
        months = rule.months if rule else 0
    if owner is None or not months:
        return {}  # the rule was taken away since
    before = limit(months, _today())
    done = retain(job.door, owner, before)
    left = _left(store, owner, before, job.actor)
    if left:
        raise BeffroiError(RETENTION_FAILED, left=left, day=before.isoformat())
    proof = {**asdict(done), "months": months, "before": before.isoformat(), "left": left}
    with job.door.change(APPLY, "data protection", owner) as change:
        change.detail = proof
        job.finish(change.session, proof)
    return proof


def _left(store: "Store", owner: int, before: date, actor: str) -> int:
    """Count the measures of before a day that the lake still holds, every version of them."""
    read = store.reader(Scope(frozenset({owner}), actor, "data protection", households=True))
    with read.session() as session:
        own = select(models.Series.id).where(models.Series.organisation_id == owner)
        series = tuple(session.scalars(own))
    if not series:
        return 0
    return sum(read.count(Selection(series, until=_start(before), view="raw")).values())


def _start(day: date) -> datetime:
    moment: datetime = day_starts(day, day)[0].astype("M8[us]").astype(datetime)
    return moment.replace(tzinfo=UTC)


def _today() -> date:
    return utc_now().astimezone(PARIS).date()
