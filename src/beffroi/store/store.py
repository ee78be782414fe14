"""An open installation: its home, its state, its lake, and the two doors."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.settings import Settings
from beffroi.store.engines import Engine
from beffroi.store.home import Home
from beffroi.store.lake import Lake
from beffroi.store.manifest import adopt
from beffroi.store.read import ReadDoor
from beffroi.store.recovery import recover
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.database import State, open_state
from beffroi.store.write import WriteDoor


@dataclass(frozen=True, slots=True)
class Store:
    """An open installation; `close()` it, or use it as a context manager."""

    home: Home
    settings: Settings
    state: State
    lake: Lake

    @classmethod
    def create(cls, root: Path, settings: Settings | None = None) -> "Store":
        """Create an empty installation in a new folder.

        Raises:
            BeffroiError: `store.home_exists`, `store.home_unwritable`.
        """
        home = Home(root)
        home.make()
        lake = Lake.create(home.lake)
        state = open_state(home.state)
        store = cls(home, settings or Settings.load(root), state, lake)
        with store.writer("beffroi").change("home.create", "installation") as change:
            change.session.add(models.LakeVersion(name="observations", version=lake.version()))
        return store

    @classmethod
    def open(cls, root: Path, settings: Settings | None = None) -> "Store":
        """Open an installation; what a dead process left is mended first.

        Raises:
            BeffroiError: `store.home_missing`, `store.state_corrupt`, `store.state_newer`.
        """
        home = Home(root)
        home.require()
        settings = settings or Settings.load(root)
        store = cls(home, settings, open_state(home.state), Lake(home.lake))
        door = store.writer("beffroi")
        if store.state.writable:
            if not store._named():
                adopt(door, store.lake)
            recover(door)
        return store

    def _named(self) -> bool:
        """Tell whether the state names the files of the lake: older installations did not."""
        with Session(self.state.reading) as session:
            version = session.get(models.LakeVersion, "observations")
            one = session.scalar(select(models.DataFile.path).limit(1))
        return one is not None or version is None or version.version == 0

    def close(self) -> None:
        """Close every connection."""
        self.state.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def writer(self, actor: str) -> WriteDoor:
        """Return the write door, for a named actor."""
        settings = self.settings
        return WriteDoor(
            self.home,
            self.state,
            self.lake,
            actor,
            settings.memory_limit_mb,
            settings.lock_wait_seconds,
        )

    def reader(self, scope: Scope, engine: Engine | None = None) -> ReadDoor:
        """Return the read door, within a scope; `engine` runs its queries, DuckDB by default."""
        memory = self.settings.memory_limit_mb
        return ReadDoor(self.home, self.state, self.lake, scope, memory, engine)

    def whole(self, actor: str, purpose: str) -> Scope:
        """Return the scope of the installation's own administrator: every organisation."""
        with Session(self.state.reading) as session:
            found = frozenset(session.scalars(select(models.Organisation.id)))
        return Scope(found, actor, purpose)
