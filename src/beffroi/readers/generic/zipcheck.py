"""Office documents looked through before any library lays them out in memory.

One kilobyte of XML can hold a cell at XFD1048576 or an entity that unfolds to gigabytes. A pass
of the XML parser counts without keeping: nothing is built from what it sees.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO, NoReturn, cast
from xml.parsers import expat

from beffroi.errors import BeffroiError
from beffroi.errors.archives import BROKEN
from beffroi.errors.files import (
    BYTES,
    CELLS,
    COLUMNS,
    FILE_BROKEN,
    FILE_HOSTILE,
    FILE_TOO_LARGE,
    FIXED_LIMIT,
    raise_setting,
)
from beffroi.readers.source import MAX_MEMBERS, NOT_WORKBOOK, Limits
from beffroi.texts import Text

MAX_CELLS = 4_000_000
MAX_PART_BYTES = 1 << 30
_CHUNK = 1 << 20
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class _Extent:
    """The rectangle that the cells of the sheets span, counted as the parser goes."""

    width: int = 0
    height: int = 0
    row: int = 0
    column: int = 0
    repeat: int = 0

    def cells(self) -> int:
        return self.width * self.height

    def xlsx(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "c":
            found = _PLACE.fullmatch(attributes.get("r", ""))
            self.column = _letters(found[1]) if found else self.column + 1
            self.width = max(self.width, self.column)
            self.height = max(self.height, int(found[2]) if found else self.row)

    def ods(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.row = self.repeat = 0
        elif tag == "table:table-row":
            self.row += self.repeat
            self.repeat = int(attributes.get("table:number-rows-repeated", 1))
            self.column = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.column += int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes or "table:formula" in attributes:
                self.width = max(self.width, self.column)
                self.height = max(self.height, self.row + self.repeat)


def check_document(name: str, data: bytes, max_columns: int) -> str:
    """Refuse a document that is not safe to open; return `XLSX` or `ODS`.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`, `import.file_too_large`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_sizes(name, infos, len(data))
            names = {info.filename for info in infos}
            kind = "ODS" if "content.xml" in names else "XLSX"
            for info in infos:
                if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(info) as part:
                        _check_part(name, kind, info, part, max_columns)
            return kind
    except (*BROKEN, OSError, ValueError, KeyError) as error:
        raise BeffroiError(
            FILE_BROKEN, name=name, format="XLSX/ODS", reason=NOT_WORKBOOK
        ) from error


def _check_sizes(name: str, infos: list[zipfile.ZipInfo], packed: int) -> None:
    limits = Limits()
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS or len({info.filename for info in infos}) < len(infos):
        raise BeffroiError(FILE_HOSTILE, name=name, reason=_PARTS)
    if total > (1 << 20) and total > packed * limits.max_ratio:
        raise BeffroiError(FILE_HOSTILE, name=name, reason=_RATIO.fill(ratio=limits.max_ratio))
    if total > MAX_PART_BYTES:
        raise BeffroiError(
            FILE_TOO_LARGE, name=name, limit=MAX_PART_BYTES, what=BYTES, remedy=FIXED_LIMIT
        )


def _check_part(
    name: str, kind: str, info: zipfile.ZipInfo, part: object, max_columns: int
) -> None:
    stream = cast("BinaryIO", part)
    extent = _Extent()
    parser = expat.ParserCreate()

    def refuse(*_: object) -> NoReturn:
        raise BeffroiError(FILE_HOSTILE, name=name, reason=_DOCTYPE)

    def declared(_name: object, _system: object, _public: object, inside: object) -> None:
        # OpenOffice names the type of its manifest; only declarations inside can unfold.
        if inside:
            refuse()

    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = refuse
    if kind == "ODS" and info.filename == "content.xml":
        parser.StartElementHandler = extent.ods
    elif kind == "XLSX" and info.filename.lower().startswith("xl/worksheets/"):
        parser.StartElementHandler = extent.xlsx
    given = 0
    try:
        while chunk := stream.read(_CHUNK):
            given += len(chunk)
            if given > info.file_size:
                raise BeffroiError(FILE_HOSTILE, name=name, reason=_LIES)
            parser.Parse(chunk, False)
            _check_extent(name, extent, max_columns)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BeffroiError(FILE_BROKEN, name=name, format=kind, reason=_BAD_XML) from error
    _check_extent(name, extent, max_columns)


def _check_extent(name: str, extent: _Extent, max_columns: int) -> None:
    if extent.width > max_columns:
        raise BeffroiError(
            FILE_TOO_LARGE,
            name=name,
            limit=max_columns,
            what=COLUMNS,
            remedy=raise_setting("max_columns"),
        )
    if extent.cells() > MAX_CELLS:
        raise BeffroiError(
            FILE_TOO_LARGE, name=name, limit=MAX_CELLS, what=CELLS, remedy=FIXED_LIMIT
        )


def _letters(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number


_PARTS = Text(
    fr="ses parties sont trop nombreuses ou portent deux fois le même nom",
    en="its parts are too many or bear the same name twice",
)
_RATIO = Text(
    fr="il se décompresse à plus de {ratio} fois sa taille",
    en="it decompresses to more than {ratio} times its size",
)
_LIES = Text(
    fr="une partie est plus grande que la taille annoncée",
    en="a part is larger than the size it declares",
)
_BAD_XML = Text(fr="son XML est coupé ou mal formé", en="its XML is cut off or malformed")
_DOCTYPE = Text(
    fr="son XML déclare des entités, ce qu’aucun tableur n’écrit",
    en="its XML declares entities, which no spreadsheet program writes",
)
