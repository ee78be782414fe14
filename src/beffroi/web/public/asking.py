"""What a public page is handed: the site at an address, as it was published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from beffroi.publish.sites.files import Dated
from beffroi.store import sites
from beffroi.store.state.sites import PublicVersion
from beffroi.store.store import Store
from beffroi.texts import Language
from beffroi.trust.sites.describing import AuthorityLook, look_of_authority
from beffroi.web.access.admitting import ACTOR
from beffroi.web.pages.declaring import View


@dataclass(frozen=True, slots=True)
class Opened:
    """A site of which something is public."""

    slug: str
    look: AuthorityLook
    own_colours: bool
    about: str
    director: str
    host: str
    versions: tuple[Dated, ...]
    """All versions that are public, the newest first."""

    @property
    def newest(self) -> tuple[Dated, ...]:
        """The newest version of each thing, in the order of pages."""
        found: dict[str, Dated] = {}
        for one in self.versions:
            found.setdefault(one.key, one)
        return tuple(sorted(found.values(), key=lambda one: (_rank(one.key), one.key)))

    def find(self, key: str, version: int | None = None) -> Dated | None:
        """Return a version of something, the newest where none is named."""
        mine = (one for one in self.versions if one.key == key)
        return next((one for one in mine if version in (None, one.version)), None)

    @property
    def simulated(self) -> bool:
        """Whether something of it is made up, as in a demonstration."""
        return any(one.content["simulated"] for one in self.versions)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a public page; it says nothing of who asks."""

    site: Opened
    path: Mapping[str, str]
    language: Language
    address: str
    """Of the server, `https://host`; empty where it has none but this machine."""


@dataclass(frozen=True, slots=True)
class File:
    """Something that is no page: bytes of a type."""

    content: bytes
    type: str
    name: str = ""
    """Under which a browser keeps it; empty: it is shown."""
    headers: Mapping[str, str] = field(default_factory=dict)


Run: TypeAlias = Callable[[Asked], "View | File | None"]


def opened(store: Store, slug: str) -> Opened | None:
    """Return the site at an address; None where nothing is public there."""
    with store.writer(ACTOR).look() as session:
        row = sites.open_site(session, slug)
        if row is None:
            return None
        look = look_of_authority(session, row.organisation_id)
        versions = sites.shown(session, row.organisation_id)
        return Opened(
            row.slug,
            look,
            bool(row.accent or row.accent_dark),
            row.about,
            row.director,
            row.host,
            tuple(dated(one, look.name) for one in versions),
        )


def dated(row: PublicVersion, publisher: str) -> Dated:
    """Return a version as files and pages write it."""
    at: datetime = row.published_at
    content: Mapping[str, Any] = row.content
    return Dated(row.key, row.version, publisher, at, content)


_ORDER = ("consommation", "cout", "emissions", "resultats")


def _rank(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)
