"""Findings of what is no longer measured at all."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from beffroi.decide.findings import ended
from beffroi.decide.judge import halted
from beffroi.domains.contract import Domain
from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.switches import stops
from beffroi.store.write import WriteDoor


def end_vanished(
    write: WriteDoor,
    organisations: Sequence[int],
    domains: Sequence[Domain],
    today: date,
) -> int:
    """End the findings of assets of which no measure is left: their import was undone.

    Returns:
        How many were ended.
    """
    series, asset = models.Series, models.Asset
    measured = select(series.asset_id).where(series.points > 0)
    below = (  # a district has no series of its own: its meters do
        select(asset.parent_id)
        .join(series, series.asset_id == asset.id)
        .where(series.points > 0, asset.parent_id.is_not(None))
    )
    lost = select(Finding).where(
        Finding.organisation_id.in_(organisations),
        Finding.domain.in_([domain.key for domain in domains]),
        Finding.until.is_(None),
        Finding.detector.not_in([one.key for domain in domains for one in domain.searches]),
        Finding.asset_id.not_in(measured),
        Finding.asset_id.not_in(below),
    )
    with write.look() as session:
        owners = sorted({row.organisation_id for row in session.scalars(lost)})
    closed = 0
    for owner in owners:
        with write.change("analysis.withdrawn", "analysis", owner) as change:
            stopped, known = stops(change.session), {domain.key: domain for domain in domains}
            rows = [
                row
                for row in change.session.scalars(lost.where(Finding.organisation_id == owner))
                if not halted(stopped, known[row.domain], row.detector, owner)
            ]
            for row in rows:
                ended(row, max(today, row.since), utc_now())
            closed += len(rows)
            change.detail = {"closed": len(rows)}
    return closed
