"""Public sites in the state: how they are described, and the versions of what they show."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.site import CHANGED, NOT_DESCRIBED, SLUG_TAKEN
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state.sites import PublicSite, PublicVersion
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

PURPOSE = "publication"
_WHAT = Text(fr="publication", en="publication")


@dataclass(frozen=True, slots=True)
class SiteDraft:
    """How an authority wants to show itself."""

    slug: str
    name: str
    about: str
    contact: str
    director: str
    host: str
    accent: str
    accent_dark: str


def digest_of(content: Mapping[str, Any]) -> str:
    """Return what tells a content from any other (SHA-256 of it as JSON, keys in order)."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def describe(door: WriteDoor, organisation: int, draft: SiteDraft) -> None:
    """Keep how an authority shows itself.

    Raises:
        BeffroiError: `site.slug_taken`.
    """
    row = PublicSite
    with door.look() as session:  # one of an authority sees its own rows only
        holder = session.scalar(select(row.organisation_id).where(row.slug == draft.slug))
    if holder not in (None, organisation):
        raise BeffroiError(SLUG_TAKEN, slug=draft.slug)
    try:
        with door.change("site.describe", PURPOSE, organisation, draft.slug) as change:
            require_kept_here(change.session, organisation)
            told = {"updated_at": utc_now(), "actor": door.actor}
            change.session.merge(row(organisation_id=organisation, **asdict(draft), **told))
    except IntegrityError as error:  # somebody took it in between
        raise BeffroiError(SLUG_TAKEN, slug=draft.slug) from error


def keep(
    door: WriteDoor,
    organisation: int,
    key: str,
    content: Mapping[str, Any],
    members: Mapping[str, Any],
    publication: int | None,
) -> int:
    """Publish a version of something: from then on, public pages show it.

    Returns:
        Its version.

    Raises:
        BeffroiError: `site.not_described`; `site.changed`, where somebody published meanwhile.
    """
    row = PublicVersion
    try:
        with door.change("site.publish", PURPOSE, organisation, key) as change:
            session = change.session
            require_kept_here(session, organisation)
            if session.get(PublicSite, organisation) is None:
                raise BeffroiError(NOT_DESCRIBED)
            mine = (row.organisation_id == organisation, row.key == key)
            version = (session.scalar(select(func.max(row.version)).where(*mine)) or 0) + 1
            digest = digest_of(content)
            made = row(
                organisation_id=organisation,
                key=key,
                version=version,
                publication_id=publication,
                content=dict(content),
                members=dict(members),
                digest=digest,
                published_at=utc_now(),
                actor=door.actor,
            )
            session.add(made)
            session.flush()
            told = {"version": version, "sha256": digest, "publication": publication}
            change.detail = {**told, "rule": members.get("rule")}
    except IntegrityError as error:
        raise BeffroiError(CHANGED) from error
    return version


def withdraw(door: WriteDoor, organisation: int, key: str, why: str) -> None:
    """Take something back, with all its versions: public pages show it no more.

    What the gate remembers of it stays: it was public, and later tables are checked with it.

    Raises:
        BeffroiError: `store.not_found`, where nothing of it is public.
    """
    row = PublicVersion
    with door.change("site.withdraw", PURPOSE, organisation, key) as change:
        query = select(row).where(
            row.organisation_id == organisation, row.key == key, row.withdrawn_at.is_(None)
        )
        rows = list(change.session.scalars(query))
        if not rows:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=key, command="publish list")
        for one in rows:
            one.withdrawn_at, one.withdrawn_by, one.withdrawn_why = utc_now(), door.actor, why
        change.detail = {"versions": [one.version for one in rows]}


def site_of(session: Session, organisation: int) -> PublicSite | None:
    """Return how an authority shows itself; None where it chose nothing yet."""
    return session.get(PublicSite, organisation) if organisation > 0 else None


def open_site(session: Session, slug: str) -> PublicSite | None:
    """Return the site at an address, where something is public on it; None else."""
    public = select(PublicVersion.organisation_id).where(PublicVersion.withdrawn_at.is_(None))
    return session.scalar(
        select(PublicSite).where(PublicSite.slug == slug, PublicSite.organisation_id.in_(public))
    )


def shown(session: Session, organisation: int, key: str | None = None) -> list[PublicVersion]:
    """List the versions that are public, the newest first; of one thing, or of all."""
    row = PublicVersion
    query = select(row).where(row.organisation_id == organisation, row.withdrawn_at.is_(None))
    if key is not None:
        query = query.where(row.key == key)
    return list(session.scalars(query.order_by(row.id.desc())))


def newest(rows: list[PublicVersion]) -> dict[str, PublicVersion]:
    """Return the newest version of each thing, of versions with the newest first."""
    found: dict[str, PublicVersion] = {}
    for row in rows:
        found.setdefault(row.key, row)
    return found


def history(session: Session, organisation: int) -> list[PublicVersion]:
    """List every version that ever was public, the newest first."""
    row = PublicVersion
    query = select(row).where(row.organisation_id == organisation)
    return list(session.scalars(query.order_by(row.id.desc())))
