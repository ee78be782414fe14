"""What the detectors of energy say of simulated buildings, and what holds for each of them."""

import json
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

import beffroi.domains.energy
from beffroi.domains import domain, parameters
from beffroi.domains.contract import Sighting
from beffroi.domains.energy.drifts import Old, find_drifts
from beffroi.domains.energy.nights import night_rises
from beffroi.domains.energy.onsets import shape
from beffroi.domains.energy.prepare import known, observe, settle, until
from beffroi.domains.panel import Panel
from tests.domains.simulated import panel_of

ENERGY = domain("energy")
NUMBERS = parameters("energy")
Said: TypeAlias = list[tuple[str, Sighting]]
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(beffroi.domains.energy.__file__).parent / "cases" / "findings.toml").read_text("utf-8")
)["case"]


def everything(panel: Panel) -> Said:
    prepared = ENERGY.prepare(panel, NUMBERS)
    return [(one.key, seen) for one in ENERGY.detectors for seen in one.detect(prepared, NUMBERS)]


FAULTY = [row for case in CASES if case["as_of"] == date(2024, 11, 15) for row in case["rows"]]


@pytest.fixture(scope="module")
def faulty() -> Panel:
    return panel_of(date(2023, 1, 1), date(2024, 11, 15), FAULTY)


@pytest.fixture(scope="module")
def said(faulty: Panel) -> Said:
    return everything(faulty)


def essence(found: Said) -> list[tuple[str, int, date, float]]:
    return [(k, s.row, s.since, round(s.stake.kwh_per_year.value, 3)) for k, s in found]


def test_one_fault_is_one_finding(said: Said) -> None:
    rows = [seen.row for _, seen in said]
    assert rows
    assert len(rows) == len(set(rows))


def test_the_same_panel_gives_the_same_findings(faulty: Panel, said: Said) -> None:
    assert essence(everything(faulty)) == essence(said)


def test_a_clean_building_gives_none() -> None:
    rows: list[dict[str, Any]] = [
        {"open_kw": 20, "closed_kw": 5},
        {"open_kw": 3, "closed_kw": 3},
        {"open_kw": 4, "closed_kw": 1, "heating": 2, "quantity": "gas.energy"},
        {
            "open_kw": 10,
            "closed_kw": 4,
            "heating": 1,
            "attributes": {"heating_energy": "electricity"},
        },
    ]
    assert everything(panel_of(date(2023, 1, 1), date(2024, 12, 31), rows)) == []


def test_eight_times_the_energy_is_eight_times_the_stake(faulty: Panel, said: Said) -> None:
    assert faulty.hourly is not None
    larger = replace(faulty, daily=faulty.daily * 8, hourly=faulty.hourly * 8)
    for (key, one), (other_key, other) in zip(said, everything(larger), strict=True):
        assert (key, one.row, one.since) == (other_key, other.row, other.since)
        assert other.stake.kwh_per_year.value == pytest.approx(8 * one.stake.kwh_per_year.value)


def test_rows_in_another_order_give_the_same_findings(faulty: Panel, said: Said) -> None:
    order = np.arange(len(faulty.rows))[::-1]
    assert faulty.hourly is not None
    assert faulty.power_max is not None
    turned = replace(
        faulty,
        rows=tuple(faulty.rows[i] for i in order),
        daily=faulty.daily[order],
        hourly=faulty.hourly[order],
        power_max=faulty.power_max[order],
        temperature=faulty.temperature[order],
        day_types=faulty.day_types[order],
        amounts=None,
    )
    back = [(key, replace(seen, row=int(order[seen.row]))) for key, seen in everything(turned)]
    assert sorted(essence(back)) == sorted(essence(said))


def test_gaps_do_not_make_findings(faulty: Panel, said: Said) -> None:
    rng = np.random.default_rng(5)
    gaps = rng.random(faulty.daily.shape) < 0.1
    assert faulty.hourly is not None
    holed = replace(
        faulty,
        daily=np.where(gaps, np.nan, faulty.daily),
        hourly=np.where(gaps[:, :, None], np.nan, faulty.hourly).astype(np.float32),
    )
    assert {(k, s.row) for k, s in everything(holed)} == {(k, s.row) for k, s in said}


def test_days_after_the_analysis_change_nothing(faulty: Panel) -> None:
    day = date(2024, 10, 25)
    cut = known(replace(faulty, as_of=day))
    assert cut.days[-1].astype(object) == day - timedelta(days=1)
    replayed = settle(until(observe(faulty), day))
    direct = ENERGY.prepare(cut, NUMBERS)
    names = [(event.row, event.kind, event.start, event.end) for event in direct.events]
    assert names
    assert names == [(event.row, event.kind, event.start, event.end) for event in replayed.events]


@pytest.mark.parametrize("hidden", ["hourly", "temperature"])
def test_less_is_known_and_rises_are_still_seen(faulty: Panel, said: Said, hidden: str) -> None:
    unknown = np.full(faulty.temperature.shape, np.nan)
    cut = {
        "hourly": replace(faulty, hourly=None),
        "temperature": replace(faulty, temperature=unknown),
    }
    less = cut[hidden]
    assert {seen.row for _, seen in everything(less)} == {
        seen.row for _, seen in everything(faulty)
    }


def test_a_short_history_says_nothing_of_consumption(faulty: Panel) -> None:
    short = faulty.cut(date(2024, 1, 1), date(2024, 11, 14))
    assert everything(short) == []


def test_texts_and_charts_are_complete(said: Said) -> None:
    extra = [row for case in CASES for row in case["rows"] if "power_max" in row or "bills" in row]
    more = everything(panel_of(date(2023, 1, 1), date(2024, 6, 1), extra))
    for key, seen in said + more:
        for text in (seen.explanation.fr, seen.explanation.en):
            assert not {"nan", "{", "}", "inf "} & set(text.split()), (key, text)
            assert "nan" not in text.lower().replace("maintenant", ""), (key, text)
            assert text[0].isupper()
            assert text.endswith(".")
        assert "'" not in seen.explanation.fr
        assert "\u00a0\u00a0" not in seen.explanation.fr
        assert not any(f" {mark}" in seen.explanation.fr for mark in (":", ";", "%", "€", "kWh"))
        assert seen.actions
        assert 0.0 < seen.confidence < 1.0
        spec = json.loads(json.dumps(seen.chart, allow_nan=False))
        assert spec["$schema"].endswith("v5.json")
        assert len(json.dumps(spec)) < 20_000


def test_the_chart_of_a_rise_stands_above_its_band() -> None:
    rows = [
        {"open_kw": 20, "closed_kw": 5, "fault": {"from": date(2024, 10, 7), "adds": 3}},
    ]
    [(_, seen)] = everything(panel_of(date(2023, 1, 1), date(2024, 11, 15), rows))
    during = [p for p in seen.chart["data"]["values"] if p["d"] >= str(seen.since)]
    assert len(during) > 30
    assert all(point["m"] > point["h"] for point in during)


def test_nights_that_stay_on_rise_and_steps_do_not_change_their_share() -> None:
    clean = panel_of(date(2023, 1, 1), date(2024, 11, 15), [{"open_kw": 20, "closed_kw": 5}] * 2)
    assert clean.hourly is not None
    before = observe(clean)
    closed = ~(before.occupancy.open_day[:, :, None] & before.occupancy.open_hours[:, None, :])
    late = clean.days >= clean.days[-14]
    hourly = clean.hourly.copy()
    hourly[0, late] *= np.where(closed[0, late], 1.5, 1.0).astype(np.float32)
    hourly[1, late] *= np.float32(1.5)
    faulty = replace(clean, daily=hourly.sum(axis=2).astype(np.float64), hourly=hourly)
    seen = observe(faulty)
    lift, share = night_rises(seen.signals, seen.occupancy, seen.expected.mean, seen.expected.level)
    assert lift[:, -1] == pytest.approx([np.log(1.5)] * 2, abs=0.08)
    assert share[:, -1] == pytest.approx([np.log(1.5), 0.0], abs=0.08)


HEATED = {"quantity": "gas.energy", "open_kw": 2, "closed_kw": 2, "heating": 3}
DATES = [date(2024, 6, 20), date(2024, 8, 24), date(2024, 10, 20), date(2025, 2, 1)]


def heated_faults(mended: date | None = None) -> Panel:
    """35 % more on gas, from dates of every season, until the end or until `mended`."""
    end = {} if mended is None else {"to": mended}
    rows = [HEATED | {"fault": {"from": first, "times": 1.35} | end} for first in DATES]
    return panel_of(date(2023, 1, 1), date(2025, 8, 1), rows)


def test_what_follows_the_heating_is_dated_and_lasts_through_the_summer() -> None:
    panel = heated_faults()
    found = sorted((seen for _, seen in everything(panel)), key=lambda seen: seen.row)
    assert [seen.row for seen in found] == [0, 1, 2, 3]
    for seen, first in zip(found, DATES, strict=True):
        assert abs((seen.since - first).days) <= 30
        assert seen.until is None
        during = panel.days >= np.datetime64(seen.since)
        excess = panel.daily[seen.row, during].sum() * (1 - 1 / 1.35)
        stake = seen.stake.kwh_per_year
        assert stake.low < excess * 365 / during.sum() < stake.high


def test_what_follows_the_heating_is_over_when_mended() -> None:
    mended = date(2025, 4, 20)
    found = [seen for _, seen in everything(heated_faults(mended))]
    assert sorted(seen.row for seen in found) == [0, 1, 2, 3]
    for seen in found:
        assert seen.until is not None
        assert abs((seen.until - mended).days) <= 10


@pytest.mark.parametrize(
    ("months", "noticed"),
    [
        ([0.0, 0.0, 0.0, 0.0, 0.0], False),
        ([0.0, 0.0, 0.25, 0.18, 0.22], True),  # never the same for long, and it stands
        ([0.0, 0.0, 0.25, 0.18, 0.05], False),  # came back
        ([0.0, 0.0, 0.12, 0.08, 0.10], False),  # less than anybody should be sent for
        ([0.02, 0.05, 0.09, 0.12, 0.15], True),  # grows month after month
    ],
)
def test_an_excess_that_was_never_abrupt_is_noticed(months: list[float], noticed: bool) -> None:
    expected = np.full((1, 600), 100.0)
    excess = np.concatenate([np.zeros(600 - 28 * len(months)), np.repeat(months, 28)])
    noise = np.random.default_rng(1).normal(0.0, 0.02, 600)
    values = expected * (1 + excess + noise)
    assert find_drifts(values, expected, expected)[0, -1] == noticed


def test_it_is_dated_as_a_line_or_as_a_step() -> None:
    expected = np.full((2, 700), 100.0)
    age = np.arange(700) - 600
    factors = np.stack([1 + 0.2 * (age >= 0), 1 + 0.003 * np.maximum(age, 0)])
    noise = np.random.default_rng(1).normal(0.0, 0.02, (2, 700))
    old = Old(expected * (factors + noise), expected, expected)
    step, line = (shape(old, row, 699, old.start(row, 699), -1) for row in (0, 1))
    assert abs(step[0] - 600) <= 3
    assert not step[1]
    assert abs(line[0] - 600) <= 20
    assert line[1]


def test_a_rise_whose_last_month_is_unknown_is_as_short_as_drifts_are() -> None:
    values = np.full((1, 700), 130.0)
    values[0, 672:] = np.nan
    expected = np.full((1, 700), 100.0)
    assert Old(values, expected, expected).start(0, 699) == 699 - 84


def test_what_adds_in_winter_is_not_a_further_rise_in_summer() -> None:
    rows = [HEATED | {"fault": {"from": first, "adds": 4}} for first in DATES]
    found = [seen for _, seen in everything(panel_of(date(2023, 1, 1), date(2025, 8, 1), rows))]
    assert sorted(seen.row for seen in found) == [0, 1, 2, 3]
    for seen in found:
        assert seen.until is None
        assert seen.stake.kwh_per_year.low < 4 * 8760 < seen.stake.kwh_per_year.high


def test_a_second_rise_is_counted_from_the_level_of_the_first() -> None:
    both = panel_of(
        date(2023, 1, 1),
        date(2024, 11, 15),
        [{"open_kw": 20, "closed_kw": 5, "fault": {"from": date(2024, 5, 6), "adds": 3}}],
    )
    later = both.days >= np.datetime64("2024-09-30")
    assert both.hourly is not None
    hourly = both.hourly + np.where(later, np.float32(4.0), np.float32(0.0))[None, :, None]
    found = everything(replace(both, daily=hourly.sum(axis=2).astype(np.float64), hourly=hourly))
    assert [key for key, _ in found] == ["energy.base_load_rise"] * 2
    first, second = (seen.stake.kwh_per_year.value for _, seen in found)
    assert first == pytest.approx(3 * 8760, rel=0.15)
    assert second == pytest.approx(4 * 8760, rel=0.15)


def test_declared_french_texts_follow_the_usage_of_print() -> None:
    texts = [
        text
        for one in ENERGY.detectors
        for text in (one.label, one.purpose, one.method, one.limits)
    ]
    texts += [one.label for one in ENERGY.indicators]
    texts += [kind.label for kind in ENERGY.asset_types]
    texts += [one.label for kind in ENERGY.asset_types for one in kind.attributes]
    texts += [one.label for one in NUMBERS.table.values()]
    for text in texts:
        assert text.en
        assert "'" not in text.fr, text.fr
        assert "\u00a0\u00a0" not in text.fr, text.fr
        assert not any(f" {mark}" in text.fr for mark in (":", ";", "%", "?", "!", "°")), text.fr
