"""JSON documents: R63 and kin, R64, R67, Data Connect."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import recognise, sources
from beffroi.readers.contract import Quality
from beffroi.readers.enedis import json as json_module

from ..reading import read, read_source, source_of  # noqa: TID252 - tests are no package
from .samples import PRM, SAMPLES, data_connect, flow, point, r63, r64, r67

POWER = ("electricity.active_power", "mean_power", "consumption")
MIDNIGHT = datetime(2020, 12, 31, 23, tzinfo=UTC)  # in Paris
HALF = timedelta(minutes=30)


def test_real_r64_keeps_one_grid_and_the_total(shared_data: Path) -> None:
    found = read_source("enedis.r64", sources(shared_data / "enedis/R64.json")[0])
    at = datetime(2026, 5, 31, 22, tzinfo=UTC)
    for register, value in (
        ("D1", 13_514_462.0),
        ("D2", 15_923_474.0),
        ("D3", 7_742_696.0),
        ("D4", 10_497_780.0),
        ("T", 47_678_412.0),
    ):
        rows = found.values(
            "electricity.active_energy", "index", f"index EAS {register}", "99331145115979"
        )
        assert rows == [(at, at, value, 0)]
    assert [reason for _, reason, _ in found.refused] == ["double_count"] * 3
    assert (found.rows, found.table().num_rows) == (13, 10)


def test_r64_keeps_the_supplier_grid_where_it_stands_alone() -> None:
    found = read("enedis.r64", flow("R64", r64({"F1": 30}, 30, stage="CORR")))
    at = datetime(2021, 10, 30, 22, tzinfo=UTC)
    for register in ("F1", "T"):
        assert found.values("electricity.active_energy", "index", f"index EAS {register}", PRM) == [
            (at, at, 30.0, Quality.CORRECTED)
        ]
    assert found.refused == []


@pytest.mark.parametrize(
    ("first", "step", "start", "told"),
    [
        ("2021-01-01 00:30:00", "PT30M", MIDNIGHT, "told"),
        ("2021-01-01 00:00:00", "PT30M", MIDNIGHT, "told"),
        ("2021-01-01 00:00:00", "PT5M", MIDNIGHT, "told"),
        ("2021-01-01 00:05:00", "PT5M", MIDNIGHT, "told"),
        ("2021-01-01 07:00:00", "PT30M", MIDNIGHT + 13 * HALF, "does not tell"),
        ("2021-01-01 07:00:00", "PT10M", MIDNIGHT + 14 * HALF, "does not tell"),
    ],
)
def test_r63_decides_from_its_period(first: str, step: str, start: datetime, told: str) -> None:
    found = read("enedis.r63_json", flow("R63", r63(point(first, 7, p=step))))
    [row] = found.values(*POWER, PRM)
    assert row[0] == start
    assert told in found.pieces[0].notes[0].en


def test_r63_decides_from_the_last_point_when_the_first_is_late() -> None:
    late = point("2021-01-01 07:00:00", 7)
    end = read("enedis.r63_json", flow("R63", r63(late, point("2021-01-02 00:00:00", 7))))
    assert "the end of its step (told" in end.pieces[0].notes[0].en
    start = read("enedis.r63_json", flow("R63", r63(late, point("2021-01-01 23:30:00", 7))))
    assert "the start of its step (told" in start.pieces[0].notes[0].en


def test_r63_tells_the_two_passes_of_the_autumn_hour_apart() -> None:
    clocks = ("01:30", "02:00", "02:30", "02:00", "02:30", "03:00")
    points = [point(f"2021-10-31 {clock}:00", value) for value, clock in enumerate(clocks)]
    document = r63(*points, begin="2021-10-31 01:30:00", finish="2021-11-01 00:00:00")
    rows = read("enedis.r63_json", flow("R63", document)).values(*POWER)
    first = datetime(2021, 10, 30, 23, 30, tzinfo=UTC)
    assert [(start, end) for start, end, *_ in rows] == [
        (first + rank * HALF, first + (rank + 1) * HALF) for rank in range(6)
    ]
    assert [row[2] for row in rows] == [0, 1, 2, 3, 4, 5]


def test_r63_qualities() -> None:
    points = [
        point("2021-01-01 00:30:00", 1),
        point("2021-01-01 01:00:00", 2, n="E"),
        point("2021-01-01 01:30:00", 3, tc="F"),
        point("2021-01-01 02:00:00", 4, iv=1),
        point("2021-01-01 02:30:00", 5, tc="M", n="R"),
    ]
    rows = read("enedis.r63_json", flow("R63", r63(*points))).values(*POWER)
    assert [Quality(row[3]).name for row in rows] == [
        "MEASURED",
        "ESTIMATED",
        "CORRECTED",
        "SUSPECT",
        "ESTIMATED",
    ]
    corrected = read("enedis.r63_json", flow("R63", r63(points[0], stage="CORRIGE")))
    assert [row[3] for row in corrected.values(*POWER)] == [Quality.CORRECTED]


def test_daily_energy_and_daily_maximum_are_series_of_their_own() -> None:
    spring = {"d": "2021-03-28", "v": "5824"}
    energy = read("enedis.r63_json", flow("R65", r63(spring, what="EA", unit="Wh", pas="P1D")))
    start = datetime(2021, 3, 27, 23, tzinfo=UTC)
    day = (start, start + timedelta(hours=23))
    assert energy.values("electricity.active_energy", "interval", "consumption daily") == [
        (*day, 5824.0, 0)
    ]
    highest = read("enedis.r63_json", flow("R66", r63(spring, what="PMA", unit="VA", pas="P1D")))
    assert highest.values("electricity.apparent_power_max", "gauge", "consumption") == [
        (*day, 5824.0, 0)
    ]


def test_r63_refuses_points_by_rank() -> None:
    points = [
        point("2021-01-01 00:30:00", 1),
        point("2021-01-01 01:00:00", None),
        point("2021-01-01 01:30:00", {"a": 1}),
        point("", 2),
        point("2021-01-01 02:30:00", "x"),
        point("2021-01-01 03:00:00", True),
    ]
    found = read("enedis.r63_json", flow("R63", r63(*points), r63(points[0], unit="furlong")))
    assert sorted((rank, reason) for rank, reason, _ in found.refused) == [
        (2, "empty_value"),
        (3, "empty_value"),
        (4, "bad_time"),
        (5, "bad_number"),
        (6, "empty_value"),
        (7, "unknown_unit"),
    ]
    assert len(found.values(*POWER)) == 1


def test_r67_keeps_the_distributor_where_it_is_and_the_supplier_elsewhere() -> None:
    found = read(
        "enedis.r67",
        flow(
            "R67",
            r67(
                ("F", "BASE", "2021-03-02", "2021-04-02", 5000, "R"),
                ("D", "HPB", "2021-03-02", "2021-04-02", 4000, "R"),
                ("D", "HCB", "2021-03-02", "2021-04-02", 1000, "E"),
                ("F", "BASE", "2021-02-02", "2021-03-02", 700, "R"),
                ("D", "HPB", "2021-04-02", "2021-05-02", -300, "C"),
                ("D", "HPB", "2021-05-02", "2021-05-02", 1, "R"),
            ),
        ),
    )
    march = (datetime(2021, 3, 1, 23, tzinfo=UTC), datetime(2021, 4, 1, 22, tzinfo=UTC))

    def billed(place: str) -> list[tuple[float, int]]:
        rows = found.values("electricity.active_energy", "interval", f"consumption billed {place}")
        return [(value, quality) for _, _, value, quality in rows]

    assert billed("D HPB") == [(4000.0, Quality.MEASURED), (-300.0, Quality.CORRECTED)]
    assert billed("D HCB") == [(1000.0, Quality.ESTIMATED)]
    assert billed("F BASE") == [(700.0, Quality.MEASURED)]
    first = found.values("electricity.active_energy", "interval", "consumption billed D HCB")[0]
    assert first[:2] == march
    assert sorted((rank, reason) for rank, reason, _ in found.refused) == [
        (1, "double_count"),
        (6, "bad_time"),
    ]


def test_data_connect_load_curve_energy_and_maximum() -> None:
    half_hours = [
        {"value": "540", "date": "2021-01-01 00:30:00", "interval_length": "PT30M"},
        {"value": "600", "date": "2021-01-01 01:00:00", "interval_length": "PT30M"},
    ]
    curve = read("enedis.data_connect", data_connect(*half_hours))
    assert curve.values(*POWER, PRM) == [
        (MIDNIGHT, MIDNIGHT + HALF, 540.0, 0),
        (MIDNIGHT + HALF, MIDNIGHT + 2 * HALF, 600.0, 0),
    ]
    assert "consumption" in curve.pieces[0].notes[0].en
    reverse = read("enedis.data_connect", data_connect(*half_hours, flow_direction="reverse"))
    assert len(reverse.values("electricity.active_power", "mean_power", "injection")) == 2
    day = (MIDNIGHT, MIDNIGHT + timedelta(days=1))
    daily = read(
        "enedis.data_connect",
        data_connect({"value": "12.5", "date": "2021-01-01"}, unit="kWh", aggregate="sum"),
    )
    assert daily.values("electricity.active_energy", "interval", "consumption daily") == [
        (*day, 12_500.0, 0)
    ]
    highest = read(
        "enedis.data_connect",
        data_connect(
            {"value": "4100", "date": "2021-01-01 17:33:01"}, unit="VA", aggregate="maximum"
        ),
    )
    assert highest.values("electricity.apparent_power_max", "gauge", "consumption") == [
        (*day, 4100.0, 0)
    ]


DOCUMENTS = ["enedis.r63_json", "enedis.r64", "enedis.r67", "enedis.data_connect"]


@pytest.mark.parametrize("key", DOCUMENTS)
@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"mesures": 12}',
        b'{"mesures": [[[]], null, "x"]}',
        b"[]",
        b"null",
        b"\xff\xfe{}",
        '{"idPrm": "é"}'.encode("latin-1"),
    ],
    ids=["deep list", "deep object", "number", "odd items", "empty", "null", "bytes", "latin-1"],
)
def test_documents_of_another_shape_are_broken(key: str, data: bytes) -> None:
    with pytest.raises(BeffroiError) as raised:
        read(key, data)
    assert raised.value.type.code == "import.file_broken"


@pytest.mark.parametrize("key", DOCUMENTS)
@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_cut_documents_are_broken(key: str, share: float) -> None:
    data = SAMPLES[key][0]
    with pytest.raises(BeffroiError) as raised:
        read(key, data[: int(len(data) * share)])
    assert raised.value.type.code == "import.file_broken"


@pytest.mark.parametrize("key", DOCUMENTS)
def test_any_node_may_be_something_else(key: str) -> None:
    whole = json.loads(SAMPLES[key][0])

    def spoilt(node: object) -> list[object]:
        """Return the document as many times as it has nodes, one of them spoilt each time."""
        if not isinstance(node, dict | list):
            return [None, [], {"x": 1}, 1e308, True]
        pairs = list(node.items() if isinstance(node, dict) else enumerate(node))
        found: list[object] = [None, [], {}, "x", 3]
        for place, below in pairs:
            for other in spoilt(below):
                copy = node.copy()
                copy[place] = other
                found.append(copy)
        return found

    for document in spoilt(whole):
        try:
            found = read(key, json.dumps(document).encode())
        except BeffroiError:
            continue
        assert found.table().num_rows <= found.rows


@pytest.mark.parametrize("key", DOCUMENTS)
def test_a_document_over_the_limit_is_refused(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_module, "MAX_BYTES", 100)
    with pytest.raises(BeffroiError) as raised:
        read(key, SAMPLES[key][0])
    assert raised.value.type.code == "import.file_too_large"


@pytest.mark.parametrize("key", DOCUMENTS)
def test_content_tells_a_document(key: str) -> None:
    for data in SAMPLES[key]:
        assert recognise(source_of(data, "x.xml").head()).key == key
        assert recognise(source_of(b"\xef\xbb\xbf" + data).head()).key == key
