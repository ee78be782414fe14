"""GRDF ADICT: one JSON object a line."""

import json
from datetime import UTC, datetime

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import documents

from ..reading import read  # noqa: TID252 - tests are no installed package
from .samples import ADICT, adict, lines

KEY = "grdf.adict"


def test_offsets_of_the_file_are_believed() -> None:
    found = read(KEY, lines(ADICT))
    [(start, end, value, _)] = found.values("gas.energy", "interval", "informative", "GI000001")
    assert start == datetime(2021, 7, 1, 4, tzinfo=UTC)
    assert end == datetime(2021, 7, 2, 4, tzinfo=UTC)
    assert value == 45_000.0
    index = found.values("gas.volume", "index", "index")
    assert [(at, value) for at, _, value, _ in index] == [(start, 500.0), (end, 504.0)]


@pytest.mark.parametrize(
    ("changes", "qualifier"),
    [
        ({}, "informative"),
        ({"type_conso": "Publiée", "journee_gaziere": None}, "published"),
        ({"type_conso": None}, "informative"),
        ({"type_conso": None, "journee_gaziere": None}, "published"),
        ({"sens_flux_gaz": "Injection"}, "injection informative"),
    ],
)
def test_kinds_of_consumption_are_series_of_their_own(
    changes: dict[str, object], qualifier: str
) -> None:
    found = read(KEY, lines(adict(**changes)))
    assert len(found.values("gas.energy", "interval", qualifier)) == 1


def test_bad_lines_are_refused_with_their_number() -> None:
    data = (
        lines(ADICT)
        + b"\r\n{not json\n[1]\n"
        + lines(adict(date_debut_consommation="2021-07-01T06:00:00"))
        + lines(adict(energie=None), adict(energie=True))
        + lines({**ADICT, "pce": None})
        + json.dumps(ADICT).encode()[:-30]
    )
    found = read(KEY, data)
    assert found.rows == 8
    assert [(line, reason) for line, reason, _ in found.refused] == [
        (3, "bad_row"),
        (4, "bad_row"),
        (5, "bad_time"),
        (6, "empty_value"),
        (7, "bad_number"),
        (8, "bad_row"),
        (9, "bad_row"),
    ]


def test_lines_are_numbered_through_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "BLOCK_BYTES", 1500)
    found = read(KEY, lines(*[ADICT] * 10) + b"oops\n" + lines(*[ADICT] * 10))
    assert len(found.pieces) > 3
    assert found.rows == 21
    assert found.refused == [(11, "bad_row", "oops")]
    assert len(found.values("gas.energy", "interval", "informative")) == 20


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{{\n{{",
        b"[1, 2]\n",
        lines(ADICT).decode().encode("utf-16"),
        b"\xff" * 200,
        b"[" * 9999,
    ],
    ids=["empty", "no json", "lists", "utf-16", "binary", "deep"],
)
def test_broken_file_says_so(data: bytes) -> None:
    with pytest.raises(BeffroiError) as caught:
        read(KEY, data)
    assert caught.value.type.code == "import.file_broken"


def test_endless_line_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "BLOCK_BYTES", 1000)
    with pytest.raises(BeffroiError) as caught:
        read(KEY, b"{" * 10_000)
    assert caught.value.type.code == "import.file_broken"
