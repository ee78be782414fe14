"""The evidence of a finding as a drawing: where each part stands, and the same as a table.

Domains describe charts in Vega-Lite (`domains/charts.py`). Of that form two shapes are drawn
here, in a few hundred bytes, without a script: days with what was expected, and bars side by side.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from beffroi.figures import number
from beffroi.texts import Language
from beffroi.web.pages.writing import day, short

WIDTH, HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 8, 34, 30
#: The width of a bar, where there are few.
_WIDEST = 88


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it is, and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, and which of several kinds it is."""

    x: float
    y: float
    width: float
    height: float
    kind: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: places in a frame of 720 by 280, and a table that says the same."""

    unit: str
    caption: str
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    titles: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    line: str = ""
    band: str = ""
    fault: Rect | None = None
    planned: Rect | None = None
    """What was planned, to compare with."""
    bars: tuple[Rect, ...] = ()
    names: tuple[str, ...] = ()


def drawing(chart: Mapping[str, Any], language: Language) -> Drawing | None:
    """Return the drawing of a chart; None where its shape is not one that is drawn here."""
    values = chart.get("data", {}).get("values", [])
    caption = chart.get("usermeta", {}).get("caption", {}).get(language, "")
    if not values:
        return None
    if "layer" in chart and all("d" in value and "m" in value for value in values):
        return _days(chart, values, caption, language)
    if all({"x", "s", "y"} <= value.keys() for value in values):
        return _bars(chart, values, caption, language)
    return None


def _days(
    chart: Mapping[str, Any], values: Sequence[Mapping[str, Any]], caption: str, language: Language
) -> Drawing:
    days = [date.fromisoformat(value["d"]) for value in values]
    known = [value[name] for value in values for name in ("m", "h") if value.get(name) is not None]
    top, rows = _scale(max(known, default=1.0), language)
    first, last = days[0].toordinal(), max(days[-1].toordinal(), days[0].toordinal() + 1)

    def x(at: date) -> float:
        share = (at.toordinal() - first) / (last - first)
        return round(_LEFT + min(max(share, 0.0), 1.0) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return _height(value, top)

    pairs = list(zip(days, values, strict=True))
    measured = [(x(at), None if v["m"] is None else y(v["m"])) for at, v in pairs]
    band = [(x(at), y(v["b"]), y(v["h"])) for at, v in pairs if "b" in v]
    unit = chart["layer"][-1]["encoding"]["y"]["title"]
    return Drawing(
        unit,
        caption,
        rows,
        tuple(_months(days, x, language)),
        _TITLES[language],
        tuple(_row(at, value, language) for at, value in pairs),
        line=path(measured),
        band=area(band),
        fault=_fault(chart, x),
    )


def _bars(
    chart: Mapping[str, Any], values: Sequence[Mapping[str, Any]], caption: str, language: Language
) -> Drawing:
    top, rows = _scale(max(value["y"] for value in values), language)
    labels = list(dict.fromkeys(str(value["x"]) for value in values))
    names = _names(chart, values)
    slot = (WIDTH - _LEFT - _RIGHT) / len(labels)
    wide = min(0.8 * slot / len(names), _WIDEST)
    before = (slot - wide * len(names)) / 2
    bars = []
    for value in values:
        at, kind = labels.index(str(value["x"])), names.index(str(value["s"]))
        y = _height(value["y"], top)
        left = _LEFT + at * slot + before + kind * wide
        bars.append(Rect(round(left, 1), y, round(wide, 1), round(_FLOOR - y, 1), min(kind, 1)))
    unit = chart["encoding"]["y"]["title"]
    step = -(-len(labels) // 8)
    columns = [
        Tick(round(_LEFT + (i + 0.5) * slot, 1), _said(labels[i], language))
        for i in range(0, len(labels), step)
    ]
    digits = 1 if max(value["y"] for value in values) >= 1 else 3
    by = {(str(v["x"]), str(v["s"])): number(v["y"], digits, language) for v in values}
    table = [
        (_said(label, language), *(by.get((label, name), "–") for name in names))
        for label in labels
    ]
    return Drawing(
        unit,
        caption,
        rows,
        tuple(columns),
        ("", *names),
        tuple(table),
        bars=tuple(bars),
        names=tuple(names),
    )


def _names(chart: Mapping[str, Any], values: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what bars are called in the order that gives each its colour, which words speak of."""
    declared = chart["encoding"].get("color", {}).get("scale", {}).get("domain", [])
    return list(dict.fromkeys([*declared, *(str(value["s"]) for value in values)]))


def _said(label: str, language: Language) -> str:
    """Write a month as people do; any other label stands as it is.

    >>> _said("2026-02", "fr"), _said("Mairie", "fr")
    ('févr. 2026', 'Mairie')
    """
    if not _MONTH.fullmatch(label):
        return label
    return short(date.fromisoformat(f"{label}-01"), "yMMM", language)


_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_FLOOR = HEIGHT - _BOTTOM
_TITLES: dict[Language, tuple[str, ...]] = {
    "fr": ("Jour", "Mesuré", "Attendu (90 %)"),
    "en": ("Day", "Measured", "Expected (90%)"),
}


def _height(value: float, top: float) -> float:
    return round(_FLOOR - max(value, 0.0) / top * (_FLOOR - _TOP), 1)


def _scale(most: float, language: Language) -> tuple[float, tuple[Tick, ...]]:
    """Return the top of an axis from zero on, and its marks: three to five round numbers.

    >>> [tick.text for tick in _scale(87.0, "en")[1]]
    ['0', '20', '40', '60', '80', '100']
    """
    most = most if most > 0 and math.isfinite(most) else 1.0
    rough = most / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= rough * 0.9)
    count = math.ceil(most / step)
    top = count * step
    digits = 0 if step >= 1 else 2
    return top, tuple(
        Tick(_height(i * step, top), number(i * step, digits, language)) for i in range(count + 1)
    )


def _months(days: Sequence[date], x: Any, language: Language) -> Iterable[Tick]:
    """Yield the first days of months, as many as can be read side by side."""
    starts = []
    at = days[0].replace(day=1)
    while at <= days[-1]:
        if at >= days[0]:
            starts.append(at)
        at = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)
    step = max(1, -(-len(starts) // 6))
    for one in starts[::step]:
        if x(one) < WIDTH - 40:
            yield Tick(x(one), short(one, "yMMM", language))


def _row(at: date, value: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    measured = "–" if value["m"] is None else number(value["m"], 1, language)
    expected = "–"
    if "b" in value:
        expected = f"{number(value['b'], 1, language)} – {number(value['h'], 1, language)}"
    return day(at, language), measured, expected


def path(points: Iterable[tuple[float, float | None]]) -> str:
    """Write a line, cut where nothing is known.

    >>> path([(0, 1.0), (2, 3.0), (4, None), (6, 5.0)])
    'M0 1.0L2 3.0M6 5.0'
    """
    parts, pen = [], "M"
    for x, y in points:
        if y is None:
            pen = "M"
            continue
        parts.append(f"{pen}{x} {y}")
        pen = "L"
    return "".join(parts)


def area(band: Sequence[tuple[float, float, float]]) -> str:
    """Write the ground between two lines, given as places (x, low, high)."""
    if not band:
        return ""
    low = "L".join(f"{x} {y}" for x, y, _ in band)
    high = "L".join(f"{x} {y}" for x, _, y in reversed(band))
    return f"M{low}L{high}Z"


def _fault(chart: Mapping[str, Any], x: Any) -> Rect | None:
    for layer in chart["layer"]:
        own = layer.get("data", {}).get("values", [])
        if own and {"s", "e"} <= own[0].keys():
            left = x(date.fromisoformat(own[0]["s"]))
            right = x(date.fromisoformat(own[0]["e"]))
            return Rect(left, _TOP, round(max(right - left, 2), 1), _FLOOR - _TOP)
    return None
