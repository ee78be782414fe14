"""A tank within a district: what it takes in at night is neither used nor lost."""

import json
from datetime import date

import numpy as np
import pytest
from sqlalchemy import select

from beffroi.decide.followed import followed
from beffroi.decide.gathering import gathered
from beffroi.decide.grids import Calendar
from beffroi.decide.lacking import lacking
from beffroi.decide.left import unused
from beffroi.decide.organisations import Description, put_assets
from beffroi.decide.panel import calendar_of
from beffroi.decide.parcel import parcel
from beffroi.decide.sources import meters
from beffroi.decide.stocks import grown
from beffroi.domains import domain
from beffroi.domains.contract import Stock
from beffroi.domains.panel import Floats, Panel
from beffroi.periods import day_starts, parse_instant
from beffroi.store.drafts import SeriesKey
from beffroi.store.read import END, ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.state.models import Asset, Series
from beffroi.store.store import Store
from tests.decide.meters import put_rows

OWN = Scope(frozenset({1}), "test", "test")
WATER = domain("water")
#: Ten days that the clock of spring is among: the 31st of March 2024 has 23 hours.
FIRST, LAST, DAYS = date(2024, 3, 25), date(2024, 4, 3), 10
EDGES = day_starts(FIRST, LAST)
HOUR = np.timedelta64(1, "h")
HOURS = EDGES[0] + np.arange((EDGES[-1] - EDGES[0]) // HOUR) * HOUR
CLOCK = ((HOURS - EDGES[np.searchsorted(EDGES, HOURS, "right") - 1]) // HOUR) % 24
LEVEL = SeriesKey("niveau", "meter", "water.level", "gauge", "test", "", 3_600)


def network(store: Store, *missing: int, **said: object) -> None:
    """15 m3/h enter until 6:00 and 5 by day; the level rises by 1 dm an hour, then falls."""
    inlet = SeriesKey("entree", "meter", "water.volume", "interval", "test", "", 3_600)
    put_rows(store, inlet, HOURS, HOURS + HOUR, np.where(CLOCK < 6, 15.0, 5.0))
    day = np.searchsorted(EDGES, HOURS, "right") - 1
    length = np.diff(EDGES)[day] // HOUR
    level = 2 + np.where(CLOCK < 6, 0.1 * CLOCK, 0.6 * (1 - (CLOCK - 6) / (length - 6)))
    kept = np.setdiff1d(np.arange(len(HOURS)), missing)
    put_rows(store, LEVEL, HOURS[kept], HOURS[kept], level[kept])
    put_assets(
        store.writer("test"),
        1,
        [
            Description("district", "bourg", "Le Bourg"),
            Description("meter", "entree", parent="bourg", attributes={"role": "inlet"}),
            Description("tank", "haut", "Réservoir haut", parent="bourg", attributes=dict(said)),
            Description("meter", "niveau", parent="haut", attributes={"role": "level"}),
        ],
    )


def panel(store: Store) -> Panel:
    door = store.reader(OWN)
    with door.session() as session:
        found = meters(session, [1], WATER.inputs)
    made = gathered(door, found, WATER, END)
    assert made is not None
    return made


def hours(made: Panel, quantity: str) -> Floats:
    assert made.hourly is not None
    [row] = [i for i, row in enumerate(made.rows) if row.quantity == quantity]
    found: Floats = made.hourly[row].astype(np.float64)
    return found


INSIDE = {"tank_place": "inside", "tank_section_m2": 100.0}


def test_what_a_tank_takes_in_is_not_put_in(store: Store) -> None:
    """The level of 100 m2 rises by 0.1 m an hour: 10 of the 15 m3/h that enter are kept."""
    network(store, 82, 83, 84, 85, 86, **INSIDE)  # from 10:00 on the fourth day
    made = panel(store)
    assert hours(made, "water.stored")[0, [0, 5, 6, 23]] == pytest.approx(
        [10, 10, -10 / 3, -10 / 3]
    )
    input_ = hours(made, "water.input")
    assert input_[0, [0, 5, 6, 23]] == pytest.approx([5, 5, 25 / 3, 25 / 3])
    # Five readings are missing: six hours of the day are not known, its sum is.
    assert np.flatnonzero(np.isnan(input_[3])).tolist() == [9, 10, 11, 12, 13, 14]
    # Spring takes the hour of 2:00 away; the 60 m3 are given back over 17 hours.
    assert input_[6, [1, 3, 6, 23]] == pytest.approx([5, 5, 5, 5 + 60 / 17])
    assert np.isnan(input_[6, 2])
    daily = {row.quantity: made.daily[i] for i, row in enumerate(made.rows)}
    assert daily["water.entering"][0] == daily["water.input"][0] == 15 * 6 + 5 * 18
    assert daily["water.stored"][:9] == pytest.approx(np.zeros(9), abs=1e-3)
    # No reading says what was held at the end of the last day.
    assert np.isnan(daily["water.input"][9])


def test_what_is_not_said_is_not_guessed_but_asked_for(store: Store) -> None:
    network(store)

    def asked() -> list[str]:
        door = store.reader(OWN)
        with door.session() as session:
            district = session.scalars(select(Asset).where(Asset.key == "bourg")).one()
        return [text.en for text in lacking(door, district, WATER) if "tank" in text.en.lower()]

    def say(**said: object) -> None:
        told = Description("tank", "haut", attributes=dict(said))
        put_assets(store.writer("test"), 1, [told])

    [unplaced] = asked()
    assert "say whether it is inside" in unplaced
    assert {row.quantity for row in panel(store).rows} == {"water.entering", "water.input"}
    say(tank_place="inside")
    assert "give its diameter" in asked()[0]
    say(tank_table="rond")
    assert "cannot be read" in asked()[0]
    say(tank_table="0 : 0 ; 2 : 200 ; 3 : 400")
    assert asked() == []
    # 0.1 m above 2 m is 20 m3 by this table, more than the 15 that enter.
    assert hours(panel(store), "water.input")[0, 0] == pytest.approx(-5)
    say(tank_place="ahead")
    assert asked() == []
    assert hours(panel(store), "water.input")[0, 0] == 15


def test_a_level_that_stops_makes_nights_unknown_and_is_asked_for(store: Store) -> None:
    network(store, *range(24 * 4 + 12, len(HOURS)), **INSIDE)
    input_ = hours(panel(store), "water.input")
    assert np.isfinite(input_[4, :11]).all()
    assert np.isnan(input_[5:]).all()
    door = store.reader(OWN)
    with door.session() as session:
        district = session.scalars(select(Asset).where(Asset.key == "bourg")).one()
    said = [text.fr.replace("\u00a0", " ") for text in lacking(door, district, WATER)]
    assert any("« Réservoir haut » n’est plus reçu depuis le 30 mars 2024" in one for one in said)
    seen = followed(door, district)
    assert seen is not None
    assert [text.en.replace("\u00a0", " ") for text in seen.unread] == [
        "6 nights of the last twelve months could not be read, the last one that of 3 April 2024: "
        "the level of a tank is missing."
    ]


def test_the_most_believed_gauge_comes_first_and_others_complete_it(store: Store) -> None:
    network(store, **INSIDE)
    own = SeriesKey("haut", "tank", "water.tank_volume", "gauge", "test", "", 3_600)
    put_rows(store, own, HOURS[:25], HOURS[:25], np.linspace(500.0, 668.0, 25))
    input_ = hours(panel(store), "water.input")
    assert input_[0, 0] == pytest.approx(15 - 7)
    assert input_[1, 0] == pytest.approx(5)


def test_a_task_of_a_cluster_takes_the_level_with_it(store: Store) -> None:
    network(store, **INSIDE)
    door = store.reader(OWN)
    with door.session() as session:
        found = meters(session, [1], WATER.inputs)
        level = session.scalars(select(Series.id).where(Series.quantity == "water.level")).one()
        assert unused(session, [1], [WATER]) == [], "a level serves the trade that bears its name"
    for above in (False, True):
        task = json.loads(parcel(door, found, WATER, END, LAST, above=above))
        assert (level in {one["id"] for one in task["part"]["series"]}) is above


def test_a_reading_a_day_says_what_a_day_kept_not_what_an_hour_did(store: Store) -> None:
    at = EDGES[:-1] + np.timedelta64(8, "h")
    number = put_rows(store, LEVEL, at, at, np.arange(10.0))
    door: ReadDoor = store.reader(OWN)
    with door.session() as session:
        series = session.get_one(Series, number)
    days: Calendar = calendar_of(
        parse_instant("2024-03-25T12:00:00Z"), parse_instant("2024-04-03T12:00:00Z"), END
    )
    grew = grown(door, [(series, Stock((0.0, 1.0), (0.0, 50.0)))], days)
    assert grew.daily[1:5] == pytest.approx([50.0] * 4)
    assert np.isnan(grew.hourly).all()
