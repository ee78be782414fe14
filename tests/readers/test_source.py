"""Archives that lie: refused while they are read, before they fill the memory."""

import gzip
import zipfile
from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import Limits, sources
from beffroi.readers.source import MAX_MEMBERS

TEXT = b"Date;Conso (kWh)\n2021-01-01;1\n"


def drain(path: Path, limits: Limits | None = None) -> int:
    given = 0
    for source in sources(path, limits):
        with source.open() as stream:
            while chunk := stream.read(1 << 20):
                given += len(chunk)
    return given


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(BeffroiError) as caught:
        drain(path, limits)
    assert path.name in str(caught.value)
    return caught.value.type.code


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_plain_and_gzip_give_the_same_bytes(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    plain.write_bytes(TEXT)
    packed.write_bytes(gzip.compress(TEXT))
    for path in (plain, packed):
        (source,) = sources(path)
        with source.open() as stream:
            assert stream.read() == TEXT
        assert source.head().whole


def test_members_are_sources(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"2021/b.csv": TEXT, "c.csv": TEXT})
    assert [source.name for source in sources(path)] == ["a.zip/2021/b.csv", "a.zip/c.csv"]
    assert drain(path) == 2 * len(TEXT)


def test_office_document_is_one_file(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<Types/>", "xl/x.xml": b"<a/>"})
    (source,) = sources(path)
    assert source.path == path


def test_zip_bomb(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"zeros.csv": b"0" * (16 << 20)})
    assert refused(path) == "import.file_hostile"


def test_gzip_bomb_stops_early(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"0" * (32 << 20), 9))
    assert refused(path) == "import.file_hostile"


def test_zip_that_declares_less_than_it_holds(tmp_path: Path) -> None:
    path = zipped(tmp_path / "lie.zip", {"zeros.csv": b"0" * (4 << 20)})
    data = path.read_bytes()
    size = (4 << 20).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(BeffroiError):
        drain(path)


def test_limit_of_bytes(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    plain.write_bytes(TEXT * 100)
    packed.write_bytes(gzip.compress(TEXT * 100))
    for path in (plain, packed):
        assert refused(path, Limits(max_bytes=1000)) == "import.file_too_large"


def test_too_many_members(tmp_path: Path) -> None:
    path = zipped(tmp_path / "many.zip", {f"{k}.csv": b"" for k in range(MAX_MEMBERS + 1)})
    assert refused(path) == "import.file_hostile"


def test_cut_archives_are_broken(tmp_path: Path) -> None:
    packed = tmp_path / "cut.csv.gz"
    packed.write_bytes(gzip.compress(bytes(range(256)) * 4000)[:-200])
    assert refused(packed) == "import.file_broken"
    archive = zipped(tmp_path / "cut.zip", {"a.csv": TEXT * 100})
    archive.write_bytes(archive.read_bytes()[:-30])
    assert refused(archive) == "import.file_broken"


def test_password_is_said(tmp_path: Path) -> None:
    path = zipped(tmp_path / "secret.zip", {"a.csv": TEXT})
    data = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    path.write_bytes(bytes(data))
    assert refused(path) == "import.file_broken"


def test_empty_files(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    assert refused(path) == "import.file_empty"
    path.write_bytes(b"\xef\xbb\xbf\r\n\x00\x00")
    with pytest.raises(BeffroiError) as caught:
        sources(path)[0].head()
    assert caught.value.type.code == "import.file_empty"
    assert refused(zipped(tmp_path / "none.zip", {"dir/": b""})) in (
        "import.file_empty",
        "import.file_broken",
    )


def test_names_never_leave_the_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "slip.zip", {"../../etc/passwd.csv": TEXT})
    (source,) = sources(path)
    assert source.path is None
    with source.open() as stream:
        assert stream.read() == TEXT
