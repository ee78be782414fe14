"""What the end of a leak saved: the flow near it after its end, against the days before.

Days are compared as a watch compares them (`analysis.hydraulics.contrast`): what lasts through both
cancels, and the interval holds the errors of the model, of meters and of where the leak was.
"""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.domains.contract import NOTHING
from beffroi.errors import BeffroiError
from beffroi.errors.water import LEAK_RUNNING
from beffroi.figures import numbers
from beffroi.store.state.loop import Action, Finding
from beffroi.store.state.watching import Leak, LeakWatch
from beffroi.texts import Text

CONFIDENCE = 0.9
METHOD = "contrast of days"
_HOURS, _YEAR = 24.0, 365.25
#: Days before the end that are compared with.
_BEFORE = timedelta(days=8)


def outcome_of(
    finding: Finding, leak: Leak, last: date, action: Action, price: float
) -> dict[str, Any]:
    """Return what was saved since a leak ended, as outcomes are kept; water at `price` [EUR/m3].

    The leak is one that ended: its finding has a last day and its `fall` is known.
    """
    until, fall = finding.until or finding.since, dict(leak.fall or asdict(NOTHING))
    days = max((last - until).days + 1, int(fall.pop("days", 0)), 1)
    flow = {name: float(value) for name, value in fall.items()}
    water = {name: value * _HOURS * days for name, value in flow.items()}
    euros = {name: value * price for name, value in water.items()}
    before = float(leak.flow["value"]) * _HOURS * days
    proven = flow["low"] > 0
    yearly = euros["value"] * _YEAR / days
    return {
        "finding": finding.id,
        "action": action.id,
        "done_on": action.done_on.isoformat(),
        "what": action.what,
        "cost_eur": action.cost_eur,
        "method": METHOD,
        "confidence": CONFIDENCE,
        "baseline": {
            "from": max(finding.since, until - _BEFORE).isoformat(),
            "to": (until - timedelta(days=1)).isoformat(),
            "days": _BEFORE.days,
        },
        "reporting": {
            "from": until.isoformat(),
            "to": (until + timedelta(days=days - 1)).isoformat(),
            "days": days,
        },
        "expected_kwh": 0.0,
        "measured_kwh": 0.0,
        "avoided_kwh": asdict(NOTHING),
        "avoided_kgco2e": asdict(NOTHING),
        "avoided_m3_per_hour": flow,
        "avoided_m3": water,
        "avoided_eur": euros,
        "share": min(1.0, water["value"] / before) if before > 0 else 0.0,
        "proven": proven,
        "increase_proven": False,
        "payback_years": action.cost_eur / yearly if proven and yearly > 0 else None,
        "price_eur_per_m3": price,
    }


def leak_of(session: Session, finding: Finding) -> tuple[Leak, date] | None:
    """Return what is known of a leak, and the last day that was watched; None for another fault."""
    leak = session.scalar(select(Leak).where(Leak.finding_id == finding.id))
    if leak is None:
        return None
    own = LeakWatch.organisation_id == finding.organisation_id
    last = session.scalar(select(LeakWatch.last).where(own, LeakWatch.network == leak.network))
    return leak, max(leak.measured_to, last or leak.measured_to)


def verify_leak(finding: Finding, leak: Leak, last: date, action: Action) -> dict[str, Any]:
    """Return what the end of a leak saved until the last day that was watched.

    Raises:
        BeffroiError: `water.leak_running` where the flow has not fallen.
    """
    if finding.until is None or leak.fall is None:
        day = Text(fr=f"{last:%d/%m/%Y}", en=last.isoformat())
        raise BeffroiError(LEAK_RUNNING, finding=finding.id, day=day)
    water, euros = (finding.stake[key]["value"] for key in ("m3_per_year", "eur_per_year"))
    return outcome_of(finding, leak, last, action, euros / water if water else 0.0)


def water_saved(result: dict[str, Any]) -> Text:
    """Say in one sentence what the end of a leak saved."""
    flow, water = result["avoided_m3_per_hour"], result["avoided_m3"]
    values = {
        **{name: numbers(flow[name], 1) for name in ("value", "low", "high")},
        "m3": numbers(water["value"]),
        "eur": numbers(result["avoided_eur"]["value"]),
        "days": result["reporting"]["days"],
    }
    return (_PROVEN if result["proven"] else _UNPROVEN).fill(values)


_PROVEN = Text(
    fr="Économie prouvée : {value} m³/h de moins (entre {low} et {high} à 90 %), soit {m3} m³ et "
    "{eur} € en {days} jours.",
    en="Proven saving: {value} m³/h less (between {low} and {high} at 90%), or {m3} m³ and {eur} "
    "EUR in {days} days.",
)
_UNPROVEN = Text(
    fr="Économie non prouvée : {value} m³/h de moins, mais l’intervalle à 90 % va de {low} à "
    "{high} m³/h.",
    en="Saving not proven: {value} m³/h less, but the 90% interval runs from {low} to {high} m³/h.",
)
