"""The files of a home that live on object storage: the folder is a bounded copy of some of them.

Files never change once written, so that a copy is never stale. One that was sent or fetched is made
read-only: that mark tells it from one that exists nowhere else yet, which is never let go.
"""

import errno
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from beffroi.errors import BeffroiError
from beffroi.errors.store import HOME_UNWRITABLE, LAKE_BROKEN
from beffroi.store.engine import own_folder
from beffroi.store.lake.far import Far
from beffroi.texts import Text

_LOST = Text(fr="{name} manque dans « {place} »", en="{name} is missing from “{place}”")
_CUT = Text(
    fr="{name} n’a pas la taille attendue dans « {place} »",
    en="{name} has not the expected size in “{place}”",
)
#: How a file that is far away too is marked.
COPY = 0o444
#: The folders of which the copy is bounded; those of rollups are small and answer most: last.
_FOLDERS = ("lake", "rollups")
#: What was used so recently may still be read: it stays, even above the bound [s].
GRACE = 3600.0


@dataclass(slots=True)
class Mirror:
    """A home whose files of measures live at a far place, and how much of them it may keep."""

    home: Path
    far: Far
    bound: int
    """Of the copies that the home keeps [bytes]."""
    _room: int = -1

    def bring(self, files: Iterable[tuple[str, int]]) -> None:
        """Make sure that files, given by name and size, are in the home.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_broken`, `store.home_unwritable`.
        """
        gained = 0
        for name, size in files:
            path = self.home / name
            if not _used(path, size):
                self.fetch(name, path, size)
                gained += size
        if gained:
            self._fit(gained)

    def fetch(self, name: str, target: Path, size: int | None = None) -> None:
        """Bring one file to a place, whole or not at all.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_broken`, `store.home_unwritable`.
        """
        # What a dead process left in this folder is swept: see `engine.sweep`.
        folder = self.home / "spool" / own_folder("fetch")
        partial = folder / f"{uuid4()}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            found = self.far.fetch(name, partial)
            problem = None if found else _LOST
            if found and size is not None and partial.stat().st_size != size:
                problem = _CUT
            if problem is not None:
                reason = problem.fill(name=name, place=self.far.place)
                raise BeffroiError(LAKE_BROKEN, home=self.home, reason=reason)
            partial.chmod(COPY)
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.replace(target)
        except OSError as error:
            raise BeffroiError(HOME_UNWRITABLE, home=self.home, reason=error) from error
        finally:
            partial.unlink(missing_ok=True)

    def send(self, files: Iterable[tuple[str, int]]) -> None:
        """Bring new files of the home to the far place; they may be let go here afterwards.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_other`.
        """
        gained = 0
        for name, size in files:
            path = self.home / name
            self.far.send(path, name)
            path.chmod(COPY)
            gained += size
        if gained:
            self._fit(gained)

    def sweep(self, folder: str, named: set[str]) -> None:
        """Remove from a far folder what is not named; nobody may be writing there.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_other`.
        """
        self.far.delete(name for name in self.far.sizes(folder) if name not in named)

    def _fit(self, gained: int) -> None:
        """Let go of what was used the longest ago, where the home keeps too much.

        The folders are not walked at each file: only once what came may have passed the bound.
        """
        self._room -= gained
        if self._room >= 0:
            return
        copies = []
        for rank, folder in enumerate(_FOLDERS):
            for path in (self.home / folder).rglob("*.parquet"):
                try:
                    facts = path.stat()
                except FileNotFoundError:
                    continue  # another process let go of it
                if not facts.st_mode & 0o222:
                    copies.append((rank, facts.st_atime, facts.st_size, path))
        total = sum(size for _, _, size, _ in copies)
        until = time.time() - GRACE
        for _, at, size, path in sorted(copies):
            if total <= self.bound:
                break
            if at < until:
                path.unlink(missing_ok=True)
                total -= size
        self._room = max(self.bound - total, self.bound // 20)


def _used(path: Path, size: int) -> bool:
    """Tell whether a copy is here whole, and note that it is used."""
    try:
        facts = path.stat()
        if facts.st_size != size:
            return False
        os.utime(path, ns=(time.time_ns(), facts.st_mtime_ns))
    except FileNotFoundError:
        return False
    except PermissionError:
        pass  # the folder is another's: it is read as it is
    except OSError as error:
        if error.errno != errno.EROFS:  # a disk that is read-only keeps no note
            raise
    return True
