"""The syndicat of the demonstration: what was put in its districts is in their measures."""

from datetime import date

import numpy as np

from beffroi.demo.generate import END
from beffroi.demo.generate.clock import Floats
from beffroi.demo.generate.water import Syndicat, syndicat

MADE = syndicat(676, 2, END)


def days(made: Syndicat, key: str) -> Floats:
    """The sums of the civil days of a series (24 hours each, near enough), the last one last."""
    number = [one.asset for one in made.measures.series].index(key)
    table = made.measures.observations
    value = table["value"].to_numpy()[table["series"].to_numpy() == number]
    found: Floats = value[len(value) % 24 :].reshape(-1, 24).sum(axis=1)
    return found


def test_a_main_bursts_for_its_last_26_days() -> None:
    town = days(MADE, "eau-1-entree") - days(MADE, "eau-2-entree")
    rise = town[-20:].mean() - town[-56:-32].mean()
    assert 120 < rise < 190  # 6.5 m3/h are 156 m3 a day; people use a little less in October


def test_a_leak_grows_and_visitors_come() -> None:
    lost = days(MADE, "eau-2-entree")
    assert 30 < lost[-30:].mean() - lost[-395:-365].mean() < 60  # 2.2 m3/h are 53
    lake = days(MADE, "eau-4-entree")
    august = (END - date(2026, 8, 3)).days
    assert lake[-august - 7 : -august].mean() > 1.7 * lake[-200:-180].mean()


def test_a_meter_stops_and_a_tank_is_filled_again() -> None:
    plain = days(MADE, "eau-3-entree")
    assert (plain[-9:] == 0).all()
    assert (plain[:-9] > 100).all()
    lake = days(MADE, "eau-4-entree")
    assert lake[-42:-38].max() > np.median(lake[-60:]) + 180


def test_it_says_that_it_is_simulated_and_is_the_same_again() -> None:
    assert MADE.organisation.siren.startswith("000")
    assert "simulation" in MADE.organisation.name
    again = syndicat(676, 2, END)
    assert again.measures.observations.equals(MADE.measures.observations)


def test_what_its_tank_takes_explains_the_nights_of_the_lake() -> None:
    """What enters less what the level says was kept is what people use and what leaks: smooth."""
    number = [one.asset for one in MADE.measures.series].index("eau-4-reservoir")
    table = MADE.measures.observations
    level = table["value"].to_numpy()[table["series"].to_numpy() == number]
    inlet = [one.asset for one in MADE.measures.series].index("eau-4-entree")
    entering = table["value"].to_numpy()[table["series"].to_numpy() == inlet]
    kept = np.diff(level) * np.pi * 9.0**2 / 4
    filling = int(np.argmax(entering))
    assert entering[filling] > 40
    assert entering[filling] - kept[filling] < 5
