"""JSON documents of Enedis: held whole under a limit, then walked with care.

Nothing says that a key holds what it should: every step through a document gives an empty answer
where the document has something else.
"""

import json
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.files import BYTES, FILE_TOO_LARGE, raise_setting
from beffroi.readers.documents import broken, decoded
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

#: A JSON document has no parts that can be read one after the other: it is held whole.
MAX_BYTES = 256 << 20
_NOT_JSON = Text(
    fr="le JSON est coupé, mal formé ou trop imbriqué",
    en="the JSON is cut off, malformed or nested too deep",
)
_SHAPE = Text(fr="le JSON n’a pas la forme attendue", en="the JSON is not of the expected shape")


def document(source: Source, form: str) -> Any:
    """Return a document.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_too_large`.
    """
    with source.open() as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BeffroiError(
            FILE_TOO_LARGE,
            name=source.name,
            limit=MAX_BYTES,
            what=BYTES,
            remedy=raise_setting("max_file_bytes"),
        )
    text = decoded(source, form, data)
    try:
        # Numbers stay as they are written: they are read with the same care as those of a CSV.
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise broken(source, form, _NOT_JSON) from error


def measures(source: Source, form: str) -> list[dict[str, Any]]:
    """Return the measures of one or several `{header, mesures}`, or of a bare measure.

    Raises:
        BeffroiError: `import.file_broken` where there is none.
    """
    whole = document(source, form)
    parts = whole if isinstance(whole, list) else [whole]
    found = [
        measure
        for part in parts
        if isinstance(part, dict)
        for measure in (items(part, "mesures") if "mesures" in part else [part])
        if text(measure, "idPrm")
    ]
    if not found:
        raise broken(source, form, _SHAPE)
    return found


def items(node: object, key: str) -> list[dict[str, Any]]:
    """Return the objects listed under a key; one object alone counts as a list of one.

    >>> items({"a": [{"b": 1}, 2, None]}, "a"), items({}, "a"), items([], "a")
    ([{'b': 1}], [], [])
    """
    found = node.get(key) if isinstance(node, dict) else None
    listed = found if isinstance(found, list) else [found]
    return [item for item in listed if isinstance(item, dict)]


def child(node: object, key: str) -> dict[str, Any]:
    """Return the object under a key, empty where there is none."""
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


def text(node: object, key: str) -> str:
    """Return the text or number under a key, empty where there is none."""
    found = node.get(key) if isinstance(node, dict) else None
    if not isinstance(found, str):
        return ""
    return found[:200].encode("utf-8", "replace").decode().strip()


def opens_with(head: Head, *marks: bytes) -> bool:
    """Tell a JSON file whose head holds all the marks."""
    start = head.data.lstrip(b"\xef\xbb\xbf \r\n\t")
    return start[:1] in (b"{", b"[") and all(mark in head.data for mark in marks)
