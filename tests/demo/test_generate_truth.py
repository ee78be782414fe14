"""The generator: measures look like those of real buildings, and faults are where it says."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from beffroi.demo.generate import CommuneData, FaultKind, Truth, WorkKind, territory
from beffroi.demo.generate.clock import clock
from beffroi.periods.civil import civil_date

LOAD_FAULTS = {
    FaultKind.STEP_UP,
    FaultKind.DRIFT,
    FaultKind.BASE_LOAD_RISE,
    FaultKind.OUT_OF_HOURS,
    FaultKind.SUMMER_HEATING,
    FaultKind.HOLIDAY_HEATING,
}
TIME = clock(3, date(2026, 10, 31))


@dataclass(frozen=True)
class Curve:
    """One series with its days, values in canonical units."""

    day: NDArray[np.datetime64]
    hour: NDArray[np.int64]  # UTC
    value: NDArray[np.float64]
    rows: NDArray[np.datetime64]  # start

    def between(self, first: date, last: date) -> NDArray[np.float64]:
        inside = (self.day >= np.datetime64(first)) & (self.day <= np.datetime64(last))
        return self.value[inside]

    def months(self, *numbers: int) -> NDArray[np.float64]:
        return self.value[np.isin(self.day.astype("M8[M]").astype(int) % 12 + 1, numbers)]


@dataclass(frozen=True)
class Demo:
    towns: list[CommuneData]
    curves: dict[tuple[str, str], Curve]

    @property
    def truth(self) -> list[Truth]:
        return [row for town in self.towns for row in town.truth]

    def of(self, kind: FaultKind) -> list[tuple[Truth, Curve]]:
        found = [row for row in self.truth if row.kind is kind]
        assert found, f"no {kind} in the demonstration"
        return [(row, self.curves[row.asset, row.quantity]) for row in found]

    def attribute(self, key: str, name: str) -> object:
        assets = {asset.key: asset for town in self.towns for asset in town.assets}
        return assets[key].attributes[name]

    def healthy(self, use: str, fuels: set[str]) -> list[tuple[float, list[Curve]]]:
        """Floor (m2) and main curves of the buildings of a use without fault nor works."""
        touched = {row.building for row in self.truth}
        touched |= {work.building for town in self.towns for work in town.works}
        found = []
        for town in self.towns:
            for asset in town.assets:
                facts = asset.attributes
                if asset.type != "building" or asset.key in touched:
                    continue
                if facts["use"] == use and facts["heating"] in fuels:
                    points = {a.key for a in town.assets if a.parent == asset.key}
                    curves = [
                        curve
                        for (point, quantity), curve in self.curves.items()
                        if point in points and "billed" not in quantity
                    ]
                    found.append((float(facts["surface"]), curves))
        return found


@pytest.fixture(scope="module")
def demo() -> Demo:
    towns = list(territory())
    curves = {}
    for town in towns:
        table = town.measures.observations
        series = table["series"].to_numpy()
        start = table["start"].to_numpy().astype("M8[us]")
        value = table["value"].to_numpy()
        for number, draft in enumerate(town.measures.series):
            mine = series == number
            hour = start[mine].astype("M8[h]").astype(np.int64) % 24
            curves[draft.asset, draft.quantity] = Curve(
                civil_date(start[mine]), hour, value[mine], start[mine]
            )
    return Demo(towns, curves)


def yearly_kwh_m2(floor: float, curves: list[Curve]) -> float:
    return sum(float(curve.value.sum()) for curve in curves) / 1000 / 3 / floor


# Published final energy, kWh/m2 a year. Schools: 81 on average over 2,400 buildings in 2023
# (Akéa Énergies, 2025), half as much again in old stock. Pools: about 800 per built m2
# (P. Bayeux, 2022), up to 2,500 (Banque des Territoires). Town halls: offices are around 160
# (Sinteo, 2024: 56 of heating for 34 % of the whole).
@pytest.mark.parametrize(
    ("use", "low", "high"), [("school", 65, 150), ("pool", 550, 1_500), ("townhall", 65, 200)]
)
def test_energy_per_square_metre_is_as_published(
    demo: Demo, use: str, low: float, high: float
) -> None:
    found = [yearly_kwh_m2(*one) for one in demo.healthy(use, {"gas", "electricity"})]
    assert found
    assert low < np.median(found) < high


def test_a_heated_building_uses_several_times_more_in_winter(demo: Demo) -> None:
    for _, curves in demo.healthy("townhall", {"gas"}):
        gas = max(curves, key=lambda curve: curve.value.sum())
        assert gas.months(1, 2).mean() > 5 * gas.months(7, 8).mean()


def test_an_office_uses_less_at_the_weekend(demo: Demo) -> None:
    ratios = []
    for _, curves in demo.healthy("townhall", {"oil", "gas"}):
        for curve in curves:
            if len(curve.value) > 20_000:  # hourly electricity
                weekend = (curve.day.astype(int) + 3) % 7 >= 5
                open_ = (curve.hour >= 9) & (curve.hour <= 14)
                ratios.append(
                    curve.value[open_ & ~weekend].mean() / curve.value[open_ & weekend].mean()
                )
    assert len(ratios) >= 3
    assert min(ratios) > 2


def test_a_school_uses_less_in_the_holidays(demo: Demo) -> None:
    """The Christmas holidays of zone B in 2024-2025, against the two school weeks before."""
    for _, curves in demo.healthy("school", {"gas", "electricity", "oil"}):
        for curve in curves:
            holidays = curve.between(date(2024, 12, 23), date(2025, 1, 3)).mean()
            school = curve.between(date(2024, 12, 9), date(2024, 12, 20)).mean()
            assert holidays < 0.8 * school


def test_the_weather_is_that_of_inland_france(demo: Demo) -> None:
    station = demo.towns[0].station
    assert station is not None
    hourly = station.measures.observations["value"].to_numpy()
    daily = np.add.reduceat(hourly, TIME.first_hour) / np.diff(np.append(TIME.first_hour, 26_304))
    month = TIME.days.astype("M8[M]").astype(int) % 12 + 1
    assert 0 < daily[month == 1].mean() < 7
    assert 17 < daily[month == 7].mean() < 24
    assert 1_500 < np.maximum(17 - daily, 0).sum() / 3 < 2_700  # degree-days, base 17
    anomaly = daily - np.array([daily[month == m].mean() for m in range(1, 13)])[month - 1]
    assert 0.5 < np.corrcoef(anomaly[:-1], anomaly[1:])[0, 1] < 0.95
    afternoon, dawn = hourly[14::24][200:300], hourly[4::24][200:300]
    assert afternoon.mean() - dawn.mean() > 5


def test_about_a_quarter_of_the_buildings_have_a_fault_of_every_kind(demo: Demo) -> None:
    buildings = sum(asset.type == "building" for town in demo.towns for asset in town.assets)
    assert 0.18 < len(demo.truth) / buildings < 0.32
    assert {row.kind for row in demo.truth} == set(FaultKind)


def test_only_faults_of_use_and_bills_cost_energy(demo: Demo) -> None:
    for row in demo.truth:
        costs = row.kind in LOAD_FAULTS or row.kind is FaultKind.BILL_MISMATCH
        assert (row.kwh_per_year > 0) == costs, row


def test_a_dead_meter_says_nothing_but_zero(demo: Demo) -> None:
    for row, curve in demo.of(FaultKind.DEAD_METER):
        assert not curve.between(row.start, row.end or TIME.last).any()
        assert curve.between(TIME.first, row.start - timedelta(days=2)).mean() > 0


def test_a_stuck_meter_repeats_itself(demo: Demo) -> None:
    for row, curve in demo.of(FaultKind.STUCK_METER):
        inside = curve.between(row.start, row.end or TIME.last)
        assert len(inside) >= 24
        assert len(set(inside.tolist())) == 1


def test_a_gap_holds_no_row(demo: Demo) -> None:
    for row, curve in demo.of(FaultKind.GAP):
        assert row.end is not None
        assert len(curve.between(row.start, row.end)) == 0
        assert len(curve.between(row.end + timedelta(days=1), row.end + timedelta(days=1))) > 0


def test_a_period_in_another_unit_is_a_thousand_times_too_high(demo: Demo) -> None:
    """By the lowest values, which events do not move."""
    for row, curve in demo.of(FaultKind.TIMES_1000):
        assert row.end is not None
        month = timedelta(days=30)
        around = np.concatenate(
            [
                curve.between(row.start - month, row.start - timedelta(days=1)),
                curve.between(row.end + timedelta(days=1), row.end + month),
            ]
        )
        ratio = curve.between(row.start, row.end).min() / around.min()
        assert 300 < ratio < 3_000


def test_duplicates_are_repeated_rows(demo: Demo) -> None:
    for row, curve in demo.of(FaultKind.DUPLICATES):
        _, counts = np.unique(curve.rows, return_counts=True)
        doubled = np.unique(curve.day[np.isin(curve.rows, np.unique(curve.rows)[counts > 1])])
        assert doubled[0] == np.datetime64(row.start)
        assert doubled[-1] == np.datetime64(row.end)


def test_spikes_stand_far_above_all_else(demo: Demo) -> None:
    for _, curve in demo.of(FaultKind.SPIKES):
        ordered = np.sort(curve.value)
        assert ordered[-8] > 5 * ordered[-9]


def test_steps_add_about_what_the_truth_says(demo: Demo) -> None:
    """Against the same days of the year before, so that weather and calendar weigh little."""
    checked = 0
    for kind in (FaultKind.STEP_UP, FaultKind.BASE_LOAD_RISE):
        for row, curve in demo.of(kind):
            last = min(row.end or TIME.last, row.start + timedelta(days=364))
            back = timedelta(days=364)
            days = (last - row.start).days + 1
            if days < 300 or row.start - back < TIME.first:
                continue
            added = curve.between(row.start, last).sum()
            added -= curve.between(row.start - back, last - back).sum()
            assert 0.5 < added / 1000 * 365 / days / row.kwh_per_year < 1.7
            checked += 1
    assert checked >= 3


def test_contracts_are_wrong_in_the_direction_said(demo: Demo) -> None:
    for row, curve in demo.of(FaultKind.CONTRACT_TOO_HIGH):
        assert float(str(demo.attribute(row.asset, "contracted_power"))) > (
            1.3 * curve.value.max() / 1000
        )
    for row, curve in demo.of(FaultKind.CONTRACT_TOO_LOW):
        assert float(str(demo.attribute(row.asset, "contracted_power"))) < curve.value.max() / 1000


def test_bills_match_the_meter_until_the_fault(demo: Demo) -> None:
    for row, bill in demo.of(FaultKind.BILL_MISMATCH):
        meter = next(
            curve
            for (asset, quantity), curve in demo.curves.items()
            if asset == row.asset and "billed" not in quantity
        )
        for place in range(len(bill.day) - 1):
            first = bill.day[place].astype(object)
            last = bill.day[place + 1].astype(object) - timedelta(days=1)
            ratio = bill.value[place] / meter.between(first, last).sum()
            if last < row.start:
                assert ratio == pytest.approx(1, abs=0.01)
            elif first >= row.start:
                assert 1.14 < ratio < 1.41


def test_works_save_about_what_they_say(demo: Demo) -> None:
    """Over all works, the year after against the year before."""
    saved = promised = 0.0
    for town in demo.towns:
        for work in town.works:
            year = timedelta(days=364)
            curve = next(
                curve
                for (asset, quantity), curve in demo.curves.items()
                if asset == work.asset and "billed" not in quantity
            )
            before = curve.between(work.done_on - year, work.done_on - timedelta(days=1)).sum()
            after = curve.between(work.done_on, work.done_on + year - timedelta(days=1)).sum()
            saved += (before - after) / 1000
            promised += work.saving_kwh_per_year
            assert work.saving_kwh_per_year > 0
            assert work.cost_eur > 0
    assert 0.5 < saved / promised < 1.6


def test_repairs_end_their_fault_and_follow_a_decision(demo: Demo) -> None:
    decided = [one for town in demo.towns for one in town.suggestions]
    repairs = [work for town in demo.towns for work in town.works if work.kind is WorkKind.REPAIR]
    assert len(repairs) >= 3
    for work in repairs:
        row = next(row for row in demo.truth if row.asset == work.asset)
        assert row.kind is work.repairs
        assert row.end is not None
        assert row.end < work.done_on
        choice = next(one for one in decided if one.work == work)
        assert choice.choice == "act"
        assert row.start < choice.on < work.done_on
