"""What the state knows of each cell: the meters of an authority whose quarter has one decile."""

from collections import defaultdict
from collections.abc import Collection
from typing import TypeAlias, TypeVarTuple

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from beffroi.domains import algorithms, quantities
from beffroi.domains.contract import Detector
from beffroi.store.state import models
from beffroi.store.state.loop import Decision, Finding
from beffroi.store.state.registers import AlgorithmRun
from beffroi.trust.algorithms.fairness.groups import INCOME

#: An authority, and the decile of a quarter as it is written (None: nothing is).
Cell: TypeAlias = tuple[int, str | None]
Counts: TypeAlias = dict[str, int]
_Row = TypeVarTuple("_Row")
_CHOICES = {"act": "confirmed", "watch": "watched", "dismiss": "dismissed"}
#: What is counted: meters with measures, those with a finding, findings, what people chose of them.
COUNTED = ("meters", "reported", "findings", "decided", *_CHOICES.values())


def counted(session: Session, organisations: Collection[int]) -> dict[str, dict[Cell, Counts]]:
    """Count, for each detector that ran or found something, the cells that it watches.

    A meter is an asset and an amount that it measures, by one series or several.
    """
    inputs = {k: {*one.inputs} for k, one in algorithms().items() if isinstance(one, Detector)}
    found: dict[str, dict[Cell, Counts]] = defaultdict(lambda: defaultdict(_nothing))
    ran = _ran(session, organisations)
    for owner, decile, quantity, meters in session.execute(_meters(organisations)):
        for key, read in inputs.items():
            if quantity in read and (owner, key) in ran:
                found[key][owner, decile]["meters"] += meters
    for owner, decile, quantity, key, meters in session.execute(_reported(organisations)):
        if quantity in inputs.get(key, ()):
            found[key][owner, decile]["reported"] += meters
    for owner, decile, key, choice, findings in session.execute(_chosen(organisations)):
        counts = found[key][owner, decile]
        counts["findings"] += findings
        if choice in _CHOICES:  # one that was reopened waits for another decision
            counts["decided"] += findings
            counts[_CHOICES[choice]] += findings
    return {key: dict(found[key]) for key in sorted(found) if key in inputs}


def series_of(session: Session, organisations: Collection[int]) -> dict[int, int]:
    """Return how many series each authority has."""
    owner = models.Series.organisation_id
    query = select(owner, func.count()).where(owner.in_(organisations)).group_by(owner)
    return {row[0]: int(row[1]) for row in session.execute(query)}


def _nothing() -> Counts:
    return dict.fromkeys(COUNTED, 0)


def _ran(session: Session, organisations: Collection[int]) -> set[tuple[int, str]]:
    own = [
        select(row.organisation_id, key).where(row.organisation_id.in_(organisations))
        for row, key in ((AlgorithmRun, AlgorithmRun.algorithm), (Finding, Finding.detector))
    ]
    return {(row[0], row[1]) for query in own for row in session.execute(query.distinct())}


def _meters(organisations: Collection[int]) -> Select[int, str | None, str, int]:
    """Ask how many meters have measures, by authority, decile and amount."""
    row = models.Series
    query = select(row.organisation_id, _DECILE, _AMOUNT, func.count(row.asset_id.distinct()))
    query = _beside(query, row.asset_id).where(row.organisation_id.in_(organisations))
    return query.where(row.points > 0).group_by(row.organisation_id, "decile", "amount")


def _reported(organisations: Collection[int]) -> Select[int, str | None, str, str, int]:
    """Ask on how many of these meters each detector found something."""
    row, series = Finding, models.Series
    measured = select(series.id).where(
        series.asset_id == row.asset_id, series.points > 0, row.quantity == _AMOUNT
    )
    assets = func.count(row.asset_id.distinct())
    query = select(row.organisation_id, _DECILE, row.quantity, row.detector, assets)
    query = _beside(query, row.asset_id).where(row.organisation_id.in_(organisations))
    query = query.where(measured.exists())
    return query.group_by(row.organisation_id, "decile", row.quantity, row.detector)


def _chosen(
    organisations: Collection[int],
) -> Select[int, str | None, str, str | None, int]:
    """Ask how many findings there are by the choice that stands, the last one."""
    row, choice = Finding, Decision.choice
    last = select(Decision.finding_id, func.max(Decision.id).label("id"))
    latest = last.group_by(Decision.finding_id).subquery()
    query = select(row.organisation_id, _DECILE, row.detector, choice, func.count())
    query = _beside(query, row.asset_id).where(row.organisation_id.in_(organisations))
    query = query.outerjoin(latest, latest.c.finding_id == row.id)
    query = query.outerjoin(Decision, Decision.id == latest.c.id)
    return query.group_by(row.organisation_id, "decile", row.detector, choice)


def _beside(query: Select[*_Row], asset: InstrumentedAttribute[int]) -> Select[*_Row]:
    """Join the asset of a row, and what that asset serves."""
    query = query.join(models.Asset, asset == models.Asset.id)
    return query.outerjoin(_ABOVE, models.Asset.parent_id == _ABOVE.id)


def _written(asset: type[models.Asset]) -> ColumnElement[str]:
    return func.nullif(cast(asset.attributes[INCOME].as_string(), String), "")


#: What an asset serves: a delivery point, its building.
_ABOVE = aliased(models.Asset)
_DECILE = func.coalesce(_written(models.Asset), _written(_ABOVE)).label("decile")
#: What a series measures: the energy of a load curve.
_AMOUNT = case(
    {key: one.integral for key, one in quantities().items() if one.integral},
    value=models.Series.quantity,
    else_=models.Series.quantity,
).label("amount")
