"""Scenarios that rest on what is erased go with it: their results were computed from it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.state.scenarios import (
    Scenario,
    ScenarioBuilding,
    ScenarioNote,
    ScenarioOutcome,
    ScenarioPlan,
    ScenarioVersion,
)


def forget_all(session: Session, organisation: int) -> None:
    """Forget every scenario of an organisation."""
    _forget(session, select(Scenario.id).where(Scenario.organisation_id == organisation))


def forget_about(session: Session, assets: Collection[int]) -> None:
    """Forget the scenarios of assets, or of what they serve."""
    asset, version, building = models.Asset, ScenarioVersion, ScenarioBuilding
    for some in blocks(assets):
        above = select(asset.parent_id).where(asset.id.in_(some), asset.parent_id.is_not(None))
        about = building.asset_id.in_(some) | building.asset_id.in_(above)
        kept = select(building.version_id).where(about)
        found = session.scalars(select(version.scenario_id).where(version.id.in_(kept)))
        _forget(session, sorted(set(found)))


def _forget(session: Session, scenarios: Any) -> None:
    versions = select(ScenarioVersion.id).where(ScenarioVersion.scenario_id.in_(scenarios))
    plans = select(ScenarioPlan.id).where(ScenarioPlan.scenario_id.in_(scenarios))
    for condition, model in (
        (ScenarioOutcome.plan_id.in_(plans), ScenarioOutcome),
        (ScenarioNote.plan_id.in_(plans), ScenarioNote),
        (ScenarioPlan.scenario_id.in_(scenarios), ScenarioPlan),
        (ScenarioBuilding.version_id.in_(versions), ScenarioBuilding),
        (ScenarioVersion.scenario_id.in_(scenarios), ScenarioVersion),
        (Scenario.id.in_(scenarios), Scenario),
    ):
        wanted = delete(model).where(condition)
        session.execute(wanted.execution_options(synchronize_session=False))
