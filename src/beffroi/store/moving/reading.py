"""An export that came from elsewhere: nothing of it is believed before its hash was verified.

Files are copied to the spool while they are hashed, so that nobody can change them afterwards. Only
names of the format are opened, no link is followed, nothing is read beyond the size that the
manifest tells, and what the manifest does not name is refused.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from beffroi.errors import BeffroiError
from beffroi.errors.archives import BROKEN
from beffroi.errors.moving import EXPORT_NEWER, EXPORT_UNREADABLE
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import HOME_UNWRITABLE
from beffroi.store.home import Home
from beffroi.store.journal.note import PublicKey
from beffroi.store.journal.proof import Proved
from beffroi.store.moving import signing
from beffroi.store.moving.format import FORMAT, MANIFEST, NAMED, PROOF
from beffroi.store.moving.measures import Step
from beffroi.texts import Text

_MANIFEST_LARGEST, _PROOF_LARGEST, _BLOCK = 256 << 20, 4 << 20, 1 << 20
_ABSENT = Text(fr="ce fichier manque", en="this file is missing")
_NO_EXPORT = Text(fr="ce n’est pas un export de Beffroi", en="it is no export of Beffroi")
_CHANGED = Text(fr="il n’est pas tel qu’il a été écrit", en="it is not as it was written")
_LARGE = Text(fr="il est plus gros qu’annoncé", en="it is larger than was told")
_UNKNOWN = Text(fr="le manifeste n’en dit rien", en="the manifest says nothing of it")
_LINK = Text(fr="c’est un lien, ou il y en a deux", en="it is a link, or there are two of them")
_ROOM = Text(fr="il y faut {size} octets de libres", en="it needs {size} free bytes")
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Export:
    """An export whose every file was verified and is now in a folder of our own."""

    place: str
    folder: Path
    manifest: dict[str, Any]
    sha256: str
    """Of the manifest."""
    proved: Proved
    key: PublicKey

    @property
    def organisation(self) -> dict[str, str]:
        """Its key, its name, its kind."""
        found: dict[str, str] = self.manifest["organisation"]
        return found

    def refuse(self, name: str, reason: Text) -> BeffroiError:
        """Return the refusal of a file."""
        return refused(self.place, name, reason)


def refused(place: object, name: str, reason: object) -> BeffroiError:
    """Return the refusal of a file of an export."""
    shown = name.encode("ascii", "replace").decode()[:80]
    return BeffroiError(EXPORT_UNREADABLE, place=place, name=shown, reason=reason)


def verified(
    home: Home, place: Path, work: Path, key: PublicKey | None, step: Step = lambda *_: None
) -> Export:
    """Copy an export to a folder, every file of it verified.

    Without `key`, that which the manifest names is used: it then only says that nothing changed.

    Raises:
        BeffroiError: `move.export_unreadable`, `move.export_newer`, `store.home_unwritable` where
            there is no room; `journal.key_invalid`, `journal.signature_wrong`,
            `journal.proof_wrong`, `journal.note_unreadable`.
    """
    with _source(place) as source:
        there = source.names()
        text = source.whole(MANIFEST, _MANIFEST_LARGEST)
        manifest = _manifest(place, text)
        sha256 = hashlib.sha256(text).hexdigest()
        key = key or PublicKey.parse(manifest["key"])
        proof = source.whole(PROOF, _PROOF_LARGEST).decode("utf-8", "replace")
        proved = signing.check(proof, key, sha256, str(place))
        files: list[dict[str, Any]] = manifest["files"]
        named = {file["path"] for file in files}
        for name in there - named - {MANIFEST, PROOF}:
            raise refused(place, name, _UNKNOWN)
        size = sum(file["bytes"] for file in files)
        if size > shutil.disk_usage(home.spool).free:
            raise BeffroiError(HOME_UNWRITABLE, home=home.root, reason=_ROOM.fill(size=size))
        for number, file in enumerate(files):
            target = work / file["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            source.copy(file, target)
            step("verify", number + 1, len(files))
    return Export(str(place), work, manifest, sha256, proved, key)


def _manifest(place: Path, text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(place, MANIFEST, _NO_EXPORT) from error
    if not isinstance(found, dict) or not str(found.get("format", "")).startswith("beffroi-export"):
        raise refused(place, MANIFEST, _NO_EXPORT)
    if found["format"] != FORMAT:
        shown = str(found["format"])[:40]
        raise BeffroiError(EXPORT_NEWER, place=place, format=shown, known=FORMAT)
    try:
        whole = all(isinstance(found[name], str) for name in ("key", "installation"))
        who = found["organisation"]
        whole = whole and all(isinstance(who[name], str) for name in ("key", "name", "kind"))
        names = [file["path"] for file in found["files"]]
        whole = whole and len(set(names)) == len(names) and all(map(_said, found["files"]))
    except (KeyError, TypeError) as error:
        raise refused(place, MANIFEST, _NO_EXPORT) from error
    if not whole:
        raise refused(place, MANIFEST, _NO_EXPORT)
    return found


def _said(file: dict[str, Any]) -> bool:
    size = file["bytes"]
    sound = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    return sound and NAMED.fullmatch(file["path"]) is not None and len(file["sha256"]) == 64


@dataclass(frozen=True, slots=True)
class _Source:
    place: Path
    archive: zipfile.ZipFile | None

    def names(self) -> set[str]:
        """List all that is there."""
        if self.archive is not None:
            infos = [one for one in self.archive.infolist() if not one.is_dir()]
            largest = self.place.stat().st_size
            for one in infos:  # as `leave` writes them; another way may fail in ways of its own
                if one.compress_type not in _WAYS or not 0 <= one.header_offset < largest:
                    raise refused(self.place, one.filename, _CHANGED)
            found = {one.filename for one in infos}
            if len(found) != len(infos):
                raise refused(self.place, self.place.name, _LINK)
            return found
        return {
            path.relative_to(self.place).as_posix()
            for path in self.place.rglob("*")
            if path.is_symlink() or not path.is_dir()
        }

    def whole(self, name: str, largest: int) -> bytes:
        """Read a small file whole."""
        with self._opened(name) as stream:
            found: bytes = stream.read(largest + 1)
        if len(found) > largest:
            raise refused(self.place, name, _LARGE)
        return found

    def copy(self, file: dict[str, Any], target: Path) -> None:
        """Copy a file that has the size and the hash that were told."""
        left, hashed = int(file["bytes"]), hashlib.sha256()
        with self._opened(file["path"]) as stream, target.open("wb") as sink:
            while block := stream.read(min(_BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    raise refused(self.place, file["path"], _LARGE)
                hashed.update(block)
                sink.write(block)
        if left or hashed.hexdigest() != file["sha256"]:
            raise refused(self.place, file["path"], _CHANGED)

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            if self.archive is not None:
                with self.archive.open(name) as stream:
                    yield stream
                return
            path = self.place / name
            if path.is_symlink() or path.parent.is_symlink():
                raise refused(self.place, name, _LINK)
            if not path.is_file():
                raise KeyError(name)
            with path.open("rb") as file:
                yield file
        except KeyError as error:
            raise refused(self.place, name, _ABSENT) from error
        except BROKEN as error:
            raise refused(self.place, name, _CHANGED) from error


@contextmanager
def _source(place: Path) -> Iterator[_Source]:
    if place.is_dir():
        yield _Source(place, None)
        return
    try:
        archive = zipfile.ZipFile(place)
    except (*BROKEN, OSError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else _NO_EXPORT
        raise refused(place, place.name, reason) from error
    with archive:
        yield _Source(place, archive)
