"""Text files read whole or by blocks of lines, their encoding checked."""

import re
import unicodedata
from collections.abc import Iterator

import pyarrow as pa

from beffroi.errors import BeffroiError
from beffroi.errors.files import BYTES, FILE_BROKEN, FILE_TOO_LARGE, FIXED_LIMIT
from beffroi.readers.building import query
from beffroi.readers.source import Source
from beffroi.texts import Text

#: A JSON document has no parts that can be read one after the other: it is held whole.
MAX_DOCUMENT_BYTES = 512 << 20
BLOCK_BYTES = 8 << 20
_NOT_JSON = Text(
    fr="le JSON est coupé, mal formé ou d’une autre forme",
    en="the JSON is cut off, malformed or of another shape",
)
_ENDLESS = Text(fr="une ligne n’a pas de fin", en="a line has no end")
_NOT_UTF8 = Text(fr="le texte n’est pas en UTF-8", en="the text is not UTF-8")


def broken(source: Source, format_: str, reason: Text) -> BeffroiError:
    """Return the error of a file that is recognised but cannot be read."""
    return BeffroiError(FILE_BROKEN, name=source.name, format=format_, reason=reason)


def json_document(source: Source, format_: str, *kinds: str) -> str:
    """Return a JSON document as text, checked to be well-formed.

    `kinds` are those that are expected, as `OBJECT` (the default) or `ARRAY`.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_too_large`.
    """
    with source.open() as stream:
        data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise BeffroiError(
            FILE_TOO_LARGE,
            name=source.name,
            limit=MAX_DOCUMENT_BYTES,
            what=BYTES,
            remedy=FIXED_LIMIT,
        )
    text = decoded(source, format_, data)
    found = query(
        "SELECT CASE WHEN json_valid(doc) THEN json_type(doc) END AS kind FROM cells",
        pa.table({"doc": [text]}),
    )
    if found["kind"][0].as_py() not in (kinds or ("OBJECT",)):
        raise broken(source, format_, _NOT_JSON)
    return text


def line_blocks(source: Source, format_: str) -> Iterator[tuple[int, list[str]]]:
    """Yield blocks of whole lines (UTF-8) with the number of their first line, from 1.

    Raises:
        BeffroiError: `import.file_broken` for another encoding or an endless line.
    """
    first, rest = 1, b""
    with source.open() as stream:
        while block := stream.read(BLOCK_BYTES):
            whole, found, rest = (rest + block).rpartition(b"\n")
            if not found and len(rest) > 2 * BLOCK_BYTES:
                raise broken(source, format_, _ENDLESS)
            if found:
                lines = decoded(source, format_, whole).split("\n")
                yield first, lines
                first += len(lines)
    if rest:
        yield first, [decoded(source, format_, rest)]


def decoded(source: Source, format_: str, data: bytes) -> str:
    """Decode UTF-8, with or without its mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise broken(source, format_, _NOT_UTF8) from error


def stem(source: Source) -> str:
    """Return the name of a file without folders and suffixes.

    >>> from io import BytesIO
    >>> stem(Source("export.zip/Mairie annexe.csv.gz", None, BytesIO))
    'Mairie annexe'
    """
    base = re.split(r"[/\\]", source.name)[-1]
    return base.split(".")[0].strip() or base


def plain(text: str) -> str:
    """Return a label without accents, case, and doubled spaces, to compare headers.

    >>> plain(" Énergie  consommée (kWh)")
    'energie consommee (kwh)'
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(bare.casefold().split())
