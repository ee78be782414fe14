"""Files as received, kept under the hash of their content."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_BROKEN
from beffroi.errors.store import HOME_UNWRITABLE, LAKE_BROKEN
from beffroi.store.behind import Behind
from beffroi.store.home import Home
from beffroi.texts import Text

_CHANGED = Text(fr="il a changé pendant sa lecture", en="it changed while it was read")
_BLOCK = 1 << 20


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal, reading it by blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def place(home: Home, sha256: str) -> Path:
    """Return where the original of a hash is kept; the file may be missing.

    One that another machine brought is fetched.

    Raises:
        BeffroiError: `store.lake_unreachable`, `store.lake_other`, `store.home_unwritable`.
    """
    path = _place(home, sha256)
    if home.mirror is not None and not path.is_file():
        try:
            home.mirror.fetch(_name(home, path), path)
        except BeffroiError as error:
            if error.type is not LAKE_BROKEN:
                raise
    return path


def held(home: Home, sha256: str) -> bool:
    """Tell whether the original of a hash is kept, here or where other machines find it."""
    path = _place(home, sha256)
    return path.is_file() or (home.mirror is not None and home.mirror.far.holds(_name(home, path)))


def _place(home: Home, sha256: str) -> Path:
    return home.originals / sha256[:2] / sha256


def _name(home: Home, path: Path) -> str:
    return path.relative_to(home.root).as_posix()


def keep(home: Home, path: Path, sha256: str) -> Path:
    """Keep a copy of a file, whole and on the disk when this returns; keeping twice is harmless.

    Raises:
        BeffroiError: `store.home_unwritable`; `import.file_broken` when the file does not have
            that hash any more.
    """
    target = _place(home, sha256)
    if target.is_file():
        _send(home, target)
        return target
    partial = home.spool / f"{sha256}-{uuid4()}.part"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if _copy(path, partial) != sha256:
            raise BeffroiError(FILE_BROKEN, name=path.name, format="-", reason=_CHANGED)
        partial.replace(target)
    except OSError as error:
        raise BeffroiError(HOME_UNWRITABLE, home=home.root, reason=error) from error
    finally:
        partial.unlink(missing_ok=True)
    _send(home, target)
    return target


def _send(home: Home, path: Path) -> None:
    """Bring an original to where other machines find it, if it is not there."""
    if home.mirror is not None and not home.mirror.far.holds(_name(home, path)):
        home.mirror.far.send(path, _name(home, path))


def discard(home: Home, sha256: str, unused: Callable[[], bool]) -> None:
    """Remove a kept original that nobody uses, if it is there.

    Another process may be bringing the same file. It declares its batch, then looks whether the
    original is there; here it is taken away first, then asked whether anybody declared one: of
    the two, one sees the other.
    """
    target = _place(home, sha256)
    if not target.is_file() or not unused():
        return
    if home.mirror is not None:
        home.mirror.far.delete([_name(home, target)])
    aside = home.spool / f"{sha256}-{uuid4()}.part"
    try:
        target.replace(aside)
    except FileNotFoundError:
        return  # somebody else did
    if unused():
        aside.unlink()
    else:
        aside.replace(target)
        _send(home, target)


def _copy(path: Path, target: Path) -> str:
    """Copy a file to the disk and return the hash of what was copied."""
    found = hashlib.sha256()
    with path.open("rb") as source, target.open("wb") as sink, Behind() as behind:
        while block := source.read(_BLOCK):
            behind.do(found.update, block)
            sink.write(block)
        sink.flush()
        behind.wait()
        os.fsync(sink.fileno())
    return found.hexdigest()
