"""The day that a map tells of: that of the clock; of a simulation, the day when it ends."""

from datetime import date

from beffroi.demo.place import LAST_DAY, is_demo
from beffroi.periods import PARIS, utc_now
from beffroi.store.store import Store


def day_of(store: Store) -> date:
    """Return the day at which findings are read."""
    return LAST_DAY if is_demo(store.home.root) else utc_now().astimezone(PARIS).date()
