"""Drawings of scenarios: money year by year with its interval, and scenarios side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.decide.scenarios.told import Horizon
from beffroi.domains.contract import Estimate
from beffroi.figures import number
from beffroi.texts import Language, Text
from beffroi.web.pages.charts import HEIGHT, WIDTH, Drawing, Tick

LEFT, RIGHT, TOP, _BOTTOM = 84, 8, 34, 30
FLOOR = HEIGHT - _BOTTOM
_CAPTION = Text(
    fr="Euros cumulés à la fin de chaque année, travaux payés : au-dessus de 0, le scénario est "
    "remboursé. La bande contient la vraie valeur neuf fois sur dix.",
    en="Euros added up at the end of each year, works paid: above 0, the scenario is paid back. "
    "The band holds the true value nine times in ten.",
)
_TITLES: dict[Language, tuple[str, ...]] = {
    "fr": ("Année", "Euros cumulés", "Intervalle à 90 %"),
    "en": ("Year", "Euros added up", "Interval at 90%"),
}
#: The frame in which scenarios are compared, one a line.
LINE = 62


@dataclass(frozen=True, slots=True)
class Whisker:
    """An estimate as a dot on the line of its interval: places in a frame."""

    name: str
    y: float
    low: float
    at: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Whiskers:
    """Estimates one under the other, on one axis that holds 0."""

    unit: str
    height: int
    zero: float
    ticks: tuple[Tick, ...]
    lines: tuple[Whisker, ...]


def net(years: Sequence[Horizon], language: Language) -> Drawing | None:
    """Draw the money of each year; None where the cost is not known."""
    known = [(one.year, one.eur) for one in years if one.eur is not None]
    if len(known) < 2:
        return None
    low, high, step = scale(min(one.low for _, one in known), max(one.high for _, one in known), 5)

    def y(value: float) -> float:
        return round(FLOOR - (value - low) / (high - low) * (FLOOR - TOP), 1)

    def x(year: int) -> float:
        share = (year - known[0][0]) / (known[-1][0] - known[0][0])
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    marks = range(round((high - low) / step) + 1)
    line = "L".join(f"{x(year)} {y(one.value)}" for year, one in known)
    floor = "L".join(f"{x(year)} {y(one.low)}" for year, one in known)
    roof = "L".join(f"{x(year)} {y(one.high)}" for year, one in reversed(known))
    shown = [year for year, _ in known if year % 5 == 0]
    return Drawing(
        "€",
        _CAPTION.in_(language),
        tuple(Tick(y(low + i * step), number(low + i * step, 0, language)) for i in marks),
        tuple(Tick(x(year), str(year)) for year in shown if x(year) < WIDTH - 30),
        _TITLES[language],
        tuple(
            (
                str(year),
                number(one.value, 0, language),
                f"{number(one.low, 0, language)} … {number(one.high, 0, language)}",
            )
            for year, one in known
        ),
        line=f"M{line}",
        band=f"M{floor}L{roof}Z",
    )


def whiskers(
    named: Sequence[tuple[str, Estimate]], unit: str, language: Language
) -> Whiskers | None:
    """Draw estimates side by side; None where there is nothing to compare."""
    if not named:
        return None
    low, high, step = scale(
        min(0.0, *(one.low for _, one in named)), max(0.0, *(one.high for _, one in named)), 4
    )

    def x(value: float) -> float:
        return round(10 + (value - low) / (high - low) * (WIDTH - 20), 1)

    lines = [
        Whisker(
            name,
            LINE * place + 46,
            x(one.low),
            x(one.value),
            x(one.high),
            f"{number(one.value, 0, language)} ({number(one.low, 0, language)} … "
            f"{number(one.high, 0, language)})",
        )
        for place, (name, one) in enumerate(named)
    ]
    marks = [low + i * step for i in range(round((high - low) / step) + 1)]
    return Whiskers(
        unit,
        LINE * len(named) + 44,
        x(0.0),
        tuple(Tick(x(one), number(one, 0, language)) for one in marks),
        tuple(lines),
    )


def scale(low: float, high: float, marks: int) -> tuple[float, float, float]:
    """Return the ends of an axis that holds 0, and the step between its marks: round numbers.

    >>> scale(-120.0, 380.0, 5)
    (-200.0, 400.0, 100.0)
    >>> scale(0.0, 0.0, 5)
    (0.0, 1.0, 0.2)
    """
    low, high = min(low, 0.0), max(high, 0.0)
    if not high > low:
        high = low + 1.0
    rough = (high - low) / marks
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= rough * 0.999)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step
