"""What the disk refuses while something is written, in the words of the catalogue."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from deltalake.exceptions import DeltaError

from beffroi.errors import BeffroiError
from beffroi.errors.store import HOME_UNWRITABLE, LAKE_BROKEN

_DISK = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
#: What libraries say that do not give the number of the system.
_SAID = {
    "No space left on device": errno.ENOSPC,
    "Disk quota exceeded": errno.EDQUOT,
    "File too large": errno.EFBIG,
}
#: What the engine says of a file of the lake that is missing or damaged.
_READING = ("No files found", "Cannot open file", "arquet", "TProtocolException")


@contextmanager
def disk_errors(home: Path) -> Iterator[None]:
    """Say in the words of the catalogue that the disk refused, or that the lake is damaged.

    Raises:
        BeffroiError: `store.home_unwritable`, `store.lake_broken`.
    """
    try:
        yield
    except (duckdb.Error, DeltaError, OSError) as error:
        told = _told(home, error)
        if told is None:
            raise
        raise told from error


def _told(home: Path, error: Exception) -> BeffroiError | None:
    said = str(error)
    number = error.errno if isinstance(error, OSError) else None
    if number is None:
        number = next((number for part, number in _SAID.items() if part in said), None)
    if number is not None:
        reason = OSError(number, said)
        return BeffroiError(HOME_UNWRITABLE, home=home, reason=reason) if number in _DISK else None
    if isinstance(error, duckdb.Error) and any(part in said for part in _READING):
        return BeffroiError(LAKE_BROKEN, home=home, reason=said.splitlines()[0])
    if isinstance(error, (duckdb.IOException, duckdb.OutOfMemoryException)):
        return BeffroiError(HOME_UNWRITABLE, home=home, reason=error)
    return None
