"""Each meter is judged as of its own end, and those that are left out are told with the reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.decide.analyse import Analysis, analyse, replay
from beffroi.decide.findings import listed, to_dicts
from beffroi.decide.indicators import compute
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.decide.sources import Meter, meters
from beffroi.decide.windows import TOGETHER, by_end, cut
from beffroi.domains import domain
from beffroi.store.drafts import SeriesKey
from beffroi.store.state.models import Asset, Series
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days, put_rows
from tests.decide.test_loop import OWN, SIMPLE

TODAY = date(2026, 6, 30)
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


def run(store: Store, least: int = 0) -> Analysis:
    """Analyse organisation 1 on a fixed day, with the detector that sees days above 50 kWh."""
    chosen = replace(SIMPLE, least_history=least)
    return analyse(store.reader(OWN), store.writer("test"), [1], [chosen], today=TODAY)


def rows(store: Store) -> dict[str, dict[str, object]]:
    """The findings as plain data, by asset."""
    with store.reader(OWN).session() as session:
        found = to_dicts(session, listed(session, [1]), "fr", TODAY)
    return {str(one["asset"]): one for one in found}


def put(store: Store, name: str, first: date, days: int, value: float = 60_000.0) -> None:
    """Store a meter of which each day is above the limit of the detector."""
    put_days(store, gas(name), first, np.full(days, value))


def ended(place: int, day: date) -> Meter:
    """A meter that is nowhere stored, with measures up to a day."""
    last = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    asset = Asset(id=place, organisation_id=1 + place % 3)
    return Meter(asset, "gas.energy", [[Series(id=place, first_at=last, last_at=last)]])


@given(st.lists(st.dates(date(1995, 1, 1), TODAY), max_size=30))
def test_every_meter_is_in_one_group_of_its_own_time(days: list[date]) -> None:
    found = [ended(place, day) for place, day in enumerate(days)]
    groups = list(by_end(((meter,) for meter in found), NOON))
    met = sorted(meter.asset.id for _, group in groups for meter in group)
    assert met == list(range(len(days)))
    for end, group in groups:
        mine = [days[meter.asset.id] for meter in group]
        assert max(mine) == end
        assert end - min(mine) < TOGETHER
    assert [end for end, _ in groups] == sorted({end for end, _ in groups}, reverse=True)


@given(st.integers(0, 60), st.integers(1, 12))
def test_blocks_hold_every_meter_once(count: int, size: int) -> None:
    blocks = list(cut([ended(place, TODAY) for place in range(count)], size))
    assert all(0 < len(block) <= size for block in blocks)
    assert sorted(m.asset.id for block in blocks for m in block) == list(range(count))


@settings(max_examples=12)
@given(
    st.lists(st.tuples(st.integers(1995, 2025), st.integers(2, 400)), min_size=1, max_size=3),
)
def test_meters_of_disjoint_years_are_all_judged(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]]
) -> None:
    with Store.create(tmp_path_factory.mktemp("h") / "home") as store:
        create_organisation(store.writer("test"), "Essai")
        for place, (year, days) in enumerate(spans):
            put(store, f"pce-{place}", date(year, 3, 1), days)
        result = run(store)
        assert (result.meters, result.left) == (len(spans), [])
        # The detector of these tests looks at the last day of a group: its last meter at least.
        groups = len({day for day, _ in by_end(_alone(store), NOON)})
        assert groups <= result.new <= len(spans)


def _alone(store: Store) -> list[tuple[Meter]]:
    with store.reader(OWN).session() as session:
        return [(meter,) for meter in meters(session, [1], ("gas.energy",))]


def test_the_bar_moves_by_blocks_stages_and_detectors(store: Store) -> None:
    for place in range(50):
        put(store, f"pce-{place}", date(2026, 1, 1), 3)
    steps: list[tuple[str, int, int]] = []
    doors = store.reader(OWN), store.writer("test")
    analyse(*doors, [1], [SIMPLE], lambda *step: steps.append(step), TODAY)
    done = [step[1] for step in steps]
    assert done == sorted(done)
    assert len(set(done)) >= 9
    assert {(name, whole) for name, _, whole in steps} == {("analysis", 5000)}
    assert done[-1] == 5000


def test_one_recent_point_hides_no_other_meter(store: Store) -> None:
    put(store, "ancien", date(2019, 1, 1), 400)
    put(store, "récent", TODAY, 1)
    result = run(store, least=365)
    assert result.meters == 1
    assert [(item.asset, item.reason) for item in result.left] == [("récent", "short")]
    assert [(item.asset, item.reason) for item in result.past] == [("ancien", "past")]


def test_a_finding_of_a_meter_that_stopped_says_that_it_is_of_the_past(store: Store) -> None:
    put(store, "ancien", date(2019, 1, 1), 400)
    put(store, "actuel", TODAY - timedelta(days=400), 400)
    run(store)
    found = rows(store)
    assert (found["ancien"]["past"], found["ancien"]["measured_to"]) == (True, "2020-02-04")
    assert found["actuel"]["past"] is False


def test_what_is_left_out_is_told_with_the_reason(store: Store) -> None:
    solar = SeriesKey(
        "toit", "meter", "electricity.active_energy", "interval", "x", "injection", 86_400
    )
    put_days(store, solar, date(2024, 1, 1), np.ones(500))
    put(store, "court", date(2026, 1, 1), 100)
    edges = np.array(["2024-06-01T00:00"], "M8[us]")
    lone = SeriesKey("seul", "meter", "gas.energy", "index", "x", "index T")

    put_rows(store, lone, edges, edges, np.array([12.0]))
    found = {item.asset: item.reason for item in run(store, least=365).left}
    assert found == {"toit": "unused", "court": "short", "seul": "empty"}


def test_a_replay_before_anything_was_received_says_so(store: Store) -> None:
    put(store, "pce-1", date(2024, 1, 1), 400)
    found = replay(store.reader(OWN), [1], [SIMPLE], datetime(2025, 1, 1, tzinfo=UTC), "fr")
    assert (found.meters, found.unknown) == (0, True)
    assert [item.reason for item in found.left] == ["later"]


def test_a_finding_of_a_meter_that_was_not_judged_again_stays(store: Store, tmp_path: Path) -> None:
    put(store, "ancien", date(2019, 1, 1), 400)
    assert run(store).new == 1
    put(store, "actuel", TODAY - timedelta(days=400), 400, 10_000.0)
    again = run(store)
    assert (again.updated, again.closed) == (1, 0)


def test_indicators_cover_the_years_of_every_meter(store: Store) -> None:
    put(store, "ancien", date(2014, 1, 1), 365)
    put(store, "actuel", date(2024, 1, 1), 366)
    found = compute(store.reader(OWN), 1, domain("energy"), ("energy.consumption_year",))
    assert {(value.row.name, value.first.year) for value in found} == {
        ("ancien", 2014),
        ("actuel", 2024),
    }


def test_a_meter_that_ended_long_before_does_not_hide_its_building(store: Store) -> None:
    put(store, "ancien", date(2014, 1, 1), 365)
    put(store, "actuel", date(2021, 1, 1), 365 * 4)
    ecole = [Description("building", "ecole", "École")]
    meters = [Description("delivery_point", name, parent="ecole") for name in ("ancien", "actuel")]
    put_assets(store.writer("test"), 1, [*ecole, *meters])
    found = compute(store.reader(OWN), 1, domain("energy"), ("energy.consumption_year",))
    assert {value.first.year for value in found} >= {2022, 2023}
