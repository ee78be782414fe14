"""Rises that are large in themselves: in season, above two spans, and each day on the past only."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from beffroi.domains.energy.heights import Heights, heights
from beffroi.domains.energy.nature import EventKind
from beffroi.domains.energy.prepare import observe, settle
from beffroi.domains.panel import Floats
from tests.domains.simulated import panel_of

DAYS = 800
WINTER = slice(700, 760)


def boiler() -> tuple[Floats, Floats, Floats]:
    """A boiler lit for half of each year by hand: what was expected, the mean day, and its use."""
    year = np.cos(2 * np.pi * (np.arange(DAYS) - 730) / 365)
    mean = 100.0 * np.maximum(1 + 1.2 * year, 0.02)[None, :]
    use = mean * np.random.default_rng(2).normal(1.0, 0.08, DAYS)
    use[:, 500:590] = 0.0  # lit late
    return mean, np.full(mean.shape, 100.0), use


def on(use: Floats, start: int, times: float) -> Heights:
    mean, level, _ = boiler()
    faulty = use.copy()
    faulty[:, start:] *= times
    return heights(faulty, mean, level)


@pytest.mark.parametrize(("times", "seen"), [(1.0, False), (1.05, False), (1.4, True)])
def test_a_large_rise_in_winter_is_seen_in_two_weeks(times: float, seen: bool) -> None:
    found = on(boiler()[2], 720, times)
    assert found.alarm[0, 722:734].any() == seen


def test_nothing_is_said_out_of_season() -> None:
    mean, level, use = boiler()
    found = heights(use * np.where(np.arange(DAYS) >= 560, 3.0, 1.0), mean, level)
    assert np.isnan(found.size[0, 560:600]).all()
    assert np.isnan(found.visible[0, 560:600]).all()
    assert not found.alarm[0, 560:600].any()


def test_the_end_of_a_dip_is_no_rise() -> None:
    mean, level, use = boiler()
    use = use.copy()
    use[:, 695:716] *= 0.6
    found = heights(use, mean, level)
    assert not found.alarm[0, WINTER].any()


def test_falls_do_not_hide_rises() -> None:
    use = boiler()[2]
    use[:, 360:380] *= 0.1  # stopped for the holidays of the year before
    stopped = on(use, 720, 1.3)
    assert stopped.alarm[0, 722:734].any()


def test_a_day_is_judged_by_the_days_before_it() -> None:
    mean, level, use = boiler()
    whole = heights(use, mean, level)
    cut = heights(use[:, :740], mean[:, :740], level[:, :740])
    for name in ("size", "enough"):
        np.testing.assert_array_equal(getattr(whole, name)[:, :740], getattr(cut, name))


def test_unknown_days_and_rows_without_model_are_silent() -> None:
    mean, level, use = boiler()
    unknown = np.full(use.shape, np.nan)
    assert not heights(unknown, mean, level).alarm.any()
    assert not heights(use, unknown, unknown).alarm.any()


def test_rows_do_not_depend_on_each_other() -> None:
    mean, level, use = boiler()
    both = heights(np.vstack([use, use * 3]), np.vstack([mean] * 2), np.vstack([level] * 2))
    alone = heights(use, mean, level)
    np.testing.assert_array_equal(both.size[:1], alone.size)


def test_an_abrupt_rise_on_top_of_a_drift_is_said() -> None:
    drift = {"from": date(2024, 1, 8), "yearly": 1.4}
    panel = panel_of(
        date(2023, 1, 1), date(2025, 3, 15), [{"open_kw": 20, "closed_kw": 5, "fault": drift}]
    )
    assert panel.hourly is not None
    late = panel.days >= np.datetime64("2025-03-01")
    hourly = panel.hourly * np.where(late, np.float32(1.4), np.float32(1.0))[None, :, None]
    faulty = replace(panel, daily=hourly.sum(axis=2).astype(np.float64), hourly=hourly)
    before, after = (settle(observe(one)).events for one in (panel, faulty))
    assert [event.kind for event in before] == [EventKind.DRIFT]
    assert [event.kind for event in after] == [EventKind.DRIFT, EventKind.STEP]
    assert abs(int(after[1].start) - int(np.flatnonzero(late)[0])) <= 2
