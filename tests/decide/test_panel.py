"""What an organisation knows, laid out for a domain."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.decide.panel import build_panel
from beffroi.decide.sources import Meter, meters
from beffroi.domains import domain
from beffroi.domains.panel import Panel
from beffroi.store.drafts import SeriesKey
from beffroi.store.read import END
from beffroi.store.scope import Scope
from beffroi.store.state.models import Organisation
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days, put_index, put_rows, thermometer
from tests.installation import CURVE, half_hours, put

BOTH = Scope(frozenset({1, 2}), "test", "test")
NAN = float("nan")


def own(store: Store) -> list[Meter]:
    """The meters of organisation 1."""
    with store.reader(BOTH).session() as session:
        return meters(session, [1], domain("energy").inputs)


def panel(store: Store, as_of: datetime = END) -> Panel:
    """The energy panel of organisation 1."""
    found = build_panel(store.reader(BOTH), own(store), domain("energy"), as_of)
    assert found is not None
    return found


def register(name: str) -> SeriesKey:
    """A daily index of the meter of the load curve."""
    return SeriesKey(
        CURVE.asset,
        "delivery_point",
        "electricity.active_energy",
        "index",
        "enedis",
        f"index EAS {name}",
        86_400,
    )


def test_no_measure_makes_no_panel(store: Store) -> None:
    assert build_panel(store.reader(BOTH), own(store), domain("energy"), END) is None


def test_days_are_in_kwh_and_unknown_where_not_measured(store: Store) -> None:
    put_days(store, gas(), date(2024, 1, 1), np.array([1000.0, NAN, 3000.0]))
    found = panel(store)
    assert found.daily.tolist() == [[1.0, pytest.approx(NAN, nan_ok=True), 3.0]]
    assert found.as_of == date(2024, 1, 4)
    assert [str(day) for day in found.days] == ["2024-01-01", "2024-01-02", "2024-01-03"]


def test_a_day_half_measured_is_unknown(store: Store) -> None:
    put(store, half_hours("2023-12-31T23:00", [1000.0] * (48 + 20)))
    assert panel(store).daily.tolist() == [[pytest.approx(24.0)]]


def test_two_measures_of_one_meter_are_never_added(store: Store) -> None:
    """The load curve is believed first; the index fills the days that it misses."""
    put(store, half_hours("2023-12-31T23:00", [1000.0] * 48))
    midnights = np.array(["2023-12-31T23:00", "2024-01-01T23:00", "2024-01-02T23:00"], "M8[us]")
    put_index(store, register("T"), midnights, np.array([0.0, 24_300.0, 54_300.0]))
    found = panel(store)
    assert len(found.rows) == 1
    assert found.daily.tolist() == [[pytest.approx(24.0), pytest.approx(30.0)]]


def test_registers_of_a_grid_add_up_and_the_other_grid_does_not(store: Store) -> None:
    midnights = np.array(["2023-12-31T23:00", "2024-01-01T23:00"], "M8[us]")
    for name, amount in (("D1", 5_000.0), ("D2", 7_000.0), ("F1", 12_000.0)):
        put_index(store, register(name), midnights, np.array([1_000.0, 1_000.0 + amount]))
    assert panel(store).daily[0, 0] == pytest.approx(12.0)


def test_billed_registers_add_up_and_are_no_daily_measure(store: Store) -> None:
    """A month billed by register is a sum, spread over days that no model may learn from."""
    edges = np.array(["2023-12-31T23:00", "2024-01-31T23:00"], "M8[us]")
    for name, amount in (("D HPB", 31_000.0), ("D HCB", 62_000.0), ("F HP", 93_000.0)):
        key = SeriesKey(
            CURVE.asset,
            "delivery_point",
            "electricity.active_energy",
            "interval",
            "enedis",
            f"consumption billed {name}",
        )
        put_rows(store, key, edges[:1], edges[1:], np.array([amount]))
    found = panel(store)
    assert found.daily.shape == (1, 31)
    assert found.daily[0] == pytest.approx(3.0)
    assert found.filled.all()


def test_what_is_injected_is_not_consumed(store: Store) -> None:
    put_days(store, gas(), date(2024, 1, 1), np.array([1000.0]))
    put_days(store, gas("solaire", "injection"), date(2024, 1, 1), np.array([9000.0]))
    assert [row.name for row in panel(store).rows] == ["pce-1"]


def test_hours_of_clock_changes(store: Store) -> None:
    """Spring has no two o'clock; autumn has it twice, and gives the mean of both."""
    put(store, half_hours("2021-03-27T23:00", [1000.0] * 46))
    spring = panel(store).hourly
    assert spring is not None
    assert np.flatnonzero(np.isnan(spring[0, 0])).tolist() == [2]
    ramp = [1000.0] * 4 + [1000.0] * 2 + [3000.0] * 2 + [1000.0] * 42
    put(store, half_hours("2021-10-30T22:00", ramp))
    autumn = panel(store).hourly
    assert autumn is not None
    assert autumn[0, -1, 2] == pytest.approx(2.0)
    assert autumn[0, -1, 3] == pytest.approx(1.0)


def test_the_station_of_the_body_above_serves_where_there_is_no_own(store: Store) -> None:
    above = create_organisation(store.writer("test"), "Communauté", kind="epci")
    with store.writer("test").change("test", "test") as change:
        change.session.get_one(Organisation, 1).parent_id = above
    put_days(store, gas(), date(2024, 1, 1), np.ones(3) * 1000)
    put_days(store, thermometer(), date(2024, 1, 1), np.array([5.0, 6.0, 7.0]), organisation=above)
    assert panel(store).temperature.tolist() == [[5.0, 6.0, 7.0]]
    put_days(store, thermometer("own"), date(2024, 1, 1), np.array([1.0, NAN, 3.0]))
    assert panel(store).temperature.tolist() == [[1.0, 6.0, 3.0]]


def test_a_row_has_the_attributes_of_its_building_and_its_own(store: Store) -> None:
    put_days(store, gas(), date(2024, 1, 1), np.array([1000.0]))
    put_assets(
        store.writer("test"),
        1,
        [
            Description("building", "ecole", "École", attributes={"surface": 900.0, "use": "x"}),
            Description("delivery_point", "pce-1", parent="ecole", attributes={"use": "y"}),
        ],
    )
    (row,) = panel(store).rows
    assert (row.name, row.number("surface"), row.attributes["use"]) == ("École", 900.0, "y")


def test_a_past_date_sees_only_what_was_received(store: Store) -> None:
    january = datetime(2024, 1, 10, tzinfo=UTC)
    put_days(store, gas(), date(2024, 1, 1), np.array([1000.0]), at=january)
    put_days(
        store,
        gas(),
        date(2024, 1, 1),
        np.array([1500.0, 2000.0]),
        at=datetime(2024, 2, 10, tzinfo=UTC),
    )
    assert panel(store, datetime(2024, 1, 20, tzinfo=UTC)).daily.tolist() == [[1.0]]
    assert panel(store).daily.tolist() == [[1.5, 2.0]]


def test_bills_come_beside_the_meter_that_they_bill(store: Store) -> None:
    put_days(store, gas(), date(2024, 1, 1), np.ones(60) * 1000)
    bill = SeriesKey("pce-1", "delivery_point", "gas.billed_energy", "interval", "supplier")
    edges = np.array(["2023-12-31T23:00", "2024-02-29T23:00"], "M8[us]")
    put_rows(store, bill, edges[:1], edges[1:], np.array([75_000.0]))
    amounts = panel(store).amounts
    assert amounts is not None
    (billed,) = amounts["gas.billed_energy"]
    assert billed is not None
    assert (billed.value.tolist(), str(billed.start[0]), str(billed.end[0])) == (
        [75.0],
        "2024-01-01",
        "2024-03-01",
    )
