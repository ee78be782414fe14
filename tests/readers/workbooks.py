"""Small XLSX workbooks for the tests of readers, written by hand so that they can be hostile."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Cell = str | float | None  # None: a formula that gave an error
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def cell(reference: str, value: Cell) -> str:
    """Return the XML of one cell."""
    if value is None:
        return f'<c r="{reference}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def sheet(rows: Sequence[Sequence[Cell]]) -> str:
    """Return the XML of the rows of a sheet; empty texts are left out."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = [
            cell(f"{chr(65 + column)}{number}", value)
            for column, value in enumerate(row)
            if value != ""
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(lines)


def workbook(sheet_rows: str, name: str = "Feuille", part: str = "worksheets/sheet1.xml") -> bytes:
    """Return a workbook of one sheet from the XML of its rows; `part` is where the sheet lies."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINK}/worksheet" Target="{part}"/>'
        "</Relationships>",
        "xl/worksheets/other.xml": f'<worksheet xmlns="{_MAIN}"/>',
        f"xl/{part}": f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet_rows}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            info = zipfile.ZipInfo(path)  # without the time of day: the same bytes each run
            archive.writestr(info, f'<?xml version="1.0"?>{text}', zipfile.ZIP_DEFLATED)
    return out.getvalue()
