"""Small synthetic files for the contract test of all readers."""

import io
import zipfile

_HOURS = [f"2021-01-0{day} {hour:02d}:00:00" for day in (1, 2) for hour in range(24)]


def _csv(head: str, separator: str, encoding: str = "utf-8", decimal: str = ".") -> bytes:
    rows = [
        separator.join((time, f"{10 + k % 7}.{k % 10}".replace(".", decimal)))
        for k, time in enumerate(_HOURS)
    ]
    return "\n".join([head, *rows, ""]).encode(encoding)


def xlsx(rows: list[list[str | float]], entities: str = "", dimension: str = "") -> bytes:
    """Return the smallest workbook that holds these rows."""
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{chr(64 + c)}{r}" t="inlineStr"><is><t>{value}</t></is></c>'
            if isinstance(value, str)
            else f'<c r="{chr(64 + c)}{r}"><v>{value}</v></c>'
            for c, value in enumerate(row, 1)
        )
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="Relevés" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'{entities}<worksheet xmlns="{main}">{dimension}'
        f"<sheetData>{cells}</sheetData></worksheet>",
    }
    return _zip(parts)


def ods(rows: list[list[str | float]], last: str = "", entities: str = "") -> bytes:
    """Return the smallest OpenDocument sheet that holds these rows."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p>'
            "</table:table-cell>"
            if isinstance(value, str)
            else f'<table:table-cell office:value-type="float" office:value="{value}"/>'
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{entities}<office:document-content '
        f'xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
        f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Feuille1">{cells}{last}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return _zip({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _zip(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return buffer.getvalue()


_DAYS: list[list[str | float]] = [[f"2021-01-{day:02d}", 10.0 + day] for day in range(1, 20)]
_TABLE: list[list[str | float]] = [
    ["Date", "Conso (kWh)"],
    *_DAYS,
]

SAMPLES: dict[str, list[bytes]] = {
    "generic.text": [
        _csv("datetime,equipment load [kWh]", ","),
        _csv("Date;Température extérieure (°C)", ";", "cp1252", ","),
        b"prm;horodate;valeur (W)\n"
        + b"".join(
            b"30001000000%03d;2021-01-01T%02d:00:00+01:00;%d\n" % (k % 3, k // 3, 100 + k)
            for k in range(60)
        ),
    ],
    "generic.sheet": [xlsx(_TABLE), ods(_TABLE)],
}
