"""Hostile and broken files through the whole import: an error of the catalogue, nothing stored."""

import gzip
import io
import os
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beffroi.settings import Settings
from beffroi.store.store import Store

from ..readers.enedis.samples import half_hours, hdm_curve  # noqa: TID252 - tests are no package
from ..readers.workbooks import sheet, workbook  # noqa: TID252 - tests are no package
from .bring import CURVE, bring, bring_one, curve, held, series, values

GOOD = hdm_curve(*half_hours(1, 40))
BOOK = workbook(sheet([["Date", "Conso (kWh)"], ["2021-01-01", 5.0], ["2021-01-02", 6.0]]))
BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9)
)
R151 = (
    f'<?xml version="1.0"?>{BOMB}]><R151><En_Tete_Flux><Identifiant_Flux>R151</Identifiant_Flux>'
    "<Identifiant_Emetteur>&j;</Identifiant_Emetteur></En_Tete_Flux><PRM><Id_PRM>&j;</Id_PRM></PRM>"
    "</R151>"
)


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("courbe.csv", GOOD.encode() + b"\n" * (24 << 20))
    return out.getvalue()


def lying_zip() -> bytes:
    """An archive whose directory says that its members are small."""
    data = bytearray(zip_bomb())
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def book_with(part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename.endswith(part) else data)
    return out.getvalue()


def _entities(data: bytes) -> bytes:
    return data.replace(b"?>", b"?>" + BOMB.encode() + b"]>", 1).replace(b"5.0", b"&j;")


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.csv", lambda: b"", "import.file_empty"),
    "blank": ("a.csv", lambda: b"\xef\xbb\xbf \r\n\t\n", "import.file_empty"),
    "binary": ("a.csv", lambda: bytes(range(256)) * 300, "import.not_understood"),
    "NUL bytes": ("a.csv", lambda: b"\x00" * 5_000_000, "import.file_empty"),
    "cut in its opening": ("a.csv", lambda: GOOD.encode()[:200], "import.file_broken"),
    "half an archive": ("a.zip", lambda: zip_bomb()[:900], "import.file_broken"),
    "half a gzip": ("a.gz", lambda: gzip.compress(GOOD.encode())[:150], "import.file_broken"),
    "a gzip of nothing": ("a.gz", lambda: gzip.compress(b""), "import.file_empty"),
    "a zip bomb": ("a.zip", zip_bomb, "import.file_hostile"),
    "a zip that lies": ("a.zip", lying_zip, "import.file_broken"),
    "a gzip bomb": (
        "a.gz",
        lambda: gzip.compress(GOOD.encode() + b"\n" * (24 << 20)),
        "import.file_hostile",
    ),
    "a bomb of entities in XML": ("R151.xml", lambda: R151.encode(), "import.file_hostile"),
    "a bomb of entities in a workbook": (
        "a.xlsx",
        lambda: book_with("sheet1.xml", _entities),
        "import.file_hostile",
    ),
    "a sheet that inflates": (
        "a.xlsx",
        lambda: book_with("sheet1.xml", lambda data: data + b" " * (24 << 20)),
        "import.file_hostile",
    ),
    "half a workbook": ("a.xlsx", lambda: BOOK[:700], "import.file_broken"),
    "a million columns": (
        "a.csv",
        lambda: b"Date" + b";c" * 1_000_000 + b"\n2024-01-01" + b";1" * 1_000_000 + b"\n",
        "import.file_too_large",
    ),
    "one line": ("a.csv", lambda: b"2024-01-01;" * (5 << 20), "import.file_too_large"),
    "JSON cut short": ("a.json", lambda: b'{"1": {"releves": [{"', "import.not_understood"),
    "JSON without end": ("a.json", lambda: b"[" * 200_000, "import.not_understood"),
    "curve without one value": (
        "a.csv",
        lambda: hdm_curve("2021-01-01T00:30:00+01:00;", "2021-01-01T01:00:00+01:00;x").encode(),
        "import.file_empty",
    ),
}


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One installation for all refused files: none may leave anything in it."""
    from beffroi.decide.organisations import create_organisation

    folder = tmp_path_factory.mktemp("hostile")
    with Store.create(folder / "home", Settings()) as made:
        create_organisation(made.writer("test"), "Essai")
        bring_one(made, curve(folder / "a.csv", [1, 2]))
        yield made


@pytest.mark.parametrize("name", FILES)
def test_refused_and_nothing_stored(shared_store: Store, tmp_path: Path, name: str) -> None:
    file, make, code = FILES[name]
    path = tmp_path / file
    path.write_bytes(make())
    before = held(shared_store)
    for options in ({}, {"dry_run": True}):
        (*_, report) = bring(shared_store, path, **options)
        assert report.error is not None
        assert report.error["code"] == code, report.error
        assert report.status == "refused"
        assert report.error["what"]
        assert "{" not in report.error["what"] + report.error["do"]
    assert held(shared_store) == before


def test_a_file_cut_in_its_middle_keeps_what_stands_whole(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(GOOD.encode()[:-3])
    report = bring_one(store, path)
    assert report.kept in (39, 40)


def test_the_wrong_encoding_is_read_all_the_same(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "relevés.csv"
    text = "Date;Compteur;Énergie (kWh)\n" + "".join(
        f"2024-01-15 {hour:02d}:00;École;{hour},5\n" for hour in range(10)
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("cp1252"))
    report = bring_one(store, path)
    assert report.kept == 10
    assert next(iter(series(store))).startswith("École/")


def test_numbers_larger_than_any_measure_are_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"2024-01-15 {hour:02d}:00;{hour}" for hour in range(20)]
    rows += ["2024-01-15 20:00;1.7e305", "2024-01-15 21:00;-1e28"]
    path.write_text("\n".join(["Date;Conso (kWh)", *rows, ""]), "utf-8")
    report = bring_one(store, path)
    assert (report.kept, report.refused["too_large"]) == (20, 2)


def test_formulas_are_no_numbers(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"2024-01-15 {hour:02d}:00;{hour}" for hour in range(20)]
    rows += ["2024-01-15 20:00;=1+1", '2024-01-15 21:00;=HYPERLINK("http://x")']
    path.write_text("\n".join(["Date;Conso (kWh)", *rows, ""]), "utf-8")
    report = bring_one(store, path)
    assert (report.kept, report.refused["bad_number"]) == (20, 2)


@pytest.mark.parametrize(
    "name", ["o'hara.csv", 'deux "mots".csv', "deux\nlignes.csv", "été 電気 🔔.csv", "a;b,c$d.csv"]
)
def test_odd_names_of_files(store: Store, tmp_path: Path, name: str) -> None:
    path = curve(tmp_path / name, [1, 2, 3])
    assert bring_one(store, path).file == name
    assert values(store, CURVE) == [1, 2, 3]


def test_odd_names_of_meters(store: Store, tmp_path: Path) -> None:
    odd = ["l'école", "<b>x</b>", "a\\b", "' OR 1=1 --", "電気 🔔"]
    rows = [f"2024-01-{day:02d} 00:00;{name};{day}" for name in odd for day in (1, 2, 3)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["Date;Compteur;Conso (kWh)", *rows, ""]), "utf-8")
    assert bring_one(store, path).kept == 15
    assert {name.split("/electricity")[0] for name in series(store)} == set(odd)


def test_a_link_is_followed_and_a_broken_one_is_told(store: Store, tmp_path: Path) -> None:
    target = curve(tmp_path / "a.csv", [1, 2])
    (tmp_path / "lien.csv").symlink_to(target)
    assert bring_one(store, tmp_path / "lien.csv").kept == 2
    (tmp_path / "mort.csv").symlink_to(tmp_path / "nulle part")
    (tmp_path / "boucle.csv").symlink_to(tmp_path / "boucle.csv")
    for name in ("mort.csv", "boucle.csv"):
        assert _code(store, tmp_path / name) == "import.file_missing"


def test_what_is_no_file_is_refused_at_once(store: Store, tmp_path: Path) -> None:
    pipe = tmp_path / "tube.csv"
    os.mkfifo(pipe)
    assert _code(store, pipe) == "import.file_missing"
    assert _code(store, Path("/dev/zero")) == "import.file_missing"
    assert _code(store, Path("/dev/null")) == "import.file_missing"
    assert _code(store, tmp_path / "absent.csv") == "import.file_missing"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        assert _code(store, tmp_path / "s") == "import.file_missing"
    # In a folder they are passed over.
    curve(tmp_path / "a.csv", [1])
    assert [report.file for report in bring(store, tmp_path)] == ["a.csv"]


def test_a_file_that_may_not_be_read_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = curve(tmp_path / "a.csv", [1, 2])
    real = Path.open

    def refusing(self: Path, *args: object, **kwargs: object) -> object:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **kwargs)  # type: ignore[call-overload]  # passed on as given

    monkeypatch.setattr(Path, "open", refusing)  # the tests may run as root, who may read all
    before = held(store, journal=True)
    assert _code(store, path) == "import.file_missing"
    assert held(store, journal=True) == before


def _code(store: Store, path: Path) -> str:
    (report,) = bring(store, path)
    assert report.error is not None
    return str(report.error["code"])
