"""Meters that count nothing any more, or that repeat one value."""

from collections.abc import Callable
from datetime import date

import numpy as np

from beffroi.domains.charts import daily_chart
from beffroi.domains.contract import Detector, Reference, Severity, Sighting
from beffroi.domains.energy.detectors import cards, ideas
from beffroi.domains.energy.detectors.rises import METERED
from beffroi.domains.energy.money import stake_of
from beffroi.domains.energy.prepare import Prepared
from beffroi.domains.energy.signals import DAY
from beffroi.domains.energy.silences import (
    EXPECTED_DAYS,
    EXPECTED_DAYS_HEATING,
    LEAST_DEAD,
    LEAST_STUCK,
    LEAST_STUCK_DAILY,
    TIMES_LONGEST,
    Silence,
    SilenceKind,
)
from beffroi.domains.energy.wording import day, energy_of, number
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

_REFERENCES = (Reference("Enedis, guide du système de comptage : mesures manquantes et corrigées"),)
_EXPLANATION = {
    SilenceKind.DEAD: Text(
        fr="Du {first} au {last}, le compteur ({energy}) n’a rien compté pendant {count} jours de"
        " suite, alors que {habit} étaient attendus.",
        en="From {first} to {last}, the meter ({energy}) counted nothing for {count} days in a row,"
        " while {habit} were expected.",
    ),
    SilenceKind.STUCK: Text(
        fr="Du {first} au {last}, le compteur ({energy}) a répété la même valeur pendant {count}"
        " jours de suite, ce qu’aucun usage réel ne produit.",
        en="From {first} to {last}, the meter ({energy}) repeated the same value for {count} days"
        " in a row, which no real use does.",
    ),
}


def _detect(kind: SilenceKind) -> Callable[..., list[Sighting]]:
    def detect(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
        chosen = [silence for silence in prepared.silences if silence.kind is kind]
        return [_sighting(prepared, parameters, silence) for silence in chosen]

    return detect


def _sighting(prepared: Prepared, parameters: Parameters, silence: Silence) -> Sighting:
    """Return the sighting. A meter that fails wastes nothing, but nobody sees what is used."""
    panel = prepared.panel
    row = panel.rows[silence.row]
    first: date = panel.days[silence.first].astype(object)
    last: date = panel.days[silence.last].astype(object)
    text = _EXPLANATION[silence.kind].fill(
        first=day(first),
        last=day(last),
        energy=energy_of(row.quantity),
        count=str(silence.last - silence.first + 1),
        habit=number(_habit(prepared, silence), "kWh"),
    )
    return Sighting(
        row=silence.row,
        since=first,
        severity=Severity.MEDIUM,
        confidence=min(0.7 + 0.02 * (silence.last - silence.first + 1), 0.98),
        stake=stake_of(row, parameters, panel.as_of, 0.0, 0.0),
        explanation=text,
        chart=daily_chart(
            panel.days, panel.daily[silence.row], None, None, silence.first, silence.last + 1
        ),
        actions=(ideas.METER, ideas.VISIT),
        until=last if silence.over else None,
    )


def _habit(prepared: Prepared, silence: Silence) -> float:
    """Return what was expected over the silence, or the usual consumption of as many days, kWh."""
    expected = prepared.expected.mean[DAY, silence.row, silence.first : silence.last + 1]
    if np.isfinite(expected).all():
        return float(expected.sum())
    past = prepared.panel.daily[silence.row, : silence.first]
    return float(np.nanmean(past)) * (silence.last - silence.first + 1)


_METHOD = Text(
    fr="Des zéros pendant trois jours au moins, quand le modèle du compteur attendait l’équivalent"
    " de trois jours moyens, ou deux fois plus longtemps que jamais dans l’année. Une valeur"
    " répétée à chaque heure pendant deux jours (six jours sans mesures horaires).",
    en="Zeros for three days at least while the model of the meter expected three mean days, or"
    " twice as long as ever in the year. One value repeated at each hour for two days (six days"
    " without hourly measures).",
)
_LIMITS = Text(
    fr="Un bâtiment fermé et coupé ressemble à un compteur en panne. Des mesures qui n’arrivent"
    " plus du tout ne sont pas signalées ici, mais par l’import.",
    en="A building closed and switched off looks like a dead meter. Measures that no longer arrive"
    " at all are not reported here but by the import.",
)
_WIDE = (
    cards.constant("Fois le plus long silence connu", "Times the longest silence", TIMES_LONGEST),
    cards.constant("Jours moyens attendus", "Mean days expected", EXPECTED_DAYS, "d"),
    cards.constant("Même, chauffage", "Same, heating", EXPECTED_DAYS_HEATING, "d"),
)
_DEAD_CARD = cards.card(
    (cards.constant("Jours de zéros", "Days of zeros", LEAST_DEAD, "d"), *_WIDE),
    cards.seen("dead", Text(fr="compteur muet", en="dead meter"), 14, 1.0, 0.938),
    cards.silences_by_group(),
)
_STUCK_CARD = cards.card(
    (
        cards.constant("Jours figés, horaires", "Days stuck, hourly", LEAST_STUCK, "d"),
        cards.constant("Jours figés, journaliers", "Days stuck, daily", LEAST_STUCK_DAILY, "d"),
        *_WIDE,
    ),
    cards.seen("stuck", Text(fr="compteur figé", en="stuck meter"), 14, 1.0, 1.0),
    cards.silences_by_group(),
)
SILENT = (
    Detector(
        key="energy.dead_meter",
        label=Text(fr="Compteur muet", en="Dead meter"),
        purpose=Text(
            fr="Signaler un compteur qui ne compte plus rien.",
            en="Report a meter that no longer counts anything.",
        ),
        method=_METHOD,
        limits=_LIMITS,
        inputs=METERED,
        references=_REFERENCES,
        detect=_detect(SilenceKind.DEAD),
        card=_DEAD_CARD,
    ),
    Detector(
        key="energy.stuck_meter",
        label=Text(fr="Compteur figé", en="Stuck meter"),
        purpose=Text(
            fr="Signaler un compteur qui répète la même valeur.",
            en="Report a meter that repeats the same value.",
        ),
        method=_METHOD,
        limits=_LIMITS,
        inputs=METERED,
        references=_REFERENCES,
        detect=_detect(SilenceKind.STUCK),
        card=_STUCK_CARD,
    ),
)
