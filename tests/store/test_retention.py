"""What is beyond its time is really erased by a job, and the proof says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.periods import PARIS, utc_now
from beffroi.periods.months import months_after
from beffroi.store import retention
from beffroi.store.erasing import erase
from beffroi.store.erasing.ending import Erased
from beffroi.store.jobs import Pace
from beffroi.store.jobs.worker import Worker
from beffroi.store.retention import APPLY, keep, limit, schedule
from beffroi.store.state.flow import Job
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.registers import RetentionRule
from beffroi.store.store import Store
from beffroi.trust.personal.record import controller
from tests.installation import half_hours, only, put

NOW = utc_now()
TODAY = NOW.astimezone(PARIS).date()
EDGE = limit(12, TODAY)
#: Two half hours on each side of midnight of the first day that is kept, and one of long ago.
MIDNIGHT = datetime.combine(EDGE, datetime.min.time(), PARIS).astimezone(UTC)
START = (MIDNIGHT - timedelta(hours=1)).replace(tzinfo=None).isoformat()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same day to the end, even when midnight comes."""
    monkeypatch.setattr(retention, "utc_now", lambda: NOW)


def held(store: Store) -> list[float]:
    read = store.reader(store.whole("test", "test"))
    return [float(value) for value in read.observations(only(store))["value"].to_pylist()]


def worked(store: Store) -> Job:
    """Let a worker do the one job that is due; return what became of it."""
    pace = Pace(attempts=1)
    Worker(store, "w", pace=pace, idle=0.01).one()
    with store.state.read() as session:
        return session.scalars(select(Job).order_by(Job.id.desc())).first() or pytest.fail("no job")


@pytest.fixture
def kept(store: Store) -> Store:
    put(store, half_hours("2015-01-05", [9.0]), half_hours(START, [1.0, 2.0, 3.0, 4.0]))
    keep(store.writer("dpo"), 1, 12)
    return store


def test_what_is_beyond_its_time_is_erased_and_proved(kept: Store) -> None:
    schedule(kept.writer("worker"))
    schedule(kept.writer("worker"))  # the same job
    job = worked(kept)
    assert (job.status, job.result["left"], job.result["before"]) == ("done", 0, EDGE.isoformat())
    assert job.result["observations"] == 3
    assert held(kept) == [3.0, 4.0]  # the half hours from midnight on
    with kept.state.read() as session:
        entries = session.scalars(select(JournalEntry).where(JournalEntry.action == APPLY)).all()
        assert [entry.detail["left"] for entry in entries] == [0]
        assert len(session.scalars(select(Job)).all()) == 1
    schedule(kept.writer("worker"))
    with kept.state.read() as session:
        assert len(session.scalars(select(Job)).all()) == 1  # nothing is due any more


def test_an_erasure_that_left_something_is_no_proof(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "retain", lambda *_: Erased())
    schedule(kept.writer("worker"))
    job = worked(kept)
    assert job.status == "failed"
    assert job.result["error"]["code"] == "register.retention_failed"
    with kept.state.read() as session:
        assert not session.scalars(select(JournalEntry).where(JournalEntry.action == APPLY)).all()


def test_a_rule_that_was_taken_away_erases_nothing(kept: Store) -> None:
    schedule(kept.writer("worker"))
    keep(kept.writer("dpo"), 1, 0)
    assert worked(kept).status == "done"
    assert len(held(kept)) == 5


def test_the_record_of_processing_says_the_rule(kept: Store) -> None:
    read = kept.reader(kept.whole("dpo", "x"))
    [told] = [one for one in controller(read, 1, "en") if one["activity"] == "metering"]
    assert told["fields"]["retention"]["generated"].startswith("12 months")
    erase(kept.writer("test"), 1)
    with kept.state.read() as session:
        assert session.scalars(select(RetentionRule)).all() == []


@pytest.mark.parametrize("months", [-1, 601])
def test_a_duration_without_sense_is_refused(store: Store, months: int) -> None:
    with pytest.raises(BeffroiError) as caught:
        keep(store.writer("dpo"), 1, months)
    assert caught.value.type.code == "register.invalid"


def test_the_limit_goes_back_whole_months() -> None:
    assert limit(1, date(2026, 3, 31)) == date(2026, 2, 28)
    assert months_after(limit(12, date(2026, 11, 29)), 12) == date(2026, 11, 29)
