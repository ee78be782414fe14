"""Sending measures from Python, on the machine of the installation."""

from collections.abc import Mapping
from typing import Any

from beffroi.ingest import competences
from beffroi.ingest.messages.check import Limits
from beffroi.ingest.messages.notes import read_plain
from beffroi.store.store import Store
from beffroi.store.stream.inbox import Receipt, Room, accept


def limits_of(store: Store) -> Limits:
    """Return how large the messages of an installation may be."""
    return Limits(store.settings.message_max_rows, store.settings.message_max_bytes)


def send(
    store: Store, organisation: int, key: str, content: Mapping[str, Any], actor: str = "python"
) -> Receipt:
    """Check a message and keep it; it is on the disk when this returns.

    `content` is what the JSON of a request would hold, and `key` is the message's own: sent twice,
    it is kept once. A worker (`beffroi worker`) puts it in the lake.

    >>> import tempfile, pathlib
    >>> from beffroi.decide.organisations import create_organisation
    >>> home = tempfile.TemporaryDirectory()
    >>> store = Store.create(pathlib.Path(home.name) / "home")
    >>> commune = create_organisation(store.writer("example"), "Essai")
    >>> content = {"series": [{
    ...     "asset": {"type": "meter", "key": "Piscine"}, "quantity": "water.volume",
    ...     "kind": "index", "unit": "L", "source": "passerelle",
    ...     "observations": [["2026-01-05T08:00:00+01:00", 1_250_300]]}]}
    >>> send(store, commune, "first", content).rows
    1
    >>> send(store, commune, "first", content).repeated
    True
    >>> store.close(); home.cleanup()

    Raises:
        BeffroiError: `message.refused`, `message.too_large`, `message.conflict`,
            `message.later`, `message.key_invalid`, `competence.transferred`,
            `store.home_unwritable`.
    """
    message = read_plain(content, limits_of(store))
    room = Room(store.settings.stream_waiting_rows)
    door = store.writer(actor)
    competences.check(door, organisation, message.keys, message.observations)
    return accept(door, organisation, key, message.keys, message.observations, room)
