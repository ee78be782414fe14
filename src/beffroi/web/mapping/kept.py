"""Positions of assets in memory, in the plane of web maps, until something of them changed.

A map asks for dozens of tiles in a second; 100,000 assets take a moment to read. They are read
again once the journal tells a change of that organisation's assets: what it costs to know is what
is new in the journal.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sqlalchemy import and_, func, or_, select

from beffroi.decide.places import Positions, positions
from beffroi.domains import domains
from beffroi.store.read import ReadDoor
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.territory.tiles import Floats, cells, mercator, tile
from beffroi.web.access.admitting import ACTOR
from beffroi.web.mapping.ground import land_of
from beffroi.web.mapping.moment import day_of

#: Organisations whose positions are kept: 100,000 assets take some 3 MB.
_MOST = 16
#: First words of the actions after which assets may be, or stand, otherwise.
_OWN = ("asset", "batch", "series", "household", "store", "organisation")
_EVERYONE = ("territory", "store")


@dataclass(frozen=True, slots=True)
class Plane:
    """The assets of an organisation in the plane of web maps."""

    x: Floats
    y: Floats
    positions: Positions
    seen: int
    """The last entry of the journal that was looked at."""

    def tile(self, z: int, column: int, row: int, domain: str = "") -> bytes:
        """Return a tile, of the assets that a domain watches where one is named."""
        x, y, exact = self.x, self.y, self.positions.exact
        if domain:
            chosen = self._of(domain)
            x, y, exact = x[chosen], y[chosen], exact[chosen]
        return tile(x, y, exact, z, column, row)[0]

    def near(self, longitude: float, latitude: float, z: int, most: int) -> tuple[list[int], int]:
        """Return the assets of the cell around a place, `most` of them, and how many there are."""
        x, y = mercator(np.array([longitude]), np.array([latitude]))
        found = self.positions.number[cells(self.x, self.y, z) == cells(x, y, z)[0]]
        return found[:most].tolist(), len(found)

    def exact(self, numbers: Sequence[int]) -> dict[int, bool]:
        """Tell of some of its assets whether it is known where they stand themselves."""
        places = np.searchsorted(self.positions.number, numbers)
        return dict(zip(numbers, self.positions.exact[places].tolist(), strict=True))

    def _of(self, domain: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        types = {kind.key for kind in domains()[domain].asset_types}
        wanted = [place for place, kind in enumerate(self.positions.kinds) if kind in types]
        return np.isin(self.positions.kind, wanted)


@dataclass(slots=True)
class Kept:
    """What is kept of one installation."""

    _known: OrderedDict[int, Plane] = field(default_factory=OrderedDict)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _locks: dict[int, threading.Lock] = field(default_factory=dict)

    def plane(self, store: Store, door: ReadDoor, organisation: int) -> Plane:
        """Return the positions of an organisation as they are now."""
        with self._turn:
            lock = self._locks.setdefault(organisation, threading.Lock())
        with lock:  # a screen asks for many tiles at once: one of them reads
            known = self._known.get(organisation)
            fresh = self._fresh(known, store.writer(ACTOR), organisation)
            if fresh is None:
                fresh = _read(store, door, organisation)
        with self._turn:
            self._known[organisation] = fresh
            self._known.move_to_end(organisation)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return fresh

    def _fresh(self, known: Plane | None, own: WriteDoor, organisation: int) -> Plane | None:
        if known is None:
            return None
        row = JournalEntry
        changed = or_(
            and_(
                row.organisation_id == organisation, or_(*(row.action.like(f"{w}.%") for w in _OWN))
            ),
            and_(
                row.organisation_id.is_(None), or_(*(row.action.like(f"{w}.%") for w in _EVERYONE))
            ),
        )
        with own.look() as session:
            found = session.scalar(select(row.id).where(row.id > known.seen, changed).limit(1))
            last = session.scalar(select(func.max(row.id))) or 0
        if found or last < known.seen:  # a journal that is shorter was restored
            return None
        return Plane(known.x, known.y, known.positions, last)


_kept: dict[Path, Kept] = {}


def plane_of(store: Store, door: ReadDoor, organisation: int) -> Plane:
    """Return where the assets of an organisation stand, as they are now.

    Raises:
        BeffroiError: `store.out_of_scope` to whoever may read nothing there.
    """
    door.scope.require(organisation, f"organisation {organisation}")
    return _kept.setdefault(store.home.root, Kept()).plane(store, door, organisation)


def _read(store: Store, door: ReadDoor, organisation: int) -> Plane:
    own = store.writer(ACTOR)
    with own.look() as session:  # before: a change meanwhile is read again
        last = session.scalar(select(func.max(JournalEntry.id))) or 0
    with own.look(organisation) as session:
        ground = land_of(session, organisation, day_of(store)).ground
    with door.session() as session:
        found = positions(session, organisation, ground)
    x, y = mercator(found.longitude, found.latitude)
    return Plane(x, y, found, last)
