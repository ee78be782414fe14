"""Messages as an Arrow stream, for senders of many measures: one row a measure.

Columns: asset_type, asset, quantity, kind, unit, source, and qualifier or name where wanted, as
text, best as dictionaries; start and end, as timestamps with a time zone or as ISO 8601 text with
the offset; value. Without `end`, each measure is at an instant.
"""

import struct
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.types as kinds
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.flow import MESSAGE_TOO_LARGE, MESSAGE_UNREADABLE
from beffroi.ingest.messages.check import (
    Limits,
    Message,
    declared,
    finished,
    instants,
    refused,
    too_many,
)
from beffroi.texts import Text

_NEEDED = ("asset_type", "asset", "quantity", "kind", "unit", "source")
_WORDS = (*_NEEDED, "qualifier", "name")
_KNOWN = (*_WORDS, "start", "end", "value")
_FORMAT = "Arrow"
_SERIES = Text(fr="séries", en="series")
_COLUMN = Text(fr="il manque la colonne « {name} »", en="the column “{name}” is missing")
_EXTRA = Text(
    fr="la colonne « {name} » n’existe pas ; ce qui existe : {known}",
    en="there is no column “{name}”; what exists: {known}",
)
_TWICE = Text(fr="la colonne « {name} » y est deux fois", en="the column “{name}” is there twice")
_REST = Text(fr="quelque chose suit la fin du flux", en="something follows the end of the stream")
_TYPE = Text(fr="le type {type} ne convient pas", en="the type {type} does not fit")
_NULL = Text(fr="une valeur manque", en="a value is missing")
_EMPTY = Text(fr="aucune mesure", en="no measure")
_PACKED = Text(
    fr="les tampons y sont compressés ; compressez plutôt l’envoi entier (gzip)",
    en="its buffers are compressed; compress the whole message instead (gzip)",
)
_TIME = Text(
    fr="un instant n’est pas ISO 8601 avec son décalage",
    en="an instant is not ISO 8601 with its offset",
)


def read_arrow(body: bytes | bytearray, limits: Limits | None = None) -> Message:
    """Read and check a message written as an Arrow stream.

    Raises:
        BeffroiError: `message.unreadable`, `message.refused`, `message.too_large`.
    """
    limits = limits or Limits()
    try:
        _not_packed(body)
        source = pa.BufferReader(pa.py_buffer(body))
        with pa.ipc.open_stream(source) as reader:
            _schema(reader.schema)
            batches = list(_batches(reader, limits))
            table = pa.Table.from_batches(batches, reader.schema)
            if source.tell() < len(body):  # a second stream would be lost without a word
                raise BeffroiError(MESSAGE_UNREADABLE, format=_FORMAT, reason=_REST)
    except (pa.ArrowException, struct.error, OSError, ValueError, LookupError) as error:
        first = (str(error).splitlines() or [""])[0][:200]
        raise BeffroiError(MESSAGE_UNREADABLE, format=_FORMAT, reason=first) from error
    if not table.num_rows:
        raise refused("message", _EMPTY)
    for name in table.column_names:
        if table[name].null_count:
            row = table[name].is_null().to_numpy().argmax()
            raise refused(f"{name}[{row}]", _NULL)
    return _message(table, limits)


def _message(table: pa.Table, limits: Limits) -> Message:
    words = {name: _coded(table[name]) for name in _WORDS if name in table.column_names}
    codes = np.zeros(table.num_rows, np.int64)
    for own, _ in words.values():
        # Renumbered after each column: what is multiplied stays small.
        _, codes = np.unique(codes * (own.max() + 1) + own, return_inverse=True)
    _, rows, places = np.unique(codes, return_index=True, return_inverse=True)
    if len(rows) > limits.rows:
        raise BeffroiError(
            MESSAGE_TOO_LARGE, limit=limits.rows, what=_SERIES, setting="message_max_rows"
        )
    series = [
        declared(f"[{row}]", {name: said[int(own[row])] for name, (own, said) in words.items()})
        for row in rows.tolist()
    ]
    start = _instants(table, "start")
    return finished(
        series,
        places.astype(np.int32),
        start,
        _instants(table, "end") if "end" in table.column_names else start,
        _whole(table["value"]).cast(pa.float64(), safe=False),
        np.zeros(table.num_rows, np.int8),
        lambda row: f"[{row}]",
    )


def _schema(schema: pa.Schema) -> None:
    names = schema.names
    for name in (*_NEEDED, "start", "value"):
        if name not in names:
            raise refused("message", _COLUMN.fill(name=name))
    for field in schema:
        if names.count(field.name) > 1:
            raise refused("message", _TWICE.fill(name=field.name[:40]))
        if field.name not in _KNOWN:
            raise refused("message", _EXTRA.fill(name=field.name[:40], known=", ".join(_KNOWN)))
        if not _fits(field.name, field.type):
            raise refused(field.name, _TYPE.fill(type=str(field.type)[:80]))


def _fits(name: str, type_: pa.DataType) -> bool:
    text = kinds.is_string(type_) or kinds.is_large_string(type_)
    if name in _WORDS:
        fits = text or (kinds.is_dictionary(type_) and kinds.is_string(type_.value_type))
    elif name == "value":
        fits = kinds.is_floating(type_) or kinds.is_integer(type_)
    else:
        fits = text or (kinds.is_timestamp(type_) and type_.tz is not None)
    return bool(fits)


def _batches(reader: pa.RecordBatchReader, limits: Limits) -> Iterator[pa.RecordBatch]:
    rows = 0
    for batch in reader:
        rows += batch.num_rows
        if rows > limits.rows:
            raise too_many(limits)
        batch.validate(full=True)  # offsets that lead out of their buffer are seen here
        yield batch


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[str]]:
    """Return the place of each text among those that differ, and these texts."""
    if not kinds.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    return whole.indices.to_numpy().astype(np.int64), whole.dictionary.to_pylist()


def _instants(table: pa.Table, name: str) -> pa.Array:
    try:
        return instants(_whole(table[name]))
    except pa.ArrowInvalid as error:
        raise refused(name, _TIME) from error


def _whole(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return found.chunk(0) if isinstance(found, pa.ChunkedArray) else found


def _not_packed(body: bytes | bytearray) -> None:
    """Refuse compressed buffers: a few bytes of them may stand for all the memory there is.

    The library opens them without a limit, and says only afterwards how large they were. Whether a
    message has some is written in its head, a flatbuffer (Arrow columnar format, `Message.fbs`):
    the field `compression` of a record batch, which may be that of a dictionary.
    """
    place = 0
    while place + 8 <= len(body):
        mark, size = struct.unpack_from("<iI", body, place)
        if mark != -1:
            raise ValueError("not an Arrow stream")
        if size == 0:
            return
        head = memoryview(body)[place + 8 : place + 8 + size]
        message = _table(head, 0)
        kind = _field(head, message, 1)
        length = _field(head, message, 3)
        if kind and head[kind] in (2, 3):
            batch = _table(head, _field(head, message, 2))
            if head[kind] == 2:
                batch = _table(head, _field(head, batch, 1))
            if _field(head, batch, 3):
                raise BeffroiError(MESSAGE_UNREADABLE, format=_FORMAT, reason=_PACKED)
        place += 8 + size + (struct.unpack_from("<q", head, length)[0] if length else 0)
        if place < 0:
            raise ValueError("not an Arrow stream")


def _table(head: memoryview, place: int) -> int:
    return place + int(struct.unpack_from("<I", head, place)[0])


def _field(head: memoryview, table: int, number: int) -> int:
    """Return where a field of a flatbuffer table is, 0 where it is left out."""
    fields = table - struct.unpack_from("<i", head, table)[0]
    if 4 + 2 * number >= struct.unpack_from("<H", head, fields)[0]:
        return 0
    found = struct.unpack_from("<H", head, fields + 4 + 2 * number)[0]
    return table + found if found else 0
