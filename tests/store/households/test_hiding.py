"""No question of the read door sees a household without the right to: whatever it asks."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import aliased

from beffroi.decide.catalogue import list_assets, list_series
from beffroi.errors import BeffroiError
from beffroi.periods import Step, utc_now
from beffroi.store.part import take
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.scope import Scope
from beffroi.store.state.households import HouseholdKey, HouseholdLink
from beffroi.store.state.loop import Finding
from beffroi.store.state.models import Asset, Series
from beffroi.store.store import Store
from tests.store.households.build import home, reader
from tests.store.sharing.build import agree, hours, measure, organisation

NUMBER = "09111642617347"


def refused(call: Any) -> BeffroiError:
    with pytest.raises(BeffroiError) as caught:
        call()
    assert caught.value.type.code == "store.out_of_scope"
    return caught.value


def finding(asset: int) -> Finding:
    now = utc_now()
    return Finding(
        organisation_id=1,
        domain="energy",
        detector="energy.step",
        version="1",
        asset_id=asset,
        quantity="electricity.energy",
        since=now.date(),
        detected_at=now,
        seen_at=now,
        severity="low",
        confidence=0.5,
        eur_per_year=0.0,
        stake={},
        explanation={},
        chart={},
        actions=[],
        status="open",
    )


def questions(door: ReadDoor, series: int) -> list[Any]:
    """Every question about one series that the door answers."""
    asked = Selection((series,))
    return [
        lambda: door.observations(asked),
        lambda: door.count(asked),
        *(lambda step=step: door.aggregate(asked, step) for step in Step if step is not Step.RAW),
    ]


def test_every_question_is_refused_and_every_list_is_without_it(store: Store) -> None:
    private = home(store, NUMBER)
    school = measure(store, 1, "ecole", hours("2024-01-01", [1.0]))
    doors = [reader(store), store.reader(store.whole("agent", "analysis"))]
    doors += [store.reader(Scope(frozenset({1}), "token", "api"))]
    for door in doors:
        for ask in questions(door, private):
            refused(ask)
        refused(lambda door=door: door.observations(Selection((school, private))))
        assert door.latest()["series"].to_pylist() == [school]
        assert take(door, (), (private,))["series"] == []
        assert [row.series.id for row in list_series(door)] == [school]
        assert [asset.key for asset, *_ in list_assets(door)] == ["ecole"]
    said = refused(lambda: doors[0].observations(Selection((private,)))).to_dict("fr")
    assert "read_households" in str(said)


def test_whoever_has_the_right_reads_it(store: Store) -> None:
    private = home(store, NUMBER)
    door = reader(store, households=True)
    assert door.count(Selection((private,))) == {private: 24 * 32}
    assert door.latest()["series"].to_pylist() == [private]
    (row,) = list_series(door)
    assert row.asset.key.startswith("foyer-")
    assert NUMBER not in str(row.asset.__dict__)
    # The right is nothing without that of reading measures.
    assert not Scope.of(1, "élue", "x", measures=False, households=True).households


def test_a_session_of_the_door_sees_no_row_of_a_household_by_any_query(store: Store) -> None:
    private = home(store, NUMBER)
    school = measure(store, 1, "ecole", hours("2024-01-01", [1.0]))
    with store.writer("test").change("test", "test", 1) as change:
        owners = [change.session.get_one(Series, one).asset_id for one in (private, school)]
        change.session.add_all(map(finding, owners))
    other = aliased(Series)
    with reader(store).session() as session:
        assert session.get(Series, private) is None
        assert session.get(Asset, owners[0]) is None
        assert session.scalars(select(Series.id)).all() == [school]
        assert session.scalars(select(other.id)).all() == [school]
        assert session.scalar(select(func.count()).select_from(Series)) == 1
        assert session.scalar(select(func.max(Series.id))) == session.scalar(select(Series.id))
        assert session.scalar(select(func.sum(Series.points))) == 1
        joined = select(Asset.key).join(Series, Series.asset_id == Asset.id)
        assert session.scalars(joined).all() == ["ecole"]
        outer = select(Series.id).outerjoin(Finding, Finding.asset_id == Series.asset_id)
        assert session.scalars(outer).all() == [school]
        assert len(session.scalars(select(Finding)).all()) == 1
        assert session.scalars(select(HouseholdKey)).all() == []
        assert session.scalars(select(HouseholdLink.pseudonym)).all() == []


@pytest.mark.parametrize("kind", ["postgresql"])
def test_the_server_hides_them_from_any_sql(store: Store) -> None:
    home(store, NUMBER)
    with reader(store).session() as session:
        for table in ("asset", "series", "household_key", "household_link"):
            query = text(f"SELECT count(*) FROM {table}")  # noqa: S608 - words of this test
            assert session.scalar(query) == 0, table
    with reader(store, households=True).session() as session:
        assert session.scalar(text("SELECT count(*) FROM series")) == 1


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    step=st.sampled_from(list(Step)),
    views=st.sampled_from([["repaired"], ["raw", "repaired"]]),
    findings=st.booleans(),
)
def test_no_agreement_lends_one(store: Store, step: Step, views: list[str], findings: bool) -> None:
    with store.writer("test").look() as session:
        known = session.scalar(select(Series.id))
    private = known or home(store, NUMBER)
    other = organisation(store, f"Syndicat {step} {len(views)} {findings}")
    agree(store, 1, other, granularity=str(step), views=views, findings=findings)
    for right in (False, True):  # theirs is about their own
        door = reader(store, households=right, owner=other)
        for ask in questions(door, private):
            refused(ask)
        assert list_series(door) == []
