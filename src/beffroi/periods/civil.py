"""Instants and civil dates: conversions between UTC and Europe/Paris on whole arrays.

Instants are `datetime64[us]` in UTC; civil dates are `datetime64[D]` in Europe/Paris.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from beffroi.errors.base import BeffroiError
from beffroi.errors.ground import DATE_INVALID

PARIS = ZoneInfo("Europe/Paris")
Instant: TypeAlias = datetime  # aware, UTC
Instants: TypeAlias = NDArray[np.datetime64]  # datetime64[us], UTC

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_US = "datetime64[us]"
_HOUR = np.timedelta64(3_600_000_000, "us")


class Step(StrEnum):
    """A civil step of aggregation; `raw` is the step of the file."""

    RAW = "raw"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def utc_now() -> Instant:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


@cache
def _transitions() -> tuple[Instants, NDArray[np.timedelta64]]:
    """Return the instants (UTC) where the Paris offset changes, and the offset from each on."""
    instants, offsets = [np.datetime64("1900-01-01", "us")], []
    moment = datetime(1970, 1, 1, tzinfo=UTC)
    offset = moment.astimezone(PARIS).utcoffset()
    offsets.append(np.timedelta64(offset or timedelta(0), "us"))
    end = datetime(2101, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + timedelta(days=7)
        new = following.astimezone(PARIS).utcoffset()
        if new != offset:
            exact = _bisect(moment, following, offset)
            instants.append(np.datetime64(exact.replace(tzinfo=None), "us"))
            offsets.append(np.timedelta64(new or timedelta(0), "us"))
            offset = new
        moment = following
    return np.array(instants, dtype=_US), np.array(offsets, dtype="timedelta64[us]")


def _bisect(low: datetime, high: datetime, offset: timedelta | None) -> datetime:
    while high - low > timedelta(minutes=1):
        middle = (low + (high - low) / 2).replace(second=0, microsecond=0)
        if middle.astimezone(PARIS).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def paris_offset(instants: Instants) -> NDArray[np.timedelta64]:
    """Return the offset of Paris from UTC at each instant, shape as given."""
    moments, offsets = _transitions()
    index = np.searchsorted(moments, instants.astype(_US), side="right") - 1
    found: NDArray[np.timedelta64] = offsets[np.maximum(index, 0)]
    return found


def offset_changes(since: Instant, until: Instant) -> tuple[Instants, NDArray[np.timedelta64]]:
    """Return the beginning of a period and where the offset of Paris changes until its end.

    Returns:
        These instants, in order, and the offset from each on.

    >>> year = datetime(2021, 1, 1, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC)
    >>> moments, _ = offset_changes(*year)
    >>> [str(moment)[:16] for moment in moments]
    ['2021-01-01T00:00', '2021-03-28T01:00', '2021-10-31T01:00']
    """
    low, high = (
        np.datetime64(one.astimezone(UTC).replace(tzinfo=None), "us") for one in (since, until)
    )
    changes, _ = _transitions()
    found = np.concatenate([[low], changes[(changes > low) & (changes <= high)]])
    return found, paris_offset(found)


def localise(naive: Instants) -> tuple[Instants, NDArray[np.bool_]]:
    """Turn naive Paris times, in file order, into instants, shape (n,).

    The hour that autumn repeats is told apart by order: going back in time marks its second
    pass. Times that spring skips do not exist; they are moved on by the hour skipped.

    Returns:
        Instants in UTC, and a mask of the times that were ambiguous or did not exist.

    >>> times = [f"2021-10-31T{clock}" for clock in ("02:00", "02:30", "02:00", "02:30", "03:00")]
    >>> utc, unsure = localise(np.array(times, "M8[us]"))
    >>> [str(t)[11:16] for t in utc], unsure.tolist()
    (['00:00', '00:30', '01:00', '01:30', '02:00'], [True, True, True, True, False])
    """
    local = naive.astype(_US)
    # The greatest and the smallest offset around the local time bracket the answer.
    before = paris_offset((local - 3 * _HOUR).astype(_US))
    after = paris_offset((local + _HOUR).astype(_US))
    first: Instants = (local - before).astype(_US)
    second: Instants = (local - after).astype(_US)
    first_ok = paris_offset(first) == before
    second_ok = paris_offset(second) == after
    ambiguous = first_ok & second_ok & (first != second)
    missing = ~first_ok & ~second_ok
    instants = np.where(first_ok, first, second)
    instants[missing] = first[missing]
    if ambiguous.any():
        late = ambiguous & _second_pass(local, ambiguous)
        instants[late] = second[late]
    return instants, ambiguous | missing


def _second_pass(local: Instants, ambiguous: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which ambiguous times come after the clock went back, by the order of the file.

    Within a run of ambiguous times, all that follow a step back (or a repeat after others)
    belong to the second pass; a run in descending file order is read from its end. A run ends
    where other times stand between, as when a file holds several meters one after another.
    """
    index = np.flatnonzero(ambiguous)
    times = local[index]
    rises, falls = (local[1:] > local[:-1]).sum(), (local[1:] < local[:-1]).sum()
    descending = bool(falls > rises)
    if descending:
        times, index = times[::-1], index[::-1]
    day = times.astype("datetime64[D]")
    apart = (np.abs(np.diff(index)) != 1) | (day[1:] != day[:-1])
    new_run = np.concatenate([[True], apart])
    back = np.concatenate([[False], times[1:] <= times[:-1]]) & ~new_run
    run = np.cumsum(new_run) - 1
    passed = np.cumsum(back)
    at_start = passed[np.flatnonzero(new_run)]
    second = (passed - at_start[run]) > 0
    mask = np.zeros(local.shape, dtype=bool)
    mask[index] = second
    return mask


def civil_date(instants: Instants) -> NDArray[np.datetime64]:
    """Return the Paris civil date (`datetime64[D]`) of each instant, shape as given.

    >>> str(civil_date(np.array(["2021-06-30T22:00"], "M8[us]"))[0])
    '2021-07-01'
    """
    local = instants.astype(_US) + paris_offset(instants)
    return local.astype("datetime64[D]")


def day_starts(first: date, last: date) -> Instants:
    """Return the instants at which the Paris days from `first` to `last` begin, then the end.

    Shape (days + 1,): the differences are 23, 24 or 25 hours.

    >>> edges = day_starts(date(2021, 3, 27), date(2021, 3, 29))
    >>> (np.diff(edges) / np.timedelta64(1, "h")).tolist()
    [24.0, 23.0, 24.0]
    """
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 2)
    return localise(days.astype(_US))[0]


def gas_day(instants: Instants) -> NDArray[np.datetime64]:
    """Return the gas day (06:00 to 06:00 Paris time) that holds each instant.

    >>> str(gas_day(np.array(["2021-01-02T04:59"], "M8[us]"))[0])
    '2021-01-01'
    """
    local = instants.astype(_US) + paris_offset(instants)
    return (local - 6 * _HOUR).astype("datetime64[D]")


def school_year(day: date) -> str:
    """Return the French school year of a day; it starts on 1 September.

    >>> school_year(date(2024, 8, 31)), school_year(date(2024, 9, 1))
    ('2023-2024', '2024-2025')
    """
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}-{first + 1}"


def parse_day(text: str) -> date:
    """Read a day as a person writes it: year first, or as in French letters.

    >>> parse_day("2021-07-01") == parse_day("1/7/2021")
    True

    Raises:
        BeffroiError: `period.date_invalid`.
    """
    clean = text.strip()
    try:
        if "/" in clean:
            return datetime.strptime(clean, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no offset
        return date.fromisoformat(clean)
    except ValueError as error:
        raise BeffroiError(DATE_INVALID, text=text) from error


def parse_instant(text: str) -> Instant:
    """Read a date or a time as a person writes it; without offset it is Paris time.

    >>> parse_instant("2021-07-01").isoformat()
    '2021-06-30T22:00:00+00:00'

    Raises:
        BeffroiError: `period.date_invalid`.
    """
    if "/" in text:
        return datetime.combine(parse_day(text), time(), PARIS).astimezone(UTC)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BeffroiError(DATE_INVALID, text=text) from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:  # at the ends of the calendar, offsets go over
        raise BeffroiError(DATE_INVALID, text=text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=PARIS)
    return moment.astimezone(UTC)
