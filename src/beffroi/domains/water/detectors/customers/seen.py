"""What each detector of the customers' side sees, of the rows that have something to say."""

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.customers import doubling, flowing, frozen, unusual
from beffroi.analysis.customers.doubling import Dates
from beffroi.analysis.customers.stretches import Days, Mask
from beffroi.domains.contract import Sighting
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.detectors.customers import words
from beffroi.domains.water.detectors.customers.rows import (
    a_year,
    customers,
    day,
    episodes,
    is_home,
    number,
    sighting,
    stake,
)
from beffroi.domains.water.prepare import Prepared

Hours = NDArray[np.float32]
_HOURS = 24
_ENOUGH = 0.5
"""Part of the days with hours from which a meter is one that is read by the hour."""
#: What is told of the past: an episode that ended longer ago than this is nobody's work [d].
RECENT = 400


def leaks(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """See what flows at every hour; by the day only, what rose, where hours say nothing."""
    rows = np.array(customers(prepared), dtype=np.int64)
    if not len(rows):
        return []
    found, hourly = [], prepared.panel.hourly
    fine = np.zeros(len(rows), dtype=bool)
    if hourly is not None:
        hours = hourly[rows]
        fine = (~np.isnan(hours)).any(axis=2).mean(axis=1) >= _ENOUGH
        found = _by_hour(prepared, parameters, rows[fine], hours[fine])
    return found + _by_day(prepared, parameters, rows[~fine])


def _by_hour(
    prepared: Prepared, parameters: Parameters, rows: Days, hours: Hours
) -> list[Sighting]:
    panel, seen = prepared.panel, []
    flow = flowing.never_at_rest(hours)
    for place, among in enumerate(flow.rows.tolist()):
        row = int(rows[among])
        for begin, end in _recent(flow.noticed[place], panel.days):
            last = end - 1
            first, rate = int(flow.stretch.first[place, last]), float(flow.rate[place, last])
            before = float(flow.before[place, last])
            usual = np.isfinite(before)
            said = (words.LEAK if usual else words.LEAK_NEW).fill(
                first=day(panel.days[first].astype(object)),
                days=str(last - first + 1),
                litres=number(1000 * rate, "l/h"),
                year=number(a_year(rate * _HOURS, 1), "m³"),
                rested=str(round(100 * before)) if usual else "",
            )
            at_stake = stake(panel.rows[row], parameters, panel.as_of, a_year(rate * _HOURS, 1))
            sure = min(0.85 + 0.01 * (last - begin), 0.98) if usual else 0.6
            over = end < len(panel.days)
            seen.append(
                sighting(panel, row, first, end, at_stake, sure, said, words.LEAK_IDEAS, over=over)
            )
    return seen


def _by_day(prepared: Prepared, parameters: Parameters, rows: Days) -> list[Sighting]:
    panel, seen = prepared.panel, []
    # A share of a longer period says nothing of a day.
    daily = np.where(panel.filled[rows], np.nan, panel.daily[rows])
    rise = flowing.risen(daily)
    for place in np.flatnonzero(rise.noticed.any(axis=1)).tolist():
        row = int(rows[place])
        for _, end in _recent(rise.noticed[place], panel.days):
            last = end - 1
            first, more = int(rise.first[place, last]), float(rise.rise[place, last])
            if not np.isfinite(more) or more <= 0:
                continue
            said = words.RISE.fill(
                first=day(panel.days[first].astype(object)),
                more=number(1000 * more, "l"),
                level=number(1000 * float(rise.level[place, last]), "l"),
                year=number(a_year(more, 1), "m³"),
            )
            at_stake = stake(panel.rows[row], parameters, panel.as_of, a_year(more, 1), 0.6)
            over = end < len(panel.days)
            seen.append(
                sighting(panel, row, first, end, at_stake, 0.5, said, words.LEAK_IDEAS, over=over)
            )
    return seen


def still(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """See meters that stand still although use was steady."""
    panel, seen = prepared.panel, []
    rows = customers(prepared)
    found = frozen.stopped(panel.daily[rows])
    for place, among in enumerate(found.rows.tolist()):
        row = rows[among]
        for _, end in _recent(found.noticed[place], panel.days):
            last = end - 1
            first = int(found.stretch.first[place, last])
            empty, usual = float(found.empty[place, last]), float(found.usual[place, last])
            said = words.STILL.fill(
                first=day(panel.days[first].astype(object)),
                days=str(last - first + 1),
                usual=number(1000 * usual, "l"),
                empty=str(round(100 * empty)),
            )
            # Nothing is lost: it is used and not billed, if the meter stopped.
            at_stake = stake(
                panel.rows[row], parameters, panel.as_of, a_year(usual, 1) * (1 - empty), 1.0
            )
            over = end < len(panel.days)
            seen.append(
                sighting(
                    panel, row, first, end, at_stake, 1 - empty, said, words.STILL_IDEAS, over=over
                )
            )
    return seen


def far(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """See use that is far from its own past, where that of others is not."""
    panel, seen = prepared.panel, []
    rows = customers(prepared)
    if not rows:
        return []
    homes = np.array([is_home(panel.rows[row]) for row in rows], dtype=np.int64)
    found = unusual.unusual(panel.daily[rows], homes)
    for place in np.flatnonzero(found.noticed.any(axis=1)).tolist():
        row = rows[place]
        for _, end in _recent(found.noticed[place], panel.days):
            last = end - 1
            first = int(found.stretch.first[place, last])
            volume, expected = float(found.volume[place, last]), float(found.expected[place, last])
            alike = int(found.alike[place, last])
            text = words.MORE if volume > expected else words.LESS
            said = text.fill(
                last=day(panel.days[last].astype(object)),
                volume=number(volume, "m³"),
                expected=number(expected, "m³"),
                alike=words.ALIKE if alike else words.ALONE,
            )
            excess = a_year(max(volume - expected, 0.0), unusual.MONTH)
            at_stake = stake(panel.rows[row], parameters, panel.as_of, excess, 0.5)
            over = end < len(panel.days)
            seen.append(
                sighting(panel, row, first, end, at_stake, 0.6, said, words.FAR_IDEAS, over=over)
            )
    return seen


def law(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """See homes whose last readings exceed the double of the average of three years."""
    panel, seen = prepared.panel, []
    rows = [row for row in customers(prepared) if is_home(panel.rows[row])]
    if not rows:
        return []
    daily = panel.daily[rows]
    read = doubling.readings(daily, panel.filled[rows], panel.days)
    found = doubling.doubled(daily, read, panel.days)
    oldest = len(panel.days) - RECENT
    for place, k in zip(*np.nonzero(found.noticed), strict=True):
        end, first = int(found.at[k]), int(found.last[place, k])
        later = found.at[(found.last[place] >= end)]
        # The reading that follows says whether it goes on: one finding a run of readings.
        if end < oldest or (found.noticed[place] & (found.last[place] == end)).any():
            continue
        while (before := _reading(found, int(place), first)) is not None:
            first = before
        volume, average = float(found.volume[place, k]), float(found.average[place, k])
        years = int(found.years[place, k])
        excess = float(found.excess[place, k])
        begin = int(found.last[place, k])
        said = words.LAW.fill(
            last=day(panel.days[begin].astype(object)),
            read=day((panel.days[0] + end).astype(object)),
            volume=number(volume, "m³"),
            average=number(average, "m³"),
            years=words.THREE if years == doubling.YEARS else words.FEWER.fill(n=str(years)),
            excess=number(excess, "m³"),
        )
        row = rows[int(place)]
        at_stake = stake(panel.rows[row], parameters, panel.as_of, a_year(excess, end - begin), 0.0)
        sure = 0.95 if years == doubling.YEARS else 0.7
        over = bool(len(later))
        seen.append(
            sighting(panel, row, first, end, at_stake, sure, said, words.LAW_IDEAS, over=over)
        )
    return seen


def _reading(found: doubling.Doubled, place: int, at: int) -> int | None:
    """Return the reading before an abnormal one that ends at a day, if it is abnormal."""
    (same,) = np.nonzero((found.at == at) & found.noticed[place])
    return int(found.last[place, same[0]]) if len(same) else None


def _recent(noticed: Mask, days: Dates) -> list[tuple[int, int]]:
    oldest = len(days) - RECENT
    return [(begin, end) for begin, end in episodes(noticed) if end > oldest]
