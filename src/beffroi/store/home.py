"""The home: one folder that holds an installation whole."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from beffroi.errors import BeffroiError
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import (
    HOME_EXISTS,
    HOME_MISSING,
    HOME_UNNAMEABLE,
    HOME_UNREADABLE,
    HOME_UNWRITABLE,
)
from beffroi.store.locking import locked

if TYPE_CHECKING:
    from beffroi.store.lake.mirror import Mirror

#: What the libraries of the lake take for something else than a name: an escape, a pattern.
_UNNAMEABLE = re.compile(r"%[0-9A-Fa-f]{2}|[\\*\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of an installation; copying the folder is a backup of it.

    `state.sqlite` (state, where it is not on a server), `lake/` (observations), `originals/` (files
    as received, by hash), `spool/` (work in progress, disposable), `deposits/` (files that people
    dropped and that wait for their word), `beffroi.toml` (settings).
    """

    root: Path
    mirror: "Mirror | None" = None
    """Where the measures live on object storage, of which the folder keeps copies."""

    @property
    def state(self) -> Path:
        """The SQLite file."""
        return self.root / "state.sqlite"

    @property
    def lake(self) -> Path:
        """The Delta table."""
        return self.root / "lake"

    @property
    def originals(self) -> Path:
        """The files as received."""
        return self.root / "originals"

    @property
    def spool(self) -> Path:
        """Work in progress; nothing there outlives a finished operation."""
        return self.root / "spool"

    @property
    def deposits(self) -> Path:
        """Files that were dropped and are not imported yet; it may not be there."""
        return self.root / "deposits"

    def identity(self) -> str:
        """Return which installation this is; empty where it was never said."""
        try:
            return self._identity.read_text("utf-8").strip()
        except FileNotFoundError:
            return ""

    def identify(self, identity: str) -> None:
        """Write down which installation this is, on the disk when this returns."""
        partial = self._identity.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as stream:
            stream.write(f"{identity}\n")
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(self._identity)

    @property
    def _identity(self) -> Path:
        return self.root / ".installation"

    def require(self, *, served: bool = False) -> None:
        """Check that the folder is a home, whose state is `served` by a server or its own file.

        Raises:
            BeffroiError: `store.home_missing`, `store.home_unnameable`, `store.home_unreadable`.
        """
        self._named()
        try:
            found = (self._identity if served else self.state).is_file()
        except OSError as error:
            raise BeffroiError(HOME_UNREADABLE, home=self.root, reason=reason_of(error)) from error
        if not found:
            raise BeffroiError(HOME_MISSING, home=self.root)

    def make(self) -> None:
        """Make the empty folders of a new home.

        Raises:
            BeffroiError: `store.home_exists`, `store.home_unnameable`, `store.home_unwritable`.
        """
        self._named()
        try:
            if self.root.exists() and (not self.root.is_dir() or any(self.root.iterdir())):
                raise BeffroiError(HOME_EXISTS, home=self.root)
            self.root.mkdir(parents=True, exist_ok=True)
            for folder in (self.originals, self.spool):
                folder.mkdir()
        except OSError as error:
            raise BeffroiError(HOME_UNWRITABLE, home=self.root, reason=reason_of(error)) from error

    def _named(self) -> None:
        if _UNNAMEABLE.search(str(self.root.absolute())):
            raise BeffroiError(HOME_UNNAMEABLE, home=self.root)

    @contextmanager
    def lock(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the only right to write; a dead process loses it by itself.

        Another process is waited for `patience` seconds at most.

        Raises:
            BeffroiError: `store.home_busy`, `store.home_unwritable`.
        """
        with locked(self.root, self.root / ".lock", patience):
            yield
