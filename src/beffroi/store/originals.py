"""Files as received, kept under the hash of their content."""

import hashlib
import os
import shutil
from pathlib import Path

from beffroi.errors import BeffroiError
from beffroi.errors.store import HOME_UNWRITABLE
from beffroi.store.home import Home


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal, reading it by blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def place(home: Home, sha256: str) -> Path:
    """Return where the original of a hash is kept."""
    return home.originals / sha256[:2] / sha256


def keep(home: Home, path: Path, sha256: str) -> Path:
    """Keep a copy of a file, whole and on the disk when this returns; keeping twice is harmless.

    Raises:
        BeffroiError: `store.home_unwritable`.
    """
    target = place(home, sha256)
    if target.is_file():
        return target
    partial = home.spool / f"{sha256}.part"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as source, partial.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
            sink.flush()
            os.fsync(sink.fileno())
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BeffroiError(HOME_UNWRITABLE, home=home.root, reason=error) from error
    return target
