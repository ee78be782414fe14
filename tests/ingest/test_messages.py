"""Messages are checked whole: what is wrong is named, with its place, and nothing is kept."""

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import BeffroiError
from beffroi.ingest.messages import Limits, Message, read_arrow, read_json
from tests.web.senders import at, message, rows

A, B = at(0), at(10)


def read(content: Any) -> Message:
    return read_json(json.dumps(content).encode(), Limits(rows=1000))


def instants(found: Message, name: str) -> list[str]:
    return [one.isoformat() for one in found.observations[name].to_pylist()]


def test_the_three_forms_say_the_same() -> None:
    one = read(rows([A, B, 1.0], [B, at(20), 2.0]))
    columns = read(rows(start=[A, B], end=[B, at(20)], values=[1, 2.0], observations=None))
    steps = read(message([1.0, 2.0]))
    assert one.observations == columns.observations == steps.observations
    assert one.observations["value"].to_pylist() == [1000.0, 2000.0]
    assert instants(one, "end") == [B, at(20)]
    assert steps.keys[0].step_seconds == 600


def test_null_is_a_gap_only_where_the_times_are_regular() -> None:
    found = read(message([1.0, None, 3.0]))  # type: ignore[list-item]
    assert instants(found, "start") == [A, at(20)]


def test_offsets_are_instants() -> None:
    found = read(rows(["2026-01-05T08:00:00+01:00", "2026-01-05T07:10Z", 1.0]))
    assert (instants(found, "start"), instants(found, "end")) == ([A], [B])


def test_an_index_is_read_at_an_instant() -> None:
    said = {"quantity": "water.volume", "kind": "index", "unit": "L"}
    found = read(rows([A, 1500], **said))
    assert found.observations["value"].to_pylist() == [1.5]
    assert instants(found, "end") == [A]
    assert read(message([1, 2], **said)).observations["end"].to_pylist()[1].isoformat() == B


def test_one_series_may_be_given_in_parts() -> None:
    content = rows([A, B, 1.0])
    content["series"] += rows([B, at(20), 2.0], quality="estimated")["series"]
    found = read(content)
    assert len(found.keys) == 1
    assert found.observations["quality"].to_pylist() == [0, 1]


WRONG = {
    "not an object": ([], "message"),
    "no series": ({"series": []}, "series"),
    "an unknown name": ({"series": [], "x": 1}, "message"),
    "an item that is no object": ({"series": [1]}, "series[0]"),
    "an unknown type of asset": (rows([A, B, 1.0], asset={"type": "x", "key": "k"}), "asset.type"),
    "no key": (rows([A, B, 1.0], asset={"type": "meter", "key": " "}), "series[0]"),
    "a key that is a number": (rows([A, B, 1.0], asset={"type": "meter", "key": 5}), "asset"),
    "a long source": (rows([A, B, 1.0], source="x" * 201), "series[0].source"),
    "a source of two lines": (rows([A, B, 1.0], source="a\nb"), "series[0].source"),
    "half a character": (rows([A, B, 1.0], source="\ud800"), "series[0].source"),
    "an unknown quantity": (rows([A, B, 1.0], quantity="x"), "series[0].quantity"),
    "an unknown kind": (rows([A, B, 1.0], kind="x"), "series[0].kind"),
    "a power that is an amount": (rows([A, B, 1.0], kind="interval"), "series[0].kind"),
    "an energy that is a power": (
        rows([A, B, 1.0], quantity="water.volume", unit="m3"),
        "series[0].kind",
    ),
    "an unknown unit": (rows([A, B, 1.0], unit="furlong"), "series[0].unit"),
    "another unit": (rows([A, B, 1.0], unit="m3"), "series[0].unit"),
    "an unknown quality": (rows([A, B, 1.0], quality="good"), "series[0].quality"),
    "two forms": (rows([A, B, 1.0], values=[1.0]), "series[0]"),
    "no measure": (rows(), "series[0].observations"),
    "a short row": (rows([A, B, 1.0], [A, 1.0]), "series[0].observations[1]"),
    "a row that is no list": (rows([A, B, 1.0], {"a": 1}), "series[0].observations[1]"),
    "no end": (rows([A, 1.0]), "series[0].observations[0]"),
    "no offset": (rows([A, B, 1.0], [B, "2026-01-05T08:20:00", 1.0]), "observations[1]"),
    "no such day": (rows(["2026-02-30T00:00Z", B, 1.0]), "series[0].observations[0]"),
    "a time that is a number": (rows([A, B, 1.0], [1767596400, B, 1.0]), "observations[1]"),
    "no time": (rows([None, B, 1.0]), "series[0].observations[0]"),
    "an end before its start": (rows([A, B, 1.0], [B, A, 1.0]), "series[0].observations[1]"),
    "an end at its start": (rows([A, A, 1.0]), "series[0].observations[0]"),
    "a year long ago": (rows(["1899-12-31T23:59Z", B, 1.0]), "series[0].observations[0]"),
    "a year far away": (rows([A, "2100-01-01T00:00Z", 1.0]), "series[0].observations[0]"),
    "a value that is a text": (rows([A, B, "1"]), "series[0].observations[0]"),
    "a value that is true": (rows([A, B, True]), "series[0].observations[0]"),
    "no value": (rows([A, B, 1.0], [B, at(20), None]), "series[0].observations[1]"),
    "not a number": (rows([A, B, float("nan")]), "series[0].observations[0]"),
    "a value without end": (
        rows([A, B, 1e308], unit="MWh", quantity="gas.energy", kind="interval"),
        "observations[0]",
    ),
    "a huge number": (rows([A, B, 10**400]), "series[0].observations[0]"),
    "larger than any measure": (rows([A, B, 1.7e305]), "series[0].observations[0]"),
    "lists of two lengths": (
        rows(start=[A], end=[B], values=[1.0, 2.0], observations=None),
        "series[0]",
    ),
    "a step of nothing": (message([1.0], step=0), "series[0].step"),
    "a step that is a text": (message([1.0], step="PT10M"), "series[0].step"),
    "steps into the next century": (message([1.0] * 900, step=31_622_400), "series[0].values["),
    "the second item": (
        {"series": [*rows([A, B, 1.0])["series"], *rows([A, B, 1.0], [B, A, 1.0])["series"]]},
        "series[1].observations[1]",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(name: str) -> None:
    content, place = WRONG[name]
    with pytest.raises(BeffroiError) as caught:
        read(content)
    error = caught.value.to_dict("en")
    assert error["code"] == "message.refused"
    assert place in str(caught.value.details["place"])
    assert "{" not in str(error["what"]).replace("{...}", "")


def test_too_many_measures_are_refused() -> None:
    with pytest.raises(BeffroiError, match=r"message\.too_large"):
        read(message([1.0] * 1001))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just(A),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["series", "asset", "start", "values", "x"]), inner)
    ),
    max_leaves=12,
)
NAMES = ["asset", "quantity", "kind", "unit", "source", "observations", "start", "step", "values"]


@given(st.sampled_from(NAMES), PLAIN)
def test_nothing_that_json_holds_is_unforeseen(name: str, value: Any) -> None:
    content = message([1.0])
    content["series"][0][name] = value
    try:
        found = read(content)
    except BeffroiError as error:
        assert error.type.code in ("message.refused", "message.too_large")  # noqa: PT017
    else:
        assert found.observations.num_rows > 0


def arrow(compression: str | None = None, **changed: Any) -> bytes:
    columns: dict[str, Any] = {
        "asset_type": pa.array(["meter"] * 3).dictionary_encode(),
        "asset": pa.array(["a", "b", "a"]).dictionary_encode(),
        "quantity": ["electricity.active_power"] * 3,
        "kind": ["mean_power"] * 3,
        "unit": ["kW", "W", "kW"],
        "source": ["gateway"] * 3,
        "start": pa.array(["2026-01-05T07:00"] * 3).cast(pa.timestamp("ms")),
        "end": pa.array(["2026-01-05T07:10"] * 3).cast(pa.timestamp("ms")),
        "value": pa.array([1, 2, 3], pa.int32()),
        **changed,
    }
    for name in ("start", "end"):
        if isinstance(columns[name], pa.Array) and "start_naive" not in columns:
            columns[name] = columns[name].cast(pa.timestamp("ms", "UTC"))
    columns.pop("start_naive", None)
    table = pa.table(columns)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]  # pyarrow has no types


def test_arrow_is_read_by_column() -> None:
    found = read_arrow(arrow())
    assert [key.asset for key in found.keys] == ["a", "b"]
    assert found.observations["series"].to_pylist() == [0, 1, 0]
    assert found.observations["value"].to_pylist() == [1000.0, 2.0, 3000.0]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (arrow(compression="zstd"), "message.unreadable"),
        (arrow()[:200], "message.unreadable"),
        (b"", "message.unreadable"),
        (b"\xff" * 64, "message.unreadable"),
        (arrow(extra=[1, 2, 3]), "message.refused"),
        (arrow(asset=[1, 2, 3]), "message.refused"),
        (arrow(start_naive=[1, 2, 3]), "message.refused"),
        (arrow(start=["2026-01-05T07:00"] * 3), "message.refused"),
        (arrow(value=[1.0, None, 2.0]), "message.refused"),
        (arrow(value=[1.0, np.inf, 2.0]), "message.refused"),
        (arrow(unit=["kW", "m3", "kW"]), "message.refused"),
    ],
)
def test_arrow_that_cannot_be_kept_is_told(body: bytes, code: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        read_arrow(body)
    assert caught.value.type.code == code


@given(st.data())
def test_no_byte_of_an_arrow_message_is_believed(data: st.DataObject) -> None:
    body = bytearray(arrow())
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_arrow(body)
    except BeffroiError as error:
        assert error.type.code.startswith("message.")  # noqa: PT017
