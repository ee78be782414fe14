"""An installation given back from a backup, into an empty place, each file checked."""

import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.backup import BROKEN
from beffroi.store.backup.repository import Repository
from beffroi.store.home import Home

Progress = Callable[[str, int, int], None]


def restore(
    repository: Repository, root: Path, name: str = "", progress: Progress = lambda *_: None
) -> dict[str, Any]:
    """Write a snapshot (the last one by default) to a new home; return what the snapshot says.

    The home takes its name once it is whole: a restore that stops half way leaves nothing that
    could be taken for an installation.

    Raises:
        BeffroiError: `store.home_exists`, `backup.missing`, `backup.broken`,
            `backup.secret_needed`.
    """
    manifest = repository.read_snapshot(name)
    home = Home(root)
    home.make()
    partial = Home(root / ".restoring")
    try:
        files = _checked(repository, manifest)
        for done, (path, entry) in enumerate(sorted(files.items())):
            target = partial.root / _safe(repository, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            repository.get(entry["sha256"], target, path)
            progress("restore", done + 1, len(files))
        shutil.rmtree(home.originals)
        for item in sorted(partial.root.iterdir(), key=lambda p: p.name == home.state.name):
            item.replace(root / item.name)  # the state last: it makes a folder an installation
        home.originals.mkdir(exist_ok=True)
    except BaseException:
        for item in root.iterdir():  # all of it was made here: the folder was empty
            shutil.rmtree(item) if item.is_dir() else item.unlink()
        raise
    finally:
        shutil.rmtree(partial.root, ignore_errors=True)
    return manifest


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
