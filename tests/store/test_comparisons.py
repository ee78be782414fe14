"""Who takes part in comparisons and what each one sees, on both kinds of state."""

from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.store import comparisons
from beffroi.store.comparisons import Released
from beffroi.store.erasing import erase
from beffroi.store.state.publishing import Compared, Comparison, Participation
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor

KEY = "energy.per_surface"


def released(door: WriteDoor, values: dict[int, float]) -> None:
    group = Released("200-499", "H1a", {25: 90.0, 50: 120.0, 75: 150.0}, values)
    comparisons.keep(door, KEY, "kWh/m2", 2024, "ecole", [group])


def test_joining_leaving_and_joining_again(store: Store) -> None:
    door = store.writer("agent")
    other = create_organisation(door, "Autre")
    comparisons.join(door, 1, 300, "H1a")
    comparisons.join(door, other, 900, "H3")
    comparisons.join(door, 1, 310, "H1a")
    assert comparisons.participants(door) == {1: (310, "H1a"), other: (900, "H3")}
    assert comparisons.leave(door, other)
    assert not comparisons.leave(door, other)
    assert comparisons.participants(door) == {1: (310, "H1a")}
    comparisons.join(door, other, 905, "H3")
    assert comparisons.participants(door)[other] == (905, "H3")


def test_each_one_sees_its_own_value_and_no_other(store: Store) -> None:
    door = store.writer("agent")
    other = create_organisation(door, "Autre")
    released(door, {1: 123.4, other: 99.9})
    [(row, value)] = comparisons.seen_by(door, 1, KEY)
    assert value == 123.4
    assert row.members == 2
    assert row.quantiles == {"25": 90.0, "50": 120.0, "75": 150.0}
    if store.settings.state:  # on a server the rows of others are not even there
        with door.look(1) as session:
            assert session.scalars(select(Compared.value)).all() == [123.4]
    assert comparisons.seen_by(door, other, "energy.other") == []


def test_a_year_is_known_to_be_released(store: Store) -> None:
    door = store.writer("agent")
    assert comparisons.released_at(door, KEY, 2024, "ecole") is None
    released(door, {1: 100.0})
    assert comparisons.released_at(door, KEY, 2024, "ecole") is not None
    assert comparisons.released_at(door, KEY, 2023, "ecole") is None
    assert comparisons.released_at(door, KEY, 2024, "mairie") is None


def test_an_authority_that_is_erased_leaves_its_group_what_it_saw(store: Store) -> None:
    door = store.writer("agent")
    comparisons.join(door, 1, 300, "H1a")
    released(door, {1: 123.4})
    erase(door, 1)
    with door.look() as session:
        assert session.scalars(select(Compared)).all() == []
        assert session.scalars(select(Participation)).all() == []
        assert session.scalars(select(Comparison)).one().members == 1
