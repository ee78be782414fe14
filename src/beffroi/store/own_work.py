"""Batches that no file brings: messages drained, files put together, measures erased."""

from typing import Any

from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.write import Change


def begin(change: Change, reader: str, actor: str, **known: Any) -> models.Batch:
    """Begin a batch of several organisations; `known` are fields of it that are not usual."""
    usual: dict[str, Any] = {"bytes": 0, "report": {}, "received_at": utc_now()}
    row = models.Batch(
        organisation_id=None,
        sha256="",
        name="",
        member="",
        reader=reader,
        mapping=None,
        status="reading",
        finished_at=None,
        series_facts={},
        actor=actor,
        **usual | known,
    )
    change.session.add(row)
    change.session.flush()
    return row
