"""Where households meet what was written apart from them: sensors, totals, descriptions."""

from pathlib import Path

from sqlalchemy import select

from beffroi.decide.describe import describe_from_csv
from beffroi.ingest.messages import send
from beffroi.store.households.naming import declare_households, veiled
from beffroi.store.state.models import Asset, Series
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from tests.store.households.build import POINT, key
from tests.web.senders import message

NUMBER = "12345678901234"


def kept(store: Store) -> list[tuple[str, bool, bool]]:
    """The assets of series: name, whether it is of a household, whether its series is."""
    query = select(Asset, Series).join(Series, Series.asset_id == Asset.id)
    with store.writer("test").look() as session:
        rows = session.execute(query).all()
        return [(f"{one.key} {one.name}", one.household, its.household) for one, its in rows]


def test_what_waited_when_a_point_was_declared_goes_under_its_pseudonym(store: Store) -> None:
    sent = message([1.0], asset={"type": POINT, "key": NUMBER})
    send(store, 1, "k", sent, "gateway")
    name = declare_households(store.writer("test"), 1, {(POINT, NUMBER): {}})[NUMBER]
    Drain(store.writer("worker")).run()
    assert kept(store) == [(f"{name} {name}", True, True)]


def test_a_sensor_that_calls_it_a_meter_makes_no_open_series(store: Store) -> None:
    name = declare_households(store.writer("test"), 1, {(POINT, NUMBER): {}})[NUMBER]
    send(store, 1, "k", message([1.0], asset={"type": "meter", "key": NUMBER}), "gateway")
    said = {"type": "meter", "key": name, "name": "M. Dupont"}
    send(store, 1, "l", message([2.0], asset=said, source="other"), "gateway")
    Drain(store.writer("worker")).run()
    assert kept(store) == [(f"{name} {name}", True, True)] * 2
    assert veiled(store.writer("test"), 1, [key(NUMBER)])[0].asset == name


def test_a_table_brings_no_number_back_and_names_no_pseudonym(store: Store, tmp_path: Path) -> None:
    door = store.writer("test")
    name = declare_households(door, 1, {(POINT, NUMBER): {}})[NUMBER]
    table = tmp_path / "table.csv"
    lines = ["type;key;name", f"{POINT};{NUMBER};Dupont", f"{POINT};{name};Dupont"]
    table.write_text("\n".join(lines), "utf-8")
    describe_from_csv(door, 1, table)
    with door.look() as session:
        assert [(one.key, one.name) for one in session.scalars(select(Asset))] == [(name, name)]
