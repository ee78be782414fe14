"""Who an organisation is and was, and which places are its territory, over time.

The row of the organisation says who it is; those of `identity` who it was.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.commons import DAY_REFUSED, ORGANISATION_KNOWN, PLACE_REFUSED
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state import models
from beffroi.store.state.places import Ground, Identity
from beffroi.store.write import WriteDoor
from beffroi.territory.kinds import CODES, Level
from beffroi.texts import Text

_FUTURE = Text(fr="elle est dans l’avenir", en="it is in the future")
_BEFORE = Text(fr="un changement du {day} est déjà connu", en="a change on {day} is known already")
_CODE = Text(fr="ce n’est pas un code de ce niveau", en="it is no code of this level")
_KNOWN = Text(fr="il est déjà du territoire à cette date", en="it is of the territory by then")
_UNKNOWN = Text(fr="il n’est pas du territoire à cette date", en="it is not of the territory then")


@dataclass(frozen=True, slots=True)
class Named:
    """What an organisation is called, what it is and its number; None leaves each as it is."""

    name: str | None = None
    kind: str | None = None
    siren: str | None = None


def require_free(session: Session, key: str, but: int = 0) -> None:
    """Check that no other organisation has a key.

    Raises:
        BeffroiError: `organisation.known`.
    """
    row = session.scalar(select(models.Organisation).where(models.Organisation.key == key))
    if row is not None and row.id != but:
        raise BeffroiError(ORGANISATION_KNOWN, key=key, name=row.name)


def change(door: WriteDoor, organisation: int, on: date, today: date, new: Named) -> None:
    """Say that an organisation is called or is otherwise since a day; who it was is kept.

    Raises:
        BeffroiError: `organisation.day_refused`, `organisation.known`.
    """
    if on > today:
        raise BeffroiError(DAY_REFUSED, day=on.isoformat(), reason=_FUTURE)
    if new.siren:
        with door.look() as session:  # on a server, a change sees its own organisation only
            require_free(session, new.siren, organisation)
    with door.change("organisation.change", "installation", organisation) as made:
        session = made.session
        require_kept_here(session, organisation)
        row = session.get_one(models.Organisation, organisation)
        was = past(session, organisation)
        last = was[-1].until if was else None
        if last is not None and on <= last:
            reason = _BEFORE.fill(day=last.isoformat())
            raise BeffroiError(DAY_REFUSED, day=on.isoformat(), reason=reason)
        siren = row.key if re.fullmatch("[0-9]{9}", row.key) else ""
        session.add(
            Identity(
                organisation_id=organisation,
                name=row.name,
                kind=row.kind,
                siren=siren,
                since=last,
                until=on,
            )
        )
        made.subject = row.name
        row.name, row.kind = new.name or row.name, new.kind or row.kind
        row.key = new.siren or row.key
        made.detail = {"on": on.isoformat(), "name": row.name, "kind": row.kind, "key": row.key}


def past(session: Session, organisation: int) -> Sequence[Identity]:
    """List who an organisation was, the oldest first."""
    query = select(Identity).where(Identity.organisation_id == organisation)
    return session.scalars(query.order_by(Identity.until)).all()


def territory(session: Session, organisation: int, at: date | None = None) -> list[Ground]:
    """List the places of an organisation, ever or on a day."""
    query = select(Ground).where(Ground.organisation_id == organisation)
    rows = session.scalars(query.order_by(Ground.level, Ground.code, Ground.id)).all()
    return [row for row in rows if at is None or _stands(row, at)]


def territories(
    session: Session, organisations: Collection[int], at: date
) -> dict[int, list[Ground]]:
    """Return the places of many organisations on a day; those without any are left out."""
    query = select(Ground).where(Ground.organisation_id.in_(organisations))
    found: dict[int, list[Ground]] = {}
    for row in session.scalars(query.order_by(Ground.organisation_id, Ground.level, Ground.code)):
        if _stands(row, at):
            found.setdefault(row.organisation_id, []).append(row)
    return found


def put_place(
    door: WriteDoor, organisation: int, level: Level, code: str, since: date | None
) -> None:
    """Say that a place is of an organisation's territory, from a day on or since ever.

    Raises:
        BeffroiError: `organisation.place_refused`.
    """
    if re.fullmatch(CODES[level], code) is None:
        raise BeffroiError(PLACE_REFUSED, code=code[:40], reason=_CODE)
    with door.change("organisation.place", "installation", organisation, code) as made:
        require_kept_here(made.session, organisation)
        for row in territory(made.session, organisation):
            same = row.level == level and row.code == code
            if same and (row.until is None or since is None or since < row.until):
                raise BeffroiError(PLACE_REFUSED, code=code, reason=_KNOWN)
        made.session.add(
            Ground(organisation_id=organisation, level=level, code=code, since=since, until=None)
        )
        made.detail = {"level": str(level), "since": since.isoformat() if since else None}


def end_place(door: WriteDoor, organisation: int, level: Level, code: str, until: date) -> None:
    """Say that a place is no longer of an organisation's territory from a day on.

    Raises:
        BeffroiError: `organisation.place_refused`.
    """
    with door.change("organisation.place", "installation", organisation, code) as made:
        require_kept_here(made.session, organisation)
        for row in territory(made.session, organisation):
            begun = row.since is None or row.since < until
            if (row.level, row.code, row.until) == (level, code, None) and begun:
                row.until = until
                made.detail = {"level": str(level), "until": until.isoformat()}
                return
        raise BeffroiError(PLACE_REFUSED, code=code[:40], reason=_UNKNOWN)


def _stands(row: Ground, day: date) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or day < row.until)
