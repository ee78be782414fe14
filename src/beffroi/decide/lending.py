"""Findings that agreements lend: only where all that they were made of may be read.

A finding shows days of the measures that it was made of, and its figures come from their whole
history. It is lent by an agreement that lends findings, and that lends its quantity, with every
rate that makes it, by day or finer, of any time. What people decided about it stays theirs.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from beffroi.decide.findings import listed, to_dict
from beffroi.domains import quantities
from beffroi.periods import Step, utc_now
from beffroi.store.read import ReadDoor
from beffroi.store.sharing.grants import Grant, in_force
from beffroi.store.sharing.trace import Used
from beffroi.store.state import models
from beffroi.store.state.lending import lending
from beffroi.store.state.loop import Finding
from beffroi.texts import Language

_FINE = (Step.RAW, Step.HOUR, Step.DAY)


def lent_findings(
    door: ReadDoor,
    owners: Collection[int],
    language: Language,
    today: date,
    *,
    domain: str | None = None,
    status: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """List as plain data the findings that owners lend to the organisation of the scope.

    Raises:
        BeffroiError: `store.home_unwritable` where the trace of it cannot be kept.
    """
    acting = door.scope.acting
    if acting is None:
        return []
    rows: list[dict[str, Any]] = []
    used: dict[int, Used] = {}
    with door.session() as session, lending(session):
        grants: dict[int, list[Grant]] = {}
        for grant in in_force(session, acting, utc_now(), owners):
            if _enough(grant):
                grants.setdefault(grant.provider, []).append(grant)
        for finding, owner, asset in listed(session, grants, domain=domain, status=status):
            by = _lender(finding, asset, grants[owner.id])
            if by is not None:
                rows.append(to_dict(session, finding, owner.name, asset, language, today))
                before = used[by.agreement].series if by.agreement in used else 0
                used[by.agreement] = Used(by, before + 1)
    door.trace("findings", used)
    return rows


def _enough(grant: Grant) -> bool:
    terms = grant.terms
    always = terms.since is None and terms.until is None
    return terms.findings and terms.granularity in _FINE and always


def _lender(finding: Finding, asset: models.Asset, grants: Sequence[Grant]) -> Grant | None:
    """Return the agreement that lends all that a finding may be made of, if one does."""
    known = quantities().values()
    made_of = [finding.quantity, *(q.key for q in known if q.integral == finding.quantity)]
    insee = asset.attributes.get("insee")
    for grant in grants:
        if all(grant.terms.lends(one, asset.type, asset.key, insee) for one in made_of):
            return grant
    return None
