"""A folder of backups: files under the hash of their content, and snapshots that name them.

    beffroi-backup.json              version, name, and the public keys that it is encrypted for
    objects/ab/abcdef...             one content, encrypted where keys are given
    snapshots/20261124T101500Z-...   one instant of an installation: paths, sizes, hashes

A content is written once, whatever the number of snapshots and of files that hold it. An object
or a snapshot is there whole or not at all: it takes its name once it is on the disk.
"""

import hashlib
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID, uuid4

import pyrage
from pyrage import x25519

from beffroi.errors import BeffroiError
from beffroi.errors.backup import (
    BROKEN,
    KEY_NEEDED,
    MISSING,
    NO_FOLDER,
    REFUSED,
    SECRET_NEEDED,
    SECRET_WRONG,
)
from beffroi.errors.reasons import reason_of
from beffroi.store.backup.keys import recipient
from beffroi.texts import Text

_CONFIG, _VERSION = "beffroi-backup.json", 1
_BLOCK = 1 << 20
_NOT_EMPTY = Text(fr="ce dossier contient déjà autre chose", en="this folder holds something else")


@dataclass(frozen=True, slots=True)
class Repository:
    """An open folder of backups; `secret` is needed to read one that is encrypted."""

    root: Path
    identifier: str
    recipients: tuple[str, ...]
    secret: x25519.Identity | None = None

    @classmethod
    def open(cls, root: Path, secret: x25519.Identity | None = None) -> "Repository":
        """Open an existing folder of backups.

        Raises:
            BeffroiError: `backup.no_folder`, `backup.broken`.
        """
        path = root / _CONFIG
        if not path.is_file():
            raise BeffroiError(NO_FOLDER, place=root)
        try:
            config = json.loads(path.read_text("utf-8"))
            keys = tuple(str(key) for key in config["recipients"])
            name = str(UUID(config["id"]))
        except (ValueError, KeyError, TypeError) as error:
            raise BeffroiError(BROKEN, place=root, file=_CONFIG) from error
        return cls(root, name, keys, secret)

    @classmethod
    def create(cls, root: Path, recipients: Sequence[str], *, clear: bool) -> "Repository":
        """Start a folder of backups, encrypted for public keys, or not where `clear` says so.

        Raises:
            BeffroiError: `backup.refused`, `backup.key_needed`, `backup.key_invalid`.
        """
        if not recipients and not clear:
            raise BeffroiError(KEY_NEEDED, place=root)
        for key in recipients:
            recipient(key)
        try:
            root.mkdir(parents=True, exist_ok=True)
            if any(root.iterdir()):
                raise BeffroiError(REFUSED, place=root, reason=_NOT_EMPTY)
            for name in ("objects", "snapshots"):
                (root / name).mkdir()
            name = str(uuid4())
            config = {"version": _VERSION, "id": name, "recipients": list(recipients)}
            partial = root / f".{name}.part"
            _write(partial, io.BytesIO(json.dumps(config, indent=1).encode()))
            partial.replace(root / _CONFIG)
        except OSError as error:
            raise BeffroiError(REFUSED, place=root, reason=reason_of(error)) from error
        return cls(root, name, tuple(recipients))

    def put(self, path: Path) -> tuple[str, int]:
        """Keep the content of a file; return its SHA-256 and how many bytes this added."""
        partial = self.root / "objects" / f".{uuid4()}.part"
        try:
            with path.open("rb") as stream:
                seen = _Hashing(stream)
                self._seal(seen, partial)
            digest = seen.found.hexdigest()
            target = self.object(digest)
            if target.is_file():
                return digest, 0
            added = partial.stat().st_size
            target.parent.mkdir(exist_ok=True)
            partial.replace(target)
            _flush_folder(target.parent)
            return digest, added
        finally:
            partial.unlink(missing_ok=True)

    def holds(self, digest: str) -> bool:
        """Tell whether a content is kept already."""
        return self.object(digest).is_file()

    def get(self, digest: str, target: Path, name: str) -> None:
        """Write the content of a hash to a new file, and check it.

        Raises:
            BeffroiError: `backup.broken`, naming the file; `backup.secret_needed`.
        """
        try:
            with self.object(digest).open("rb") as stream, target.open("xb") as sink:
                checked = _Hashing(sink)
                self._unseal(stream, checked)
                sink.flush()
                os.fsync(sink.fileno())
        except (FileNotFoundError, pyrage.DecryptError) as error:
            raise BeffroiError(BROKEN, place=self.root, file=name) from error
        except OSError as error:
            if error.errno is not None:
                raise  # the disk, not the backup: altered bytes have no number
            raise BeffroiError(BROKEN, place=self.root, file=name) from error
        if checked.found.hexdigest() != digest:
            raise BeffroiError(BROKEN, place=self.root, file=name)

    def snapshots(self) -> list[str]:
        """List the names of snapshots, oldest first."""
        return sorted(p.name for p in (self.root / "snapshots").iterdir() if p.name[0] != ".")

    def write_snapshot(self, name: str, manifest: dict[str, Any]) -> str:
        """Write a snapshot, which makes it exist; return the SHA-256 of what it says."""
        plain = json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode()
        partial = self.root / "snapshots" / f".{uuid4()}.part"
        try:
            self._seal(io.BytesIO(plain), partial)
            partial.replace(self.root / "snapshots" / name)
            _flush_folder(self.root / "snapshots")
        finally:
            partial.unlink(missing_ok=True)
        return hashlib.sha256(plain).hexdigest()

    def read_snapshot(self, name: str = "") -> dict[str, Any]:
        """Read a snapshot, the last one by default.

        Raises:
            BeffroiError: `backup.missing`, `backup.broken`, `backup.secret_needed`.
        """
        names = self.snapshots()
        if not names or (name and name not in names):
            raise BeffroiError(MISSING, place=self.root, name=name or "snapshots")
        chosen = name or names[-1]
        plain = io.BytesIO()
        try:
            with (self.root / "snapshots" / chosen).open("rb") as stream:
                self._unseal(stream, plain)
            return cast("dict[str, Any]", json.loads(plain.getvalue()))
        except pyrage.DecryptError as error:
            raise BeffroiError(SECRET_WRONG, place=self.root) from error
        except (ValueError, OSError) as error:
            raise BeffroiError(BROKEN, place=self.root, file=chosen) from error

    def object(self, digest: str) -> Path:
        """Return where the content of a hash is kept."""
        return self.root / "objects" / digest[:2] / digest

    def _seal(self, source: Any, target: Path) -> None:
        if not self.recipients:
            _write(target, source)
            return
        with target.open("wb") as sink:
            pyrage.encrypt_io(source, sink, [recipient(key) for key in self.recipients])
            sink.flush()
            os.fsync(sink.fileno())

    def _unseal(self, source: IO[bytes], sink: Any) -> None:
        if not self.recipients:
            while block := source.read(_BLOCK):
                sink.write(block)
            return
        if self.secret is None:
            raise BeffroiError(SECRET_NEEDED, place=self.root)
        pyrage.decrypt_io(source, sink, [self.secret])


class _Hashing:
    """A stream that learns the hash of what goes through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.found = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.found.update(block)
        return block

    def write(self, block: bytes) -> int:
        self.found.update(block)
        return self.stream.write(block)

    def flush(self) -> None:
        self.stream.flush()


def _write(target: Path, source: Any) -> None:
    with target.open("wb") as sink:
        while block := source.read(_BLOCK):
            sink.write(block)
        sink.flush()
        os.fsync(sink.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
