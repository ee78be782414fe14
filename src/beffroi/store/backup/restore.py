"""An installation given back from a backup, into an empty place, each file checked."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.backup import BROKEN, REFUSED
from beffroi.settings import choose
from beffroi.store import identity
from beffroi.store.backup.repository import Repository
from beffroi.store.home import Home
from beffroi.store.lake import Far
from beffroi.store.lake.mirror import COPY
from beffroi.store.rollups.writing import FOLDER as ROLLUPS
from beffroi.store.state.copying import copy
from beffroi.store.state.database import open_state
from beffroi.texts import Text

_AMONG = Text(
    fr="il est dans la sauvegarde elle-même",
    en="it is in the folder of backups itself",
)
Progress = Callable[[str, int, int], None]
#: What makes a folder an installation comes once the rest is there.
_LAST = ("state.sqlite", ".installation")


def restore(
    repository: Repository,
    root: Path,
    name: str = "",
    progress: Progress = lambda *_: None,
    *,
    state: str = "",
    lake: str = "",
) -> dict[str, Any]:
    """Write a snapshot (the last one by default) to a new home; return what the snapshot says.

    The home takes its name once it is whole: a restore that stops half way leaves nothing that
    could be taken for an installation. It has an identity of its own: what is restored never
    writes to the server of what was backed up. `state` is the address of an empty database to
    bring the state to; without, it is a file of the home. `lake` is that of an empty place of
    object storage to bring the measures to; without, they are in the home.

    Raises:
        BeffroiError: `store.lake_taken`, `store.lake_unreachable`.
        BeffroiError: `store.state_taken`, `store.state_unreachable`, `store.role_unsafe`.
        BeffroiError: `store.home_exists`, `backup.missing`, `backup.broken`,
            `backup.secret_needed`; `backup.refused` for a place among the backups themselves.
    """
    if root.resolve().is_relative_to(repository.root.resolve()):
        raise BeffroiError(REFUSED, place=root, reason=_AMONG)
    manifest = repository.read_snapshot(name)
    home = Home(root)
    own = identity.new()
    far = Far(lake, own) if lake else None
    if far is not None:
        far.require_free()
    home.make()
    partial = Home(root / ".restoring")
    try:
        files = _checked(repository, manifest)
        for done, (path, entry) in enumerate(sorted(files.items())):
            target = partial.root / _safe(repository, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            repository.get(entry["sha256"], target, path)
            progress("restore", done + 1, len(files))
        choose(partial.root, "state", state)
        choose(partial.root, "lake", lake)
        choose(partial.root, "backup_to", "")  # a copy must not take the place of what it copies
        identity.rename(partial, own)
        if state:
            _serve(partial, state, own)
        if far is not None:
            _send(partial, far)
        shutil.rmtree(home.originals)
        for item in sorted(partial.root.iterdir(), key=lambda p: p.name in _LAST):
            item.replace(root / item.name)  # the state last: it makes a folder an installation
        home.originals.mkdir(exist_ok=True)
    except BaseException:
        for item in root.iterdir():  # all of it was made here: the folder was empty
            shutil.rmtree(item) if item.is_dir() else item.unlink()
        if far is not None:
            with suppress(BeffroiError):
                far.delete(far.sizes(""))  # so was all that is there
        raise
    finally:
        shutil.rmtree(partial.root, ignore_errors=True)
    return manifest


def _serve(home: Home, address: str, own: str) -> None:
    """Bring a restored state to an empty database, which serves this home from then on."""
    served = open_state(home.state, address, own)
    try:
        identity.require_free(served)
        file = open_state(home.state)
        try:
            with file.read() as source, served.write() as target:
                copy(source.connection(), target.connection())
        finally:
            file.close()
    finally:
        served.close()
    home.state.unlink()


def _send(home: Home, far: Far) -> None:
    """Bring restored measures and originals to an empty place; the log is there only."""
    far.claim()
    log = home.lake / "_delta_log"
    for folder in (home.lake, home.root / ROLLUPS, home.originals):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                far.send(path, path.relative_to(home.root).as_posix())
                path.chmod(COPY)
    shutil.rmtree(log)


def _checked(repository: Repository, manifest: Any) -> dict[str, dict[str, Any]]:
    """Refuse a snapshot that is not of the form that `snapshot.py` writes."""
    files = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(files, dict) or not all(
        isinstance(one, dict) and isinstance(one.get("sha256"), str) and "\0" not in path
        for path, one in files.items()
    ):
        raise BeffroiError(BROKEN, place=repository.root, file="snapshots")
    return files


def _safe(repository: Repository, path: str) -> PurePosixPath:
    """Refuse a name that would leave the home: a snapshot may have been forged."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise BeffroiError(BROKEN, place=repository.root, file=path)
    return pure
