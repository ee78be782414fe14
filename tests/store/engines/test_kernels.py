"""The contract of engines: what is judged over a cluster is what is judged in this process."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select

from beffroi.decide.analyse import Analysis, analyse
from beffroi.decide.parcel import judge_parcel
from beffroi.demo.build import build
from beffroi.demo.place import LAST_DAY
from beffroi.domains import domains
from beffroi.errors import BeffroiError
from beffroi.store.engines import Engine
from beffroi.store.state.loop import Action, Decision, Finding, Outcome
from beffroi.store.store import Store

VOLATILE = {"id", "detected_at", "seen_at"}


@pytest.fixture(scope="session")
def territory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two simulated communes with two years of measures, analysed in this process."""
    with Store.create(tmp_path_factory.mktemp("territory") / "home") as store:
        build(store, seed=3, communes=2, years=2)
        yield store


def analysed(store: Store, engine: Engine | None) -> tuple[Analysis, list[dict[str, Any]]]:
    """Analyse anew, every earlier finding forgotten; answer what is stored."""
    with store.writer("test").change("test.forget", "test") as change:
        for table in (Outcome, Action, Decision, Finding):
            change.session.execute(delete(table))
    scope = store.whole("test", "test")
    owners = sorted(scope.organisations)
    read, write = store.reader(scope), store.writer("test")
    done = analyse(read, write, owners, list(domains().values()), today=LAST_DAY, engine=engine)
    names = [c.key for c in Finding.__table__.columns if c.key not in VOLATILE]
    with read.session() as session:
        rows = session.scalars(select(Finding).order_by(Finding.id)).all()
        return done, [{name: getattr(row, name) for name in names} for row in rows]


def close(ours: Any, theirs: Any) -> bool:
    """Compare plain data: floats to the digits that an order of sums changes."""
    if isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(close(ours[k], theirs[k]) for k in theirs)
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(close, ours, theirs))
    if isinstance(theirs, float):
        return bool(ours == pytest.approx(theirs, rel=1e-9, abs=1e-9, nan_ok=True))
    return bool(ours == theirs)


def test_an_analysis_finds_the_same(territory: Store, engine: Engine) -> None:
    expected, stored = analysed(territory, None)
    found, ours = analysed(territory, engine)
    assert len(stored) > 3
    assert close(ours, stored)
    assert (found.left, found.past) == (expected.left, expected.past)
    assert (found.meters, found.new) == (expected.meters, expected.new)


def test_answers_come_in_the_order_of_tasks(engine: Engine) -> None:
    tasks = [json.dumps(number) for number in range(37)]
    assert list(engine.map(echo, tasks)) == tasks


def test_what_a_kernel_meets_is_told(cluster: Engine) -> None:
    with pytest.raises(BeffroiError) as caught:
        list(cluster.map(judge_parcel, ["{}"]))
    assert caught.value.type.code == "engine.failed"
    assert "KeyError" in str(caught.value)


def test_another_version_on_an_executor_is_refused(engine: Engine) -> None:
    (answer,) = engine.map(judge_parcel, ['{"version": "0"}'])
    assert json.loads(answer)["error"] == "engine.failed"


def echo(task: str) -> str:
    return task
