"""An export that is not as its home made it, or a death in the middle: nothing half stored."""

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select

from beffroi.decide.decisions import CHOICES
from beffroi.decide.findings import STATUS
from beffroi.decide.organisations import create_organisation
from beffroi.domains.contract import Severity
from beffroi.errors import BeffroiError
from beffroi.periods import utc_now
from beffroi.store import recovery
from beffroi.store.checking import check
from beffroi.store.journal.keys import own_key
from beffroi.store.journal.note import PublicKey
from beffroi.store.moving import adopt, adopting, arriving, leave, said, signing
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.apart import Process
from tests.store.checking.holdings import bring, curve

SIREN = "123456782"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An export as a folder, and the key that verifies it."""
    root = tmp_path_factory.mktemp("made")
    with Store.create(root / "home") as store:
        door = store.writer("test")
        create_organisation(door, "Villefleurie", siren=SIREN)
        bring(store, 1, curve("a", 0, 50))
        return root / "export", leave(door, 1, root / "export").key


@pytest.fixture
def export(made: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / "export"))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "home") as store:
        yield store


def held(store: Store) -> int:
    """How many rows a home holds of anybody."""
    with store.writer("test").look() as session:
        tables = (models.Organisation, models.Asset, models.Series, models.DataFile)
        return sum(session.scalar(select(func.count()).select_from(one)) or 0 for one in tables)


def refused(store: Store, place: Path, key: PublicKey | None = None) -> str:
    with pytest.raises(BeffroiError) as found:
        adopt(store.writer("test"), place, key)
    assert held(store) == 0
    assert check(store, deep=True) == []
    assert list(store.home.spool.glob("move-*")) == []
    return found.value.type.code


def again(export: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Write a manifest anew, as somebody would who does not hold the key."""
    path = export / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), "utf-8")


def resigned(export: Path, tmp_path: Path) -> None:
    """Sign what an export says now with the key of another home: a liar has one too."""
    with Store.create(tmp_path / "liar") as liar:
        door = liar.writer("test")
        create_organisation(door, "Menteur")
        key = str(signing.key_of(door))

        def told(manifest: dict[str, object]) -> None:
            files = manifest["files"]
            assert isinstance(files, list)
            for file in files:
                data = (export / file["path"]).read_bytes()
                file |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            manifest["key"] = key

        again(export, told)
        digest = hashlib.sha256((export / "manifest.json").read_bytes()).hexdigest()
        (export / "journal.json").write_text(signing.told(door, 1, digest, {}), "utf-8")


def test_the_right_key_is_accepted_and_another_is_not(
    home: Store, made: tuple[Path, str], tmp_path: Path
) -> None:
    with Store.create(tmp_path / "stranger") as stranger:
        key = signing.key_of(stranger.writer("test"))
    assert refused(home, made[0], key) == "journal.signature_wrong"
    assert adopt(home.writer("test"), made[0], PublicKey.parse(made[1])).name == "Villefleurie"


@pytest.mark.parametrize(
    "name", ["state/asset.jsonl", "measures/versions/2024.parquet", "LISEZMOI.txt"]
)
def test_a_changed_byte_is_refused(home: Store, export: Path, name: str) -> None:
    if not (export / name).is_file():
        (path,) = (export / "measures" / "versions").glob("*")
        name = path.relative_to(export).as_posix()
    data = bytearray((export / name).read_bytes())
    data[len(data) // 2] ^= 1
    (export / name).write_bytes(data)
    assert refused(home, export) == "move.export_unreadable"


def test_a_changed_manifest_is_refused(home: Store, export: Path) -> None:
    again(export, lambda manifest: manifest.update(made_at="yesterday"))
    assert refused(home, export) == "move.export_unreadable"


def test_a_newer_format_is_told(home: Store, export: Path) -> None:
    again(export, lambda manifest: manifest.update(format="beffroi-export/2"))
    assert refused(home, export) == "move.export_newer"


@pytest.mark.parametrize("what", ["missing", "more", "link"])
def test_files_that_are_not_those_of_the_manifest(home: Store, export: Path, what: str) -> None:
    name = export / "state" / "asset.jsonl"
    if what == "more":
        (export / "state" / "more.jsonl").write_text("", "utf-8")
    else:
        kept = name.rename(export.parent / "kept")
        if what == "link":
            name.symlink_to(kept)
    assert refused(home, export) == "move.export_unreadable"


@pytest.mark.parametrize("path", ["../../outside", "/etc/outside", "state/../../outside", "x"])
def test_a_path_that_leads_elsewhere(home: Store, export: Path, tmp_path: Path, path: str) -> None:
    def lead(manifest: dict[str, object]) -> None:
        files = manifest["files"]
        assert isinstance(files, list)
        files[0]["path"] = path

    again(export, lead)
    assert refused(home, export) == "move.export_unreadable"
    assert not (tmp_path / "outside").exists()


def test_an_archive_that_swells_stops_at_the_size_that_was_told(
    home: Store, export: Path, tmp_path: Path
) -> None:
    place = tmp_path / "bomb.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(export.rglob("*")):
            name = path.relative_to(export).as_posix()
            if path.is_file() and name != "LISEZMOI.txt":
                archive.write(path, name)
        archive.writestr("LISEZMOI.txt", b"\0" * (64 << 20))
    assert refused(home, place) == "move.export_unreadable"


def test_what_is_no_archive(home: Store, tmp_path: Path) -> None:
    place = tmp_path / "export.zip"
    place.write_bytes(b"PK\x03\x04 nothing")
    assert refused(home, place) == "move.export_unreadable"
    assert refused(home, tmp_path / "nowhere") == "move.export_unreadable"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("asset", {"parent_id": 77}),
        ("asset", {"more": 1}),
        ("asset", {"key": 12}),
        ("asset", {"attributes": "text"}),
        ("asset", {"attributes": ["insee"]}),
        ("asset", {"attributes": {"surface": 10**19}}),
        ("asset", {"household": True}),
        ("asset", {"key": "foyer-0011223344556677"}),
        ("series", {"household": True}),
        ("series", {"asset_id": 999}),
        ("series", {"first_at": "2024-01-01"}),
        ("series", {"last_at": "9999-12-31T23:59:59-14:00"}),
        ("series", {"first_at": "1889-12-31T00:00:00+00:00"}),
        ("series", {"kind": "volume"}),
        ("series", {"points": 49}),
        ("series", {"first_at": None, "last_at": None}),
        ("series", {"last_value": 3.5}),
        ("batch", {"status": "reading"}),
        ("batch", {"report": {"undoes": 5}}),
        ("organisation", {"key": "x" * 65}),
        ("organisation", {"key": "987654324"}),
        ("organisation", {"name": "Une autre que celle du manifeste"}),
    ],
)
def test_a_row_that_lies_is_refused_even_when_signed(
    home: Store, export: Path, tmp_path: Path, name: str, change: dict[str, object]
) -> None:
    path = export / "state" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows[0] |= change
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    resigned(export, tmp_path)
    assert refused(home, export) == "move.export_unreadable"


def test_a_number_without_end_is_refused(home: Store, export: Path, tmp_path: Path) -> None:
    path = export / "state" / "series.jsonl"
    text = re.sub(r'"last_value": [^}]+', '"last_value": 1e999', path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    resigned(export, tmp_path)
    assert refused(home, export) == "move.export_unreadable"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("end", lambda start: start.replace(year=9998)),
        ("available_at", lambda start: start.replace(year=2200)),
        ("value", lambda _: 1e300),
    ],
)
def test_a_measure_that_cannot_be_is_refused_even_when_signed(
    home: Store, export: Path, tmp_path: Path, name: str, change: Callable[[datetime], object]
) -> None:
    (path,) = (export / "measures" / "versions").glob("*")
    table = pq.read_table(path)
    place = table.column_names.index(name)
    values = [change(table["start"][0].as_py()), *table[name].to_pylist()[1:]]
    kind = table.schema.field(name)
    pq.write_table(table.set_column(place, kind, pa.array(values, kind.type)), path)
    resigned(export, tmp_path)
    assert refused(home, export) == "move.export_unreadable"


def test_a_year_is_written_with_the_digits_of_ascii(
    home: Store, export: Path, tmp_path: Path
) -> None:
    """Others would be a second file of the same year, written over the first."""
    (path,) = (export / "measures" / "versions").glob("*")
    digits = str.maketrans("0123456789", "".join(chr(0x660 + one) for one in range(10)))
    twin = path.with_stem(path.stem.translate(digits))
    shutil.copyfile(path, twin)
    name = twin.relative_to(export).as_posix()
    again(export, lambda manifest: manifest["files"].append({"path": name}))  # type: ignore[attr-defined]
    resigned(export, tmp_path)
    assert refused(home, export) == "move.export_unreadable"


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_packed_otherwise_is_refused(
    home: Store, export: Path, tmp_path: Path, way: int
) -> None:
    place = tmp_path / "other.zip"
    with zipfile.ZipFile(place, "w", way) as archive:
        for path in sorted(export.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(export).as_posix())
    assert refused(home, place) == "move.export_unreadable"


def test_words_and_forms_are_those_of_the_loop(tmp_path: Path) -> None:
    assert said.WORDS["finding", "status"] == frozenset(STATUS)
    assert said.WORDS["finding", "severity"] == frozenset(Severity)
    assert said.WORDS["decision", "choice"] == frozenset(CHOICES)
    for name in ("finding.stake", "finding.explanation", "outcome.result"):
        table, column = name.split(".")
        with pytest.raises(ValueError, match=column):
            said.require(table, {column: {}})
    with pytest.raises(ValueError, match="actions"):
        said.require("finding", {"actions": [{"key": "a"}]})


def test_an_import_that_ends_meanwhile_is_never_mixed(
    home: Store, made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a server, an import of the organisation may run beside the adoption."""
    create_organisation(home.writer("test"), "Ville fleurie", siren=SIREN)
    write = arriving.write

    def meanwhile(*words: Any) -> object:
        found = write(*words)
        with home.writer("test").keep() as session:
            session.add(
                models.Mapping(organisation_id=1, fingerprint="f", content={}, created_at=utc_now())
            )
        return found

    monkeypatch.setattr(arriving, "write", meanwhile)
    with pytest.raises(BeffroiError, match="organisation_taken"):
        adopt(home.writer("test"), made[0])
    assert check(home, deep=True) == []


def test_a_batch_names_no_file_that_another_brought(
    home: Store, export: Path, tmp_path: Path
) -> None:
    create_organisation(home.writer("test"), "Voisine")
    theirs = bring(home, 1, curve("secret", 20, 1))
    path = export / "state" / "batch.jsonl"
    row = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(row | {"sha256": theirs}) + "\n", "utf-8")
    resigned(export, tmp_path)
    number = adopt(home.writer("test"), export).organisation
    with home.writer("test").look() as session:
        batch = models.Batch
        hashes = session.scalars(select(batch.sha256).where(batch.organisation_id == number))
        assert set(hashes) == {""}


def test_an_empty_organisation_of_the_same_siren_receives_the_data(
    home: Store, made: tuple[Path, str]
) -> None:
    number = create_organisation(home.writer("test"), "Ville fleurie", siren=SIREN)
    assert adopt(home.writer("test"), made[0]).organisation == number
    with pytest.raises(BeffroiError, match="organisation_taken"):
        adopt(home.writer("test"), made[0])
    assert check(home, deep=True) == []


def test_an_export_never_overwrites(home: Store, tmp_path: Path) -> None:
    create_organisation(home.writer("test"), "Vide")
    for place in (tmp_path, home.home.root / "export", tmp_path / "no" / "folder"):
        with pytest.raises(BeffroiError, match="target_taken"):
            leave(home.writer("test"), 1, place)
    leave(home.writer("test"), 1, tmp_path / "empty.zip")  # nothing yet is no error
    assert own_key(home.home) is not None


def _dies(root: Path, export: Path, module: str, name: str, after: bool) -> None:
    target = {"adopting": adopting, "recovery": recovery}[module]
    real = getattr(target, name)

    def dying(*given: object, **named: object) -> object:
        if after:
            real(*given, **named)
        os._exit(9)

    setattr(target, name, dying)
    with Store.open(root) as store:
        adopt(store.writer("test"), export)


@pytest.mark.parametrize(
    ("module", "name", "after", "kept"),
    [
        ("adopting", "_reserved", True, False),
        ("adopting", "_seal", False, False),
        ("adopting", "_seal", True, True),
        ("recovery", "finish", False, True),
    ],
)
def test_a_death_in_the_middle_leaves_all_or_nothing(
    home: Store, made: tuple[Path, str], module: str, name: str, after: bool, kept: bool
) -> None:
    root = home.home.root
    home.close()
    process = Process(target=_dies, args=(root, made[0], module, name, after))
    process.start()
    process.join()
    assert process.exitcode == 9
    with Store.open(root) as store:
        assert check(store, deep=True) == []
        assert (held(store) > 0) is kept
        if kept:
            with pytest.raises(BeffroiError, match="organisation_taken"):
                adopt(store.writer("test"), made[0])
        else:
            assert adopt(store.writer("test"), made[0]).observations == 50
        assert check(store, deep=True) == []
