"""Two installations over TLS: what is lent there is read here, and nothing else."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.commons.agreements.stances import take
from beffroi.commons.competences import declare
from beffroi.commons.federation import storing
from beffroi.commons.federation.subscribing import renew, stop
from beffroi.commons.organisations import Named, change, put_place
from beffroi.decide.households import put_households
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.errors import BeffroiError
from beffroi.ingest.messages.send import send
from beffroi.periods import Step
from beffroi.store import tokens
from beffroi.store.checking.check import check
from beffroi.store.comparisons import join
from beffroi.store.erasing import erase
from beffroi.store.federation import secrets, telling
from beffroi.store.journal.note import LOG, SecretKey
from beffroi.store.moving import leave
from beffroi.store.publications import Draft, record
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.state.federation import Subscription
from beffroi.store.state.sharing import Agreement
from beffroi.store.tokens import TokenScope
from beffroi.territory.competences import competences
from beffroi.territory.kinds import Level
from tests.commons.federation.conftest import Make, Pair
from tests.conftest import KINDS
from tests.store.federation.following import shown
from tests.store.sharing.build import acting, agree, hours, measure
from tests.web.senders import message

TODAY = date(2026, 7, 1)
COMPETENCE = next(iter(competences()))
MONTH = hours("2024-01-30T23:00", [1.0] * 24 * 40)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def code(caught: pytest.ExceptionInfo[BeffroiError]) -> str:
    return caught.value.type.code


@pytest.mark.parametrize("step", [Step.RAW, Step.HOUR, Step.DAY, Step.MONTH])
def test_what_is_lent_there_is_read_here(make: Make, step: Step) -> None:
    pair = make(granularity=str(step))
    measure(pair.there, 1, "ecole", MONTH)
    pair.follow()
    first = pair.pull()
    assert first.stored.new == {"raw": 960, "hour": 960, "day": 40, "month": 2}[step]
    assert pair.same(step)
    assert pair.pull().stored.new == 0
    measure(pair.there, 1, "ecole", hours("2024-02-10T05:00", [3.0]))
    assert pair.pull().stored.changed == 1
    assert pair.same(step)
    assert check(pair.here, deep=True) == []


def test_a_copy_is_read_under_the_terms_of_the_original(make: Make) -> None:
    pair = make(granularity="day")
    measure(pair.there, 1, "ecole", MONTH)
    row = pair.follow()
    pair.pull()
    with pytest.raises(BeffroiError) as caught:
        pair.same(Step.HOUR)
    assert code(caught) == "agreement.too_fine"
    take(pair.there.writer("maire"), pair.agreement, 1, "suspend", "un doute")
    assert pair.pull().status == "suspended"
    assert shown(pair.here, 1, Step.DAY) == {}
    take(pair.there.writer("maire"), pair.agreement, 1, "resume")
    assert pair.pull().status == "in_force"
    assert pair.same(Step.DAY)
    take(pair.there.writer("maire"), pair.agreement, 1, "revoke")
    assert pair.pull().status == "revoked"
    with pair.here.writer("test").look() as session:
        assert session.get_one(Agreement, row.agreement_id).stance == "revoked"


def test_nobody_here_writes_for_who_stands_for_a_provider(make: Make, tmp_path: Path) -> None:
    pair = make(granularity="day")
    measure(pair.there, 1, "ecole", MONTH)
    row = pair.follow()
    pair.pull()
    own, door = row.organisation_id, pair.here.writer("test")
    refusals: list[Callable[[], object]] = [
        lambda: measure(pair.here, own, "ecole", MONTH),
        lambda: send(pair.here, own, "k", message([1.0])),
        lambda: tokens.create(door, own, "x", 3, [TokenScope.READ_MEASURES]),
        lambda: agree(pair.here, own, 1),
        lambda: take(door, row.agreement_id, own, "suspend"),
        lambda: put_assets(door, own, [Description("building", "ecole", "Une autre")]),
        lambda: put_households(door, own, [Description("delivery_point", "12345678901234")]),
        # Its kind is what says that it is kept elsewhere.
        lambda: change(door, own, TODAY, TODAY, Named(kind="commune")),
        lambda: put_place(door, own, Level.COMMUNE, "01001", None),
        lambda: declare(door, own, COMPETENCE, None, ""),
        lambda: join(door, own, 1000, "H1"),
        lambda: record(door, own, Draft("x", "x", "x", "x", "x", 1, 0, True, {})),
        lambda: leave(door, own, tmp_path / "export"),
    ]
    for refused in refusals:
        with pytest.raises(BeffroiError) as caught:
            refused()
        assert code(caught) == "federation.kept_elsewhere"
    assert pair.same(Step.DAY)


def test_a_page_cut_short_by_a_death_is_taken_again(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = make(granularity="raw")
    monkeypatch.setattr(telling.tell, "__defaults__", (300,))
    measure(pair.there, 1, "ecole", MONTH)
    pair.follow()
    assert not pair.pull(0.0).done  # one page, and out of time

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(storing, "_move", dies)
        with pytest.raises(KeyboardInterrupt):
            pair.pull()
    assert pair.pull().done
    assert pair.same(Step.RAW)
    assert check(pair.here, deep=True) == []


def test_what_is_not_lent_any_more_is_erased_here(make: Make) -> None:
    pair = make(granularity="raw")
    gone = measure(pair.there, 1, "ecole", MONTH)
    measure(pair.there, 1, "mairie", MONTH)
    pair.follow()
    pair.pull()
    erase(pair.there.writer("test"), 1, [gone])
    assert pair.pull().stored.erased == 1
    assert pair.same(Step.RAW)
    with pair.here.writer("test").look() as session:
        assert list(session.scalars(select(models.Asset.key))) == ["mairie"]


def test_a_lost_link_is_told_and_harms_nothing(make: Make) -> None:
    pair = make(granularity="day", valid_until=datetime.now(UTC) + timedelta(days=3))
    measure(pair.there, 1, "ecole", MONTH)
    pair.follow()
    pair.pull()
    tokens.revoke(pair.there.writer("test"), 1)
    for failures in (1, 2):
        with pytest.raises(BeffroiError) as caught:
            pair.pull()
        assert code(caught) == "federation.refused_there"
        assert pair.row.failures == failures
    assert pair.row.problem
    assert pair.same(Step.DAY)  # what came is still read
    fresh, _ = tokens.create(pair.there.writer("test"), 2, "x", 3, [TokenScope.PULL_LENT])
    renew(pair.here, pair.subscription, "test", token=fresh)
    assert pair.pull().done
    assert not pair.row.problem
    # The copy ends with the agreement, whether or not the link ever comes back.
    with pair.here.writer("test").change("test", "test") as change:
        agreement = change.session.get_one(Agreement, pair.row.agreement_id)
        assert agreement.valid_until < datetime.now(UTC) + timedelta(days=3, hours=1)
        agreement.valid_until = datetime.now(UTC)
    with acting(pair.here, 1).session() as session:
        ids = tuple(session.scalars(select(models.Series.id)))
    if pair.here.state.server == "":
        with pytest.raises(BeffroiError) as caught:
            acting(pair.here, 1).aggregate(Selection(ids), Step.DAY)
        assert code(caught) == "store.out_of_scope"


def test_another_key_and_another_authority_are_refused(make: Make) -> None:
    pair = make(granularity="day")
    other = SecretKey.new("beffroi/other", LOG).public
    with pytest.raises(BeffroiError) as caught:
        pair.follow(key=other)
    assert code(caught) == "federation.seal_wrong"
    with pytest.raises(BeffroiError) as caught:
        pair.follow(authority="")  # its certificate comes from nobody that the system knows
    assert code(caught) == "federation.link_lost"
    with pytest.raises(BeffroiError) as caught:
        pair.follow(address="http://mesures.exemple.fr")
    assert code(caught) == "federation.address_unsafe"
    with pytest.raises(BeffroiError) as caught:
        pair.follow(agreement=pair.agreement + 5)
    assert code(caught) == "federation.not_lent"


def test_a_token_of_another_organisation_is_refused(make: Make) -> None:
    pair = make(granularity="day")
    third = create_organisation(pair.there.writer("test"), "Autre", siren="200000339")
    token, _ = tokens.create(pair.there.writer("test"), third, "x", 3, [TokenScope.PULL_LENT])
    with pytest.raises(BeffroiError) as caught:
        pair.follow(token=token)
    assert code(caught) == "federation.seal_wrong"
    token, _ = tokens.create(pair.there.writer("test"), 2, "x", 3, [TokenScope.READ_MEASURES])
    with pytest.raises(BeffroiError) as caught:
        pair.follow(token=token)
    assert code(caught) == "federation.refused_there"


def test_stopping_closes_the_copy_and_may_erase_it(make: Make) -> None:
    pair = make(granularity="day")
    measure(pair.there, 1, "ecole", MONTH)
    row = pair.follow()
    pair.pull()
    with pytest.raises(BeffroiError) as caught:
        pair.follow()
    assert code(caught) == "federation.subscription_state"
    stop(pair.here, row.id, "test")
    with pytest.raises(BeffroiError) as caught:
        secrets.kept(pair.here.home, row.id)
    assert code(caught) == "federation.token_missing"
    with pytest.raises(BeffroiError) as caught:
        pair.pull()
    assert code(caught) == "federation.subscription_state"
    erased = stop(pair.here, row.id, "test", forget=True)
    assert erased is not None
    assert erased.observations == 40
    pair.follow()
    pair.pull()
    assert pair.same(Step.DAY)


def test_the_token_is_nowhere_but_in_its_file(make: Make) -> None:
    pair = make(granularity="day")
    row = pair.follow()
    with pair.here.writer("test").look() as session:
        entries = [
            json.dumps(one.detail) + one.subject
            for one in session.scalars(select(models.JournalEntry))
        ]
    assert not any(pair.token in entry for entry in entries)
    path = pair.here.home.root / f".federation-token-{row.id}"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_provider_that_went_back_is_told(make: Make) -> None:
    pair = make(granularity="day")
    measure(pair.there, 1, "ecole", MONTH)
    row = pair.follow()
    pair.pull()
    # As if an old copy of the folder had been put back, and had lived on since.
    with pair.here.writer("test").change("test", "test") as change:
        own = change.session.get_one(Subscription, row.id)
        own.journal_root = bytes(32)
    with pytest.raises(BeffroiError) as caught:
        pair.pull()
    assert code(caught) == "federation.forked"
    with pair.here.writer("test").change("test", "test") as change:
        change.session.get_one(Subscription, row.id).journal_size = 10**6
    with pytest.raises(BeffroiError) as caught:
        pair.pull()
    assert code(caught) == "federation.forked"
    assert pair.same(Step.DAY)
    renew(pair.here, row.id, "test", again=True)
    assert pair.pull().stored.new == 0  # all came again, and was the same
    assert pair.same(Step.DAY)


def test_accesses_are_told_where_the_measures_are(make: Make) -> None:
    pair: Pair = make(granularity="day")
    measure(pair.there, 1, "ecole", MONTH)
    pair.follow()
    pair.pull()
    with pair.there.writer("test").look() as session:
        entry = models.JournalEntry
        found = session.scalars(select(entry).where(entry.action == "access.read")).all()
    assert [(one.purpose, one.organisation_id) for one in found] == [("federation", 2)]
    with pair.here.writer("test").look() as session:
        actions = list(session.scalars(select(entry.action).order_by(entry.id)))
    assert actions.count("federation.subscribe") == actions.count("federation.pull") == 1
