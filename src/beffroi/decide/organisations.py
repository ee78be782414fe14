"""Organisations and assets as people describe them."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.texts import Text


def create_organisation(
    door: WriteDoor,
    name: str,
    *,
    siren: str = "",
    kind: str = "commune",
    parent: int | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> int:
    """Create an organisation and return its identifier."""
    with door.change("organisation.create", "installation", subject=name) as change:
        row = models.Organisation(
            key=siren or slug(name),
            name=name,
            kind=kind,
            parent_id=parent,
            attributes=dict(attributes or {}),
            created_at=utc_now(),
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def put_asset(
    door: WriteDoor,
    organisation: int,
    type_: str,
    key: str,
    name: str = "",
    *,
    parent: int | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> int:
    """Create an asset, or complete the one that has this key, and return its identifier."""
    with door.change("asset.put", "description", organisation, f"{type_} {key}") as change:
        session = change.session
        row = session.scalar(
            select(models.Asset).where(
                models.Asset.organisation_id == organisation,
                models.Asset.type == type_,
                models.Asset.key == key,
            )
        )
        if row is None:
            row = models.Asset(
                organisation_id=organisation,
                type=type_,
                key=key,
                name=name or key,
                parent_id=parent,
                attributes=dict(attributes or {}),
            )
            session.add(row)
        else:
            row.name = name or row.name
            row.parent_id = parent or row.parent_id
            row.attributes = {**row.attributes, **(attributes or {})}
        session.flush()
        return row.id


def find_asset(door: WriteDoor, organisation: int, key: str) -> models.Asset:
    """Return an asset of an organisation by key, name or number.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.look() as session:
        rows = session.scalars(
            select(models.Asset).where(models.Asset.organisation_id == organisation)
        ).all()
    found = [row for row in rows if key in (row.key, row.name, str(row.id))]
    if not found:
        what = Text(fr="équipement", en="asset")
        raise BeffroiError(NOT_FOUND, what=what, key=key, command="assets")
    return found[0]


def slug(name: str) -> str:
    """Return a name as a plain key.

    >>> slug("Saint-Éloi des Prés")
    'saint-eloi-des-pres'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "organisation"
