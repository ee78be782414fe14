"""Organisations with measures, and agreements between them, for the tests of this folder."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import select

from beffroi.commons.agreements.proposing import Draft, propose
from beffroi.commons.agreements.stances import take
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.sharing.terms import read_terms
from beffroi.store.state import models
from beffroi.store.store import Store

INSTANT = pa.timestamp("us", tz="UTC")
ENERGY = "electricity.active_energy"
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
FAR = datetime(2090, 1, 1, tzinfo=UTC)


def organisation(store: Store, name: str) -> int:
    return create_organisation(store.writer("test"), name)


def hours(start: str, values: list[float]) -> pa.Table:
    """Amounts of an hour each from a UTC instant on; the number of the series comes later."""
    first = np.datetime64(start, "us") + np.arange(len(values)) * np.timedelta64(1, "h")

    def instants(times: np.ndarray[Any, Any]) -> pa.Array:
        return pa.array(times.astype("M8[us]"), pa.timestamp("us")).cast(INSTANT)

    return pa.table(
        {
            "series": np.zeros(len(values), dtype=np.int64),
            "start": instants(first),
            "end": instants(first + np.timedelta64(1, "h")),
            "value": np.array(values, dtype=float),
            "quality": np.zeros(len(values), dtype=np.int8),
        }
    )


def measure(
    store: Store,
    owner: int,
    asset: str,
    table: pa.Table,
    quantity: str = ENERGY,
    asset_type: str = "building",
    insee: str = "",
) -> int:
    """Store the measures of an asset; return the number of the series."""
    if insee:
        described = Description(asset_type, asset, attributes={"insee": insee})
        put_assets(store.writer("test"), owner, [described])
    key = SeriesKey(asset, asset_type, quantity, "interval", "test", "consumption", 3600)
    with intake(store.writer("test"), Received(owner, "0" * 64, "x.csv", 1, "test")) as way_in:
        (number,) = way_in.series([key])
        place = table.column_names.index("series")
        way_in.add(table.set_column(place, "series", pa.array(np.full(len(table), number))))
        way_in.seal()
        way_in.commit({})
    return int(number)


def offer(store: Store, provider: int, recipients: tuple[int, ...], **terms: Any) -> int:
    """Propose an agreement for its provider."""
    usual = {"quantities": [ENERGY], "purpose": "plan", "legal_basis": "public_task"}
    days = {name: terms.pop(name) for name in ("valid_from", "valid_until") if name in terms}
    draft = Draft(
        "Essai",
        provider,
        recipients,
        read_terms({**usual, **terms}),
        days.get("valid_from", BEGIN),
        days.get("valid_until", FAR),
    )
    return propose(store.writer("maire"), draft, provider)


def agree(store: Store, provider: int, recipient: int, **terms: Any) -> int:
    """Make an agreement that is in force."""
    number = offer(store, provider, (recipient,), **terms)
    take(store.writer("président"), number, recipient, "accept")
    return number


def acting(store: Store, recipient: int) -> ReadDoor:
    return store.reader(Scope.of(recipient, "agent", "analysis"))


def next_free(store: Store) -> int:
    """Return a number that no series has."""
    with store.writer("test").look() as session:
        return max(session.scalars(select(models.Series.id)), default=0) + 1000


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DAY = timedelta(days=1)
