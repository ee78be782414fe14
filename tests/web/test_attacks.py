"""What a sender must not be able to do, whatever the bytes."""

import asyncio
import gzip
import json
import struct
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from beffroi.errors import BeffroiError
from beffroi.ingest.messages import read_arrow, read_json
from beffroi.web import bodies
from beffroi.web.app import make_app
from tests.web.senders import at, commune, message, rows

LIMIT = 16 << 20


def arrow(**columns: Any) -> bytes:
    said = {
        "asset_type": "meter",
        "asset": "a",
        "quantity": "electricity.active_power",
        "kind": "mean_power",
        "unit": "kW",
        "source": "g",
        "start": at(0),
        "end": at(10),
    }
    table = pa.table({name: [text] for name, text in said.items()} | {"value": [1.0]} | columns)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def code(call: Any, *words: Any) -> str:
    with pytest.raises(BeffroiError) as caught:
        call(*words)
    return f"{caught.value.type.code} {caught.value.to_dict('en')['what']}"


def test_very_many_empty_gzip_parts_take_no_time() -> None:
    begun = time.process_time()  # of this process: others may hold the machine
    assert bodies.opened(gzip.compress(b"") * 400_000, "gzip", LIMIT) == b""
    assert time.process_time() - begun < 20  # minutes, where each part copied all the others


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 300_000])
def test_parts_of_any_size_are_read_whole(size: int) -> None:
    plain = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    packed = gzip.compress(plain) + gzip.compress(plain, 0)
    assert bodies.opened(packed, "gzip", LIMIT) == plain * 2
    assert "stops before its end" in code(bodies.opened, packed[:-1], "gzip", LIMIT)
    assert "follows its end" in code(bodies.opened, packed + b"x", "gzip", LIMIT)
    assert "too_large" in code(bodies.opened, gzip.compress(bytes(1 << 22)), "gzip", 1 << 20)


def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST_WAIT", 0.05)

    async def slow() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await asyncio.sleep(0.01)

    with pytest.raises(BeffroiError) as caught:
        asyncio.run(bodies.collected(slow(), "", LIMIT))
    assert (caught.value.type.code, caught.value.type.retryable) == ("message.slow", True)


def test_what_follows_an_arrow_stream_is_not_lost_without_a_word() -> None:
    assert read_arrow(arrow()).observations.num_rows == 1
    assert "follows the end of the stream" in code(read_arrow, arrow() * 2)


def test_no_cut_or_changed_byte_of_the_head_is_unforeseen() -> None:
    whole = arrow()
    for place in range(min(len(whole), 700)):
        for byte in (0, 127, 255):
            changed = bytearray(whole)
            changed[place] = byte
            with suppress(BeffroiError):
                read_arrow(bytes(changed))
    size = struct.unpack_from("<i", whole, 4)[0]
    assert "unreadable" in code(read_arrow, whole[: 8 + size // 2])


def test_a_column_that_is_there_twice_is_told() -> None:
    table = pa.ipc.open_stream(arrow()).read_all()
    twice = pa.Table.from_arrays(
        [*table.columns, table["value"]], names=[*table.column_names, "value"]
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, twice.schema) as writer:
        writer.write_table(twice)
    assert "“value” is there twice" in code(read_arrow, sink.getvalue().to_pybytes())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"series": [], "series": [1]}', "“series” is given twice"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"series": [' + b"9" * 5000 + b"]}", "too many digits"),
        (b'{"series":\n x}', "line 2, column 2"),
        (json.dumps(rows([at(0), "2095-01-01T00:00:00Z", 1])).encode(), "in the future"),
        (json.dumps(rows(["1950-01-01T00:00:00Z", at(0), 1])).encode(), "longer than five years"),
        (
            json.dumps(message([1.0], asset={"type": "meter", "key": "a\u00a0b"})).encode(),
            "series[0].asset.key: a text",
        ),
    ],
)
def test_json_is_refused_with_words(body: bytes, said: str) -> None:
    assert said in code(read_json, body)


def test_no_redirection_is_made_of_what_a_request_says(tmp_path: Path) -> None:
    commune(tmp_path / "home")
    with TestClient(make_app(tmp_path / "home")) as client:
        headers = {"Host": "evil.example"}
        found = client.get("/api/health/", headers=headers, follow_redirects=False)
        assert found.status_code == 404
        assert found.json()["error"]["code"] == "server.no_such_page"
