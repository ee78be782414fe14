"""The repaired view: every kind of repair laid over observations."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from beffroi.quality import REPAIR_SCHEMA, repair, repaired_view
from beffroi.quality.rules import GAP_FILLED_SHORT, SPIKE, STUCK, UNIT_1000
from beffroi.readers.contract import Quality
from tests.quality.build import DAY, HOUR, INDEX, steps

FIRST = datetime(2024, 1, 1, tzinfo=UTC)


def _repairs(rows: list[tuple[int, float | None, int]]) -> pa.Table:
    return pa.table(
        {
            "series": [1] * len(rows),
            "start": [FIRST + timedelta(hours=hour) for hour, _, _ in rows],
            "end": [FIRST + timedelta(hours=hour + 1) for hour, _, _ in rows],
            "value": [value for _, value, _ in rows],
            "rule": [rule for _, _, rule in rows],
        },
        schema=REPAIR_SCHEMA,
    )


def test_replaced_removed_added_and_left_as_received() -> None:
    raw = steps([10.0, 11.0, 12.0, 13.0, 14.0], HOUR, drop=[3])
    repairs = _repairs(
        [
            (0, 0.01, UNIT_1000.code),
            (1, None, STUCK.code),
            (2, 12.5, SPIKE.code),
            (3, 13.5, GAP_FILLED_SHORT.code),
        ]
    )
    view = repaired_view(raw, repairs)
    assert view["value"].to_pylist() == [0.01, 12.5, 13.5, 14.0]
    assert view["rule"].to_pylist() == [18, 17, 14, None]
    assert view["quality"].to_pylist() == [
        Quality.CORRECTED,
        Quality.ESTIMATED,
        Quality.ESTIMATED,
        Quality.MEASURED,
    ]


def test_an_index_shows_as_consumption_only() -> None:
    raw = steps([100.0, 110.0, 5.0, 12.0], DAY, instants=True)
    view = repaired_view(raw, repair(raw, [INDEX]))
    assert view["value"].to_pylist() == [10.0, 7.0]
    assert view["quality"].to_pylist() == [Quality.MEASURED] * 2
    alone = steps([100.0], DAY, instants=True)
    assert len(repaired_view(alone, repair(alone, [INDEX]), [INDEX])) == 0
