"""What a file is, told from its content: a name says what somebody wanted it to be."""

import codecs
import re
from pathlib import Path

from beffroi.errors import BeffroiError
from beffroi.errors.documents import DOCUMENT_UNKNOWN
from beffroi.ingest.documents.packed import MacroError, office_form
from beffroi.texts import Text

#: By form: its media type and the suffixes of its names, the usual one first.
FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "pdf": ("application/pdf", (".pdf",)),
    "jpeg": ("image/jpeg", (".jpg", ".jpeg", ".jpe")),
    "png": ("image/png", (".png",)),
    "webp": ("image/webp", (".webp",)),
    "odt": ("application/vnd.oasis.opendocument.text", (".odt",)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
    ),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    "csv": ("text/csv", (".csv", ".tsv")),
    "txt": ("text/plain", (".txt", ".text", ".log", ".md")),
}
#: What a camera makes.
PHOTOGRAPHS = ("jpeg", "png", "webp")
#: What a browser shows by itself, without running anything.
SHOWN = (*PHOTOGRAPHS, "txt")
_HEAD, _BLOCK = 1 << 14, 1 << 20
_MARKS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"))
_PAGE = re.compile(rb"\s*(<!doctype|<html|<svg|<\?xml|<script|<head|<body)", re.IGNORECASE)
#: Signs that no text has.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_EMPTY = Text(fr="il est vide", en="it is empty")
_MACROS = Text(
    fr="il contient des macros, c’est-à-dire un programme", en="it holds macros, that is a program"
)
_HEIC = Text(
    fr="c’est une photo HEIC, que tous les ordinateurs n’ouvrent pas ; réglez l’appareil sur "
    "JPEG, ou enregistrez-la en JPEG",
    en="it is a HEIC photograph, which not all computers open; set the camera to JPEG, or save "
    "it as a JPEG",
)
_CODE = Text(
    fr="c’est une page ou un dessin qui peut contenir un programme",
    en="it is a page or a drawing that may hold a program",
)
_ARCHIVE = Text(
    fr="c’est une archive ; attachez les fichiers qu’elle contient",
    en="it is an archive; attach the files that it holds",
)
_OTHER = Text(
    fr="son contenu n’est d’aucun de ces types, quel que soit son nom",
    en="its content is of none of these kinds, whatever its name",
)


def form_of(path: Path, name: str) -> str:
    """Return what a file is, a key of `FORMS`.

    Raises:
        BeffroiError: `document.unknown`.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    form = _of(path, head)
    if isinstance(form, Text):
        raise BeffroiError(DOCUMENT_UNKNOWN, name=name, reason=form)
    return form


def _of(path: Path, head: bytes) -> str | Text:
    """Return the form, or why there is none."""
    if not head:
        return _EMPTY
    for mark, form in _MARKS:
        if head.startswith(mark):
            return form
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        return _HEIC
    if head.startswith(b"PK\x03\x04"):
        try:
            return office_form(path) or _ARCHIVE
        except MacroError:
            return _MACROS
    return _text(path, head)


def _text(path: Path, head: bytes) -> str | Text:
    if _PAGE.match(head.removeprefix(codecs.BOM_UTF8)):
        return _CODE
    encoding = encoding_of(path)
    if not encoding:
        return _OTHER
    lines = head.decode(encoding, "replace").splitlines()[:21]
    whole = [line for line in (lines[:-1] if len(head) == _HEAD else lines)[:20] if line.strip()]
    return "csv" if _table(whole) else "txt"


def _table(lines: list[str]) -> bool:
    """Tell whether lines are rows of a table.

    >>> _table(["a;b", "1;2"]), _table(["Bonjour,", "merci."]), _table([])
    (True, False, False)
    """
    for sign in ";\t,":
        counts = {line.count(sign) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return True
    return False


def encoding_of(path: Path) -> str:
    """Return in which encoding a file is a text, `utf-8-sig` or `cp1252`; empty where in none."""
    return next((one for one in ("utf-8-sig", "cp1252") if _reads(path, one)), "")


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                if _NO_TEXT.search(decoder.decode(block)):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def safe_name(name: str, form: str) -> str:
    """Return the name under which a file is given back: its suffix says what it is.

    >>> safe_name("facture.exe", "pdf"), safe_name("Plan.PDF", "pdf")
    ('facture.exe.pdf', 'Plan.PDF')
    """
    suffixes = FORMS[form][1] if form in FORMS else (".bin",)
    return name if name.lower().endswith(suffixes) else f"{name}{suffixes[0]}"
