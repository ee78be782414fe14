"""What a daily baseline may be told.

The defaults were chosen by predicting one training year from another on half of the meters of an
open archive; see benchmarks/baseline.
"""

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
    time_constants: tuple[float, ...] = (0.5, 2.0)
    """Candidate thermal inertias [days]; each series weighs them by how well they fit."""
    harmonics: tuple[int, ...] = (0, 1, 3)
    """Candidate numbers of yearly harmonics; the model is the mean of these candidates, because
    one year cannot tell a season from a drift."""
    temperature_belief: float = 0.3
    """For 10 degC beyond one knot."""
    weekday_belief: float = 0.1
    holiday_belief: float = 0.3
    season_belief: float = 0.2
    penalty_inflation: float = 2.0
    """Residuals are correlated from day to day, so that each tells less than an independent one."""
    outlier_limit: float = 3.0
    """Residuals beyond this many robust standard deviations lose weight (Huber)."""
    memory_days: float = 365.0
    """Weights of training days fall by e over this time: the future is like the recent past."""
    recent_days: int = 30
    """Length of the end of training whose mean residual corrects, by half, the predicted level."""
    yearly_drift: float = 0.1
    """Standard deviation of the change of level from one year to the next, as a share."""
    slow_share: float = 0.04
    """Least standard deviation of departures that last some weeks, as a share."""
    slow_ratio: float = 1.0
    """Standard deviation of these departures, as a multiple of that of the residuals."""
    slow_days: float = 30.0
    """Time over which the correlation of these departures falls by e."""
    block: int = 512
    """Number of series solved together: bounds the memory."""
