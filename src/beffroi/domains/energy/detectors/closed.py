"""Buildings that are declared closed and run all the same, measure after measure."""

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.cards import Constant
from beffroi.domains.charts import Days, bars_chart
from beffroi.domains.contract import Chart, Detector, Reference, Sighting
from beffroi.domains.energy.detectors import cards, ideas
from beffroi.domains.energy.detectors.rises import METERED
from beffroi.domains.energy.money import severity_of, stake_of
from beffroi.domains.energy.nature import EventKind, heats
from beffroi.domains.energy.prepare import Prepared
from beffroi.domains.energy.signals import CLOSED, DAY
from beffroi.domains.energy.wording import energy_of, number, percent
from beffroi.domains.panel import Floats
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

_HEATED_BELOW, _BASE = 12.0, 17.0
_WINDOW, _YEAR = 91, 365
_LEAST_OPEN, _LEAST_CLOSED, _LEAST_HOUR_DAYS = 30, 15, 60
_TOO_MUCH, _WANTED = 0.75, 0.5
_TOO_MUCH_POWER, _WANTED_POWER = 0.6, 0.4
_UNSURE = 0.08
_Mask = NDArray[np.bool_]
_COLD_DAYS = Text(
    fr="Consommation moyenne d’un jour de moins de 12\u00a0°C, mois par mois\u00a0: bâtiment ouvert"
    " en bleu, fermé en orange.",
    en="Mean consumption of a day under 12\u00a0°C, month by month: building open in blue, closed"
    " in orange.",
)
_MEAN_POWER = Text(
    fr="Puissance moyenne, mois par mois\u00a0: heures d’occupation en bleu, heures de fermeture en"
    " orange.",
    en="Mean power, month by month: occupied hours in blue, closed hours in orange.",
)
_HEATING = Text(
    fr="Par temps froid, le chauffage ({energy}) consomme les jours de fermeture {share} de ce"
    " qu’il consommerait bâtiment ouvert, soit {daily} par jour fermé\u00a0; un réduit en demande"
    " la moitié environ.",
    en="In cold weather, heating ({energy}) uses on closed days {share} of what it would use with"
    " the building open, or {daily} per closed day; a reduced mode needs about half.",
)
_POWER = Text(
    fr="En dehors des heures d’occupation déclarées, la puissance appelée ({energy}) est encore de"
    " {power}, soit {share} de celle des heures d’occupation.",
    en="Outside the declared occupied hours, the power drawn ({energy}) is still {power}, or"
    " {share} of that of occupied hours.",
)


def detect_heating(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """Compare cold closed days with what an open day of the same temperature would use."""
    rows = [row for row in _candidates(prepared) if heats(prepared.panel, row)]
    return [
        sighting for row in rows if (sighting := _heating(prepared, parameters, row)) is not None
    ]


def detect_power(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """Compare the power of closed hours with that of open hours over three months."""
    rows = [row for row in _candidates(prepared) if not heats(prepared.panel, row)]
    return [sighting for row in rows if (sighting := _power(prepared, parameters, row)) is not None]


def _candidates(prepared: Prepared) -> list[int]:
    """Return the rows whose occupation is declared and that no lasting rise explains already."""
    kinds = {EventKind.CLOSED, EventKind.BASE, EventKind.STEP}
    busy = {event.row for event in prepared.events if not event.over and event.kind in kinds}
    return [row for row in np.flatnonzero(prepared.occupancy.declared).tolist() if row not in busy]


def _heating(prepared: Prepared, parameters: Parameters, row: int) -> Sighting | None:
    panel = prepared.panel
    values = prepared.signals.values[DAY, row]
    outside = prepared.weather if prepared.weather.ndim == 1 else prepared.weather[row]
    if np.isfinite(panel.temperature[row]).mean() < 0.5:
        return None
    recent = np.arange(len(values)) >= len(values) - _YEAR
    cold = recent & np.isfinite(values) & (outside < _HEATED_BELOW)
    opened = cold & prepared.occupancy.open_day[row]
    closed = cold & ~prepared.occupancy.open_day[row]
    if opened.sum() < _LEAST_OPEN or closed.sum() < _LEAST_CLOSED:
        return None
    slope, level = np.polyfit(_BASE - outside[opened], values[opened], 1)
    if slope <= 0:
        return None
    like_open = np.maximum(level + slope * (_BASE - outside[closed]), 0.0)
    used, would = float(values[closed].sum()), float(like_open.sum())
    if would <= 0 or used < _TOO_MUCH * would:
        return None
    text = _HEATING.fill(
        energy=energy_of(panel.rows[row].quantity),
        share=percent(used / would),
        daily=number(used / int(closed.sum()), "kWh"),
    )
    excess = used - _WANTED * would
    means = [_monthly(panel.days, values, one) for one in (opened, closed)]
    chart = _bars(means, "kWh", ("jours ouverts", "jours fermés"), _COLD_DAYS)
    return _sighting(prepared, parameters, row, excess, _UNSURE * would, text, chart)


def _power(prepared: Prepared, parameters: Parameters, row: int) -> Sighting | None:
    values = prepared.signals.values[:, row]
    recent = np.arange(values.shape[1]) >= values.shape[1] - _WINDOW
    days = recent & np.isfinite(values[CLOSED])
    hours = float(prepared.signals.closed_hours[row][days].sum())
    others = 24.0 * int(days.sum()) - hours
    if days.sum() < _LEAST_HOUR_DAYS or hours <= 0 or others <= 0:
        return None
    closed = float(values[CLOSED][days].sum()) / hours
    opened = float((values[DAY] - values[CLOSED])[days].sum()) / others
    if opened <= 0 or closed < _TOO_MUCH_POWER * opened:
        return None
    yearly = hours / int(days.sum()) * _YEAR
    text = _POWER.fill(
        energy=energy_of(prepared.panel.rows[row].quantity),
        power=number(closed, "kW"),
        share=percent(closed / opened),
    )
    excess = (closed - _WANTED_POWER * opened) * yearly
    closed_hours = prepared.signals.closed_hours[row]
    powers = (
        (values[DAY] - values[CLOSED]) / np.maximum(24.0 - closed_hours, 1.0),
        values[CLOSED] / np.maximum(closed_hours, 1.0),
    )
    shown = (days & (closed_hours < 24.0), days & (closed_hours > 0.0))
    means = [_monthly(prepared.panel.days, *one) for one in zip(powers, shown, strict=True)]
    chart = _bars(means, "kW", ("heures ouvertes", "heures fermées"), _MEAN_POWER)
    return _sighting(prepared, parameters, row, excess, _UNSURE * opened * yearly, text, chart)


def _monthly(days: Days, values: Floats, chosen: _Mask) -> dict[str, float]:
    """Return the mean of the chosen days of each month."""
    months = days[chosen].astype("M8[M]")
    return {
        str(month): float(values[chosen][months == month].mean()) for month in np.unique(months)
    }


def _bars(means: list[dict[str, float]], unit: str, names: tuple[str, str], caption: Text) -> Chart:
    values = [
        {"x": month, "s": name, "y": float(f"{mean[month]:.4g}")}
        for month in sorted(set().union(*means))
        for name, mean in zip(names, means, strict=True)
        if month in mean
    ]
    return bars_chart(values, unit, names, caption)


def _sighting(
    prepared: Prepared,
    parameters: Parameters,
    row: int,
    excess: float,
    deviation: float,
    text: Text,
    chart: Chart,
) -> Sighting:
    panel = prepared.panel
    stake = stake_of(panel.rows[row], parameters, panel.as_of, excess, deviation)
    # A lasting habit: it began with the measures, as far as they tell.
    since: date = panel.days[np.flatnonzero(np.isfinite(panel.daily[row]))[0]].astype(object)
    return Sighting(
        row=row,
        since=since,
        severity=severity_of(stake),
        confidence=0.7,
        stake=stake,
        explanation=text,
        chart=chart,
        actions=(ideas.LEAVE, ideas.SCHEDULE),
    )


def _detector(
    key: str,
    label: Text,
    purpose: Text,
    method: Text,
    references: tuple[Reference, ...],
    detect: Callable[[Prepared, Parameters], list[Sighting]],
    constants: tuple[Constant, ...],
) -> Detector:
    limits = Text(
        fr="Il faut que les jours et heures d’ouverture du bâtiment soient renseignés. Un usage qui"
        " doit fonctionner en continu (froid, serveurs, ventilation) est à écarter à la main.",
        en="The open days and hours of the building must be given. A use that must run all the time"
        " (cooling, servers, ventilation) is for a person to set aside.",
    )
    return Detector(
        key, label, purpose, method, limits, METERED, references, detect, card=cards.card(constants)
    )


CLOSED_DETECTORS = (
    _detector(
        "energy.closed_days_heating",
        Text(fr="Chauffage pendant les jours de fermeture", en="Heating on closed days"),
        Text(
            fr="Signaler un bâtiment chauffé comme un jour ouvré alors qu’il est fermé.",
            en="Report a building heated as on a working day while it is closed.",
        ),
        Text(
            fr="Sur douze mois, les jours fermés de moins de 12\u00a0°C sont comparés à ce que des"
            " jours ouverts de même température consomment (droite de chauffage). Plus de 75\u00a0%"
            " est signalé\u00a0; l’enjeu est l’écart à 50\u00a0%.",
            en="Over twelve months, closed days under 12\u00a0°C are compared with what open days"
            " of the same temperature use (heating line). More than 75% is reported; the stake is"
            " the gap to 50%.",
        ),
        (
            Reference("Code de l’énergie, articles R241-26 et R241-27 : 19 °C, 16 °C et 8 °C"),
            Reference("IPMVP Core Concepts 2022, option C"),
        ),
        detect_heating,
        (
            cards.constant(
                "Température des jours froids", "Temperature of cold days", _HEATED_BELOW
            ),
            cards.constant("Part signalée", "Share reported", _TOO_MUCH),
            cards.constant("Part visée", "Share wanted", _WANTED),
        ),
    ),
    _detector(
        "energy.closed_hours_power",
        Text(fr="Puissance élevée hors occupation", en="High power outside occupied hours"),
        Text(
            fr="Signaler un bâtiment qui consomme presque autant fermé qu’ouvert.",
            en="Report a building that uses almost as much closed as open.",
        ),
        Text(
            fr="Sur trois mois, la puissance moyenne hors des heures d’ouverture déclarées (une"
            " heure de marge) est comparée à celle des heures d’ouverture. Plus de 60\u00a0% est"
            " signalé\u00a0; l’enjeu est l’écart à 40\u00a0%.",
            en="Over three months, the mean power outside the declared open hours (one hour of"
            " margin) is compared with that of open hours. More than 60% is reported; the stake is"
            " the gap to 40%.",
        ),
        (Reference("IPMVP Core Concepts 2022, option C"),),
        detect_power,
        (
            cards.constant("Jours regardés", "Days looked at", _WINDOW, "d"),
            cards.constant("Part signalée", "Share reported", _TOO_MUCH_POWER),
            cards.constant("Part visée", "Share wanted", _WANTED_POWER),
        ),
    ),
)
