"""From hourly meters of an inlet to a finding of its district, that stays itself as days pass."""

from datetime import date

import numpy as np

from beffroi.decide.analyse import analyse
from beffroi.decide.findings import listed, to_dicts
from beffroi.decide.organisations import Description, put_assets
from beffroi.domains import domain
from beffroi.store.drafts import SeriesKey
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from tests.decide.meters import put_rows

OWN = Scope(frozenset({1}), "test", "test")
FIRST, BURST = np.datetime64("2026-01-05T00", "h"), 60


def test_a_burst_at_an_inlet_is_a_finding_of_its_district(store: Store) -> None:
    """2 m3/h at night and 8 by day; 1.2 m3/h more from 6 March on, at all hours."""
    key = SeriesKey("entree", "meter", "water.volume", "interval", "test", "", 3_600)
    hours = FIRST + np.arange(90 * 24)
    shape = np.tile(np.r_[np.full(6, 2.0), np.full(18, 8.0)], 90)
    values = shape * np.random.default_rng(4).normal(1, 0.04, 90 * 24)
    values[BURST * 24 :] += 1.2
    put_rows(store, key, hours, hours + 1, values)
    inlet = Description("meter", "entree", parent="bourg", attributes={"role": "inlet"})
    put_assets(store.writer("test"), 1, [Description("district", "bourg", "Le Bourg"), inlet])
    water = [domain("water")]
    for today, expected in ((date(2026, 3, 12), (1, 0)), (date(2026, 4, 5), (0, 1))):
        done = analyse(store.reader(OWN), store.writer("test"), [1], water, today=today)
        assert (done.new, done.updated) == expected
    with store.reader(OWN).session() as session:
        [told] = to_dicts(session, listed(session, [1]), "fr", date(2026, 4, 5))
    assert (told["asset"], told["detector"]) == ("bourg", "water.burst")
    assert abs((date.fromisoformat(told["since"]) - date(2026, 3, 6)).days) <= 1
    stake = told["stake"]["m3_per_year"]
    assert stake["low"] < 1.2 * 8760 < stake["high"]
    assert "« Le Bourg »" in told["explanation"].replace("\u00a0", " ")
