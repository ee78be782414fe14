"""A district of water whose nights have something to show."""

from datetime import date, timedelta

import numpy as np

from beffroi.decide.organisations import Description, put_assets
from beffroi.store.drafts import SeriesKey
from beffroi.store.store import Store
from tests.decide.meters import put_rows

FIRST, FILLED = date(2026, 1, 5), 70
DAY = (FIRST + timedelta(days=FILLED)).isoformat()


def filled(store: Store, name: str = "bourg", called: str = "Le Bourg") -> int:
    """2 m3/h at night, 8 by day; from the 16th of March 1.7 more at night, 0.6 less by day."""
    key = SeriesKey(f"entree-{name}", "meter", "water.volume", "interval", "test", "", 3_600)
    hours = np.datetime64(FIRST, "h") - np.timedelta64(1, "h") + np.arange(100 * 24)
    clock = np.arange(100 * 24) % 24
    values = np.where(clock < 6, 2.0, 8.0) * np.random.default_rng(4).normal(1, 0.03, 2400)
    values[FILLED * 24 :] += np.where(clock < 6, 1.7, -0.6)[FILLED * 24 :]
    put_rows(store, key, hours, hours + np.timedelta64(1, "h"), values)
    inlet = Description("meter", key.asset, parent=name, attributes={"role": "inlet"})
    told = [Description("district", name, called, attributes={"connections": 400}), inlet]
    return put_assets(store.writer("test"), 1, told)[name]
