"""The drawings of a report: SVG of a few kilobytes, for a PDF and for a page.

Colours are those of presentation attributes, which the styles of a page change; texts take the
colour of what surrounds them.
"""

import math
from collections.abc import Sequence
from html import escape

from beffroi.figures import number
from beffroi.texts import Language

WIDTH = 720
FONT = "Atkinson Hyperlegible Next"
_GREY, _LINE, _BAD = "#9aa0a6", "#c9cdd2", "#b3261e"
_LEFT, _RIGHT, _TOP, _FLOOR = 58, 8, 26, 210
_ROW, _NAMES = 30, 250


def paired_bars(
    labels: Sequence[str],
    now: Sequence[float | None],
    before: Sequence[float | None],
    names: tuple[str, str],
    unit: str,
    accent: str,
    language: Language,
) -> str:
    """Draw pairs of bars: a period, and the one before it behind."""
    known = [one for one in (*now, *before) if one is not None]
    top, ticks = scale(max(known, default=1.0))
    parts = [*_rules(top, ticks, unit, language)]
    slot = (WIDTH - _LEFT - _RIGHT) / len(labels)
    wide = min(0.36 * slot, 26.0)
    for place, label in enumerate(labels):
        middle = _LEFT + (place + 0.5) * slot
        parts += _bar(middle - wide - 1, wide, before[place], top, "before", _GREY)
        parts += _bar(middle + 1, wide, now[place], top, "now", accent)
        parts.append(_text(middle, _FLOOR + 18, label, "middle"))
    parts += _key(names, accent)
    return _svg(_FLOOR + 28, parts)


def intervals(
    names: Sequence[str],
    bounds: Sequence[tuple[float, float, float]],
    unit: str,
    accent: str,
    language: Language,
) -> str:
    """Draw figures with their bounds, one under the other, beside the line of nothing.

    `bounds` are (low, value, high).
    """
    low = min(min(one[0] for one in bounds), 0.0)
    high = max(max(one[2] for one in bounds), 0.0)
    step = _step((high - low) or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    span = (last - first) * step
    floor = _TOP + _ROW * len(names) + 6

    def x(value: float) -> float:
        return round(_NAMES + (value - first * step) / span * (WIDTH - _NAMES - 24), 1)

    parts = []
    for place in range(first, last + 1):
        at = x(place * step)
        strong = "#5f6368" if place == 0 else _LINE
        parts.append(_line(at, _TOP - 6, at, floor, strong, 1.5 if place == 0 else 0.75))
        parts.append(_text(at, floor + 16, number(place * step, 1, language), "middle"))
    parts.append(_text(WIDTH - 4, _TOP - 12, unit, "end"))
    for place, (name, (least, value, most)) in enumerate(zip(names, bounds, strict=True)):
        y = _TOP + _ROW * (place + 0.5)
        kind, colour = _judged(least, most, accent)
        parts.append(_text(_NAMES - 12, y + 4, _cut(name), "end"))
        parts.append(_line(x(least), y, x(most), y, colour, 3, kind))
        parts += [_line(x(end), y - 5, x(end), y + 5, colour, 1.5, kind) for end in (least, most)]
        parts.append(f'<circle class="{kind}" cx="{x(value)}" cy="{y}" r="5.5" fill="{colour}"/>')
    return _svg(floor + 26, parts)


def scale(most: float) -> tuple[float, tuple[float, ...]]:
    """Return the top of an axis from zero on, and its marks: three to six round numbers.

    >>> scale(87.0)
    (100.0, (0.0, 20.0, 40.0, 60.0, 80.0, 100.0))
    """
    most = most if most > 0 and math.isfinite(most) else 1.0
    step = _step(most)
    count = math.ceil(most / step)
    return count * step, tuple(place * step for place in range(count + 1))


def _step(most: float) -> float:
    rough = most / 4
    size: float = 10.0 ** math.floor(math.log10(rough))
    return next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= rough * 0.9)


def _judged(low: float, high: float, accent: str) -> tuple[str, str]:
    if low > 0:
        return "now", accent
    return ("bad", _BAD) if high < 0 else ("before", _GREY)


def _rules(top: float, ticks: Sequence[float], unit: str, language: Language) -> list[str]:
    parts = [_text(4, 12, unit, "start")]
    for value in ticks:
        y = round(_FLOOR - value / top * (_FLOOR - _TOP), 1)
        parts.append(_line(_LEFT, y, WIDTH - _RIGHT, y, _LINE, 0.75))
        digits = 0 if ticks[1] >= 1 else 2
        parts.append(_text(_LEFT - 8, y + 4, number(value, digits, language), "end"))
    return parts


def _bar(
    x: float, wide: float, value: float | None, top: float, kind: str, colour: str
) -> list[str]:
    if value is None:
        return []
    tall = max(value, 0.0) / top * (_FLOOR - _TOP)
    return [
        f'<rect class="{kind}" x="{x:.1f}" y="{_FLOOR - tall:.1f}" width="{wide:.1f}" '
        f'height="{tall:.1f}" fill="{colour}"/>'
    ]


def _key(names: tuple[str, str], accent: str) -> list[str]:
    parts = []
    at = WIDTH - _RIGHT - 9 * len(names[1]) - 20
    for kind, colour, name in (("now", accent, names[1]), ("before", _GREY, names[0])):
        parts.append(
            f'<rect class="{kind}" x="{at}" y="3" width="11" height="11" fill="{colour}"/>'
        )
        parts.append(_text(at + 16, 13, name, "start"))
        at -= 9 * len(names[0]) + 30
    return parts


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor">'
        f"{escape(text)}</text>"
    )


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str, wide: float, kind: str = "rule"
) -> str:
    return (
        f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{colour}" stroke-width="{wide}"/>'
    )


def _svg(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'font-family="{FONT}" font-size="13">{"".join(parts)}</svg>'
    )


def _cut(name: str, most: int = 34) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
