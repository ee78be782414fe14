"""What is long to compute and serves several visits: kept while nothing new was measured."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import func, select

from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.web.pages.declaring import Visit

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells whether anything was measured since."""

    points: int
    last: datetime | None
    batch: int


def mark(visit: Visit, number: int) -> Mark:
    """Return what tells whether anything of an organisation was measured since."""
    series, batch = models.Series, models.Batch
    with visit.own().look(number) as session:
        points, last = session.execute(
            select(func.coalesce(func.sum(series.points), 0), func.max(series.last_at)).where(
                series.organisation_id == number
            )
        ).one()
        latest = session.scalar(select(func.max(batch.id)).where(batch.organisation_id == number))
    return Mark(int(points), last, latest or 0)


class Fresh(Generic[Value]):
    """Values by place, of a process; the oldest go first.

    >>> kept = Fresh[int](timedelta(minutes=2), 1)
    >>> kept.put("a", "as measured", 3)
    >>> kept.get("a", "as measured"), kept.get("a", "measured since")
    (3, None)

    Args:
        lasting: How long a value serves though a description of an asset may have changed.
        most: Values that are kept.
    """

    def __init__(self, lasting: timedelta, most: int) -> None:
        self._lasting, self._most = lasting, most
        self._kept: OrderedDict[object, tuple[object, datetime, Value]] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, place: object, made_of: object) -> Value | None:
        """Return a value made of the same, None where there is none or it is too old."""
        with self._turn:
            found = self._kept.get(place)
        if found is None or found[0] != made_of or utc_now() - found[1] >= self._lasting:
            return None
        return found[2]

    def put(self, place: object, made_of: object, value: Value) -> None:
        """Keep a value, with what it was made of."""
        with self._turn:
            self._kept[place] = (made_of, utc_now(), value)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
