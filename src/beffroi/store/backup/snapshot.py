"""What an installation is made of at one instant, while writing goes on.

The state is copied first, in one transaction, to a file: by SQLite itself, or row by row from a
server. It names a version of the lake, the originals of its batches and its documents: none of
these files changes once written. What is written later is of the next backup: no writer waits.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from beffroi.errors import BeffroiError
from beffroi.errors.backup import REFUSED
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import LAKE_BROKEN
from beffroi.periods import utc_now
from beffroi.store.backup.repository import Repository
from beffroi.store.home import Home
from beffroi.store.lake import Lake
from beffroi.store.rollups.writing import FOLDER as ROLLUPS
from beffroi.store.state.copying import to_file
from beffroi.store.state.database import State
from beffroi.store.store import Store
from beffroi.texts import Text

FORMAT = 1
#: Folders of states being copied.
ASIDE = "backup-"
_INSIDE = Text(
    fr="il est dans l’installation elle-même, et serait perdu avec elle",
    en="it is in the installation itself, and would be lost with it",
)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot that was made."""

    name: str
    sha256: str
    """Of what the snapshot says: kept in the journal, it tells a forged one."""
    files: int
    bytes: int
    added: int
    """Bytes that this snapshot added to the folder of backups."""
    missing: tuple[str, ...]
    """Files that the installation should have and has not."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the installation: where it is read, and its name from the home."""

    path: Path
    name: str
    optional: bool = False  # of an import that may be refused, a document that may be erased
    bytes: int = -1  # where it is known before the file is looked at


def make_snapshot(
    store: Store, repository: Repository, progress: Progress = lambda *_: None
) -> Made:
    """Back up an installation; only what no earlier snapshot holds is copied.

    A file that the installation has lost is named in `missing` and stops nothing: what is left of
    a damaged installation is worth a backup too.
    """
    home = store.home
    known = _known(home, repository)
    entries: dict[str, dict[str, Any]] = {}
    missing: list[str] = []
    added = 0
    with _copied_state(home, store.state) as copy:
        parts = list(_parts(home, store.lake, copy))
        for done, part in enumerate(parts):
            earlier = known.get(part.name)
            if earlier and _same(home, part, earlier):
                entries[part.name] = earlier  # nothing of it has to be fetched
                continue
            try:
                _bring(home, part)
                facts = part.path.stat()
            except FileNotFoundError:
                if not part.optional:
                    missing.append(part.name)
                continue
            fresh = {"bytes": facts.st_size, "mtime_ns": facts.st_mtime_ns}
            # Files of the lake and originals never change under the same name.
            if part.path != copy and earlier and earlier | fresh == earlier:
                entries[part.name] = earlier
            else:
                digest, more = _put(repository, part.path)
                added += more
                entries[part.name] = {"sha256": digest, **fresh}
            progress("backup", done + 1, len(parts))
    name = _name(repository)
    manifest = {
        "format": FORMAT,
        "made_at": utc_now().isoformat(),
        "files": entries,
        "missing": missing,
    }
    with _destination(repository):
        sha256 = repository.write_snapshot(name, manifest)
    _index(home, repository).write_text(json.dumps(entries), "utf-8")
    total = sum(int(entry["bytes"]) for entry in entries.values())
    return Made(name, sha256, len(entries), total, added, tuple(missing))


def outside(home: Home, to: Path) -> None:
    """Refuse a folder of backups that would be lost with what it keeps.

    Raises:
        BeffroiError: `backup.refused`.
    """
    if to.resolve().is_relative_to(home.root.resolve()):
        raise BeffroiError(REFUSED, place=to, reason=_INSIDE)


def _same(home: Home, part: _Part, earlier: dict[str, Any]) -> bool:
    """Tell whether a part that lives far away was sent already: its name says what it holds."""
    original = part.name.startswith(f"{home.originals.name}/")
    return home.mirror is not None and (original or earlier["bytes"] == part.bytes)


def _bring(home: Home, part: _Part) -> None:
    """Fetch a part that lives far away and is not in the home.

    Raises:
        FileNotFoundError: It is lost.
    """
    mirror, folder = home.mirror, part.name.partition("/")[0]
    if mirror is None or folder not in (home.lake.name, home.originals.name, ROLLUPS):
        return
    try:
        if part.path == home.root / part.name and part.bytes >= 0:
            mirror.bring([(part.name, part.bytes)])
        elif not part.path.is_file():
            mirror.fetch(part.name, part.path)
    except BeffroiError as error:
        if error.type is not LAKE_BROKEN:
            raise
        raise FileNotFoundError(part.name) from error


def _put(repository: Repository, path: Path) -> tuple[str, int]:
    with _destination(repository):
        return repository.put(path)


@contextmanager
def _destination(repository: Repository) -> Iterator[None]:
    """Say that the folder of backups refused: it is full, unplugged, read-only."""
    try:
        yield
    except OSError as error:
        raise BeffroiError(REFUSED, place=repository.root, reason=reason_of(error)) from error


def _known(home: Home, repository: Repository) -> dict[str, dict[str, Any]]:
    """Return what this home sent to this folder last time, kept beside it.

    The folder itself cannot say: it opens with the private key only, and a backup made every night
    must not need it. The index may be lost or stale: contents that the folder lacks are sent again.
    """
    try:
        index = json.loads(_index(home, repository).read_text("utf-8"))
        return {name: one for name, one in index.items() if repository.holds(one["sha256"])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _index(home: Home, repository: Repository) -> Path:
    return home.spool / f"backup-{repository.identifier}.json"


@contextmanager
def _copied_state(home: Home, state: State) -> Iterator[Path]:
    with TemporaryDirectory(dir=home.spool, prefix=ASIDE) as folder:
        copy = Path(folder) / home.state.name
        if state.server:
            with state.read() as session:
                to_file(session.connection(), copy)
        else:
            _copy_file(home.state, copy)
        yield copy


def _copy_file(state: Path, copy: Path) -> None:
    with closing(sqlite3.connect(state)) as source, closing(sqlite3.connect(copy)) as to:
        source.backup(to)
        to.execute("PRAGMA journal_mode=DELETE")  # one file, without its log beside it


def _parts(home: Home, lake: Lake, state: Path) -> Iterator[_Part]:
    yield _Part(state, home.state.name)
    for plain in sorted(p for p in home.root.iterdir() if p.is_file() and _own(home, p)):
        yield _Part(plain, plain.name)
    with closing(sqlite3.connect(state)) as copy:
        version = copy.execute(
            "SELECT version FROM lake_version WHERE name = 'observations'"
        ).fetchone()[0]
        # What a refused import or a removed document is of may be gone meanwhile.
        originals = copy.execute(
            "SELECT sha256, min(passing) FROM (SELECT sha256, status NOT IN ('done', 'undone') AS "
            "passing FROM batch WHERE status IN ('reading', 'sealed', 'interrupted', 'done', "
            "'undone') UNION ALL SELECT sha256, removed_at IS NOT NULL FROM document) kept "
            "WHERE sha256 <> '' GROUP BY sha256"
        ).fetchall()
        seen = copy.execute("SELECT path, bytes FROM data_file WHERE removed_at IS NULL").fetchall()
    # Other engines read the log: what it names is there too.
    for name, size in sorted((lake.contents(version) | dict(seen)).items()):
        # A log that lives far away is not kept in the home: nothing else reads it there.
        aside = home.mirror is not None and "_delta_log" in name
        yield _Part((state.parent if aside else home.root) / name, name, bytes=size)
    for sha256, unfinished in originals:
        path = home.originals / sha256[:2] / sha256
        yield _Part(path, path.relative_to(home.root).as_posix(), bool(unfinished))


def _own(home: Home, path: Path) -> bool:
    """Tell whether a file at the top of a home is a part of it: settings, notes."""
    return not path.name.startswith((".", home.state.name))


def _name(repository: Repository) -> str:
    """Return a name that sorts after those that exist, and that no other process takes."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    stem, number, _ = (repository.snapshots() or ["-0-"])[-1].split("-")
    if now > stem:
        stem, number = now, "-1"
    return f"{stem}-{int(number) + 1:04d}-{uuid4().hex[:8]}"
