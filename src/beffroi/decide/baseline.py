"""The baseline of one series on demand: fitted on a period, judged on another."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from beffroi.analysis.metrics import cvrmse, nmbe
from beffroi.decide.fitting import Days, expect, fit, make_days
from beffroi.decide.grids import read_grid
from beffroi.decide.panel import calendar_of
from beffroi.decide.weather import TEMPERATURE
from beffroi.domains import quantities
from beffroi.errors import BeffroiError
from beffroi.errors.decide import HISTORY_SHORT, WEATHER_MISSING
from beffroi.periods import PARIS, SchoolZone, Step, day_types
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.units import Aggregation, conversion

LEAST_TRAINING = 60


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date


def baseline(
    door: ReadDoor,
    series: models.Series,
    weather: models.Series | None,
    train: Span,
    test: Span,
    zone: SchoolZone = SchoolZone.B,
    as_of: datetime = END,
) -> dict[str, Any]:
    """Fit a daily baseline on one period and judge it on another.

    Returns:
        `cvrmse_train`, `cvrmse_test`, `nmbe_test` (shares of the mean), `seconds` of the fit and
        prediction, the number of days of each, and the readable parameters of the model.

    Raises:
        BeffroiError: `decide.weather_missing`, `decide.history_short`.
    """
    if weather is not None and weather.quantity != TEMPERATURE:
        raise BeffroiError(WEATHER_MISSING, series=weather.id)
    days = _read(door, series, weather, train, test, zone, as_of)
    learnt, judged = days.between(train.first, train.last), days.between(test.first, test.last)
    _require(learnt, LEAST_TRAINING, Text(fr="d’apprentissage", en="of training"))
    _require(judged, 1, Text(fr="d’essai", en="of test"))
    begin = time.perf_counter()
    model = fit(learnt)
    expected = expect(model, judged).mean
    seconds = time.perf_counter() - begin
    measured = judged.amount[None, :]
    return {
        "series": series.id,
        "weather": weather.id if weather else None,
        "unit": _unit(series),
        "cvrmse_train": float(model.metrics.cvrmse[0]),
        "cvrmse_test": float(cvrmse(measured, expected)[0]),
        "nmbe_test": float(nmbe(measured, expected)[0]),
        "seconds": seconds,
        "days_train": learnt.known,
        "days_test": judged.known,
        "measured_test": float(np.nansum(measured)),
        "expected_test": float(expected[np.isfinite(measured)].sum()),
        "autocorrelation": float(model.autocorrelation[0]),
    }


def _require(days: Days, needed: int, side: Text) -> None:
    if days.known < needed:
        raise BeffroiError(HISTORY_SHORT, needed=needed, side=side, found=days.known)


def _unit(series: models.Series) -> str:
    known = quantities()
    return known[known[series.quantity].integral or series.quantity].display


def _read(
    door: ReadDoor,
    series: models.Series,
    weather: models.Series | None,
    train: Span,
    test: Span,
    zone: SchoolZone,
    as_of: datetime,
) -> Days:
    first, last = min(train.first, test.first), max(train.last, test.last)
    since = datetime.combine(first, datetime.min.time(), PARIS).astimezone(UTC)
    until = datetime.combine(last, datetime.min.time(), PARIS).astimezone(UTC)
    calendar = calendar_of(since, until + timedelta(hours=12), as_of)
    values, filled = read_grid(door, [series], calendar, Step.DAY)
    declared = quantities()[series.quantity]
    target = quantities()[declared.integral or declared.key]
    factor, _ = conversion(target.unit, target.display)
    temperature = np.full(len(calendar.days), np.nan)
    if weather is not None:
        temperature = read_grid(door, [weather], calendar, Step.DAY, Aggregation.MEAN)[0][0]
    types = day_types(calendar.days, zone)
    return make_days(calendar.days, values[0] * factor, filled[0], temperature, types)
