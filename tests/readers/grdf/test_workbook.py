"""GRDF's customer portal: the XLSX, and XLSX in general under its limits."""

import io
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import readers, recognise, sources

from ..reading import read, read_source, source_of  # noqa: TID252 - tests are no installed package
from ..workbooks import Cell, sheet, workbook  # noqa: TID252 - as above
from .samples import HEADER, ROW, portal_sheet

KEY = "grdf.portal_xlsx"


def day(text: str, energy: Cell = 44.0, label: str = "Mesuré") -> list[Cell]:
    """Return a row of the portal's sheet."""
    return ["", text, 103.0, 107.0, 4.0, energy, "", 9.5, label]


def test_row_is_the_gas_day_it_is_dated() -> None:
    found = read(KEY, portal_sheet(ROW))
    [(start, end, value, _)] = found.values(
        "gas.energy", "interval", "informative", "12345678901234"
    )
    assert start == datetime(2021, 3, 28, 4, tzinfo=UTC)
    assert end == datetime(2021, 3, 29, 4, tzinfo=UTC)
    assert value == 44_000.0
    [(_, _, temperature, _)] = found.values("weather.air_temperature", "gauge", "")
    assert temperature == 9.5
    assert found.pieces[0].notes == ()


def test_without_a_number_in_the_title_the_name_of_the_file_stands_for_the_meter() -> None:
    found = read(KEY, portal_sheet(ROW, pce=""), "École Jaurès.xlsx")
    assert found.values("gas.energy", "interval", "informative", "École Jaurès")
    [note] = found.pieces[0].notes
    assert "École Jaurès" in note.fr


def test_bad_cells_are_refused_with_their_row_of_the_sheet() -> None:
    rows: list[list[Cell]] = [
        day("27/03/2021"),
        day("28/03/2021", energy=None),
        [""] * 9,
        day("31/02/2021"),
        day("29/03/2021", energy="n/a"),
        day("30/03/2021", energy="", label="Absence de Données"),
    ]
    found = read(KEY, portal_sheet(*rows))
    assert found.rows == 5
    assert [(line, reason) for line, reason, _ in found.refused] == [
        (11, "empty_value"),
        (13, "bad_time"),
        (14, "bad_number"),
        (15, "no_data"),
    ]
    assert len(found.values("gas.energy", "interval", "informative")) == 1


def far_cell() -> bytes:
    return workbook('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>')


def far_row_without_reference() -> bytes:
    rows = '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'
    return workbook(rows)


def far_cell_in_a_hidden_part() -> bytes:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(rows, part="hidden.xml")


def bomb() -> bytes:
    return workbook(" " * 30_000_000)


def lying_bomb() -> bytes:
    """A sheet of 3 MB whose directory says 1 kB."""
    data = bytearray(workbook(" " * 3_000_000))
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    return bytes(data)


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (far_cell(), "import.file_too_large"),
        (far_row_without_reference(), "import.file_too_large"),
        (far_cell_in_a_hidden_part(), "import.file_too_large"),
        (bomb(), "import.file_hostile"),
        (lying_bomb(), "import.file_broken"),
        (portal_sheet(ROW)[:-200], "import.file_broken"),
        (other_zip(), "import.file_broken"),
        (workbook(sheet([["a", "b"], [1.0, 2.0]])), "import.file_broken"),
        (workbook(""), "import.file_broken"),
        (workbook('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "import.file_broken"),
        (b"PK\x03\x04" + b"\x00" * 400, "import.file_broken"),
        (b"hello", "import.file_broken"),
    ],
    ids=[
        "far cell",
        "far row",
        "far cell in a hidden part",
        "bomb",
        "lying bomb",
        "cut",
        "no sheet",
        "other columns",
        "no rows",
        "missing string",
        "binary",
        "text",
    ],
)
def test_broken_or_hostile_workbook_says_so(data: bytes, code: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        read(KEY, data)
    assert caught.value.type.code == code


def test_header_without_rows_gives_nothing() -> None:
    found = read(KEY, portal_sheet())
    assert (found.rows, found.refused, found.series()) == (0, [], {})


def test_long_workbook_is_recognised_by_the_name_of_its_sheet() -> None:
    # Numbers that do not compress fill the head before the texts come.
    cells = "".join(f'<c r="A{i}"><v>{i * 7919 % 99991}</v></c>' for i in range(1, 80_000))
    data = workbook(f"<row r='1'>{cells}</row>", "Historique par jour")
    head = source_of(data).head()
    assert not head.whole
    assert recognise(head).key == KEY


def test_other_workbooks_are_left_alone() -> None:
    data = workbook(sheet([["Date", "Valeur (en kWh)"], ["01/01/2021", 3.0]]))
    assert readers()[KEY].recognise(source_of(data).head()) == 0.0
    titled = workbook(sheet([HEADER]))
    assert readers()[KEY].recognise(source_of(titled).head()) > 0.9


@pytest.mark.shared
def test_real_workbook(shared_data: Path) -> None:
    [source] = sources(shared_data / "grdf" / "Donnees_informatives_PCE_DAILY.xlsx")
    assert recognise(source.head()).key == KEY
    found = read_source(KEY, source)
    energy = found.values("gas.energy", "interval", "informative")
    assert (found.rows, len(energy)) == (363, 360)
    assert sum(row[2] for row in energy) == 23_181_000.0
    assert sum(row[2] for row in found.values("gas.volume", "interval", "informative")) == 2100.0
    assert [line for line, reason, _ in found.refused if reason == "no_data"] == [269, 362, 367]
    assert len(found.refused) == 3
