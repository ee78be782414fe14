"""How finely a series is shown over a period: as finely as a chart, and whoever reads it, can take.

A screen has some hundreds of columns: more points than that are drawn over one another, and cost
what nobody sees. The step follows from the period and from how often the series is measured.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from beffroi.periods import Step
from beffroi.store.state import models

#: The most points that a chart is given.
MOST_POINTS = 1500
_DAY = timedelta(days=1)
#: Around a day: gas days begin at six, civil days have 23 to 25 hours.
_DAILY = (timedelta(hours=20), timedelta(hours=28))
#: Each civil step, how long it is at least, and the widest spacing of measures that it gathers.
_STEPS = (
    (Step.HOUR, timedelta(hours=1), timedelta(minutes=59)),
    (Step.DAY, _DAY, _DAILY[1]),
    (Step.MONTH, timedelta(days=28), timedelta(days=20)),
)


@dataclass(frozen=True, slots=True)
class Extent:
    """A period, `until` excluded."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.until - self.since


def whole(series: models.Series) -> Extent | None:
    """Return the period that a series is known over; None where it holds nothing."""
    if series.first_at is None or series.last_at is None:
        return None
    return Extent(series.first_at, series.last_at + timedelta(seconds=1))


def spacing(series: models.Series) -> timedelta:
    """Return how far apart the measures of a series are: what it declares, else the mean."""
    if series.step_seconds:
        return timedelta(seconds=series.step_seconds)
    known = whole(series)
    if known is None or series.points < 2:
        return _DAY
    return known.length / (series.points - 1)


def step_of(series: models.Series, asked: Extent, most: int = MOST_POINTS) -> Step:
    """Return the finest step that says something of a series and makes at most `most` points.

    A daily series is shown by civil day rather than as read, so that it may be laid beside others.

    >>> hourly = models.Series(step_seconds=600, points=9, first_at=None, last_at=None)
    >>> from datetime import UTC
    >>> begin = datetime(2024, 1, 1, tzinfo=UTC)
    >>> [str(step_of(hourly, Extent(begin, begin + timedelta(days=n)))) for n in (7, 60, 900, 9000)]
    ['raw', 'hour', 'day', 'month']
    """
    own, known = spacing(series), whole(series)
    length = asked.length
    if known is not None:  # beyond what it holds there is nothing to show
        length = min(asked.until, known.until) - max(asked.since, known.since)
    if not _DAILY[0] <= own <= _DAILY[1] and length <= most * own:
        return Step.RAW
    fitting = (step for step, width, widest in _STEPS if own <= widest and length <= most * width)
    return next(fitting, Step.YEAR)
