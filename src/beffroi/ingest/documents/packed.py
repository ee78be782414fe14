"""What an archive of an office suite says it is, from its table of contents: it is not unpacked."""

import struct
import zipfile
from pathlib import Path

from beffroi.errors.archives import BROKEN

#: How long a table of contents may be: a document of an office has some hundreds of members.
_MOST_MEMBERS, _MOST_BYTES = 5_000, 2_000_000
_END = b"PK\x05\x06"
_TAIL = 22 + 65_535
_MIMETYPE = "mimetype"
_LONGEST_TYPE = 100
_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OOXML = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


class MacroError(ValueError):
    """A document holds programs."""


def office_form(path: Path) -> str:
    """Return `odt`, `ods`, `docx` or `xlsx`; empty where an archive is something else.

    Raises:
        MacroError: it holds programs.
    """
    if not _short(path):
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            form = _form(archive, names)
    except (*BROKEN, OSError, ValueError):
        return ""
    if form and any(one.endswith("vbaProject.bin") or one.startswith("Basic/") for one in names):
        raise MacroError
    return form


def _form(archive: zipfile.ZipFile, names: set[str]) -> str:
    if _MIMETYPE in names:
        first = archive.getinfo(_MIMETYPE)
        if first.file_size > _LONGEST_TYPE or first.compress_type != zipfile.ZIP_STORED:
            return ""
        return _ODF.get(archive.read(first).strip(), "")
    if "[Content_Types].xml" not in names:
        return ""
    return next((form for part, form in _OOXML.items() if part in names), "")


def _short(path: Path) -> bool:
    """Tell whether the table of contents is one that an office suite writes, before reading it."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _TAIL))
        tail = stream.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or at + 22 > len(tail):
        return False
    members, length = struct.unpack_from("<HI", tail, at + 10)
    return bool(members <= _MOST_MEMBERS and length <= _MOST_BYTES)
