"""Whatever happens between two pulls, who follows holds what the read door shows, and no more."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.commons.agreements.stances import take
from beffroi.errors import BeffroiError
from beffroi.ingest.undoing import undo
from beffroi.periods import Step
from beffroi.settings import Settings
from beffroi.store.compacting import compact
from beffroi.store.erasing import erase
from beffroi.store.federation.cursors import Cursor
from beffroi.store.federation.telling import tell
from beffroi.store.rollups.roll import roll
from beffroi.store.store import Store
from tests.postgresql import TEMPLATE
from tests.store.federation.following import Follower, by_end, shown
from tests.store.sharing.build import acting, agree, hours, measure, organisation

HOURS = np.datetime64("2024-01-30T00", "h")


@pytest.fixture
def lent(store: Store) -> Store:
    """Essai (1) measures, Région (2) reads."""
    assert organisation(store, "Région") == 2
    measure(store, 1, "ecole", hours("2024-01-30T23:00", [1.0] * 24 * 40))
    return store


def same(store: Store, follower: Follower, step: Step) -> bool:
    expected, found = by_end(shown(store, 2, step)), by_end(follower.held)
    return expected.keys() == found.keys() and all(
        abs(expected[key] - found[key]) <= 1e-9 * abs(expected[key]) for key in expected
    )


@pytest.mark.parametrize("step", [Step.RAW, Step.HOUR, Step.DAY, Step.MONTH])
def test_all_is_told_once_then_only_what_changed(lent: Store, step: Step) -> None:
    follower = Follower(lent, 2, agree(lent, 1, 2, granularity=str(step)))
    follower.pull()
    assert same(lent, follower, step)
    # 40 days from 31 January, 0:00 in Paris, to 11 March: the last one is over and passed.
    assert len(follower.held) == {"raw": 960, "hour": 960, "day": 40, "month": 2}[step]
    before = follower.rows
    follower.pull()
    assert follower.rows == before
    measure(lent, 1, "ecole", hours("2024-02-10T05:00", [3.0]))
    follower.pull()
    assert same(lent, follower, step)
    assert follower.rows - before <= 48


def test_pages_are_cut_and_asked_again(lent: Store) -> None:
    measure(lent, 1, "mairie", hours("2023-11-01T00:00", [2.0] * 24 * 100))
    follower = Follower(lent, 2, agree(lent, 1, 2, granularity="raw"), most=500)
    for _ in range(3):
        cursor, held = follower.cursor, dict(follower.held)
        follower.page()
        follower.cursor, follower.held = cursor, held  # the page was lost on its way
    follower.pull()
    assert same(lent, follower, Step.RAW)
    assert follower.pages > 6


def test_a_step_is_told_once_it_is_over_and_passed(lent: Store) -> None:
    follower = Follower(lent, 2, agree(lent, 1, 2, granularity="month"))
    follower.pull()
    assert len(follower.held) == 2  # what there is of January, and February
    # Silent for three months; March, which had begun, is over since.
    measure(lent, 1, "ecole", hours("2024-06-10T05:00", [3.0]))
    follower.pull()
    assert same(lent, follower, Step.MONTH)
    assert len(follower.held) == 3


def test_what_is_not_lent_is_refused_as_what_does_not_exist(lent: Store) -> None:
    organisation(lent, "Autre")
    mine = agree(lent, 1, 3)
    totals = agree(lent, 1, 2, granularity="month", minimum_group=3)
    for number in (mine, totals, mine + 1000):
        with pytest.raises(BeffroiError) as caught:
            tell(acting(lent, 2), number, Cursor())
        assert caught.value.type.code == "federation.not_lent"
    own = agree(lent, 1, 2)
    with pytest.raises(BeffroiError) as caught:
        tell(acting(lent, 2), own, Cursor(10_000, 5))
    assert caught.value.type.code == "federation.cursor_unknown"


def test_only_the_agreement_that_was_asked_for_counts(lent: Store) -> None:
    agree(lent, 1, 2, granularity="raw")
    follower = Follower(lent, 2, agree(lent, 1, 2, granularity="month", until="2024-02-15"))
    follower.pull()
    assert len(follower.held) == 1  # what there is of January; February is not lent whole


STEPS = st.sampled_from([Step.RAW, Step.HOUR, Step.DAY, Step.MONTH])
ACTIONS = st.lists(
    st.one_of(
        st.tuples(
            st.just("import"),
            st.sampled_from(["ecole", "mairie", "piscine"]),
            st.integers(0, 24 * 150),
            st.integers(1, 24 * 40),
            st.integers(1, 5),
        ),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("erase"), st.integers(0, 5)),
        st.sampled_from([("pull",), ("page",), ("roll",), ("compact",), ("pause",)]),
    ),
    min_size=2,
    max_size=8,
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def fresh(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    made: list[Store] = []

    def make() -> Store:
        address = ""
        if request.param == "postgresql":
            server = request.getfixturevalue("server")
            address = server.address(server.fresh(TEMPLATE))
        root = tmp_path_factory.mktemp("told") / "home"
        made.append(Store.create(root, replace(Settings.load(None, {}), state=address)))
        return made[-1]

    yield make
    for store in made:
        store.close()


@given(step=STEPS, actions=ACTIONS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_a_pull_tells_what_the_door_shows(
    fresh: Any, step: Step, actions: list[tuple[Any, ...]]
) -> None:
    store: Store = fresh()
    assert [organisation(store, name) for name in ("Essai", "Région")] == [1, 2]
    follower = Follower(store, 2, agree(store, 1, 2, granularity=str(step)), most=700)
    done: list[int] = []
    for action, *how in actions:
        _do(store, follower, action, how, done)
    follower.pull()
    assert same(store, follower, step)


def _do(store: Store, follower: Follower, action: str, how: list[Any], done: list[int]) -> None:
    door = store.writer("test")
    if action == "import":
        asset, first, count, value = how
        series = measure(store, 1, asset, hours(str(HOURS + first), [float(value)] * count))
        done.append(series)
    elif action == "undo" and done:
        from sqlalchemy import select

        from beffroi.store.state import models

        with door.look() as session:
            query = select(models.Batch.id).where(models.Batch.reader == "test")
            own = list(session.scalars(query.where(models.Batch.status == "done")))
        if own:
            list(undo(door, store.settings, own[how[0] % len(own)]))
    elif action == "erase" and done:
        series = done[how[0] % len(done)]
        erase(door, 1, [series])
        done[:] = [one for one in done if one != series]
    elif action in ("roll", "compact"):
        (roll if action == "roll" else compact)(door)
    elif action == "pause":
        take(door, follower.agreement, 1, "suspend")
        with pytest.raises(BeffroiError):
            follower.page()
        take(door, follower.agreement, 1, "resume")
    elif action == "page":
        follower.page()
    elif action == "pull":
        follower.pull()
