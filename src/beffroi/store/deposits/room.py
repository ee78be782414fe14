"""Where dropped files wait: a folder each, under a drawn name, with a bound for an authority."""

import secrets
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from beffroi.errors import BeffroiError
from beffroi.errors.deposits import DEPOSIT_NO_ROOM
from beffroi.store.disk import disk_errors
from beffroi.store.home import Home

MB = 1_000_000
_COMING = "coming"
#: A folder that is being filled, or that was not named yet, is younger than this [s].
_YOUNG = 6 * 3600.0


def reserve(home: Home, organisation: int, announced: int, waiting: int, most_mb: int) -> Path:
    """Return a folder to put files in as they come.

    Its name says how much was announced, so that what comes at the same time is counted too.

    Raises:
        BeffroiError: `deposit.no_room`, `store.home_unwritable`.
    """
    with disk_errors(home.root):
        folder = home.deposits / _COMING / f"{organisation}-{announced}-{secrets.token_hex(16)}"
        folder.mkdir(mode=0o700, parents=True)
        if waiting + _coming(home, organisation) > most_mb * MB:
            remove(folder)
            raise BeffroiError(DEPOSIT_NO_ROOM, limit=most_mb)
        return folder


def settle(home: Home, coming: Path) -> str:
    """Give a folder whose files are whole its place; return its name there."""
    name = coming.name.rpartition("-")[2]
    with disk_errors(home.root):
        coming.rename(home.deposits / name)
    return name


def place(home: Home, folder: str, number: int) -> Path:
    """Return where a file of a deposit is: its own name is never part of a path.

    >>> place(Home(Path("home")), "5f", 2).as_posix()
    'home/deposits/5f/2'
    """
    return home.deposits / folder / str(number)


def remove(folder: Path) -> int:
    """Remove a folder; return how many bytes it had."""
    size = 0
    with suppress(FileNotFoundError):
        size = sum(path.stat().st_size for path in folder.iterdir())
    shutil.rmtree(folder, ignore_errors=True)
    return size


def sweep(home: Home, named: Collection[str], young: float = _YOUNG) -> int:
    """Remove the folders that nobody names, once they are old enough; return their bytes."""
    before = time.time() - young
    size = 0
    for folder in (*_folders(home.deposits), *_folders(home.deposits / _COMING)):
        if folder.name in named or folder.name == _COMING:
            continue
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime <= before:
                size += remove(folder)
    return size


def _folders(parent: Path) -> list[Path]:
    return [one for one in parent.iterdir() if one.is_dir()] if parent.is_dir() else []


def _coming(home: Home, organisation: int) -> int:
    own = (one.name.split("-") for one in _folders(home.deposits / _COMING))
    return sum(int(parts[1]) for parts in own if parts[0] == str(organisation))
