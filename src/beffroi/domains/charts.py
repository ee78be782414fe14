"""The evidence of a finding: what was measured, what was expected, and the days of the fault.

Vega-Lite 5 with its data inline. Blue, orange and grey of Okabe and Ito (2008), told apart by
colour-blind people; line shapes and areas differ too, for print in black and white.
"""

from typing import Any

import numpy as np

from beffroi.domains.contract import Chart
from beffroi.domains.panel import Floats
from beffroi.texts import Text

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_MEASURED, _EXPECTED, _FAULT = "#0072B2", "#999999", "#E69F00"
_MOST_POINTS = 130  # three values each: about 400 numbers
_BEFORE, _AFTER = 60, 14
_KEY = {
    "fr": " Trait bleu\u00a0: mesuré. Bande grise\u00a0: attendu (90\u00a0%)."
    " Fond orange\u00a0: le constat.",
    "en": " Blue line: measured. Grey band: expected (90%). Orange ground: the finding.",
}
_KEY_PLAIN = {
    "fr": " Trait bleu\u00a0: mesuré. Fond orange\u00a0: le constat.",
    "en": " Blue line: measured. Orange ground: the finding.",
}
WHOLE_DAY = Text(fr="Par jour.", en="Per day.")
Days = np.ndarray[tuple[int, ...], np.dtype[np.datetime64]]


def daily_chart(
    days: Days,
    measured: Floats,
    expected: Floats | None,
    spread: Floats | None,
    first: int,
    end: int,
    what: Text = WHOLE_DAY,
    unit: str = "kWh",
) -> Chart:
    """Return the chart of a daily series around the days [first, end) of a fault.

    `what` says what is drawn. `expected` and `spread` (d,) draw the band of 90 %; None where
    nothing was expected.
    """
    low, high = max(first - _BEFORE, 0), min(end + _AFTER, len(days))
    step = -(-(high - low) // _MOST_POINTS)
    values = []
    for start in range(low, high, step):
        part = slice(start, min(start + step, high))
        point: dict[str, Any] = {"d": str(days[start]), "m": _mean(measured[part])}
        if expected is not None and spread is not None:
            mean, deviation = _mean(expected[part]), _mean(spread[part])
            if mean is not None and deviation is not None:
                point["b"] = _round(max(mean - 1.645 * deviation, 0.0))
                point["h"] = _round(mean + 1.645 * deviation)
        values.append(point)
    layers: list[dict[str, Any]] = [_period(days, first, end)]
    if expected is not None:
        layers.append(_band(unit))
    layers.append(_line(unit))
    key = _KEY_PLAIN if expected is None else _KEY
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": 220,
        "data": {"values": values},
        "encoding": {"x": {"field": "d", "type": "temporal", "title": None}},
        "layer": layers,
        "config": {"axis": {"grid": False}, "view": {"stroke": None}},
        "usermeta": {"caption": {"fr": what.fr + key["fr"], "en": what.en + key["en"]}},
    }


def bars_chart(
    values: list[dict[str, Any]], unit: str, names: tuple[str, str], caption: Text | None = None
) -> Chart:
    """Return bars side by side: `values` hold `x` (label), `s` (one of `names`) and `y`."""
    said = (
        {} if caption is None else {"usermeta": {"caption": {"fr": caption.fr, "en": caption.en}}}
    )
    return {
        **said,
        "$schema": _SCHEMA,
        "width": "container",
        "height": 220,
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": "#333333", "strokeWidth": 0.5},
        "encoding": {
            "x": {"field": "x", "type": "ordinal", "title": None, "sort": None},
            "xOffset": {"field": "s", "sort": list(names)},
            "y": {"field": "y", "type": "quantitative", "title": unit},
            "color": {
                "field": "s",
                "title": None,
                "scale": {"domain": list(names), "range": [_MEASURED, _FAULT]},
            },
        },
    }


def _period(days: Days, first: int, end: int) -> dict[str, Any]:
    last = days[min(end, len(days)) - 1]
    return {
        "data": {"values": [{"s": str(days[first]), "e": str(last + 1)}]},
        "mark": {"type": "rect", "color": _FAULT, "opacity": 0.25},
        "encoding": {
            "x": {"field": "s", "type": "temporal", "title": None},
            "x2": {"field": "e"},
        },
    }


def _band(unit: str) -> dict[str, Any]:
    return {
        "mark": {"type": "area", "color": _EXPECTED, "opacity": 0.45},
        "encoding": {
            "y": {"field": "b", "type": "quantitative", "title": unit},
            "y2": {"field": "h"},
        },
    }


def _line(unit: str) -> dict[str, Any]:
    return {
        "mark": {"type": "line", "color": _MEASURED, "strokeWidth": 1.5},
        "encoding": {"y": {"field": "m", "type": "quantitative", "title": unit}},
    }


def _mean(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return _round(float(known.mean())) if len(known) else None


def _round(value: float) -> float:
    return float(f"{value:.4g}")
