"""The record of what was published: written by one authority, checked against by all.

It holds nothing that is not public, see `beffroi.store.state.publishing`. On a server an authority
still sees its own rows only; the gate alone reads those of all, to say what would be computed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state.publishing import Publication
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

#: The lock under which a publication is checked and recorded: two that pass alone may not together.
LOCK = "publications"
_WHAT = Text(fr="publication", en="publication")


@dataclass(frozen=True, slots=True)
class Draft:
    """A publication about to be recorded."""

    title: str
    source: str
    measure: str
    unit: str
    rule: str
    cells: int
    held_back: int
    checked: bool
    content: Mapping[str, Any]


def record(door: WriteDoor, organisation: int, draft: Draft) -> Publication:
    """Record a publication; hold `LOCK` from the check on."""
    content = json.dumps(draft.content, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    with door.change("publication.record", "publication", organisation, draft.title) as change:
        require_kept_here(change.session, organisation)
        change.session.expire_on_commit = False
        row = Publication(
            organisation_id=organisation,
            title=draft.title,
            source=draft.source,
            measure=draft.measure,
            unit=draft.unit,
            rule=draft.rule,
            digest=digest,
            cells=draft.cells,
            held_back=draft.held_back,
            checked=draft.checked,
            content=dict(draft.content),
            published_at=utc_now(),
            actor=door.actor,
        )
        change.session.add(row)
        change.session.flush()
        change.detail = {"publication": row.id, "sha256": digest, "rule": draft.rule}
    return row


def over(door: WriteDoor, source: str, measure: str) -> list[Publication]:
    """List all that was published over a source, by any authority, the oldest first."""
    row = Publication
    with door.look() as session:
        query = select(row).where(row.source == source, row.measure == measure)
        return list(session.scalars(query.order_by(row.id)))


def listed(door: WriteDoor, organisations: Sequence[int]) -> list[Publication]:
    """List the publications of authorities, the newest first."""
    row = Publication
    with door.look() as session:
        query = select(row).where(row.organisation_id.in_(organisations))
        return list(session.scalars(query.order_by(row.id.desc())))


def require(door: WriteDoor, publication: int) -> Publication:
    """Return a publication.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.look() as session:
        found = session.get(Publication, publication)
    if found is None:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=publication, command="publish list")
    return found
