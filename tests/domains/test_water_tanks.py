"""Tanks described by numbers and texts that nobody checked when they were typed."""

import pytest

from beffroi.domains.panel import Row
from beffroi.domains.water.measured import LEVEL
from beffroi.domains.water.tanks import stock_of, table_of


@pytest.mark.parametrize(
    "said",
    [
        {"tank_diameter_m": 1e200},  # its square is beyond what floats hold
        {"tank_diameter_m": -10.0},
        {"tank_section_m2": -120.0},
        {"tank_table": "0 : 0 ; 1 : " + "9" * 400},
    ],
)
def test_a_tank_that_cannot_be_is_not_counted(said: dict[str, object]) -> None:
    assert stock_of(Row(1, 7, "tank", "x", LEVEL, said)) is None


def test_a_very_long_text_takes_no_time() -> None:
    """Days, where digits are shared out in all ways."""
    assert table_of("9" * 100_000) is None
    assert table_of("0:0;1.5:60" + " " * 100_000) is not None
