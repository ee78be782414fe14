"""What holds for every reader, whatever the file: one suite over all of them.

The folders beside this file hand in their samples; `README.md` says how.
"""

import importlib
import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.quantities import QUANTITIES
from beffroi.readers import Head, Piece, ReadOptions, readers
from beffroi.readers.contract import READ_SCHEMA, REFUSED_SCHEMA, Quality, Reason
from beffroi.readers.results import RESULT_SCHEMA
from beffroi.units import SeriesKind

from .reading import source_of

_INSTANT = {SeriesKind.INDEX}
_SPAN = {SeriesKind.INTERVAL, SeriesKind.MEAN_POWER, SeriesKind.COUNT}
_HARSH = (b"\x00", b"\xff\xfe", b"9" * 40, b"-", b";", b'"', b"{", b"]", b"\n\n", b"NaN", b"1e999")


def _rooms() -> list[ModuleType]:
    found = sorted(Path(__file__).parent.glob("*/samples.py"))
    return [importlib.import_module(f".{path.parent.name}.samples", __package__) for path in found]


ROOMS = _rooms()
SAMPLES: dict[str, list[bytes]] = {
    key: files for room in ROOMS for key, files in room.SAMPLES.items()
}
OPTIONS: dict[str, ReadOptions] = {
    key: options for room in ROOMS for key, options in getattr(room, "OPTIONS", {}).items()
}
NOT_ALONE: set[str] = {key for room in ROOMS for key in getattr(room, "NOT_ALONE", ())}
KEYS = sorted(readers())
EACH_SAMPLE = [
    pytest.param(key, data, id=f"{key}-{number}")
    for key, files in sorted(SAMPLES.items())
    for number, data in enumerate(files)
]


def pieces_of(key: str, data: bytes) -> list[Piece]:
    source = source_of(data, "Relevés 2021.dat")
    return list(readers()[key].read(source, OPTIONS.get(key, ReadOptions())))


def check(piece: Piece) -> None:
    """Assert what the contract promises of a piece."""
    table, refused = piece.observations, piece.refused
    assert table.schema.equals(READ_SCHEMA)
    assert refused.schema.equals(REFUSED_SCHEMA)
    assert all(column.null_count == 0 for column in (*table.columns, *refused.columns))
    series = _numpy(table, "series")
    start, end = _numpy(table, "start"), _numpy(table, "end")
    assert ((series >= 0) & (series < len(piece.series))).all()
    assert (end >= start).all()
    assert np.isfinite(_numpy(table, "value")).all()
    assert set(_numpy(table, "quality").tolist()) <= {quality.value for quality in Quality}
    assert set(refused["reason"].to_pylist()) <= {reason.value for reason in Reason}
    assert (_numpy(refused, "line") >= 1).all()
    if piece.results is not None:
        assert piece.results.schema.equals(RESULT_SCHEMA)
        kept = piece.results.drop_columns(["value"])
        assert all(column.null_count == 0 for column in kept.columns)
        assert np.isfinite(piece.results["value"].drop_null().to_numpy()).all()
    for number, draft in enumerate(piece.series):
        mine = series == number
        assert draft.asset
        assert draft.quantity in QUANTITIES
        assert (end[mine] == start[mine]).all() or draft.kind not in _INSTANT
        assert (end[mine] > start[mine]).all() or draft.kind not in _SPAN


def came(piece: Piece) -> int:
    """Count what came out: observations, or results of a laboratory."""
    results = 0 if piece.results is None else piece.results.num_rows
    return int(piece.observations.num_rows) + results


def check_rows(pieces: list[Piece]) -> None:
    """Assert that the rows gone through account for what came of a whole file."""
    rows = sum(piece.rows for piece in pieces)
    observations = sum(came(piece) for piece in pieces)
    refused = sum(piece.refused.num_rows for piece in pieces)
    series = {draft for piece in pieces for draft in piece.series}
    assert rows > 0 or not (observations or refused)
    assert observations <= rows * (len(series) + 1)


def _numpy(table: pa.Table, name: str) -> NDArray[Any]:
    array: NDArray[Any] = table[name].to_numpy()
    return array


def mutations(data: bytes, seed: str) -> Iterator[bytes]:
    """Yield damaged copies: cut off, bytes changed, harsh bits put in, parts lost or repeated."""
    draw = random.Random(seed)
    for _ in range(6):
        yield data[: draw.randrange(len(data))]
    for _ in range(6):
        damaged = bytearray(data)
        for _ in range(1 + len(data) // 200):
            damaged[draw.randrange(len(data))] = draw.randrange(256)
        yield bytes(damaged)
    for harsh in _HARSH:
        place = draw.randrange(len(data))
        yield data[:place] + harsh + data[place + draw.randrange(3) :]
    for _ in range(2):
        first, second = sorted((draw.randrange(len(data)), draw.randrange(len(data))))
        yield data[:first] + data[second:]
        yield data[:second] + data[first:]


def survive(key: str, data: bytes) -> None:
    """Read a damaged file: nothing but `BeffroiError`, and whatever came keeps the contract."""
    try:
        pieces = pieces_of(key, data)
    except BeffroiError:
        return
    for piece in pieces:
        check(piece)
    check_rows(pieces)


@pytest.mark.parametrize("key", KEYS)
def test_every_reader_has_samples_and_labels(key: str) -> None:
    assert SAMPLES.get(key)
    label = readers()[key].label
    assert label.fr
    assert label.en


@pytest.mark.parametrize(("key", "data"), EACH_SAMPLE)
def test_sample_is_read(key: str, data: bytes) -> None:
    pieces = pieces_of(key, data)
    for piece in pieces:
        check(piece)
        names = [(d.asset, d.quantity, d.source, d.qualifier) for d in piece.series]
        assert len(names) == len(set(names))
    check_rows(pieces)
    assert sum(came(piece) for piece in pieces) > 0


@pytest.mark.parametrize(("key", "data"), EACH_SAMPLE)
def test_sample_is_recognised_by_its_own_reader_and_best(key: str, data: bytes) -> None:
    head = source_of(data, "Relevés 2021.dat").head()
    marks = {name: reader.recognise(head) for name, reader in readers().items()}
    assert all(0.0 <= mark <= 1.0 for mark in marks.values())
    if key not in NOT_ALONE:
        others = {name: mark for name, mark in marks.items() if name != key}
        assert marks[key] > max(others.values()), marks


@pytest.mark.parametrize(("key", "data"), EACH_SAMPLE)
def test_damaged_sample_does_not_get_through(key: str, data: bytes) -> None:
    for damaged in mutations(data, key):
        survive(key, damaged)
        if damaged:
            head = Head("file", damaged, True)
            marks = [reader.recognise(head) for reader in readers().values()]
            assert all(0.0 <= mark <= 1.0 for mark in marks)


@pytest.mark.parametrize("key", KEYS)
def test_random_bytes_do_not_get_through(key: str) -> None:
    draw = random.Random(key)
    for length in (1, 7, 64, 1000, 5000):
        survive(key, draw.randbytes(length))
    for filling in (b"\x00", b"[", b"{", b'{"a":', b"<a>", b";", b"\n", b"PK\x03\x04"):
        survive(key, filling * 2000)


@pytest.mark.parametrize("key", KEYS)
def test_files_of_other_readers_do_not_get_through(key: str) -> None:
    for other, files in SAMPLES.items():
        if other != key:
            survive(key, files[0])


def test_errors_speak_french() -> None:
    with pytest.raises(BeffroiError) as caught:
        pieces_of("grdf.portal_json", b"{")
    assert "JSON" in str(caught.value.to_dict("fr")["what"])
