"""Whatever happens on either side, a pull that succeeds shows here what is shown there."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from beffroi.commons.agreements.stances import take
from beffroi.commons.federation import storing
from beffroi.commons.federation.subscribing import renew
from beffroi.errors import BeffroiError
from beffroi.ingest.undoing import undo
from beffroi.periods import Step
from beffroi.store.erasing import erase, retain
from beffroi.store.federation import telling
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.commons.federation.direct import Direct, direct
from tests.store.federation.following import shown
from tests.store.sharing.build import hours, measure

MONTH = hours("2024-01-30T23:00", [1.0] * 24 * 40)
ACTIONS = st.lists(
    st.one_of(
        st.tuples(
            st.just("import"),
            st.sampled_from(["ecole", "mairie"]),
            st.sampled_from(["2024-01-30T23", "2024-02-03T05", "2024-04-01T00"]),
            st.integers(1, 24 * 30),
            st.integers(1, 5),
        ),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("erase"), st.integers(0, 5)),
        st.tuples(st.just("cut"), st.integers(0, 100_000)),
        st.sampled_from([("pull",), ("page",), ("dies",), ("pause",), ("restart",)]),
    ),
    min_size=2,
    max_size=7,
)


@given(step=st.sampled_from([Step.RAW, Step.DAY, Step.MONTH]), actions=ACTIONS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_a_pull_shows_what_is_shown_there(
    tmp_path_factory: pytest.TempPathFactory, step: Step, actions: list[tuple[Any, ...]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling.tell, "__defaults__", (400,))
        pair = direct(tmp_path_factory.mktemp("drawn"), patch)
        measure(pair.there, 1, "ecole", MONTH)
        pair.follow(granularity=str(step))
        for action, *how in actions:
            _do(pair, action, how)
        while not pair.pull().done:
            pass
        # A series whose past was lent meanwhile makes the next round a whole one.
        pair.pull()
        assert pair.same(step)
        pair.here.close()
        pair.there.close()


def _do(pair: Direct, action: str, how: list[Any]) -> None:
    door = pair.there.writer("test")
    if action == "import":
        asset, first, count, value = how
        measure(pair.there, 1, asset, hours(first, [float(value)] * count))
    elif action == "undo":
        with door.look() as session:
            query = select(models.Batch.id).where(models.Batch.reader == "test")
            own = list(session.scalars(query.where(models.Batch.status == "done")))
        if own:
            list(undo(door, pair.there.settings, own[how[0] % len(own)]))
    elif action == "erase":
        with door.look() as session:
            series = list(session.scalars(select(models.Series.id).order_by(models.Series.id)))
        if series:
            erase(door, 1, [series[how[0] % len(series)]])
    elif action == "pause":
        take(door, pair.agreement, 1, "suspend")
        assert pair.pull().status == "suspended"
        take(door, pair.agreement, 1, "resume")
    elif action == "restart":
        root = pair.there.home.root
        pair.there.close()
        pair.there = Store.open(root)
    elif action == "cut":
        pair.spoil.append(lambda body: body[: how[0] % len(body)])
        with pytest.raises(BeffroiError):
            pair.pull()
        pair.spoil.clear()
        assert pair.row.problem
    elif action == "dies":
        _die(pair)
    else:
        pair.pull(0.0 if action == "page" else 60.0)


def _die(pair: Direct) -> None:
    """Die after a page is in, before that is noted; nothing changed is no page."""

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "_move", dies)
        with pytest.raises(KeyboardInterrupt):
            pair.pull()


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Direct:
    return direct(tmp_path, monkeypatch)


def test_a_provider_put_back_from_an_older_copy_is_told(pair: Direct, tmp_path: Path) -> None:
    measure(pair.there, 1, "ecole", MONTH)
    pair.follow(granularity="day")
    pair.pull()
    root = pair.there.home.root
    pair.there.close()
    shutil.copytree(root, tmp_path / "older")
    pair.there = Store.open(root)
    measure(pair.there, 1, "ecole", hours("2024-03-20T00:00", [2.0] * 100))
    pair.pull()
    held = shown(pair.here, 1, Step.DAY)
    pair.there.close()
    shutil.rmtree(root)
    shutil.copytree(tmp_path / "older", root)
    pair.there = Store.open(root)
    with pytest.raises(BeffroiError) as caught:
        pair.pull()
    assert caught.value.type.code == "federation.forked"
    for value in (3.0, 4.0, 5.0, 6.0):  # it lives on, past where it was seen
        measure(pair.there, 1, "ecole", hours("2024-03-20T00:00", [value] * 100))
    with pytest.raises(BeffroiError) as caught:
        pair.pull()
    assert caught.value.type.code == "federation.forked"
    assert shown(pair.here, 1, Step.DAY) == held
    renew(pair.here, pair.subscription, "test", again=True)
    pair.pull()
    assert pair.same(Step.DAY)


def test_an_asset_that_changes_commune_comes_with_its_past(pair: Direct) -> None:
    measure(pair.there, 1, "ecole", MONTH, insee="01001")
    measure(pair.there, 1, "mairie", MONTH, insee="01002")
    pair.follow(granularity="day", territories=["01001"])
    pair.pull()
    assert len(shown(pair.here, 1, Step.DAY)) == 40
    with pair.there.writer("test").change("test", "test") as change:
        for row in change.session.scalars(select(models.Asset)):
            row.attributes = {"insee": "01001"}
    pair.pull()
    assert pair.same(Step.DAY)
    assert len(shown(pair.here, 1, Step.DAY)) == 80


def test_half_a_day_is_half_covered_here_too(pair: Direct) -> None:
    measure(pair.there, 1, "ecole", hours("2024-01-30T23:00", [1.0] * 12))
    measure(pair.there, 1, "ecole", hours("2024-01-31T23:00", [1.0] * 24))
    pair.follow(granularity="day")
    pair.pull()
    from beffroi.store.read import Selection
    from tests.store.sharing.build import acting

    with acting(pair.here, 1).session() as session:
        ids = tuple(session.scalars(select(models.Series.id)))
    table = acting(pair.here, 1).aggregate(Selection(ids), Step.DAY)
    assert table["value"].to_pylist() == [12.0, 24.0]
    assert table["coverage"].to_pylist() == [0.5, 1.0]


def test_what_went_back_there_goes_back_here(pair: Direct) -> None:
    measure(pair.there, 1, "ecole", MONTH)
    measure(pair.there, 1, "ecole", hours("2024-03-20T00:00", [2.0] * 24 * 10))
    pair.follow(granularity="day")
    pair.pull()
    assert len(shown(pair.here, 1, Step.DAY)) == 50
    # Undone, the last days are not passed any more; those days are nowhere in a page either.
    list(undo(pair.there.writer("test"), pair.there.settings, 2))
    pair.pull()
    assert pair.same(Step.DAY)
    assert len(shown(pair.here, 1, Step.DAY)) == 40
    retain(pair.there.writer("test"), 1, date(2024, 2, 10))
    pair.pull()
    assert pair.same(Step.DAY)
    assert len(shown(pair.here, 1, Step.DAY)) == 30


def test_a_pull_that_another_one_overtakes_is_no_lost_link(pair: Direct) -> None:
    measure(pair.there, 1, "ecole", MONTH)
    pair.follow(granularity="day")

    def other(body: bytes) -> bytes:
        pair.spoil.clear()
        pair.pull()
        return body

    answered = iter((lambda body: body, other))  # between what is lent and its first page
    pair.spoil.append(lambda body: next(answered)(body))
    with pytest.raises(BeffroiError) as caught:
        pair.pull()
    assert caught.value.type.code == "federation.subscription_state"
    assert (pair.row.lost_since, pair.row.failures, pair.row.problem) == (None, 0, {})
    assert pair.pull().stored.new == 0
    assert pair.same(Step.DAY)
