"""Where to search for a leak: on its page as a plan and a list, on the map as a zone."""

from datetime import date

from beffroi.store.state.watching import Leak
from beffroi.store.store import Store
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import found

ZONE = {"type": "Polygon", "coordinates": [[[3.0, 47.0], [3.1, 47.0], [3.1, 47.1], [3.0, 47.0]]]}
FLOW = {"value": 12.0, "low": 10.0, "high": 14.0}


def leak(store: Store, finding: int, fall: dict[str, float] | None = None) -> None:
    """Two pipes of the zone are placed, the likeliest is not."""
    lines = [
        {"pipe": "p9", "chance": 0.5, "ends": []},
        {"pipe": "p1", "chance": 0.3, "ends": [[0, 0], [100, 0]]},
        {"pipe": "<p2>", "chance": 0.1, "ends": [[100, 0], [100, 50]]},
    ]
    with store.writer("test").keep() as session:
        session.add(
            Leak(
                finding_id=finding, network="ville", number=1, pipe="p1", lines=lines, zone=ZONE,
                flow=FLOW, volume={"value": 900.0, "low": 800.0, "high": 1000.0}, fall=fall,
                measured_to=date(2026, 1, 9),
            )
        )  # fmt: skip


def test_a_leak_says_where_to_search_with_and_without_a_plan(
    visitor: Visitor, store: Store
) -> None:
    number = found(store, 1, 5000, name="Conduite p1")
    other = found(store, 1, 300, name="École")
    leak(store, number)
    entered(visitor, store, (1, "agent"))
    answer = visitor.get(f"/1/constats/{number}")
    said = words(answer)
    assert answer.text.count('<line class="first"') == 2  # the plan, and its legend
    for told in ("p1 commencer ici 30 %", "p9 50 %", "<p2> 10 %", "Plus de 300 m 10 %",
                 "12 m³/h", "entre 10 m³/h et 14 m³/h", "900 m³"):  # fmt: skip
        assert told in said
    assert f'href="/1/carte?choisi={number}"' in answer.text
    assert "Où chercher" not in words(visitor.get(f"/1/constats/{other}"))


def test_the_map_has_the_zones_of_leaks_that_run_and_of_ones_own(
    visitor: Visitor, store: Store
) -> None:
    mine, theirs = found(store, 1, 5000), found(store, 2, 5000)
    gone = found(store, 1, 100, status="dismissed", name="Écarté")
    for number in (mine, theirs, gone):
        leak(store, number)
    entered(visitor, store, (1, "agent"))
    zones = visitor.get("/api/organisations/1/map/zones").json()["zones"]
    assert [one["id"] for one in zones] == [mine]
    assert zones[0]["geometry"] == ZONE
    assert visitor.get("/api/organisations/2/map/zones").status_code in (403, 404)


def test_a_leak_that_ended_tells_the_fall_and_no_zone_to_search(
    visitor: Visitor, store: Store
) -> None:
    number = found(store, 1, 5000)
    leak(store, number, {"value": 11.0, "low": 9.0, "high": 13.0, "days": 3})
    answer = entered(visitor, store, (1, "agent")).get(f"/1/constats/{number}")
    assert "Baisse mesurée 11 m³/h" in words(answer)
    assert "/carte?choisi" not in answer.text
