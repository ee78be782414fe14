"""What verified actions obtained, as the public may know it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from beffroi.decide.verify import sentence
from beffroi.domains.energy.uses import LIVED_IN
from beffroi.errors import BeffroiError
from beffroi.errors.site import NOTHING_TO_PUBLISH
from beffroi.publish.sites.prepared import Held, Prepared, said
from beffroi.publish.sites.uses import use_of, uses
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.store.state.loop import Action, Finding, Outcome
from beffroi.texts import Text
from beffroi.trust.gate.answer import HELD, Status
from beffroi.trust.gate.primary import judge
from beffroi.trust.gate.rules import rule
from beffroi.trust.sites.naming import named_in

KEY = "resultats"
LABEL = Text(fr="Résultats des actions", en="Results of actions")
_NONE = Text(fr="aucune action choisie n’a été vérifiée", en="no action chosen was verified")
_NAMED = Text(
    fr="« {text} » contient peut-être des {what} : corrigez l’action, ou ne la publiez pas",
    en="“{text}” may hold {what}: mend the action, or do not publish it",
)
_ROUNDED = ("expected_kwh", "measured_kwh")
_Parent = aliased(models.Asset)


@dataclass(frozen=True, slots=True)
class Obtained:
    """An action whose result was verified."""

    action: int
    place: str
    use: str
    what: str
    cost_eur: float
    promised: Mapping[str, Any]
    """What the finding said was at stake a year, by unit, with its interval."""
    result: Mapping[str, Any]


def obtained(door: ReadDoor, organisation: int) -> list[Obtained]:
    """List the last result of each action that stands; those of households never count."""
    door = replace(door, scope=replace(door.scope, households=False))
    asset, parent = models.Asset, _Parent
    query = (
        select(Outcome, Action, Finding, asset, parent)
        .join(Action, Outcome.action_id == Action.id)
        .join(Finding, Action.finding_id == Finding.id)
        .join(asset, Finding.asset_id == asset.id)
        .outerjoin(parent, asset.parent_id == parent.id)
        .where(Finding.organisation_id == organisation, Action.withdrawn_at.is_(None))
        .order_by(Outcome.id.desc())
    )
    found: dict[int, Obtained] = {}
    with door.session() as session:
        for outcome, action, finding, own, served in session.execute(query):
            building = _building(own, served)
            found.setdefault(
                action.id,
                Obtained(
                    action.id,
                    building.name,
                    use_of(building.attributes, uses()),
                    action.what,
                    action.cost_eur,
                    finding.stake,
                    outcome.result,
                ),
            )
    return list(found.values())


def _building(own: models.Asset, served: models.Asset | None) -> models.Asset:
    return own if served is None else served


def prepare(
    found: list[Obtained], chosen: Collection[int], *, own: bool, simulated: bool
) -> Prepared:
    """Check what would be told of the actions that were chosen.

    Without the word of whoever publishes that the authority alone occupies these buildings
    (`own`), a result is told without its figures: they would be those of one building.

    Raises:
        BeffroiError: `site.nothing`, where no action was chosen.
    """
    rows = [one for one in found if one.action in chosen]
    if not rows:
        raise BeffroiError(NOTHING_TO_PUBLISH, reason=_NONE)
    reasons = [
        _NAMED.fill(text=text[:80], what=what)
        for one in rows
        for text in (one.place, one.what)
        for what in named_in(text)
    ]
    if reasons:
        return Prepared(KEY, LABEL, Status.BLOCKED, tuple(reasons))
    whys = {one.action: _why(one, own=own) for one in rows}
    held = tuple(Held(_figures(one), why) for one in rows if (why := whys[one.action]) is not None)
    content = {
        "kind": "results",
        "label": said(LABEL),
        "items": [_item(one, figures=whys[one.action] is None) for one in rows],
        "held_back": bool(held),
        "simulated": simulated,
    }
    return Prepared(
        KEY,
        LABEL,
        Status.PROTECTED if held else Status.OPEN,
        content=content,
        members={"rule": "own" if own else "energy", "actions": [one.action for one in rows]},
        held=held,
        about=tuple(sorted({one.place for one in rows})),
    )


def _why(one: Obtained, *, own: bool) -> Text | None:
    """Say why the figures of a result stay inside; None where they may leave."""
    applied = rule("own" if own and one.use not in LIVED_IN else "energy")
    value = float(one.result["expected_kwh"])
    judged = judge(applied, value, 1, value, 0.0)
    if judged is None:
        return None
    share = f"{100 * applied.largest_share:g}"
    return HELD[judged[0]].fill(least=applied.min_count, label=applied.label, share=share)


def _figures(one: Obtained) -> Text:
    text = Text(fr="{place} : les chiffres du résultat", en="{place}: the figures of the result")
    return text.fill(place=one.place)


def _item(one: Obtained, *, figures: bool) -> dict[str, Any]:
    result = one.result
    told: dict[str, Any] = {
        "place": one.place,
        "what": one.what,
        "done_on": result["done_on"],
        "method": result["method"],
        "confidence": result["confidence"],
        "from": result["reporting"]["from"],
        "to": result["reporting"]["to"],
        "days": result["reporting"]["days"],
        "proven": bool(result["proven"]),
        "increase_proven": bool(result.get("increase_proven", False)),
    }
    if not figures:
        return told
    return {
        **told,
        "cost_eur": round(one.cost_eur),
        "sentence": said(sentence(dict(result))),
        "promised_eur_per_year": _interval(one.promised["eur_per_year"]),
        "promised_kwh_per_year": _interval(one.promised["kwh_per_year"]),
        "avoided_kwh": _interval(result["avoided_kwh"]),
        "avoided_eur": _interval(result["avoided_eur"]),
        **{name: round(result[name]) for name in _ROUNDED},
    }


def _interval(given: Mapping[str, Any]) -> dict[str, int]:
    return {name: round(float(given[name])) for name in ("value", "low", "high")}
