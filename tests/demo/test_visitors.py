"""The accounts of a demonstration: the commune with the most to see, the same at each start."""

from datetime import UTC, date, datetime
from pathlib import Path

from beffroi.decide.decisions import act, decide
from beffroi.decide.organisations import create_organisation
from beffroi.demo.generate.uses import USES
from beffroi.demo.visitors import visitors
from beffroi.domains.energy.openness import public
from beffroi.domains.energy.uses import registered
from beffroi.periods import utc_now
from beffroi.publish.sites.uses import uses
from beffroi.store.state.loop import Outcome
from beffroi.store.store import Store
from beffroi.trust.people import signing
from beffroi.trust.people.signing import Visitor
from tests.web.seen import found

HERE = Visitor("127.0.0.1", "test", "")


def proven(store: Store, organisation: int) -> None:
    door = store.writer("test")
    finding = found(store, organisation, 10, name="Mairie")
    decide(door, finding, "act", "oui")
    action = act(door, finding, date(2026, 1, 5), 100, "Réglage").id
    with door.change("test.outcome", "test", organisation) as change:
        at = datetime(2026, 11, 1, tzinfo=UTC)
        row = Outcome(action_id=action, computed_at=at, proven=True, result={}, actor="test")
        change.session.add(row)


def test_accounts_are_of_the_commune_with_the_most_to_see(tmp_path: Path) -> None:
    with Store.create(tmp_path / "home") as store:
        for name in ("Une", "Deux", "Trois"):
            create_organisation(store.writer("test"), name)
        found(store, 1, 9000)
        proven(store, 2)
        proven(store, 3)
        found(store, 3, 50, name="École")
        commune, people = visitors(store, "test")
        assert commune == "Trois", "a proven saving first, then what waits"
        assert len({one.password for one in people}) == len(people) == 4
        found(store, 2, 7000, name="Piscine")
        again, others = visitors(store, "test")
        assert again == "Trois", "the accounts stay where they are"
        assert {one.password for one in people}.isdisjoint(one.password for one in others)
        door, one = store.writer("test"), others[0]
        assert signing.sign_in(door, HERE, one.email, one.password, utc_now())


def test_whoever_decides_sees_the_charts_of_the_buildings_of_the_simulation() -> None:
    labels = uses()
    for use in USES:
        assert registered(use.key) in labels, "a word of the register"
        building = ("building", {"use": use.key})
        assert public([("delivery_point", {}), building]), f"{use.label}: nobody lives there"
    assert not public([("delivery_point", {}), ("building", {"use": "housing"})])
