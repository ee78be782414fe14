"""A follower that holds nothing but what it was told: the model of a subscriber."""

from dataclasses import dataclass, field

import numpy as np

from beffroi.periods import Step
from beffroi.store.federation.cursors import BEGINNING, Cursor
from beffroi.store.federation.telling import Told, tell
from beffroi.store.read import BEGINNING as FIRST
from beffroi.store.read import END, Selection
from beffroi.store.sharing.catalogue import lent_series
from beffroi.store.store import Store
from tests.store.sharing.build import acting

Seen = dict[tuple[int, int, int], float]


@dataclass
class Follower:
    """What somebody elsewhere holds of an agreement."""

    store: Store
    recipient: int
    agreement: int
    most: int = 250_000
    cursor: Cursor = BEGINNING
    held: Seen = field(default_factory=dict)
    pages: int = 0
    rows: int = 0

    def page(self) -> bool:
        """Take one page; answer whether more follow."""
        told = tell(acting(self.store, self.recipient), self.agreement, self.cursor, self.most)
        ids = told.shared.ids
        units = told.units
        for place, low, high in zip(units.place, units.low, units.high, strict=True):
            own = int(ids[place])
            self.held = {
                k: v for k, v in self.held.items() if k[0] != own or not low <= k[1] < high
            }
        self._take(told)
        if told.cursor.place is None:
            extents = {
                int(one): (low, high)
                for one, low, high in zip(ids, told.shared.first, told.shared.last, strict=True)
            }
            self.held = {
                k: v
                for k, v in self.held.items()
                if k[0] in extents and extents[k[0]][0] <= k[1] < extents[k[0]][1]
            }
        assert told.cursor > self.cursor
        self.cursor = told.cursor
        self.pages += 1
        return told.cursor.place is not None

    def _take(self, told: Told) -> None:
        rows = told.rows
        columns = (told.shared.ids[rows["place"]], rows["start"], rows["end"], rows["value"])
        for series, start, end, value in zip(*columns, strict=True):
            assert (int(series), int(start), int(end)) not in self.held
            self.held[int(series), int(start), int(end)] = float(value)
            self.rows += 1

    def pull(self) -> None:
        """Take a whole round."""
        while self.page():
            pass


def shown(store: Store, recipient: int, step: Step) -> Seen:
    """What the read door shows the recipient now, at a step."""
    door = acting(store, recipient)
    with door.session() as session:
        ids = tuple(row.id for row, *_ in lent_series(session, recipient))
    selection = Selection(ids, FIRST, END)
    table = door.observations(selection) if step is Step.RAW else door.aggregate(selection, step)
    names = ("series", "start", "end", "value")
    columns = [
        table[name]
        .to_numpy()
        .astype(np.float64 if name == "value" else "M8[us]")
        .astype(np.float64 if name == "value" else np.int64)
        if name != "series"
        else table[name].to_numpy()
        for name in names
    ]
    return {(int(s), int(a), int(z)): float(v) for s, a, z, v in zip(*columns, strict=True)}


def by_end(seen: Seen) -> dict[tuple[int, int], float]:
    """Forget when measures begin: a step that was half measured lasts half as long."""
    return {(series, end): value for (series, _, end), value in seen.items()}
