"""Baselines: what a series would have been, given weather and calendar."""

from beffroi.analysis.baseline.daily import DailyBaseline, FitMetrics, fit_daily
from beffroi.analysis.baseline.explain import Explanation
from beffroi.analysis.baseline.hourly import HourlyBaseline, fit_hourly
from beffroi.analysis.baseline.options import DailyOptions
from beffroi.analysis.baseline.prediction import Prediction

__all__ = [
    "DailyBaseline",
    "DailyOptions",
    "Explanation",
    "FitMetrics",
    "HourlyBaseline",
    "Prediction",
    "fit_daily",
    "fit_hourly",
]
