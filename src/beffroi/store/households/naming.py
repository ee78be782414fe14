"""Pseudonyms of the delivery points of households.

A number (PRM, PCE) is kept nowhere. What is kept is what the key of the organisation makes of it
(HMAC-SHA-256, RFC 2104), beside a pseudonym that was drawn: the same number finds the same one
in one organisation, and another one in the next. Fourteen digits are few enough to be tried one
after the other by whoever has the key: a pseudonym that was computed could be found again for ever,
one that was drawn cannot once its link is erased.
"""

import hmac
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.drafts import SeriesKey
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.households.form import KEPT, PREFIX, is_pseudonym
from beffroi.store.state.households import HouseholdKey, HouseholdLink
from beffroi.store.state.many import blocks
from beffroi.store.state.models import Asset
from beffroi.store.write import WriteDoor

PURPOSE = "data protection"


def number(text: str) -> str:
    """Return a number as it is looked up, whatever the spaces between its digits.

    >>> number(" 09 111 642 617 347")
    '09111642617347'
    """
    return "".join(text.split())


def linked(session: Session, organisation: int, numbers: Iterable[str]) -> dict[str, str]:
    """Return the pseudonym of each of some numbers that is of a household, as it is known."""
    key = session.get(HouseholdKey, organisation)
    if key is None:
        return {}
    wanted = {one: _lookup(key.secret, one) for one in numbers}
    row = HouseholdLink
    known = {
        one.lookup: one.pseudonym
        for some in blocks(set(wanted.values()))
        for one in session.scalars(
            select(row).where(row.organisation_id == organisation, row.lookup.in_(some))
        )
    }
    return {one: known[lookup] for one, lookup in wanted.items() if lookup in known}


def draw() -> str:
    """Return a pseudonym that nothing is tied to."""
    return PREFIX + secrets.token_hex(8)


def pseudonym(session: Session, organisation: int, text: str) -> str:
    """Return the pseudonym of a number, drawn now where it has none."""
    known = linked(session, organisation, [text])
    return (known or _link(session, organisation, [text]))[text]


def declare_households(
    door: WriteDoor, organisation: int, assets: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[str, str]:
    """Say that assets, by type and number, are of households; return the pseudonym of each number.

    Their attributes are left, but for the commune. What is declared already keeps its pseudonym.

    Raises:
        BeffroiError: `store.not_found` for an organisation that was erased.
    """
    with door.change("household.declare", PURPOSE, organisation) as change:
        session = change.session
        require_kept_here(session, organisation)
        names = linked(session, organisation, {one for _, one in assets})
        missing = {one for _, one in assets if one not in names and not is_pseudonym(one)}
        names |= _link(session, organisation, sorted(missing))
        names |= {one: one for _, one in assets if is_pseudonym(one)}
        known = _known(session, organisation, set(names.values()))
        for (type_, one), attributes in assets.items():
            if (type_, names[one]) not in known:
                known.add((type_, names[one]))
                session.add(
                    Asset(
                        organisation_id=organisation,
                        type=type_,
                        key=names[one],
                        name=names[one],
                        attributes={k: v for k, v in attributes.items() if k in KEPT},
                        household=True,
                    )
                )
        change.detail = {"declared": len(missing)}
    return names


def veiled(door: WriteDoor, organisation: int, keys: Sequence[SeriesKey]) -> tuple[SeriesKey, ...]:
    """Return keys of series with the pseudonyms of those that are known to be of households."""
    with door.look(organisation) as session:
        names = linked(session, organisation, {key.asset for key in keys})
    return tuple(
        replace(key, asset=names[key.asset], attributes=()) if key.asset in names else key
        for key in keys
    )


def _link(session: Session, organisation: int, numbers: Collection[str]) -> dict[str, str]:
    if not numbers:
        return {}
    key = session.get(HouseholdKey, organisation)
    if key is None:
        key = HouseholdKey(organisation_id=organisation, secret=secrets.token_hex(32))
        session.add(key)
    drawn = {_lookup(key.secret, one): draw() for one in numbers}
    now = utc_now()
    session.add_all(
        HouseholdLink(organisation_id=organisation, lookup=lookup, pseudonym=name, made_at=now)
        for lookup, name in drawn.items()
    )
    session.flush()
    return {one: drawn[_lookup(key.secret, one)] for one in numbers}


def _known(session: Session, organisation: int, keys: Collection[str]) -> set[tuple[str, str]]:
    return {
        (type_, key)
        for some in blocks(keys)
        for type_, key in session.execute(
            select(Asset.type, Asset.key).where(
                Asset.organisation_id == organisation, Asset.key.in_(some)
            )
        )
    }


def _lookup(secret: str, text: str) -> str:
    return hmac.digest(bytes.fromhex(secret), number(text).encode(), "sha256").hex()
