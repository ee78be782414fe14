"""What is kept of long computations serves as long as nothing changed, and nobody else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
import pytest
from sqlalchemy import select, update

from beffroi.decide import kept, renewing
from beffroi.decide.computing import FIGURES, NIGHTS, figures, nights
from beffroi.decide.equipment import one_asset
from beffroi.decide.followed import contradict, retract
from beffroi.decide.kept import Form, Keeper
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.domains import domain
from beffroi.domains.follows import Contradicted
from beffroi.errors import BeffroiError
from beffroi.errors.store import OUT_OF_SCOPE
from beffroi.ingest.undoing import undo
from beffroi.store.erasing.work import erase, veil_assets
from beffroi.store.jobs.worker import Worker
from beffroi.store.own_work import begin
from beffroi.store.recovery import ADOPTION, finish, sealing
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.computing import Computed
from beffroi.store.state.flow import Job
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from tests.decide.meters import gas, put_days
from tests.store.stream.test_drain import send
from tests.web.pages.districts import filled

FIRST, DAYS = date(2024, 1, 1), 400
TEXT: Form[str] = Form(lambda said: said.encode(), lambda content: content.decode())


@dataclass
class Told:
    """What a page asks for, with how often it was made."""

    store: Store
    times: int = 0
    households: bool = False
    extra: dict[str, int] = field(default_factory=dict)

    @property
    def keeper(self) -> Keeper:
        scope = Scope.of(1, "test", "test", households=self.households)
        return Keeper(self.store.writer("test"), self.store.reader(scope), 1)

    def made(self) -> bool:
        """Ask once, and tell whether it had to be made."""
        before = self.times

        def make() -> str:
            self.times += 1
            return f"made {self.times}"

        assert self.keeper.get("test", "place", make, TEXT) == f"made {self.times}"
        return self.times > before


@pytest.fixture(autouse=True)
def _new_process() -> Iterator[None]:
    yield
    restarted()


def restarted() -> None:
    """Forget what this process knows, as another one begins."""
    kept._memory._held.clear()


def gas_of(store: Store, value: float, organisation: int = 1) -> int:
    return put_days(store, gas(), FIRST, np.full(DAYS, value), organisation=organisation)


def last_batch(store: Store) -> int:
    with store.writer("test").look() as session:
        return session.scalars(select(models.Batch.id).order_by(models.Batch.id.desc())).all()[0]


def change(store: Store, action: str, organisation: int | None = 1) -> None:
    with store.writer("test").change(action, "test", organisation):
        pass


def test_what_changes_anything_makes_it_again_here_and_in_another_process(store: Store) -> None:
    body = create_organisation(store.writer("test"), "Pays", kind="epci")
    with store.writer("test").change("organisation.place", "test", 1) as changed:
        changed.session.get_one(models.Organisation, 1).parent_id = body
    series = gas_of(store, 20.0)
    told = Told(store)
    assert told.made()
    said = Contradicted(FIRST, "tank", "burst", "Vu sur place.", FIRST)
    district = put_assets(store.writer("test"), 1, [Description("district", "d", "D")])["d"]
    acts: dict[str, Callable[[], object]] = {
        "an import": partial(put_days, store, gas("pce-2"), FIRST, np.full(9, 1.0)),
        "a correction, as many values as before": partial(gas_of, store, 21.0),
        "an undoing": lambda: list(undo(store.writer("test"), store.settings, last_batch(store))),
        "a description": partial(
            put_assets, store.writer("test"), 1, [Description("district", "d", "Le bourg")]
        ),
        "a contradiction": partial(contradict, store.writer("test"), 1, district, said),
        "one taken back": partial(retract, store.writer("test"), 1, district, FIRST),
        "an agreement that ended": partial(change, store, "agreement.revoke"),
        "an action that nobody thought of": partial(change, store, "comet.fell"),
        "measures of the body that it belongs to": partial(gas_of, store, 3.0, body),
        "messages of its own": partial(streamed, store, 1, 7),
        "an erasure": partial(erase, store.writer("test"), 1, [series]),
    }
    for what, act in acts.items():
        told.made()
        assert not told.made(), f"nothing happened before {what}"
        act()
        assert told.made(), f"this process, after {what}"
        act_again = {"an import": act, "a description": act, "messages of its own": act}
        if what in act_again:
            act_again[what]()
            restarted()
            assert told.made(), f"another process, after {what}"


def streamed(store: Store, owner: int, number: int) -> None:
    place = last_batch(store)
    send(store, owner, [("pdl", place, 1.0)], 1000 * number + place)
    assert Drain(store.writer("test")).run().messages


def test_what_is_no_change_of_measures_keeps_it_for_every_process(store: Store) -> None:
    other = create_organisation(store.writer("test"), "Voisine")
    gas_of(store, 20.0)
    told = Told(store)
    assert told.made()
    for action in ("finding.decide", "people.sign_in", "analysis.store", "scenario.keep"):
        change(store, action)
    change(store, "people.sign_in", None)
    gas_of(store, 5.0, other)
    streamed(store, other, 8)
    assert not told.made()
    restarted()
    assert not told.made(), "the state has it"
    assert told.times == 1


def test_another_code_and_another_scope_make_their_own(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(store)
    assert told.made()
    several = replace(told.keeper.door, scope=Scope(frozenset({1, 2}), "test", "test"))
    other = replace(told.keeper, door=several)
    assert other.get("test", "place", lambda: "of several", TEXT) == "of several"
    assert other.get("test", "place", lambda: "again", TEXT) == "of several"
    restarted()
    assert not told.made(), "what others read did not take its place"
    stranger = replace(told.keeper, door=store.reader(Scope.of(2, "voisine", "test")))
    with pytest.raises(BeffroiError) as refused:
        figures(stranger, ["energy.consumption_year"])
    assert refused.value.type is OUT_OF_SCOPE
    monkeypatch.setattr(kept, "code", lambda: "another version")
    restarted()
    assert told.made()


def test_nothing_of_households_is_in_the_state(store: Store) -> None:
    homes = Told(store, households=True)
    assert homes.made()
    assert not homes.made(), "it stays in this process"
    assert rows(store) == []
    assert Told(store).made(), "whoever may not read them is handed nothing of it"
    restarted()
    assert homes.made()


def rows(store: Store) -> list[tuple[str, str]]:
    with store.writer("test").look() as session:
        return [(one.what, one.place) for one in session.scalars(select(Computed))]


def test_an_erasure_takes_what_was_computed_with_it(store: Store) -> None:
    series = gas_of(store, 20.0)
    told = Told(store)
    with store.writer("test").look() as session:
        asset = session.get_one(models.Series, series).asset_id
    door = store.writer("test")
    acts: dict[str, Callable[[], object]] = {
        "a meter told to be of a household": partial(veil_assets, door, 1, [asset]),
        "a series": partial(erase, door, 1, [series]),
        "all": partial(erase, door, 1),
    }
    for what, act in acts.items():
        told.made()
        assert rows(store) == [("test", "place")]
        act()
        assert rows(store) == [], what


def test_what_was_erased_while_a_value_was_made_is_not_put_back(store: Store) -> None:
    series = gas_of(store, 20.0)

    def make() -> str:
        erase(store.writer("test"), 1, [series])
        return "of what is erased"

    Told(store).keeper.get("test", "place", make, TEXT)
    assert rows(store) == []
    assert Told(store).made()


def test_an_organisation_taken_in_is_made_again_once_its_measures_are_shown(store: Store) -> None:
    door = store.writer("test")
    with door.change("organisation.adopt.begin", "test") as begun:
        batch = begin(begun, ADOPTION, "test").id
    with door.change("organisation.adopt", "test", 1):
        pass
    with door.keep() as session:
        sealing(session, batch)
    told = Told(store)
    assert told.made(), "what it measured is in the state, and not shown yet"
    finish(door, batch)
    assert told.made()
    with door.change("batch.seal", "test", subject="–"):
        pass
    assert told.made(), "nobody knows of what"


def test_what_the_state_has_that_cannot_be_read_is_made_again(store: Store) -> None:
    keeper = Told(store).keeper
    keys = ["energy.consumption_year"]
    assert figures(keeper, keys) == ()
    for content in (b"\xff", b"[", b"{}{", b"[1]", b'[["gone"]]', b"null"):
        with store.writer("test").keep(1) as session:
            session.execute(update(Computed).values(content=content))
        restarted()
        assert figures(keeper, keys) == ()


def test_what_nobody_asks_for_goes_and_a_worker_trusts_no_memory(store: Store) -> None:
    told = Told(store)
    other = create_organisation(store.writer("test"), "Voisine")
    told.made()
    with store.writer("test").keep(1) as session:
        session.execute(update(Computed).values(seen=1))  # another process was slow
    worker = replace(told.keeper, asking=False)
    change(store, "asset.put")
    told.made()
    with store.writer("test").keep(1) as session:
        session.execute(update(Computed).values(seen=1))
    assert worker.get("test", "place", lambda: "by the worker", TEXT) == "by the worker"

    with store.writer("test").keep(1) as session:
        session.execute(update(Computed).values(asked_on=date(2024, 1, 1)))
    change(store, "people.sign_in", other)
    renewing.schedule(store)()
    assert rows(store) == []


def test_what_is_read_again_is_what_was_computed_and_a_worker_renews_it(store: Store) -> None:
    number = filled(store)
    keeper = Told(store).keeper
    with keeper.door.session() as session:
        asset = one_asset(session, 1, number)
        session.expunge_all()
    keys = [one.key for one in domain("water").indicators]
    first = nights(keeper, asset), figures(keeper, keys)
    assert first[0] is not None
    assert first[0].changes
    assert first[1]
    restarted()
    again = nights(keeper, asset), figures(keeper, keys)
    assert again[0] == first[0]
    plain = [replace(one, row=replace(one.row, attributes={})) for one in first[1]]
    assert list(again[1]) == plain

    renewing.schedule(store)()
    assert jobs(store) == [], "nothing changed"
    keeper.get(NIGHTS, "999999", lambda: "of an asset that is gone", TEXT)
    change(store, "asset.put")
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day before this one
    with store.writer("test").keep(1) as session:
        session.execute(update(Computed).values(asked_on=yesterday))
    renewing.schedule(store)()
    assert jobs(store) == [renewing.RENEW]
    Worker(store, "test").one()
    restarted()
    assert {what for what, _ in rows(store)} == {NIGHTS, FIGURES}
    assert ("followed", "999999") not in rows(store)
    with store.writer("test").look() as session:
        assert set(session.scalars(select(Computed.asked_on))) == {yesterday}, "nobody asked"
    fresh = keeper.get(NIGHTS, str(number), lambda: "made again", TEXT)
    assert fresh != "made again"
    renewing.schedule(store)()
    assert jobs(store) == [], "all is fresh"


def jobs(store: Store) -> list[str]:
    with store.writer("test").look() as session:
        waiting = select(Job.kind).where(Job.status == "waiting")
        return list(session.scalars(waiting))
