"""Contracted power that is too high or too low for what the delivery point draws."""

from dataclasses import dataclass
from datetime import date
from math import ceil

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.charts import daily_chart
from beffroi.domains.contract import Detector, Estimate, Reference, Severity, Sighting, Stake
from beffroi.domains.energy.detectors import cards, ideas
from beffroi.domains.energy.money import severity_of
from beffroi.domains.energy.prepare import Prepared
from beffroi.domains.energy.wording import number
from beffroi.domains.panel import Floats, Panel
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

_YEAR, _LEAST_KNOWN = 365, 330
_MARGIN = 1.1
_TOO_HIGH = 1.25
_DAYS_OVER = 3
_SMALL = 36.0
_NOTHING = Estimate(0.0, 0.0, 0.0)
_HIGH = Text(
    fr="La puissance souscrite est de {contracted}, mais le plus fort appel des douze derniers mois"
    " est de {peak}\u00a0: {needed} suffiraient.",
    en="The contracted power is {contracted}, but the highest demand of the last twelve months is"
    " {peak}: {needed} would do.",
)
_LOW = Text(
    fr="La puissance souscrite est de {contracted}, et elle a été dépassée {count} jours en douze"
    " mois, jusqu’à {peak}\u00a0: {needed} éviteraient coupures et pénalités.",
    en="The contracted power is {contracted}, and it was exceeded on {count} days in twelve months,"
    " up to {peak}: {needed} would avoid cuts and penalties.",
)


@dataclass(frozen=True, slots=True)
class _Need:
    row: int
    contracted: float
    peak: float
    needed: float
    over: NDArray[np.bool_]  # (d,) days above the contract


def detect(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """Compare the highest power of twelve months with the contract of each row."""
    panel = prepared.panel
    if panel.power_max is None:
        return []
    found = []
    for row, power in enumerate(panel.power_max):
        need = _need(panel, row, power)
        sighting = None if need is None else _sighting(panel, parameters, need, power)
        if sighting is not None:
            found.append(sighting)
    return found


def _need(panel: Panel, row: int, power: Floats) -> _Need | None:
    contracted = panel.rows[row].number("contracted_power")
    last = power[-_YEAR:]
    if contracted is None or contracted <= 0 or np.isfinite(last).sum() < _LEAST_KNOWN:
        return None
    peak = float(np.nanmax(last))
    over = np.zeros(power.shape, dtype=bool)
    over[-len(last) :] = np.nan_to_num(last) > contracted
    return _Need(row, contracted, peak, float(max(ceil(_MARGIN * peak), 3)), over)


def _sighting(panel: Panel, parameters: Parameters, need: _Need, power: Floats) -> Sighting | None:
    count = int(need.over.sum())
    start = max(len(panel.days) - _YEAR, 0)
    if need.contracted >= _TOO_HIGH * need.needed:
        template, saving = _HIGH, _saving(parameters, panel.as_of, need)
    elif count >= _DAYS_OVER:
        template, saving = _LOW, _NOTHING
    else:
        return None
    stake = Stake(saving, _NOTHING, _NOTHING)
    # The contract was wrong from the first measure on: a start that does not move with the window.
    since: date = panel.days[np.flatnonzero(np.isfinite(power))[0]].astype(object)
    explanation = template.fill(
        contracted=number(need.contracted, "kVA"),
        peak=number(need.peak, "kW"),
        needed=number(need.needed, "kVA"),
        count=str(count),
    )
    return Sighting(
        row=need.row,
        since=since,
        severity=severity_of(stake) if template is _HIGH else Severity.MEDIUM,
        confidence=0.9,
        stake=stake,
        explanation=explanation,
        chart=daily_chart(panel.days, power, None, None, start, len(panel.days), unit="kW"),
        actions=(ideas.POWER,),
    )


def _saving(parameters: Parameters, on: date, need: _Need) -> Estimate:
    key = "electricity.power_price" + ("" if need.contracted <= _SMALL else "_large")
    value = (need.contracted - need.needed) * parameters.at(key, on)
    return Estimate(value, 0.7 * value, 1.3 * value)  # tariffs differ by about a third


POWER = Detector(
    key="energy.contracted_power",
    label=Text(fr="Puissance souscrite mal choisie", en="Contracted power badly chosen"),
    purpose=Text(
        fr="Adapter l’abonnement à la puissance réellement appelée.",
        en="Fit the contract to the power really drawn.",
    ),
    method=Text(
        fr="La plus forte puissance de douze mois, plus 10\u00a0%, est comparée à la puissance"
        " souscrite. Trop haute\u00a0: un quart de plus que nécessaire. Trop basse\u00a0: dépassée"
        " trois jours au moins.",
        en="The highest power of twelve months, plus 10%, is compared with the contracted power."
        " Too high: a quarter more than needed. Too low: exceeded on three days at least.",
    ),
    limits=Text(
        fr="Il faut douze mois de puissances maximales. Un kW est pris pour un kVA. Des travaux ou"
        " un équipement nouveau peuvent changer le besoin. Le coût d’une puissance trop basse"
        " n’est pas chiffré.",
        en="Twelve months of maximum powers are needed. A kW is taken for a kVA. Works or new"
        " equipment may change the need. The cost of too low a power is not estimated.",
    ),
    inputs=("electricity.active_energy",),
    references=(
        Reference("CRE, tarifs d’utilisation des réseaux publics d’électricité (TURPE HTA-BT)"),
    ),
    detect=detect,
    card=cards.card(
        (
            cards.constant("Marge sur la puissance appelée", "Margin on the power drawn", _MARGIN),
            cards.constant("Trop haute à partir de", "Too high from", _TOO_HIGH),
            cards.constant("Jours de dépassement", "Days exceeded", _DAYS_OVER, "d"),
        )
    ),
)
