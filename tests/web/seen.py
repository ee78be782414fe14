"""Findings to look at without measures: what an analysis would have stored, written by hand."""

from datetime import UTC, date, datetime
from typing import Any
from zlib import crc32

from beffroi.decide.organisations import Description, put_assets
from beffroi.domains.charts import bars_chart, daily_chart
from beffroi.store.households.naming import declare_households
from beffroi.store.state import models
from beffroi.store.state.customers import HouseholdFinding, HouseholdStep
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store

REFERENCE = "0011223344556677"
"""What names the finding of `behind`."""
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
#: What somebody hostile would have as a name; no page may ever run it.
HOSTILE = "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"


def estimate(value: float) -> dict[str, float]:
    return {"value": value, "low": 0.5 * value, "high": 1.5 * value}


def days_chart() -> dict[str, object]:
    import numpy as np

    days = np.arange("2026-08-01", "2026-11-01", dtype="datetime64[D]")
    measured = np.linspace(40.0, 90.0, len(days))
    measured[10] = np.nan
    expected, spread = np.full(len(days), 45.0), np.full(len(days), 3.0)
    return dict(daily_chart(days, measured, expected, spread, 30, len(days)))


def nights_chart() -> dict[str, object]:
    values = [{"x": "08/2026", "s": "ouvert", "y": 20.0}, {"x": "08/2026", "s": "fermé", "y": 12.5}]
    return dict(bars_chart(values, "kW", ("ouvert", "fermé")))


def found(
    store: Store,
    organisation: int,
    eur: float = 1200.0,
    *,
    name: str = "École des Tilleuls",
    said: str = "La nuit, la consommation a doublé.",
    chart: dict[str, object] | None = None,
    status: str = "open",
    detector: str = "energy.step",
) -> int:
    """Put a finding on a building of its own; return its number."""
    door = store.writer("test")
    key = f"b{organisation}-{eur:.0f}-{crc32(name.encode())}"  # the same at each run
    put_assets(door, organisation, [Description("building", key, name, "", {})])
    with door.change("test.finding", "test", organisation) as change:
        session = change.session
        asset = session.query(models.Asset).filter_by(organisation_id=organisation, key=key).one()
        row = Finding(
            organisation_id=organisation,
            domain="energy",
            detector=detector,
            version="1",
            asset_id=asset.id,
            quantity="electricity.active_energy",
            since=date(2026, 9, 1),
            detected_at=NOW,
            seen_at=NOW,
            severity="high",
            confidence=0.9,
            eur_per_year=eur,
            stake={
                "eur_per_year": estimate(eur),
                "kwh_per_year": estimate(5 * eur),
                "kgco2e_per_year": estimate(eur / 4),
            },
            explanation={"fr": said, "en": said},
            chart=days_chart() if chart is None else chart,
            actions=[{"key": "look", "fr": "Aller voir", "en": "Go and look"}],
            status=status,
        )
        session.add(row)
        session.flush()
        return row.id


def stand(store: Store, number: int, at: tuple[float, float], **changes: Any) -> None:
    """Say where the building of a finding stands, and change what else is said of the finding."""
    with store.writer("test").change("test.finding", "test") as change:
        row = change.session.get_one(Finding, number)
        for name, value in changes.items():
            setattr(row, name, value)
        asset = change.session.get_one(models.Asset, row.asset_id)
        asset.attributes = {**asset.attributes, "longitude": at[0], "latitude": at[1]}


def behind(store: Store, organisation: int = 1, name: str = "") -> str:
    """Put a finding and a step about a household, as an analysis and an agent would have.

    Return the pseudonym of the household; `REFERENCE` names the finding.
    """
    door = store.writer("test")
    name = name or declare_households(door, organisation, {("meter", "C-1"): {}})["C-1"]
    with door.keep(organisation) as session:
        asset = session.query(models.Asset).filter_by(key=name).one()
        row = HouseholdFinding(
            organisation_id=organisation,
            reference=REFERENCE,
            domain="water",
            detector="water.customer_doubled",
            version="1",
            asset_id=asset.id,
            quantity="water.volume",
            since=date(2026, 5, 1),
            detected_at=NOW,
            seen_at=NOW,
            severity="high",
            confidence=0.9,
            stake={"eur_per_year": estimate(4340.0), "m3_per_year": estimate(1000.0)},
            explanation={"fr": f"Le double {HOSTILE}", "en": "The double"},
            chart=days_chart(),
            actions=[{"key": "letter", "fr": "Écrire", "en": "Write"}],
            status="open",
        )
        session.add(row)
        session.flush()
        session.add(
            HouseholdStep(
                finding_id=row.id,
                trace="0" * 32,
                choice="watch",
                day=None,
                way="",
                reason="à revoir",
                actor="p-x",
                at=NOW,
            )
        )
    return name
