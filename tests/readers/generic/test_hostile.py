"""Files that want to harm, and files that are only broken: one kind of error, little memory."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import ReadOptions, sources
from beffroi.readers.generic import read, understand
from beffroi.readers.generic.measures import canonical_factor
from beffroi.readers.generic.reader import recognise_book, recognise_text
from beffroi.readers.source import Source
from tests.readers.generic.samples import ods, xlsx
from tests.readers.reading import Reading, source_of

canonical_factor("gas.energy", "kWh")  # the registry of units is no part of what is measured

ROWS: list[list[str | float]] = [["Date", "Conso (kWh)"], ["2021-01-01", 5.0], ["2021-01-02", 6.0]]
ENTITY = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>'


def read_all(data: bytes | Source, **options: object) -> Reading:
    source = data if isinstance(data, Source) else source_of(data)
    return Reading(list(read(source, ReadOptions(**options))))  # type: ignore[arg-type]


def repack(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return buffer.getvalue()


def far_cell() -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return repack(xlsx(ROWS), lambda _, part: part.replace(b"</sheetData>", far))


def repeated() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" '
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}office:value="1"/>'
    return ods(ROWS, last=f"{row}</table:table-row>")


def inflating() -> bytes:
    spaces = b" " * (64 << 20)
    return repack(xlsx(ROWS), lambda name, part: part + spaces if "sheet1" in name else part)


REFUSED = {
    "nothing": (b"\x00\x00\x00 \n", "import.file_empty"),
    "titles only": (b"Date;Conso (kWh)\n", "import.file_empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "import.not_understood"),
    "prose": (b"Bonjour,\nvoici le fichier, merci\n", "import.not_understood"),
    "no number": (b"Date;Note\n2021-01-01;bien\n2021-01-02;mal\n", "import.not_understood"),
    "no date": (b"a;b\n1;2\n3;4\n", "import.not_understood"),
    "a million columns": (b"Date" + b";1" * 1_000_000 + b"\n", "import.file_too_large"),
    "an irregular step without end": (
        b"Date;Conso (kWh)\n01/07/2021 00:00;1\n01/07/2021 00:07;1\n03/07/2021 00:00;1\n"
        b"04/08/2021 07:00;2\n",
        "import.not_understood",
    ),
    "entities in XLSX": (xlsx(ROWS, entities=ENTITY), "import.file_hostile"),
    "entities in ODS": (ods(ROWS, entities=ENTITY), "import.file_hostile"),
    "a cell at the end of the world": (far_cell(), "import.file_too_large"),
    "a cell repeated without end": (repeated(), "import.file_too_large"),
    "a sheet that inflates": (inflating(), "import.file_hostile"),
    "half a workbook": (xlsx(ROWS)[:900], "import.file_broken"),
    "broken XML": (xlsx(ROWS, dimension="<a>"), "import.file_broken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_little_memory(name: str) -> None:
    data, code = REFUSED[name]
    tracemalloc.start()
    try:
        with pytest.raises(BeffroiError) as caught:
            read_all(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.type.code == code
    assert peak < 150 << 20
    fr = caught.value.to_dict("fr")
    assert "{" not in f"{fr['what']}{fr['do']}"
    assert "Text(" not in f"{fr['what']}{fr['details']}"


def test_line_without_end_is_refused_before_it_is_read() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            Endless.given += len(buffer)
            buffer[:] = b"1" * len(buffer)
            return len(buffer)

    source = Source("one_line.csv", None, lambda: io.BufferedReader(Endless(), 1 << 18))
    with pytest.raises(BeffroiError) as caught:
        read_all(source)
    assert caught.value.type.code == "import.file_too_large"
    assert Endless.given < 128 << 20


def test_late_endless_line_is_refused() -> None:
    good = b"Date;Conso (kWh)\n" + b"2021-01-01;1\n2021-01-02;2\n" * 100_000
    with pytest.raises(BeffroiError) as caught:
        read_all(good + b"9" * (40 << 20))
    assert caught.value.type.code == "import.file_too_large"


def test_bad_rows_are_refused_with_their_line() -> None:
    text = (
        "Date;Conso (kWh);Note\n"  # 1
        "2021-01-01;1;a\n"
        "2021-01-02;2\n"  # 3: a column is missing
        "\n"
        "2021-01-04;=CMD|'/C calc'!A0;c\n"  # 5: a formula is no number
        "2021-01-05;12.5.6;d\n"
        "2021-02-30;3;e\n"  # 7: no such day
        "2021-01-07;;f\n"
        "2021-01-08;n/a;g\n"
        '2021-01-09;"9;h\n'  # 10: a quotation mark that never closes
        "2021-01-10;1\x002;i\n"
        "2021-01-11;1e999;j\n"
        "2021-01-12;12;k\n"
    ) + "".join(f"2021-02-{day:02d};{day};l\n" for day in range(1, 15))
    reading = read_all(text.encode())
    assert [(line, reason) for line, reason, _ in reading.refused] == [
        (3, "bad_row"),
        (5, "bad_number"),
        (6, "bad_number"),
        (7, "bad_time"),
        (8, "empty_value"),
        (9, "no_data"),
        (10, "bad_row"),
        (11, "bad_number"),
        (12, "bad_number"),
    ]
    assert reading.refused[1][2] == "=CMD|'/C calc'!A0"
    assert reading.table().column("value").to_pylist()[:3] == [1000.0, 12000.0, 1000.0]
    assert reading.rows == 25


def test_lines_stay_right_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beffroi.readers.generic.encoding.CHUNK_BYTES", 1000)
    rows = [f"2021-01-{1 + k % 28:02d} 00:00;{k}" for k in range(400)]
    for bad in (57, 58, 211, 399):
        rows[bad] = f"2021-01-01 00:00;{bad};trop"
    text = "préambule\r\n\r\nDate;T (°C)\r\n" + "\r\n".join(rows)
    reading = read_all(text.encode("cp1252"))
    assert [line for line, _, _ in reading.refused] == [bad + 4 for bad in (57, 58, 211, 399)]
    assert reading.table().num_rows == 396


def test_name_of_an_asset_is_inert() -> None:
    text = "Compteur;Date;Conso (kWh)\n=CMD|'x'!A0;2021-01-01;1\n=CMD|'x'!A0;2021-01-02;1\n"
    (draft,) = read_all(text.encode()).series().values()
    assert draft.asset == "'=CMD|'x'!A0"


def test_bytes_of_another_encoding_far_in_the_file_do_no_harm() -> None:
    rows = b"".join(b"C1;2021-01-01 %02d:%02d;1\n" % (k // 60 % 24, k % 60) for k in range(300_000))
    text = b"Compteur;Date;T (K)\n" + rows + "É1;2021-01-02 00:00;2\n".encode("cp1252")
    assert read_all(text).table().num_rows == 300_001


def test_max_columns_is_an_option() -> None:
    with pytest.raises(BeffroiError) as caught:
        read_all(b"Date;a;b;c\n2021-01-01;1;2;3\n", max_columns=3)
    assert caught.value.type.code == "import.file_too_large"


@pytest.mark.parametrize("data", [xlsx(ROWS), ods(ROWS)], ids=["xlsx", "ods"])
def test_sheets_read_as_tables(data: bytes) -> None:
    reading = read_all(data)
    assert reading.table().column("value").to_pylist() == [5000.0, 6000.0]
    assert recognise_book(source_of(data).head()) == 0.1
    assert recognise_text(source_of(data).head()) == 0.0


def test_serial_dates_of_a_sheet() -> None:
    rows: list[list[str | float]] = [["Date", "T (°C)"]]
    rows += [[44197 + k / 24, 10.0 + k] for k in range(6)]
    known = understand(source_of(xlsx(rows)), ReadOptions())
    assert known.mapping.date_order == "serial"
    assert [f"{row.start:%d %H:%M:%S}" for row in known.preview[:3]] == [
        "31 23:00:00",
        "01 00:00:00",
        "01 01:00:00",
    ]


def test_archive_of_archives_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "Date;T (K)\n")
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    (source,) = sources(path)
    with pytest.raises(BeffroiError):
        read_all(source)


@pytest.mark.parametrize("last", ['2021-01-09;"9', "2021-01-09;9;9"])
def test_piece_without_a_good_row(last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beffroi.readers.generic.encoding.CHUNK_BYTES", 54)
    reading = read_all(f"Date;T (°C)\n2021-01-01;1\n2021-01-02;2\n2021-01-03;3\n{last}".encode())
    assert reading.refused == [(5, "bad_row", last)]
    assert reading.table().num_rows == 3
