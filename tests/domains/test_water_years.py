"""Simulated years of the benchmark of leaks: what a kind says is what its measures hold."""

from dataclasses import replace

import numpy as np
import pytest

from beffroi.domains.water.leaks.plant import Plant
from benchmarks.water import years
from benchmarks.water.years import KINDS, Truth, simulate
from tests.decide.leaks.town import FIRST, model, sensors

LENGTH = 24  # days of a "year"


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(years, "_YEAR", LENGTH)


def year(**changed: float) -> Truth:
    kind = replace(KINDS["few"], known=2, mended=0.0, **changed)  # type: ignore[arg-type]
    return simulate(Plant(model(), sensors()), 3, FIRST, kind)


def test_leaks_to_find_are_as_many_and_as_large_as_the_kind_says() -> None:
    truth = year(count=5, grows=0.0)
    assert (len(truth.past.leaks), len(truth.leaks)) == (2, 5)
    assert all(one.start >= FIRST + np.timedelta64(LENGTH, "D") for one in truth.leaks)
    assert all(5 <= one.flow.max() <= 33 for one in truth.leaks)


def test_errors_of_meters_are_those_of_the_kind() -> None:
    fine, coarse = year(pressure=0.0, inlet=0.0), year(pressure=0.05, inlet=0.0)
    apart = coarse.sheets.pressures.values - fine.sheets.pressures.values
    assert apart.std() == pytest.approx(0.05, rel=0.1)
    assert (coarse.sheets.flows.values == fine.sheets.flows.values).all()
