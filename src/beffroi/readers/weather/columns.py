"""What a column of weather is: its quantity, when it holds and how it becomes canonical."""

from dataclasses import dataclass
from datetime import timedelta

from beffroi.readers.contract import SeriesDraft
from beffroi.units import SeriesKind

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_RAIN = "weather.rain"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the observation covers `[time + begins, time + ends)`.

    `factor` leads from the unit of the file to that of the quantity.
    """

    draft: SeriesDraft
    begins: timedelta = timedelta(0)
    ends: timedelta = timedelta(0)
    factor: float = 1.0


def gauge(source: str, quantity: str, qualifier: str, step: timedelta) -> SeriesDraft:
    """Return the series of a level at a weather station."""
    return SeriesDraft(
        "", "weather_station", f"weather.{quantity}", SeriesKind.GAUGE, source, qualifier, step
    )


def rain(source: str, qualifier: str, step: timedelta) -> SeriesDraft:
    """Return the series of the rain at a weather station."""
    kind = SeriesKind.INTERVAL
    return SeriesDraft("", "weather_station", _RAIN, kind, source, qualifier, step)
