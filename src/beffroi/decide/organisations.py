"""Organisations and assets as people describe them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.decide import NAME_INVALID, SIREN_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.territory.identifiers import is_siren, plain
from beffroi.texts import Text

LONGEST_NAME = 200
#: What the column takes; a server refuses more.
LONGEST_KEY = 64


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
            key=siren or slug(name)[:LONGEST_KEY],
            name=name,
            kind=kind,
            parent_id=parent,
            attributes=dict(attributes or {}),
            created_at=utc_now(),
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def checked_name(name: str) -> str:
    """Return a name on one line, as people write it.

    >>> checked_name(" Saint-Éloi\\n des Prés ")
    'Saint-Éloi des Prés'

    Raises:
        BeffroiError: `decide.name_invalid` when it is empty or endless.
    """
    clean = " ".join(name.split())
    if not 0 < len(clean) <= LONGEST_NAME:
        raise BeffroiError(NAME_INVALID, name=clean[:40], most=LONGEST_NAME)
    return clean


def checked_siren(siren: str) -> str:
    """Return a SIREN without its spaces, or nothing when none was given.

    Its last digit is a check of the others (Luhn, ISO/IEC 7812-1).

    >>> checked_siren("123 456 782")
    '123456782'

    Raises:
        BeffroiError: `decide.siren_invalid`.
    """
    digits = plain(siren)
    if digits and not is_siren(digits):
        raise BeffroiError(SIREN_INVALID, siren=digits[:40])
    return digits


@dataclass(frozen=True, slots=True)
class Description:
    """An asset as a person or a file describes it; `parent` is the key of what it serves."""

    type: str
    key: str
    name: str = ""
    parent: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


def put_assets(
    door: WriteDoor, organisation: int, descriptions: Sequence[Description]
) -> dict[str, int]:
    """Create assets, or complete those that have these keys: all of them or none.

    Returns:
        The identifier of each key.

    Raises:
        BeffroiError: `store.not_found` when a parent is nowhere.
    """
    with door.change("asset.put", "description", organisation) as change:
        session = change.session
        require_kept_here(session, organisation)
        stored = list(
            session.scalars(
                select(models.Asset).where(models.Asset.organisation_id == organisation)
            )
        )
        known = {(row.type, row.key): row for row in stored}
        for item in descriptions:
            row = known.get((item.type, item.key))
            if row is None:
                row = models.Asset(
                    organisation_id=organisation, type=item.type, key=item.key, attributes={}
                )
                session.add(row)
                known[item.type, item.key] = row
            row.batch_id = None  # what a person described outlives the import that declared it
            row.name = item.name or row.name or item.key
            row.attributes = {**row.attributes, **item.attributes}
        session.flush()
        places = {name: row for row in known.values() for name in (row.name, row.key)}
        for item in descriptions:
            if item.parent:
                known[item.type, item.key].parent_id = _parent(places, item)
        change.detail = {"assets": len(descriptions)}
        return {item.key: known[item.type, item.key].id for item in descriptions}


def _parent(places: Mapping[str, models.Asset], item: Description) -> int:
    found = places.get(item.parent)
    if found is None or found.key == item.key:
        what = Text(fr="équipement", en="asset")
        raise BeffroiError(NOT_FOUND, what=what, key=item.parent, command="assets")
    found.batch_id = None
    return found.id


def slug(name: str) -> str:
    """Return a name as a plain key.

    >>> slug("Saint-Éloi des Prés")
    'saint-eloi-des-pres'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "organisation"
