"""A clock that is wrong is a finding of low severity, until it is right again."""

from datetime import date, datetime
from typing import Any, cast

import numpy as np
import pytest
from sqlalchemy import select

from beffroi.decide.leaks.clocks import settle_clocks, standing
from beffroi.decide.leaks.settling import Network
from beffroi.decide.leaks.telling import Water
from beffroi.decide.ranking import ranked
from beffroi.domains.water.leaks.clocks import Clocks
from beffroi.domains.water.leaks.keeping import Kept
from beffroi.domains.water.leaks.measures import Sheets
from beffroi.periods import utc_now
from beffroi.readers.water.scada import Sheet
from beffroi.store.scope import Scope
from beffroi.store.state.models import Asset
from beffroi.store.store import Store
from beffroi.store.switches import stop
from tests.decide.leaks.test_clocks import DAYS, STEP, followed, town, wrong
from tests.decide.leaks.town import FIRST, SENSORS, model

LATE, RIGHT = 42, 52


def day(number: int) -> date:
    return cast("date", (FIRST + np.timedelta64(number, "D")).astype(object))


@pytest.fixture(scope="module")
def clocks() -> tuple[Clocks, Clocks, Clocks]:
    """An hour late from the 42nd day on; right again from the 52nd; a whole file late."""
    given = town()
    late = wrong(given, "pressures", ("n22",), LATE, 60)
    values = late.pressures.values.copy()
    again = RIGHT * 24 * 60 // STEP
    values[again:] = given.pressures.values[again:]
    pressures = Sheet(SENSORS, late.pressures.times, values)
    back = Sheets(pressures, given.flows, given.levels, given.customers)
    whole = wrong(given, "pressures", SENSORS, LATE, 60)
    first, then, last = (followed(one)[0] for one in (late, back, whole))
    return first, then, last


def settled(store: Store, known: Clocks) -> dict[str, int]:
    last = FIRST + np.timedelta64(DAYS - 1, "D")
    kept = Kept(cast("Any", None), cast("Any", None), last, known)
    network = Network(1, "ville", cast("Any", model()), None, Water(1.0, 0.5, 0.1))
    now: datetime = utc_now()
    with store.writer("agent").change("analysis.leaks", "analysis", 1, "ville") as change:
        return settle_clocks(change.session, network, kept, now)


def findings(store: Store) -> list[dict[str, Any]]:
    return ranked(store.reader(Scope.of(1, "test", "test")), "fr", day(DAYS))


def test_a_clock_is_told_until_it_is_right(
    store: Store, clocks: tuple[Clocks, Clocks, Clocks]
) -> None:
    late, back, whole = clocks
    assert settled(store, late) == {"new": 1, "closed": 0}
    (one,) = findings(store)
    assert (one["status"], one["severity"], one["until"]) == ("open", "low", None)
    assert one["place"] == "n22"
    assert abs((date.fromisoformat(one["since"]) - day(LATE)).days) <= 1
    said = one["explanation"].replace("\u00a0", " ")
    assert said.startswith("L’horloge de n22 retarde de 1 h depuis le ")
    assert "remise à son heure" in said
    assert one["actions"][0]["label"].startswith("Remettre l’enregistreur à l’heure")
    assert one["stake"]["eur_per_year"]["value"] == 0
    # A step more says it no second time.
    assert settled(store, late) == {"new": 0, "closed": 0}
    assert settled(store, back) == {"new": 0, "closed": 1}
    (one,) = findings(store)
    assert one["status"] == "closed"
    assert abs((date.fromisoformat(one["until"]) - day(RIGHT)).days) <= 1
    # A whole file is one finding, not one a sensor.
    assert settled(store, whole) == {"new": 1, "closed": 0}
    with store.writer("test").look() as session:
        names = session.execute(select(Asset.type, Asset.name).order_by(Asset.id)).all()
    assert [tuple(one) for one in names] == [
        ("pressure_logger", "n22"),
        ("pressure_logger", "Fichier des pressions, ville"),
    ]


def test_clocks_that_are_right_are_no_finding(
    store: Store, clocks: tuple[Clocks, Clocks, Clocks]
) -> None:
    assert standing(clocks[1]) == []
    assert standing(None) == []
    assert settled(store, clocks[1]) == {"new": 0, "closed": 0}


def test_a_stop_leaves_findings_as_they_are(
    store: Store, clocks: tuple[Clocks, Clocks, Clocks]
) -> None:
    assert settled(store, clocks[0]) == {"new": 1, "closed": 0}
    stop(store.writer("dpo"), "water.clock", 1, "Horloges changées cette semaine.")
    assert settled(store, clocks[1]) == {"new": 0, "closed": 0}
    (one,) = findings(store)
    assert one["until"] is None
