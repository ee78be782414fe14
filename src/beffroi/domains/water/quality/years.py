"""Civil years of which samples are known all through.

Files are imported from a day that somebody chose to a day that Hub'Eau had reached. A year is told
once a later one has samples: its own are then all there. The first year counts where its first
sample comes no later in it than the longest time without one over the following year: a file that
begins in July tells nothing of that year.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

_YEAR = timedelta(days=365)


def whole_years(days: Iterable[date]) -> range:
    """Return the civil years that days of samples tell of all through, the first one first.

    >>> known = [date(2024, month, 8) for month in (1, 4, 7, 10)]
    >>> list(whole_years([*known, date(2025, 1, 8)])), list(whole_years(known))
    ([2024], [])
    """
    known = sorted(set(days))
    if not known:
        return range(0)
    first, last = known[0], known[-1]
    near = [day for day in known if day - first <= _YEAR]
    longest = max((after - before for before, after in pairwise(near)), default=timedelta(-1))
    late = first - first.replace(month=1, day=1) > longest
    return range(first.year + late, last.year)
