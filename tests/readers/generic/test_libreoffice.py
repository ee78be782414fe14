"""Workbooks as LibreOffice and OpenOffice save them: sheets filled to their last row and column."""

import io
import zipfile

import pytest

from beffroi.readers import ReadOptions, recognise
from beffroi.readers.generic import read
from tests.readers.reading import Reading, source_of

_NAME = "urn:oasis:names:tc:opendocument:xmlns"
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_DTD = (
    '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
)


def _row(*cells: str, repeated: int = 16_382) -> str:
    rest = f'<table:table-cell table:number-columns-repeated="{repeated}"/>'
    return f'<table:table-row table:style-name="ro1">{"".join(cells)}{rest}</table:table-row>'


def _text(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def _day(day: int) -> str:
    return (
        f'<table:table-cell office:value-type="date" office:date-value="2024-01-{day:02d}" '
        f'calcext:value-type="date"><text:p>{day:02d}/01/24</text:p></table:table-cell>'
    )


def _number(value: float) -> str:
    shown = str(value).replace(".", ",")
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" '
        f'calcext:value-type="float"><text:p>{shown}</text:p></table:table-cell>'
    )


def saved(manifest: str = "", picture: int = 0) -> bytes:
    """Return a workbook of twenty days as the suite writes it: order of parts, repeated cells."""
    rows = [_row(_text("Date"), _text("Conso gaz (kWh)"))]
    rows += [_row(_day(day), _number(10.5 + day)) for day in range(1, 21)]
    rows.append(
        '<table:table-row table:style-name="ro1" table:number-rows-repeated="1048555">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{_NAME}:office:1.0" xmlns:table="{_NAME}:table:1.0" '
        f'xmlns:text="{_NAME}:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:'
        f'experimental:calc:xmlns:calcext:1.0" office:version="1.3"><office:scripts/>'
        f"<office:body><office:spreadsheet>"
        f'<table:calculation-settings table:automatic-find-labels="false"/>'
        f'<table:table table:name="Feuille1" table:style-name="ta1">'
        f'<table:table-column table:number-columns-repeated="16384"/>{"".join(rows)}'
        f"</table:table><table:named-expressions/></office:spreadsheet></office:body>"
        f"</office:document-content>"
    )
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    listed = (
        f'<?xml version="1.0" encoding="UTF-8"?>{manifest}'
        f'<manifest:manifest xmlns:manifest="{_NAME}:manifest:1.0">{entry}</manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", _KIND)
        archive.writestr("Configurations2/menubar/", "")
        archive.writestr("Thumbnails/thumbnail.png", bytes(k * 89 % 251 for k in range(picture)))
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", listed, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("manifest", "picture"), [("", 0), (_DTD, 0), ("", 90_000)], ids=["plain", "dtd", "picture"]
)
def test_a_workbook_of_the_suite_is_read(manifest: str, picture: int) -> None:
    source = source_of(saved(manifest, picture), "releves.ods")
    assert recognise(source.head()).key == "generic.sheet"
    found = Reading(list(read(source, ReadOptions())))
    assert [row[2] for row in found.values("gas.energy", "interval", "")] == [
        10_500.0 + 1000 * day for day in range(1, 21)
    ]
    assert not found.refused
