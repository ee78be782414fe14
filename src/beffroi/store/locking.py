"""Locks that are files: one who dies leaves its own, those who wait are served in their order."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from beffroi.errors import BeffroiError
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import HOME_BUSY, HOME_UNWRITABLE

#: Between two looks at what another process holds [s].
_AGAIN = 0.02
_COMING = ".part"


@contextmanager
def locked(home: Path, path: Path, patience: float) -> Iterator[None]:
    """Hold the lock that a file is, after waiting `patience` seconds at most.

    Those who wait stand in a line, a folder beside the lock. It is their order that counts, not
    who looks at the right moment: many who write again and again would else keep one out for long.

    Raises:
        BeffroiError: `store.home_busy`, `store.home_unwritable`.
    """
    with ExitStack() as held:
        try:
            lock = _opened(path)
            held.callback(os.close, lock)
            if patience > 0:
                _wait_for(lock, home, path.with_name(f"{path.name}-line"), patience)
            elif not _taken(lock):
                raise BeffroiError(HOME_BUSY, home=home)
        except OSError as error:
            raise BeffroiError(HOME_UNWRITABLE, home=home, reason=reason_of(error)) from error
        yield


def _wait_for(lock: int, home: Path, line: Path, patience: float) -> None:
    until = time.monotonic() + patience
    with _in_line(line) as mine:
        while not (_first(mine) and _taken(lock)):
            if time.monotonic() >= until:
                raise BeffroiError(HOME_BUSY, home=home)
            time.sleep(_AGAIN)


@contextmanager
def _in_line(folder: Path) -> Iterator[Path]:
    """Stand in a line; the place is a file that its process holds, named by when it came.

    The clock is that of the machine since it started, the same for all of its processes. Between
    machines that share a folder the order may be another one; the lock itself is not.
    """
    folder.mkdir(exist_ok=True)
    place = folder / f"{time.monotonic_ns():020}-{uuid4().hex[:8]}"
    coming = place.with_suffix(_COMING)
    held = _opened(coming)
    try:
        _taken(held)
        coming.rename(place)  # seen by others once it is held, not before
        yield place
    finally:
        for path in (coming, place):
            path.unlink(missing_ok=True)
        os.close(held)


def _first(mine: Path) -> bool:
    """Tell whether nobody alive came before; places of the dead are cleared on the way."""
    for path in sorted(mine.parent.iterdir()):
        if path.name >= mine.name:
            return True
        if path.suffix == _COMING:
            continue
        with suppress(FileNotFoundError):
            other = os.open(path, os.O_RDWR)
            try:
                if not _taken(other):
                    return False
                path.unlink()
            finally:
                os.close(other)
    return True


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
