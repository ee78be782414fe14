"""A commune whose figures are known by heart: two schools heated with gas, decisions, an action."""

from datetime import date

import numpy as np

from beffroi.decide.decisions import act, decide
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.periods import utc_now
from beffroi.publish.report.content import Report
from beffroi.publish.report.gathering import gather, indicators
from beffroi.publish.report.spans import Span
from beffroi.store.scope import Scope
from beffroi.store.state.loop import Outcome
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days
from tests.store.households.build import home, numbers
from tests.web.seen import found

TODAY = date(2026, 1, 15)
#: What a formula would begin with, as the name of a building.
FORMULA = '=HYPERLINK("https://evil.example";"École")'


def fill(store: Store) -> None:
    """100 kWh a day in 2024, then 80, in one school; 100 throughout in the other; 0.10 EUR each."""
    door = store.writer("test")
    days = 366 + 365
    uses = {
        "pce-1": np.concatenate([np.full(366, 100_000.0), np.full(365, 80_000.0)]),
        "pce-2": np.full(days, 100_000.0),
    }
    for n, (name, daily) in enumerate(uses.items(), 1):
        school = ("École des Tilleuls", FORMULA)[n - 1]
        about = {"surface": 1000.0, "use": "ecole", "price": 0.10}
        put_days(store, gas(name), date(2024, 1, 1), daily)
        put_assets(
            door,
            1,
            [
                Description("building", f"e{n}", school, attributes=about),
                Description("delivery_point", name, f"{school} – gaz", parent=f"e{n}"),
            ],
        )
    found(store, 2, 9000, name="Piscine voisine")
    found(store, 1, 1200, name="Mairie", said="La nuit, la consommation a doublé.")
    home(store, numbers(1)[0])
    number = found(store, 1, 400, name="Gymnase")
    decide(door, number, "act", "L’écart est net.")
    action = act(door, number, date(2025, 6, 1), 500.0, "Réglage du chauffage").id
    result = {
        "avoided_kwh": {"value": 3000.0, "low": 1000.0, "high": 5000.0},
        "avoided_eur": {"value": 300.0},
        "reporting": {"days": 200},
        "proven": True,
    }
    with door.change("test.outcome", "test", 1) as change:
        known = {"computed_at": utc_now(), "proven": True, "result": result, "actor": "test"}
        change.session.add(Outcome(action_id=action, **known))


def commune(store: Store) -> None:
    """The same, beside a neighbour that has to be made."""
    create_organisation(store.writer("test"), "Voisine")
    fill(store)


def told(store: Store, span: Span, *, households: bool = False) -> Report:
    """The report of a period, asked for by somebody who may read more or less."""
    door = store.reader(Scope.of(1, "agent", "report", households=households))
    return gather(door, 1, span, TODAY, indicators(door, 1))
