"""The key with which a home signs its journal: a file that nobody else may read."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from beffroi.errors import BeffroiError
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import HOME_UNWRITABLE
from beffroi.store.home import Home
from beffroi.store.journal.note import LOG, WITNESS, SecretKey

#: Backups leave what begins with a dot: a copy must not sign in the place of what it is of.
NAME = ".journal-key"
#: The key with which it witnesses the journals of others; for the same reason, and another one: a
#: copy may have forgotten what it signed.
WITNESS_NAME = ".witness-key"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that is on the disk and not in use yet."""

    secret: SecretKey
    path: Path
    partial: Path

    def keep(self) -> None:
        """Sign with it from now on."""
        self.partial.replace(self.path)


def own_key(home: Home) -> SecretKey | None:
    """Return the key of a home; None before there is one.

    Raises:
        BeffroiError: `journal.key_invalid`.
    """
    return _kept(home.root / NAME)


def _kept(path: Path) -> SecretKey | None:
    try:
        return SecretKey.parse(path.read_text("utf-8"))
    except FileNotFoundError:
        return None


def made(home: Home) -> NewKey:
    """Make a key for a home, named after its identity.

    Raises:
        BeffroiError: `store.home_unwritable`.
    """
    key = SecretKey.new(f"beffroi/{home.identity()}", LOG)
    path = home.root / NAME
    partial = path.with_name(f"{NAME}.part")
    try:
        write(partial, key)
    except OSError as error:
        raise BeffroiError(HOME_UNWRITABLE, home=home.root, reason=reason_of(error)) from error
    return NewKey(key, path, partial)


def witness_key(home: Home) -> SecretKey | None:
    """Return the key with which a home witnesses other journals; None before there is one.

    Raises:
        BeffroiError: `journal.key_invalid`.
    """
    return _kept(home.root / WITNESS_NAME)


def made_witness(home: Home, name: str = "") -> SecretKey:
    """Return the key with which a home witnesses other journals, made the first time.

    Raises:
        BeffroiError: `journal.key_invalid` for a name that is none, `store.home_unwritable`.
    """
    known = witness_key(home)
    if known is not None:
        return known
    key = SecretKey.new(name or f"beffroi/{home.identity()}/witness", WITNESS)
    partial = home.root / f"{WITNESS_NAME}.{key.public.id.hex()}"
    try:
        write(partial, key)
        os.link(partial, home.root / WITNESS_NAME)  # whole, and never over another one
    except FileExistsError:
        return made_witness(home, name)
    except OSError as error:
        raise BeffroiError(HOME_UNWRITABLE, home=home.root, reason=reason_of(error)) from error
    finally:
        partial.unlink(missing_ok=True)
    return key


def write(path: Path, key: SecretKey) -> None:
    """Write a key to a file that only its owner reads, on the disk when this returns."""
    with suppress(FileNotFoundError):
        path.unlink()  # what is there may be readable by others
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(f"{key.text}\n")
        stream.flush()
        os.fsync(stream.fileno())
