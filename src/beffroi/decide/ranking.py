"""Findings as a reader sees them: own ones and lent ones, ranked by what they cost."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from beffroi.decide.above import is_open, is_public
from beffroi.decide.findings import get, listed, order, to_dicts
from beffroi.decide.history import history
from beffroi.decide.lending import lent_finding, lent_findings
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.texts import Language


def ranked(
    door: ReadDoor,
    language: Language,
    today: date,
    owners: Collection[int] | None = None,
    *,
    domain: str | None = None,
    status: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """List as plain data the findings of a scope, of some owners where they are given.

    Raises:
        BeffroiError: `store.home_unwritable` where the trace of what is lent cannot be kept.
    """
    lent = lent_findings(door, owners, language, today, domain=domain, status=status)
    asked = door.scope.organisations if owners is None else owners
    own = [one for one in asked if door.scope.allows(one)]
    with door.session() as session:
        found = listed(session, own, domain=domain, status=status)
        rows = to_dicts(session, found, language, today)
    return sorted([*rows, *lent], key=order)


def about(
    door: ReadDoor, assets: Collection[int], language: Language, today: date
) -> list[dict[str, Any]]:
    """List as plain data a scope's own findings on some assets, whatever their status."""
    with door.session() as session:
        found = listed(session, door.scope.organisations, assets=assets)
        return sorted(to_dicts(session, found, language, today), key=order)


def shown(door: ReadDoor, number: int, language: Language, today: date) -> dict[str, Any]:
    """Return a finding of a scope as plain data, with its chart and what was decided.

    The chart shows measures: whoever may read none gets none (`chart` is None), but that of what
    tells of no person: a sum of many meters, such as a district; a building where the public is
    served. What others decided about a finding that they lend stays theirs.

    Raises:
        BeffroiError: `store.not_found`, the same for one that is another's; `store.home_unwritable`
            where the trace of what is lent cannot be kept.
    """
    data, seen = lent_finding(door, number, language, today), False
    if data is not None:
        data["history"] = []
    else:
        with door.session() as session:
            found = get(session, number, door.scope.organisations)
            owner = session.get_one(models.Organisation, found.organisation_id)
            asset = session.get_one(models.Asset, found.asset_id)
            [data] = to_dicts(session, [(found, owner, asset)], language, today)
            data["chart"] = found.chart
            seen = is_open(asset) or is_public(session, asset, found.domain)
        data["history"] = history(door, number, language)
    return data if door.scope.measures or seen else {**data, "chart": None}
