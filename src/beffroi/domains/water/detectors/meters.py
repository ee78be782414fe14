"""Meters of inlets and outlets that do not read as they should."""

from datetime import date

import numpy as np

from beffroi.analysis.nightflow import Fault, FaultKind
from beffroi.analysis.nightflow.readings import FROZEN_HOURS, SCALED, SHIFTED
from beffroi.domains.charts import daily_chart
from beffroi.domains.contract import NOTHING, Detector, Severity, Sighting
from beffroi.domains.panel import Row
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.detectors import cards, ideas, words
from beffroi.domains.water.measured import INPUT, VOLUME
from beffroi.domains.water.money import stake_of
from beffroi.domains.water.nights import Read
from beffroi.domains.water.prepare import Prepared
from beffroi.figures import numbers
from beffroi.texts import Text

#: Days from which a meter that freezes, or counts nothing, is said.
LEAST_DAYS = 2
_USED = 0.8
"""Share of the eight weeks before in which a meter must have counted, for zeros to be a fault."""
_BEFORE = 56
_SPAN = Text(fr="Du {first} au {last}", en="From {first} to {last}")
_LASTING = Text(fr="Depuis le {first}", en="Since {first}")
_SAID = {
    FaultKind.FROZEN: Text(
        fr="{when}, {name} répète la même valeur ({amount}) pendant des heures, ce"
        " qu’aucun réseau ne fait.",
        en="{when}, {name} repeats one value ({amount}) for hours, which no network does.",
    ),
    FaultKind.DEAD: Text(
        fr="{when}, {name} ne compte plus rien, alors qu’il comptait chaque jour.",
        en="{when}, {name} counts nothing, while it counted every day.",
    ),
    FaultKind.NEGATIVE: Text(
        fr="{when}, il sort de {name} plus d’eau qu’il n’en entre : une entrée manque, ou un"
        " compteur est monté ou déclaré à l’envers.",
        en="{when}, more water leaves {name} than enters: an inlet is missing, or a meter is"
        " mounted or declared the wrong way round.",
    ),
    FaultKind.SCALED: Text(
        fr="{when}, ce que dit {name} est multiplié par {factor} à toute heure, de nuit comme de"
        " jour : l’unité ou le poids d’impulsion a changé.",
        en="{when}, what {name} says is multiplied by {factor} at all hours, night and day: the"
        " unit or the pulse weight changed.",
    ),
    FaultKind.CLOCK: Text(
        fr="{when}, la journée que dit {name} est décalée de {hours} h : l’horloge de"
        " l’enregistreur a bougé.",
        en="{when}, the day that {name} tells is shifted by {hours} h: the clock of the logger"
        " moved.",
    ),
}
_ROLES = {
    "inlet": Text(fr="le compteur d’entrée de {name}", en="the inlet meter of {name}"),
    "outlet": Text(fr="le compteur de sortie de {name}", en="the outlet meter of {name}"),
}
_DRAWN = Text(fr="Volume de chaque jour.", en="Volume of each day.")
#: What is said of a district, of which no single meter shows it.
_OF_DISTRICTS = (FaultKind.NEGATIVE,)


def detect(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """Return the faults of meters, and of districts those that only their balance shows."""
    meters = [
        _sighting(prepared, parameters, prepared.meters, one)
        for one in prepared.meters.readings.faults
        if _told(prepared, one)
    ]
    districts = [
        _sighting(prepared, parameters, prepared.nights, one)
        for one in prepared.nights.readings.faults
        if one.kind in _OF_DISTRICTS and one.last - one.first + 1 >= LEAST_DAYS
    ]
    return [*meters, *districts]


def _told(prepared: Prepared, fault: Fault) -> bool:
    """Tell whether a fault is to be said: an inlet kept in reserve counts nothing, and rightly."""
    if fault.last - fault.first + 1 < LEAST_DAYS:
        return False
    if fault.kind is not FaultKind.DEAD:
        return True
    row = prepared.meters.rows[fault.row]
    past = prepared.panel.daily[row, max(fault.first - _BEFORE, 0) : fault.first]
    known = past[np.isfinite(past)]
    return bool(len(known) >= LEAST_DAYS and (known > 0).mean() >= _USED)


def _sighting(prepared: Prepared, parameters: Parameters, seen: Read, fault: Fault) -> Sighting:
    """Return the sighting. A meter that fails loses nothing, but nobody sees what is lost."""
    panel, row = prepared.panel, seen.rows[fault.row]
    first: date = panel.days[fault.first].astype(object)
    last: date = panel.days[fault.last].astype(object)
    when = (_SPAN if fault.over else _LASTING).fill(first=words.day(first), last=words.day(last))
    return Sighting(
        row=row,
        since=first,
        severity=Severity.MEDIUM,
        confidence=min(0.7 + 0.02 * (fault.last - fault.first + 1), 0.98),
        stake=stake_of(panel.rows[row], parameters, panel.as_of, NOTHING),
        explanation=_SAID[fault.kind].fill(
            when=when,
            name=_named(panel.rows[row]),
            amount=words.flow(fault.amount),
            factor=_factor(fault.amount),
            hours=numbers(abs(fault.amount)),
        ),
        chart=daily_chart(
            panel.days, panel.daily[row], None, None, fault.first, fault.last + 1, _DRAWN, "m³"
        ),
        actions=(ideas.CHECK_METER, ideas.CHECK_LOGGER),
        until=last if fault.over else None,
    )


def _named(row: Row) -> Text:
    """Return a meter by what it does for its district, a district by its name."""
    role = _ROLES.get(str(row.attributes.get("role", "")))
    name = words.name(row)
    return name if role is None or row.quantity != VOLUME else role.fill(name=name)


def _factor(amount: float) -> Text:
    return numbers(amount, 0 if amount >= 10 else 1 if amount >= 1 else 3)


METERS = (
    Detector(
        key="water.meter_fault",
        version="2",
        label=Text(
            fr="Compteur de secteur qui ne dit pas vrai", en="Meter of a district that is wrong"
        ),
        purpose=Text(
            fr="Signaler un compteur d’entrée ou de sortie figé, muet, à l’envers, dont l’unité ou"
            " l’horloge a changé, avant que ses mesures ne passent pour une fuite.",
            en="Report a meter of an inlet or outlet that is frozen, dead, reversed, or whose unit"
            " or clock changed, before its measures pass for a leak.",
        ),
        method=Text(
            fr="Vingt heures d’une même valeur dans un jour ; des zéros d’un compteur qui comptait"
            " presque chaque jour ; plus d’eau sortie qu’entrée. Nuits, jours et écarts entre"
            " heures multipliés ensemble par 2,5 au moins disent une unité ; un profil de journée"
            " qui se retrouve deux heures plus tôt ou plus tard, du même écart plusieurs jours de"
            " suite, dit une horloge. Chaque jour est comparé aux jours crus d’avant.",
            en="Twenty hours of one value in a day; zeros of a meter that counted nearly every day;"
            " more water leaving than entering. Nights, days and differences between hours"
            " multiplied together by 2.5 at least tell a unit; a profile of the day found again two"
            " hours sooner or later, by the same amount for days, tells a clock. Each day is"
            " compared with the believed days before.",
        ),
        limits=Text(
            fr="Il faut des volumes horaires. Une horloge décalée d’une heure n’est pas vue, ni un"
            " compteur qui sous-compte peu à peu. Une coupure d’eau de deux jours ressemble à un"
            " compteur muet. L’horloge d’un pompage dont les heures changent chaque jour n’est pas"
            " jugée. Les compteurs d’abonnés ne sont pas regardés ici.",
            en="Hourly volumes are needed. A clock moved by one hour is not seen, nor a meter that"
            " counts less and less. Two days without water look like a dead meter. The clock"
            " of a pump whose hours change from day to day is not judged. Meters of customers are"
            " not looked at here.",
        ),
        inputs=(VOLUME, INPUT),
        references=cards.NIGHT_REFERENCES[:1],
        detect=detect,
        card=cards.card(
            (
                cards.constant("Heures figées dans un jour", "Frozen hours of a day",
                               FROZEN_HOURS, "h"),
                cards.constant("Jours avant de le dire", "Days before it is said", LEAST_DAYS, "d"),
                cards.constant("Facteur d’une autre unité", "Factor of another unit", SCALED),
                cards.constant("Décalage d’une horloge", "Shift of a clock", SHIFTED, "h"),
            ),
            cards.faults(),
        ),
    ),
)  # fmt: skip
