"""Verification of an action: what was used against what would have been used without it.

IPMVP Core Concepts 2022, option C: the baseline is fitted on the year before the action and
adjusted to the weather and calendar of the period after it. Its uncertainty follows ASHRAE
Guideline 14-2014 with correlated residuals and a drift of the level; a saving is proven only
when the whole interval at 90 % is above zero, an increase when it is below.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import select

from beffroi.analysis.savings import avoided
from beffroi.decide.findings import get
from beffroi.decide.fitting import Days, expect, fit, make_days
from beffroi.decide.gathering import gathered
from beffroi.decide.leaks.verifying import leak_of, verify_leak, water_saved
from beffroi.decide.panel import build_panel
from beffroi.decide.sources import meters
from beffroi.domains import domain, parameters
from beffroi.domains.contract import Domain, Worth
from beffroi.domains.panel import Panel, Row
from beffroi.errors import BeffroiError
from beffroi.errors.decide import ACTION_MISSING, HISTORY_SHORT
from beffroi.figures import numbers
from beffroi.periods import utc_now
from beffroi.store.read import END, ReadDoor
from beffroi.store.state.loop import Action, Finding, Outcome
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

BASELINE = timedelta(days=365)
LEAST_BEFORE = 180
LEAST_AFTER = 28
CONFIDENCE = 0.9


def verify(read: ReadDoor, write: WriteDoor, finding: int) -> dict[str, Any]:
    """Verify the last action of a finding, store its outcome and return it.

    Raises:
        BeffroiError: `store.not_found`, `decide.action_missing`, `decide.history_short`.
    """
    with read.session() as session:
        row = get(session, finding)
        read.scope.require(row.organisation_id, f"finding {finding}")
        action = session.scalar(
            select(Action)
            .where(Action.finding_id == finding, Action.withdrawn_at.is_(None))
            .order_by(Action.id.desc())
            .limit(1)
        )
        owner = domain(row.domain)
        found = meters(session, [row.organisation_id], owner.inputs)
        leak = leak_of(session, row)
    if action is None:
        raise BeffroiError(ACTION_MISSING, finding=finding)
    if leak is not None:
        return _kept(write, row, action, verify_leak(row, *leak, action))
    mine = [m for m in found if (m.asset.id, m.quantity) == (row.asset_id, row.quantity)]
    # A district has no meter of its own: it is what its meters add up to.
    panel = build_panel(read, mine, owner, END) if mine else gathered(read, found, owner, END)
    place = _place(panel, row)
    if panel is None or place is None:
        raise short(LEAST_BEFORE, 0, before=True)
    return _kept(write, row, action, _measure(panel, place, row, action, owner))


def _kept(write: WriteDoor, row: Finding, action: Action, result: dict[str, Any]) -> dict[str, Any]:
    with write.change(
        "finding.verify", "verification", row.organisation_id, f"finding {row.id}"
    ) as change:
        change.session.add(
            Outcome(
                action_id=action.id,
                computed_at=utc_now(),
                proven=result["proven"],
                result=result,
                actor=write.actor,
            )
        )
        change.detail = {"proven": result["proven"]}
    return result


def _place(panel: Panel | None, finding: Finding) -> int | None:
    rows = enumerate(panel.rows if panel else ())
    named = (finding.asset_id, finding.quantity)
    return next((i for i, row in rows if (row.asset, row.quantity) == named), None)


def _measure(
    panel: Panel, at: int, finding: Finding, action: Action, owner: Domain
) -> dict[str, Any]:
    days = make_days(
        panel.days, panel.daily[at], panel.filled[at], panel.temperature[at], panel.day_types[at]
    )
    # The day of the works belongs to neither side.
    before = days.between(action.done_on - BASELINE, action.done_on - timedelta(days=1))
    after = days.between(action.done_on + timedelta(days=1), date.max)
    if before.known < LEAST_BEFORE:
        raise short(LEAST_BEFORE, before.known, before=True)
    if after.known < LEAST_AFTER:
        raise short(LEAST_AFTER, after.known, before=False)
    last: date = after.dates[np.isfinite(after.amount)][-1].astype(object)
    worth = _worth(panel.rows[at], owner, last)
    return _outcome(before, after, finding, action, worth)


def _worth(row: Row, owner: Domain, on: date) -> Worth:
    numbers = parameters(owner.key)
    if owner.worth is not None:
        return owner.worth(row, numbers, on)
    energy = row.quantity.split(".")[0]
    return Worth(numbers.at(f"{energy}.price", on), 1.0, numbers.at(f"{energy}.emission", on))


def _outcome(
    before: Days, after: Days, finding: Finding, action: Action, worth: Worth
) -> dict[str, Any]:
    saving = avoided(after.amount[None, :], expect(fit(before), after), CONFIDENCE)
    last: date = after.dates[np.isfinite(after.amount)][-1].astype(object)
    amount = {
        "value": float(saving.saving[0]),
        "low": float(saving.low[0]),
        "high": float(saving.high[0]),
    }
    proven = bool(saving.proven[0])
    yearly = amount["value"] * worth.eur * 365.25 / int(saving.n[0])

    def times(factor: float) -> dict[str, float]:
        return {name: value * factor for name, value in amount.items()}

    return {
        "finding": finding.id,
        "action": action.id,
        "done_on": action.done_on.isoformat(),
        "what": action.what,
        "cost_eur": action.cost_eur,
        "method": "IPMVP 2022, option C",
        "confidence": CONFIDENCE,
        "baseline": {
            "from": before.dates[0].astype(object).isoformat(),
            "to": before.dates[-1].astype(object).isoformat(),
            "days": before.known,
        },
        "reporting": {
            "from": after.dates[0].astype(object).isoformat(),
            "to": last.isoformat(),
            "days": int(saving.n[0]),
        },
        "expected_kwh": float(saving.expected[0]) * worth.kwh,
        "measured_kwh": float(saving.measured[0]) * worth.kwh,
        "avoided_kwh": times(worth.kwh),
        "avoided_eur": times(worth.eur),
        "avoided_kgco2e": times(worth.kgco2e),
        **({"avoided_m3": times(worth.m3)} if worth.m3 else {}),
        "share": float(saving.share[0]),
        "proven": proven,
        "increase_proven": amount["high"] < 0,
        "payback_years": action.cost_eur / yearly if proven and yearly > 0 else None,
        "price_eur_per_kwh": worth.eur / worth.kwh if worth.kwh else None,
    }


def sentence(result: dict[str, Any]) -> Text:
    """Say an outcome in one sentence: in m3 where water was saved, by the hour for a leak."""
    if "avoided_m3_per_hour" in result:
        return water_saved(result)
    water = "avoided_m3" in result
    kwh = result["avoided_m3" if water else "avoided_kwh"]
    unit = "m³" if water else "kWh"
    if kwh["high"] < 0:
        more = {
            "unit": unit,
            "value": numbers(-kwh["value"]),
            "low": numbers(-kwh["high"]),
            "high": numbers(-kwh["low"]),
            "eur": numbers(-result["avoided_eur"]["value"]),
            "days": result["reporting"]["days"],
        }
        return Text(
            fr="Hausse prouvée : {value} {unit} de plus que prévu en {days} jours (entre {low} et "
            "{high} à 90 %), soit {eur} € de plus. L’action n’a rien économisé, ou autre chose a "
            "changé : voyez ce qui consomme.",
            en="Proven increase: {value} {unit} more than expected in {days} days (between {low} "
            "and {high} at 90%), or {eur} EUR more. The action saved nothing, or something else "
            "changed: look for what consumes.",
        ).fill(more)
    values = {
        "unit": unit,
        "value": numbers(kwh["value"]),
        "low": numbers(kwh["low"]),
        "high": numbers(kwh["high"]),
        "eur": numbers(result["avoided_eur"]["value"]),
        "days": result["reporting"]["days"],
    }
    if result["proven"]:
        return Text(
            fr="Économie prouvée : {value} {unit} en {days} jours (entre {low} et {high} à 90 %), "
            "soit {eur} €.",
            en="Proven saving: {value} {unit} in {days} days (between {low} and {high} at 90%), "
            "or {eur} EUR.",
        ).fill(values)
    return Text(
        fr="Économie non prouvée : {value} {unit} en {days} jours, mais l’intervalle à 90 % va de "
        "{low} à {high} {unit}.",
        en="Saving not proven: {value} {unit} in {days} days, but the 90% interval runs from {low} "
        "to {high} {unit}.",
    ).fill(values)


def short(needed: int, found: int, *, before: bool) -> BeffroiError:
    """Say that there are too few days of measures, before or after works."""
    side = (
        Text(fr="avant les travaux", en="before the works")
        if before
        else Text(fr="après les travaux", en="after the works")
    )
    return BeffroiError(HISTORY_SHORT, needed=needed, side=side, found=found)
