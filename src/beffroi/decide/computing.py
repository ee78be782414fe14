"""The values that pages ask for and that are kept: indicators, what is followed of districts."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from beffroi.decide.followed import followed
from beffroi.decide.indicators import Value, compute
from beffroi.decide.kept import Form, Keeper
from beffroi.domains import domains
from beffroi.domains.follows import Followed, Seen, Taken
from beffroi.domains.panel import Row
from beffroi.store.state import models
from beffroi.texts import Text

NIGHTS, FIGURES = "followed", "indicators"


def nights(keeper: Keeper, asset: models.Asset) -> Followed | None:
    """Return what is followed of an asset; None where nothing of it is known.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    return keeper.get(NIGHTS, str(asset.id), lambda: followed(keeper.door, asset), _FOLLOWED)


def figures(keeper: Keeper, keys: Sequence[str]) -> tuple[Value, ...]:
    """Return indicators of an organisation; their rows say whose they are, and no attribute.

    Those that are counted from samples are counted each time: others may have brought some, which
    the journal of this organisation does not tell.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    wanted = sorted(frozenset(keys))
    counted = {one.key for domain in domains().values() for one in domain.indicators if one.tally}
    measured = [key for key in wanted if key not in counted]
    kept: tuple[Value, ...] = ()
    if measured:
        kept = keeper.get(FIGURES, " ".join(measured), lambda: _made(keeper, measured), _VALUES)
    return kept + _made(keeper, [key for key in wanted if key in counted])


def _made(keeper: Keeper, keys: Sequence[str]) -> tuple[Value, ...]:
    return tuple(
        value
        for domain in domains().values()
        if (own := [one.key for one in domain.indicators if one.key in keys])
        for value in compute(keeper.door, keeper.organisation, domain, own)
    )


def _followed(content: bytes) -> Followed | None:
    said = json.loads(content)
    if said is None:
        return None
    days = (Seen(date.fromisoformat(day), *band) for day, *band in said["days"])
    changes = (
        Taken(date.fromisoformat(since), date.fromisoformat(until) if until else None,
              kind, Text(*why), opened)
        for since, until, kind, why, opened in said["changes"]
    )  # fmt: skip
    unread = (Text(*one) for one in said["unread"])
    return Followed(said["asset"], said["unit"], tuple(days), tuple(changes), tuple(unread))


def _of_followed(found: Followed | None) -> bytes:
    if found is None:
        return b"null"
    days = [(one.day.isoformat(), one.measured, one.low, one.high) for one in found.days]
    changes = [
        (one.since.isoformat(), one.until.isoformat() if one.until else None,
         one.kind, _both(one.why), one.open)
        for one in found.changes
    ]  # fmt: skip
    said = {"asset": found.asset, "unit": found.unit, "days": days, "changes": changes}
    return _bytes({**said, "unread": [_both(one) for one in found.unread]})


def _values(content: bytes) -> tuple[Value, ...]:
    known = {one.key: one for domain in domains().values() for one in domain.indicators}
    return tuple(
        Value(known[key], Row(series, asset, kind, name, quantity, {}), *_days(first, last),
              value, days)
        for key, series, asset, kind, name, quantity, first, last, value, days
        in json.loads(content)
    )  # fmt: skip


def _days(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


def _of_values(found: Sequence[Value]) -> bytes:
    return _bytes([
        (one.indicator.key, one.row.series, one.row.asset, one.row.asset_type, one.row.name,
         one.row.quantity,
         one.first.isoformat(), one.last.isoformat(), one.value, one.known_days)
        for one in found
    ])  # fmt: skip


def _both(text: Text) -> tuple[str, str]:
    return text.fr, text.en


def _bytes(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


_FOLLOWED = Form(_of_followed, _followed)
_VALUES = Form(_of_values, _values)
