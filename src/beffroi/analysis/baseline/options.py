"""What a daily baseline may be told; the defaults were chosen within training years only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DailyOptions:
    """Structure and prior beliefs of the daily model.

    Beliefs (`*_belief`) are the standard deviation, as a share of the mean day of the series, that
    an effect is expected to have before any measure is seen: they shrink what one year of data
    cannot establish.
    """

    heating_knots: tuple[float, ...] = (6.0, 10.0, 14.0, 18.0)
    """Outdoor temperatures [degC] under which a slope may change."""
    cooling_knots: tuple[float, ...] = (14.0, 18.0, 22.0)
    """Outdoor temperatures [degC] above which a slope may change."""
    time_constants: tuple[float, ...] = (0.0, 1.0, 3.0)
    """Candidate thermal inertias [days]; each series weighs them by how well they fit."""
    harmonics: int = 2
    """Number of yearly harmonics of the season."""
    temperature_belief: float = 0.3
    """For 10 degC beyond one knot."""
    weekday_belief: float = 0.1
    holiday_belief: float = 0.3
    season_belief: float = 0.1
    outlier_limit: float = 2.5
    """Residuals beyond this many robust standard deviations lose weight (Huber)."""
    yearly_drift: float = 0.08
    """Standard deviation of the change of level from one year to the next, as a share."""
    block: int = 512
    """Number of series solved together: bounds the memory."""
