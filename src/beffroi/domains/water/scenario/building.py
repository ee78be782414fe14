"""From the measures of a district to the state that levers act on: its last year, leaks of today.

Losses are what is put in less what is used (the balance), where customers are metered; they are
told from the night flow otherwise. A leak that nights show and that began within the year counts
for a whole year: it goes on where nobody repairs it.
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.chance import COUNT, between
from beffroi.analysis.nightflow import Kind
from beffroi.domains.levers import Parts
from beffroi.domains.panel import Floats, Panel, Row
from beffroi.domains.parameters import Parameters
from beffroi.domains.water import nights
from beffroi.domains.water.measured import DELIVERED, INPUT, PRESSURE, TOTAL
from beffroi.domains.water.scenario.district import District, flows
from beffroi.domains.water.scenario.mains import (
    Length,
    breaks,
    of_pipes,
    of_words,
    rigid_share,
)
from beffroi.texts import Text

#: Days that must be known within the last year.
LEAST_DAYS = 300
_SPAN, _DAYS, _HOURS = 365, 365.25, 24.0
_LEARNT = 545
#: Mains of all of France: no district has more [km].
_MOST_KM = 1e6
_HEAD = 10.197
"""Metres of water in a bar."""
_ENTERS = Text(fr="aucun compteur d’entrée n’y est rattaché", en="no inlet meter is attached to it")
_SHORT = Text(
    fr="il faut {needed} jours mesurés à l’entrée sur un an ; il y en a {found}",
    en="{needed} measured days at the inlet over a year are needed; there are {found}",
)
_SIZE = Text(
    fr="donnez sur sa page le linéaire de réseau et le nombre de branchements : sans eux, les "
    "pertes inévitables ne se calculent pas",
    en="give the length of mains and the number of connections on its page: without them, losses "
    "that cannot be avoided are not computed",
)
_NO_USE = Text(
    fr="ni relevés d’abonnés (leur total suffit ; ceux des foyers ne sont jamais lus ici), ni "
    "débit de nuit mesuré chaque heure à l’entrée : ce qui se perd ne se calcule pas",
    en="neither readings of customers (their total will do; those of households are never read "
    "here) nor a night flow measured every hour at the inlet: what is lost is not computed",
)
_BACKWARDS = Text(
    fr="ce qui y entre, moins ce qui en sort, n’est pas positif sur un an : vérifiez le sens des "
    "compteurs (« Rôle ») et leurs unités",
    en="what enters less what leaves is not positive over a year: check which way its meters count "
    "(“Role”) and their units",
)
_ENDLESS = Text(
    fr="un nombre mesuré, ou donné sur sa page, est trop grand pour être vrai : corrigez-le",
    en="a number that was measured, or given on its page, is too large to be true: correct it",
)


@dataclass(frozen=True, slots=True)
class _Year:
    """The last year of a district, m3 a day; leaks that go on."""

    entered: float
    counted: float | None
    night: float | None
    """Middle of the night flows [m3/h]."""
    seen: tuple[float, float, float]
    """Leaks that go on, low to high [m3/h]."""
    missed: float
    """Part of a year in which these leaks did not run yet [1]."""


def build(panel: Panel, parameters: Parameters, parts: Parts) -> District | Text:
    """Return the state of a district, or what its measures lack."""
    rows = {row.quantity: i for i, row in enumerate(panel.rows)}
    if INPUT not in rows:
        return _ENTERS
    place = rows[INPUT]
    row = panel.rows[place]
    daily = np.where(panel.filled[place], np.nan, panel.daily[place])[-_SPAN:]
    known = int(np.isfinite(daily).sum())
    if known < LEAST_DAYS:
        return _SHORT.fill(needed=LEAST_DAYS, found=known)
    piped, unread = of_pipes(parts), tuple[str, ...]()
    if not piped:
        piped, unread = of_words(row.attributes.get("mains"))
    km = _given(row, "pipe_km") or sum(one.km for one in piped)
    connections = row.number("connections")
    if not km or connections is None or connections < 0:
        return _SIZE
    year = _year(panel, rows, daily)
    if year.entered <= 0:
        return _BACKWARDS
    if year.counted is None and year.night is None:
        return _NO_USE
    with np.errstate(over="ignore", invalid="ignore"):
        made = _district(row, panel, parameters, year, (km, connections), piped, unread)
        told = flows(made).other
    known = km <= _MOST_KM and all(np.isfinite(one).all() for one in told.values())
    return made if known else _ENDLESS


def _given(row: Row, key: str) -> float | None:
    """Return a number that somebody gave; None under zero, which no size of a network is."""
    given = row.number(key)
    return given if given is not None and given >= 0 else None


def _year(panel: Panel, rows: dict[str, int], daily: Floats) -> _Year:
    # Long enough to learn what nights are like before the year that is told.
    first = panel.days[max(len(panel.days) - _LEARNT, 0)].item()
    look, _ = nights.look(panel.cut(first, panel.days[-1].item()))
    place = look.rows.index(rows[INPUT])
    flows = look.night[place][-_SPAN:]
    some = flows[np.isfinite(flows)]
    seen, missed, days = np.zeros(3), 0.0, look.night.shape[1]
    for change in look.watched.changes:
        if change.row == place and change.kind.leaks and change.until is None:
            own = np.array([max(change.low, 0.0), change.size, change.high])
            ran = min((days - change.since) / _SPAN, 1.0)
            # One that grows was half as large, in the middle of its days.
            ran = ran / 2 if change.kind is Kind.SLOW_LEAK else ran
            missed += change.size * (1 - ran)
            seen += own
    counted = rows.get(TOTAL, rows.get(DELIVERED))
    used = None
    if counted is not None:
        values = panel.daily[counted][-_SPAN:]
        both = np.isfinite(values) & np.isfinite(daily)
        if int(both.sum()) >= LEAST_DAYS:
            # Of the same days, then scaled to what entered on all those that are known.
            used = float(values[both].mean() + np.nanmean(daily) - daily[both].mean())
    return _Year(
        float(np.nanmean(daily)),
        used,
        float(np.median(some)) if len(some) >= LEAST_DAYS else None,
        (float(seen[0]), float(seen[1]), float(seen[2])),
        missed / seen[1] if seen[1] > 0 else 0.0,
    )


def _district(
    row: Row,
    panel: Panel,
    parameters: Parameters,
    year: _Year,
    size: tuple[float, float],
    piped: tuple[Length, ...],
    unread: tuple[str, ...],
) -> District:
    today = panel.as_of

    def drawn(key: str, own: str = "") -> Floats:
        """Draw a parameter: the same for all districts, or one of its own for each."""
        return between(f"{own}/{key}" if own else key, *parameters.entry(key, today).interval)

    def told(key: str, parameter: str) -> Floats:
        given = _given(row, key)
        return np.maximum(drawn(parameter), 0.01) if given is None else np.full(COUNT, given)

    km, connections = size
    entered = year.entered * _DAYS * (1 + drawn("loss.inlet_error", row.name) / 100)
    if year.counted is not None:
        apart = sum(_given(row, key) or 0.0 for key in ("unmetered_m3", "service_m3"))
        missed = 1 + np.maximum(drawn("loss.customers_miss", row.name), 0.0) / 100
        lost = entered - year.counted * _DAYS * missed - apart
    else:
        assert year.night is not None  # noqa: S101 - `build` refused where both lack
        used = np.maximum(drawn("night.use"), 0.0) * connections
        lost = (year.night - used) * drawn("loss.night_hours") * _DAYS
    lost = np.clip(lost * (1 + drawn("loss.drift", row.name) / 100), 0.0, entered)
    used = entered - lost
    seen = between(f"{row.name}/seen", *year.seen) * _HOURS * _DAYS
    lost = lost + np.maximum(seen, 0.0) * year.missed
    logged = _given(row, PRESSURE)
    given = _given(row, "pressure_m") or (logged * _HEAD if logged is not None else None)
    pressure = np.full(COUNT, given) if given else np.maximum(drawn("district.pressure"), 1.0)
    avoided = (
        parameters.at("uarl.mains", today) * km
        + parameters.at("uarl.connections", today) * connections
        + parameters.at("uarl.service_pipes", today)
        * connections
        * (_given(row, "service_m") or 0.0)
        / 1000
    )
    floor = np.minimum(avoided * pressure / 1000 * _DAYS, lost)
    beyond = lost - floor
    share = np.clip(drawn("loss.findable"), 0.0, 100.0) / 100
    running = np.minimum(np.maximum(beyond * share, seen), beyond)
    rigid = rigid_share(piped)
    walls = np.full(COUNT, 0.0) if rigid is None else np.full(COUNT, 1.5 - rigid)
    return District(
        used=used,
        floor=floor,
        running=running,
        hidden=beyond - running,
        km=km,
        pressure=pressure,
        known_pressure=bool(given),
        exponent=np.clip(drawn("leak.exponent"), 0.5, 1.5) if rigid is None else walls,
        mains=piped,
        breaks=breaks(piped, parameters, today),
        energy=told("m3_kwh", "water.energy"),
        by_night=year.counted is None,
        seen=year.seen[1],
        unread=unread,
    )
