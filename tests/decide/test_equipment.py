"""What an authority watches: found by words, ranked by what it costs, never another's."""

from datetime import date

import numpy as np
import pytest

from beffroi.decide.equipment import below, found, kinds, last_measures, one_asset
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.errors import BeffroiError
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days
from tests.web.seen import found as put_finding


@pytest.fixture
def filled(store: Store) -> Store:
    """A school with two meters, a town hall, a meter of its own, and a neighbour."""
    door = store.writer("test")
    create_organisation(door, "Voisine")
    put_assets(
        door,
        1,
        [
            Description("building", "B1", "École du Cœur", "", {}),
            Description("delivery_point", "E1", "Électricité", "B1", {}),
            Description("delivery_point", "pce-1", "Gaz", "B1", {}),
            Description("building", "B2", "Mairie", "", {}),
            Description("meter", "M1", "Fontaine", "", {}),
        ],
    )
    put_assets(door, 2, [Description("building", "B1", "École voisine", "", {})])
    put_days(store, gas(), date(2026, 1, 1), np.ones(3))
    return store


def test_a_list_is_ranked_by_cost_and_found_by_words(filled: Store) -> None:
    put_finding(filled, 1, 300, name="Mairie")  # a building of its own, which bears the finding
    with filled.writer("test").change("test", "test", 1) as change:
        session = change.session
        one = session.query(models.Asset).filter_by(organisation_id=1, key="E1").one()
        session.query(Finding).one().asset_id = one.id
    door = filled.reader(Scope.of(1, "test", "test"))
    with door.session() as session:
        every = found(session, 1)
        names = [row.name for row in every.rows]
        assert names[0] == "École du Cœur", "what its meter costs is what it costs"
        assert sorted(names[1:]) == ["Fontaine", "Mairie", "Mairie"]
        assert (every.rows[0].findings, every.rows[0].eur, every.total) == (1, 300.0, 4)
        assert every.rows[0].last_at is not None
        assert [row.name for row in found(session, 1, words="COEUR ecole").rows] == names[:1]
        assert [row.key for row in found(session, 1, words="e1").rows] == ["E1"]
        assert found(session, 1, words="e1").rows[0].parent == "École du Cœur"
        assert found(session, 1, words="%").rows == every.rows, "no word at all"
        points = found(session, 1, kind="delivery_point", most=1)
        assert ([row.key for row in points.rows], points.total) == (["E1"], 2)
        assert [row.key for row in found(session, 1, kind="delivery_point", first=1).rows] == [
            "pce-1"
        ]
        assert kinds(session, 1) == ("building", "delivery_point", "meter")


def test_one_is_never_anothers(filled: Store) -> None:
    with filled.writer("test").look() as session:
        ids = {(row.organisation_id, row.key): row.id for row in session.query(models.Asset).all()}
    door = filled.reader(Scope.of(1, "test", "test"))
    with door.session() as session:
        school = one_asset(session, 1, ids[1, "B1"])
        assert [row.key for row in below(session, school)] == ["E1", "pce-1"]
        assert {*last_measures(session, [school.id])} == {school.id}
        for number in (ids[2, "B1"], 10**9, 0, -1):
            with pytest.raises(BeffroiError, match="not_found"):
                one_asset(session, 1, number)
