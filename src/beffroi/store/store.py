"""An open installation: its home, its state, its lake, and the two doors."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.lake import NOT_SHARED
from beffroi.settings import Settings, choose
from beffroi.store import identity
from beffroi.store.engines import Engine
from beffroi.store.erasing.ending import recover_erasures
from beffroi.store.home import Home
from beffroi.store.lake import Far, Lake, Mirror
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
            BeffroiError: `store.home_exists`, `store.home_unwritable`; with a state on a server,
                `store.state_unreachable`, `store.role_unsafe`, `store.state_taken`; with a lake on
                object storage, `store.lake_unreachable`, `store.lake_taken`.
        """
        settings = settings or Settings.load(root)
        own = identity.new()
        home = _home(root, settings, own)
        # A server that refuses must leave no folder behind, nor the folder a claim on the server.
        served = open_state(home.state, settings.state, own) if settings.state else None
        lake: Lake | None = None
        try:
            if served is not None:
                identity.require_free(served)
            if home.mirror is not None:
                home.mirror.far.require_free()
            home.make()
            lake = Lake.create(home.lake, home.mirror)
            store = cls(home, settings, served or open_state(home.state), lake)
            with store.writer("beffroi").change("home.create", "installation") as change:
                identity.claim(change.session, own, store.state.server)
                change.session.add(models.LakeVersion(name="observations", version=lake.version()))
            _choose(root, settings)
            home.identify(own)  # last: it makes a folder an installation
        except BaseException:
            if served is not None:
                served.close()
            if home.mirror is not None and lake is not None:
                with suppress(BeffroiError):
                    home.mirror.sweep("", set())  # all of it was made here: the place was empty
            raise
        return store

    @classmethod
    def open(cls, root: Path, settings: Settings | None = None) -> "Store":
        """Open an installation; what a dead process left is mended first.

        Raises:
            BeffroiError: `store.home_missing`, `store.state_corrupt`, `store.state_newer`,
                `store.state_unreachable`, `store.state_other`.
        """
        settings = settings or Settings.load(root)
        home = Home(root)
        home.require(served=bool(settings.state))
        state = open_state(home.state, settings.state, home.identity())
        try:
            identity.check(home, state)
            home = _home(root, settings, home.identity())
            store = cls(home, settings, state, Lake(home.lake, home.mirror))
            door = store.writer("beffroi")
            if state.writable:
                if not store._named():
                    adopt(door, store.lake)
                recover(door)
                recover_erasures(door)
        except BaseException:
            state.close()
            raise
        return store

    @classmethod
    def join(cls, root: Path, settings: Settings) -> "Store":
        """Make one more folder, on another machine as a rule, of an installation that is shared.

        Its state is on a server and its lake on object storage, which the settings name.

        Raises:
            BeffroiError: `store.home_exists`, `store.home_unwritable`, `store.state_other` and
                `store.lake_other` where they are not of one installation,
                `store.state_unreachable`, `store.lake_unreachable`.
        """
        if not (settings.state and settings.lake):
            raise BeffroiError(NOT_SHARED)
        own = identity.served(root, settings.state)
        home = _home(root, settings, own)
        if home.mirror is not None:
            home.mirror.far.require()
        home.make()
        _choose(root, settings)
        home.identify(own)  # last: it makes a folder an installation
        return cls.open(root, settings)

    def _named(self) -> bool:
        """Tell whether the state names the files of the lake: older installations did not."""
        with self.state.read() as session:
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
        with self.state.read() as session:
            found = frozenset(session.scalars(select(models.Organisation.id)))
        return Scope(found, actor, purpose, whole=True)


def _home(root: Path, settings: Settings, own: str) -> Home:
    """Return a home, whose measures live far away where the settings say so."""
    if not settings.lake:
        return Home(root)
    return Home(root, Mirror(root, Far(settings.lake, own), settings.lake_cache_mb << 20))


def _choose(root: Path, settings: Settings) -> None:
    """Write in the settings of a home what lives elsewhere."""
    if settings.state:
        choose(root, "state", settings.state)
    if settings.lake:
        choose(root, "lake", settings.lake)
