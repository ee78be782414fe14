"""Measures that fail and models that do not fit: what is said of each, and what still is found."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beffroi.decide.leaks.folders import read_measures
from beffroi.domains.water.leaks.asides import Why, asides
from beffroi.domains.water.leaks.measures import Sheets, believed, measures
from beffroi.domains.water.leaks.naming import Naming, named
from beffroi.domains.water.leaks.plant import Plant, Sensors
from beffroi.errors import BeffroiError
from beffroi.readers.water.epanet import read_model
from beffroi.readers.water.scada import Sheet, read_sheet
from tests.decide.leaks.town import FIRST, METERS, SENSORS, model, put, sensors, sheets, text

DAY = np.timedelta64(1, "D")


@pytest.fixture(scope="module")
def given() -> Sheets:
    return sheets(10, [])


def renamed(given: Sheets, way: Callable[[str], str]) -> Sheets:
    every = (given.pressures, given.flows, given.levels, given.customers)
    return Sheets(*(replace(one, names=tuple(map(way, one.names))) for one in every))


@pytest.mark.parametrize(
    ("way", "added", "before"),
    [
        (lambda name: f"SITE1.{name}", "SITE1.", True),
        (lambda name: f"{name}_m", "_m", False),
        (lambda name: f" {name.upper()}", "", True),
    ],
)
def test_what_is_added_to_all_names_is_taken_off(
    given: Sheets, way: Callable[[str], str], added: str, before: bool
) -> None:
    right, naming = named(model(), renamed(given, way))
    assert naming == Naming(added, before, len(SENSORS) + 1 + len(METERS))
    assert right.pressures.names == SENSORS
    assert right.customers.names == METERS


def test_names_that_have_nothing_in_common_are_left_as_they_are(given: Sheets) -> None:
    mixed = renamed(
        given, lambda name: name if name in ("n01", "n22", "main") else f"{name[::-1]}?"
    )
    right, naming = named(model(), mixed)
    assert naming is None
    assert right is mixed
    # A column is never read under a name that another one has.
    doubled = replace(given.pressures, names=("n01", "s.n01", "s.n22", "s.n34", "s.n50", "n55"))
    right, naming = named(model(), replace(given, pressures=doubled))
    assert right.pressures.names == ("n01", "s.n01", "n22", "n34", "n50", "n55")


def test_sensors_left_aside_are_told_with_their_days(given: Sheets) -> None:
    days = (given.pressures.times - FIRST.astype("M8[s]")).astype("m8[D]").astype(int)
    values, flows = given.pressures.values.copy(), given.flows.values.copy()
    values[(days >= 2) & (days < 5), 0] = 41.0
    values[days == 6, 1] = -2.0
    values[(days == 7) & (np.arange(days.size) % 6 == 0), 2] = np.nan
    flows[days == 8] = -4.0
    broken = replace(
        given, pressures=Sheet(SENSORS, given.pressures.times, values),
        flows=Sheet(("main",), given.flows.times, flows),
    )  # fmt: skip
    found = asides(Plant(model(), sensors()), broken, FIRST, FIRST + 10 * DAY)
    told = [(one.name, one.why, one.days, int((one.first - FIRST) / DAY)) for one in found]
    assert told == [
        (SENSORS[0], Why.FROZEN, 3, 2), (SENSORS[1], Why.IMPOSSIBLE, 1, 6),
        (SENSORS[2], Why.SILENT, 1, 7), ("main", Why.IMPOSSIBLE, 1, 8),
    ]  # fmt: skip
    seen = measures(Plant(model(), sensors()), broken, FIRST, FIRST + 10 * DAY)
    lost = ~np.isfinite(seen.meters).all(axis=1)
    assert np.argwhere(lost).tolist() == [[2, 0], [3, 0], [4, 0], [6, 1], [7, 2], [8, 6]]


def test_flows_that_cannot_be_are_not_believed() -> None:
    plant = Plant(model(), sensors())
    flow = np.tile(np.array([20.0, 22, 30, 28, 25, 21]), (5, 1))[:, :, None]
    flow[1], flow[2], flow[3, 2] = 24.0, 0.0, -1.0
    known = np.isfinite(believed(plant, flow))[:, :, 0]
    assert known.all(axis=1).tolist() == [True, False, False, False, True]
    assert known.sum(axis=1).tolist() == [6, 0, 0, 5, 6]


def test_a_part_that_nothing_feeds_is_named() -> None:
    lines = [line for line in text().splitlines() if not line.startswith(("h54 ", "v45 "))]
    with pytest.raises(BeffroiError) as caught:
        Plant(read_model("\n".join(lines).encode(), "town.inp"), sensors())
    assert caught.value.type.code == "water.model_cut"
    assert "n55" in str(caught.value)


def test_columns_that_name_no_node_are_counted() -> None:
    other = Sensors(("x1", "n01"), ("main",), (), METERS)
    with pytest.raises(BeffroiError) as caught:
        Plant(model(), other)
    said = str(caught.value)
    assert "2 columns of pressures" in said
    assert "1 are nodes" in said


def test_numbers_written_as_text_are_read() -> None:
    times = pa.array(FIRST.astype("M8[s]") + np.arange(4) * np.timedelta64(300, "s"))
    table = pa.table({
        "timestamp": times, "n01": ["41,25", " 40.5", "panne", None], "remark": ["a", "b", "", "c"],
        "n05": pa.array([41, 42, None, 43]), "on": [True, False, True, True],
        "n22": [1.0, float("inf"), float("nan"), -1e2],
    })  # fmt: skip
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    sheet = read_sheet(sink.getvalue().to_pybytes(), "2018_pressures.parquet")
    by = {name: sheet.values[:, row] for row, name in enumerate(sheet.names)}
    assert np.array_equal(by["n01"], [41.25, 40.5, np.nan, np.nan], equal_nan=True)
    assert np.array_equal(by["n05"], [41, 42, np.nan, 43], equal_nan=True)
    assert np.array_equal(by["n22"], [1, np.nan, np.nan, -100], equal_nan=True)
    assert np.isnan(by["remark"]).all()
    assert np.isnan(by["on"]).all()


def test_a_network_without_a_tank_needs_no_levels_and_another_file_is_missed(
    tmp_path: Path,
) -> None:
    put(tmp_path, 3, [])
    (tmp_path / "2018_levels.parquet").unlink()
    assert read_measures(tmp_path).levels.names == ()
    (tmp_path / "2018_demands.parquet").unlink()
    with pytest.raises(BeffroiError) as caught:
        read_measures(tmp_path)
    assert "demands" in str(caught.value)
