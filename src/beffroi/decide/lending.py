"""Findings that agreements lend: only where all that they were made of may be read.

A finding shows days of the measures that it was made of, and its figures come from their whole
history. It is lent by an agreement that lends findings, and that lends its quantity, with every
rate that makes it, by day or finer, of any time. What people decided about it stays theirs.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from beffroi.decide.findings import Listed, listed, to_dicts
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
    owners: Collection[int] | None,
    language: Language,
    today: date,
    *,
    domain: str | None = None,
    status: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """List as plain data the findings that owners (None: all) lend to a scope's organisation.

    Raises:
        BeffroiError: `store.home_unwritable` where the trace of it cannot be kept.
    """
    used: dict[int, Used] = {}
    with door.session() as session, lending(session):
        found = list(_found(session, door, owners, used, domain, status))
        rows = to_dicts(session, found, language, today)
    door.trace("findings", used)
    return rows


def lent_finding(
    door: ReadDoor, number: int, language: Language, today: date
) -> dict[str, Any] | None:
    """Return a finding of another, with its chart, as plain data; None where it is not lent.

    Raises:
        BeffroiError: `store.home_unwritable` where the trace of it cannot be kept.
    """
    data = None
    used: dict[int, Used] = {}
    with door.session() as session, lending(session):
        for finding, owner, asset in _found(session, door, None, used, number=number):
            [data] = to_dicts(session, [(finding, owner, asset)], language, today)
            data["chart"] = finding.chart
    door.trace("finding", used)
    return data


def _found(
    session: Session,
    door: ReadDoor,
    owners: Collection[int] | None,
    used: dict[int, Used],
    domain: str | None = None,
    status: Sequence[str] | None = None,
    number: int | None = None,
) -> Iterator[Listed]:
    """Yield what is lent, and count it under the agreement that lends it."""
    if door.scope.acting is None:
        return
    grants: dict[int, list[Grant]] = {}
    for grant in in_force(session, door.scope.acting, utc_now(), owners):
        if _enough(grant):
            grants.setdefault(grant.provider, []).append(grant)
    rows = listed(session, grants, domain=domain, status=status, number=number)
    for finding, owner, asset in rows:
        by = _lender(finding, asset, grants[owner.id])
        if by is not None:
            before = used[by.agreement].series if by.agreement in used else 0
            used[by.agreement] = Used(by, before + 1)
            yield finding, owner, asset


def _enough(grant: Grant) -> bool:
    terms = grant.terms
    always = terms.since is None and terms.until is None
    return terms.findings and terms.granularity in _FINE and always


def _lender(finding: Finding, asset: models.Asset, grants: Sequence[Grant]) -> Grant | None:
    """Return the agreement that lends all that a finding may be made of, if one does."""
    known = quantities().values()
    made_of = [finding.quantity, *(q.key for q in known if q.integral == finding.quantity)]
    insee = asset.attributes.get("insee")
    if asset.household:  # never lent by itself
        return None
    for grant in grants:
        if all(grant.terms.lends(one, asset.type, asset.key, insee) for one in made_of):
            return grant
    return None
