"""Up to which batch all is told, while some are on their way."""

from datetime import timedelta

from beffroi.periods import utc_now
from beffroi.store.federation.horizon import horizon
from beffroi.store.state import models
from beffroi.store.store import Store


def batches(store: Store, *said: tuple[int, str, float]) -> None:
    """Batches by number, with their status and how many minutes ago they were received."""
    with store.writer("test").change("test", "test") as change:
        for number, status, minutes in said:
            change.session.add(
                models.Batch(
                    id=number,
                    organisation_id=1,
                    sha256="",
                    name="",
                    member="",
                    bytes=0,
                    reader="test",
                    mapping=None,
                    status=status,
                    received_at=utc_now() - timedelta(minutes=minutes),
                    finished_at=None,
                    report={},
                    series_facts={},
                    actor="test",
                )
            )


def told(store: Store) -> int:
    with store.writer("test").look() as session:
        return horizon(session)


def test_a_batch_that_has_not_ended_holds_those_after_it(store: Store) -> None:
    assert told(store) == 0
    batches(store, (1, "done", 9), (2, "failed", 8), (3, "reading", 7), (4, "done", 6))
    assert told(store) == 2


def test_a_number_that_is_missing_is_waited_for_but_not_for_ever(store: Store) -> None:
    batches(store, (1, "done", 300), (4, "done", 200), (5, "done", 9))
    assert told(store) == 5
    batches(store, (7, "done", 1))
    assert told(store) == 5
