"""Rises of consumption, named by the hours and the season in which they show."""

from collections.abc import Callable
from datetime import date

import numpy as np

from beffroi.domains.cards import Figure
from beffroi.domains.charts import WHOLE_DAY, daily_chart
from beffroi.domains.contract import Detector, Idea, Reference, Sighting, Stake
from beffroi.domains.energy.candidates import Event
from beffroi.domains.energy.detectors import cards, ideas
from beffroi.domains.energy.drifts import STANDING
from beffroi.domains.energy.expected import LEAST_HISTORY
from beffroi.domains.energy.money import severity_of, stake_of
from beffroi.domains.energy.nature import EventKind
from beffroi.domains.energy.prepare import Prepared
from beffroi.domains.energy.signals import BASE, CLOSED, DAY
from beffroi.domains.energy.watch import (
    BEFORE,
    ENOUGH,
    ENOUGH_ALONE,
    ENOUGH_AT_NIGHT,
    RECENT,
)
from beffroi.domains.energy.wording import day, energy_of, number, percent
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

METERED = ("electricity.active_energy", "gas.energy", "heat.energy")
REFERENCES = (
    Reference("IPMVP Core Concepts 2022, option C", "https://evo-world.org"),
    Reference("ASHRAE Guideline 14-2014, annex B"),
)
_SUMMER_DAYS = 120.0
_METHOD = Text(
    fr="La consommation attendue vient d’un modèle par compteur (température, jour de la semaine,"
    " jours fériés, vacances, saison) appris sur les deux années qui précèdent, sans le dernier"
    " mois. Les jours bas des deux dernières semaines sont comparés au niveau des quatre semaines"
    " précédentes, pour la journée, la consommation permanente et les heures de fermeture. Une"
    " hausse est signalée quand les trois ensemble montent plus que ce compteur n’en a l’habitude"
    " sur un an, ou quand les nuits montent plus que les jours. Ce qui est venu lentement est"
    " signalé quand quatre jours sur cinq des deux derniers mois dépassent de 15 % un modèle"
    " plus ancien, ou quand quatre mois se dépassent l’un l’autre. Le début est cherché contre ce"
    " modèle plus ancien. Une hausse est dite finie quand les derniers jours sont nettement plus"
    " près de l’attendu que de la hausse, qu’elle s’ajoute ou qu’elle suive le chauffage.",
    en="The expected consumption comes from a model of each meter (temperature, day of the week,"
    " public and school holidays, season) learnt on the two years before, without the last month."
    " The low days of the last two weeks are compared with the level of the four weeks before, for"
    " the whole day, the base load and the closed hours. A rise is reported when the three together"
    " rise more than is usual for this meter over a year, or when nights rise more than days. What"
    " came slowly is reported when four days in five of the last two months are 15 % above an older"
    " model, or when four months each exceed the one before. The start is looked for against that"
    " older model. A rise is said to be over when the last days are clearly nearer to what was"
    " expected than to the rise, whether it adds or follows the heating.",
)
_LIMITS = Text(
    fr="Il faut un an de mesures, un an et demi pour ce qui vient lentement. Un compteur dont la"
    " consommation varie beaucoup ne laisse voir que les fortes hausses ; une hausse de"
    " 20 % n’est vue en deux semaines que sur la moitié des compteurs d’électricité, et"
    " rarement sur le gaz. Un changement d’usage voulu ressemble à une panne : c’est à une"
    " personne de trancher.",
    en="One year of measures is needed, a year and a half for what comes slowly. A meter whose"
    " consumption varies much only lets large rises be seen; a rise of 20 % is seen within two"
    " weeks on half of the electricity meters, and seldom on gas. A wanted change of use looks like"
    " a fault: a person decides.",
)
_EXPLANATION = {
    EventKind.STEP: Text(
        fr="{period}, la consommation ({energy}) a dépassé de {share} ce qu’elle aurait été dans"
        " les mêmes conditions, soit {daily} de plus par jour à toute heure.",
        en="{period}, consumption ({energy}) {was} {share} above what it would have been in the"
        " same conditions, or {daily} more each day at all hours.",
    ),
    EventKind.BASE: Text(
        fr="{period}, la consommation permanente ({energy}) a été plus haute de {power}, de jour"
        " comme de nuit, soit {daily} de plus par jour ({share}).",
        en="{period}, the permanent consumption ({energy}) {was} {power} higher, day and night, or"
        " {daily} more each day ({share}).",
    ),
    EventKind.CLOSED: Text(
        fr="{period}, la consommation ({energy}) en dehors des heures d’occupation a été plus haute"
        " de {power} en moyenne, soit {daily} de plus par jour ({share}).",
        en="{period}, consumption ({energy}) outside occupied hours {was} {power} higher on"
        " average, or {daily} more each day ({share}).",
    ),
    EventKind.SUMMER: Text(
        fr="{period}, le chauffage ({energy}) a consommé en été {daily} de plus par jour que ce qui"
        " était attendu ({share}).",
        en="{period}, heating ({energy}) {was} using {daily} more each summer day than expected"
        " ({share}).",
    ),
    EventKind.DRIFT: Text(
        fr="{period}, la consommation ({energy}) a augmenté peu à peu, jusqu’à dépasser de {now} ce"
        " qu’elle aurait été dans les mêmes conditions, soit {daily} de plus par jour en moyenne.",
        en="{period}, consumption ({energy}) {was} growing little by little, up to {now} above what"
        " it would have been in the same conditions, or {daily} more each day on average.",
    ),
}
_DRAWN = {
    DAY: WHOLE_DAY,
    BASE: Text(
        fr="Les quatre heures les plus basses de chaque jour, ramenées à 24 heures.",
        en="The four lowest hours of each day, scaled to 24 hours.",
    ),
    CLOSED: Text(fr="Heures de fermeture seulement, par jour.", en="Closed hours only, per day."),
}
_SINCE = Text(fr="Depuis le {since}", en="Since {since}")
_FROM = Text(fr="Du {since} au {end}", en="From {since} to {end}")
_LASTING = Text(fr="", en="has been")
_OVER = Text(fr="", en="was")


def _detect(kind: EventKind, actions: tuple[Idea, ...]) -> Callable[..., list[Sighting]]:
    def detect(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
        chosen = [event for event in prepared.events if event.kind is kind]
        return [_sighting(prepared, parameters, event, actions) for event in chosen]

    return detect


def _sighting(
    prepared: Prepared, parameters: Parameters, event: Event, actions: tuple[Idea, ...]
) -> Sighting:
    panel = prepared.panel
    stake = _stake(prepared, parameters, event)
    since: date = panel.days[event.start].astype(object)
    until: date | None = panel.days[event.end - 1].astype(object) if event.over else None
    return Sighting(
        row=event.row,
        since=since,
        severity=severity_of(stake),
        confidence=_confidence(event),
        stake=stake,
        explanation=_explain(panel.rows[event.row].quantity, event, since, until),
        chart=daily_chart(
            panel.days,
            prepared.signals.values[event.signal, event.row],
            event.signal_mean,
            event.signal_spread,
            event.start,
            event.end,
            _DRAWN[event.signal],
        ),
        actions=actions,
        until=until,
    )


def _stake(prepared: Prepared, parameters: Parameters, event: Event) -> Stake:
    """Return what the rise costs a year: a summer for heating, its own length once it is over."""
    days = _SUMMER_DAYS if event.kind is EventKind.SUMMER else 365.0
    if event.over:
        days = min(days, float(event.end - event.start))
    scale = days / event.known_days
    row = prepared.panel.rows[event.row]
    on = prepared.panel.as_of
    return stake_of(row, parameters, on, event.excess * scale, event.deviation * scale)


def _confidence(event: Event) -> float:
    """Return 0.5 for a rise just large enough to be noticed, near 1 for one three times larger."""
    margin = max(event.size / event.visible - 1.0, 0.0) if event.visible > 0 else 0.0
    proof = min(event.excess / max(event.deviation, 1e-9), 4.0) / 4.0
    return float(np.clip(0.5 + 0.15 * margin + 0.2 * proof, 0.5, 0.98))


def _explain(quantity: str, event: Event, since: date, until: date | None) -> Text:
    excess = event.excess / event.known_days
    # A base load is the same by day and by night: its power is that of the excess of a day.
    power = excess / 24.0 if event.kind is EventKind.BASE else event.by_hours[1]
    period = _SINCE if until is None else _FROM
    return _EXPLANATION[event.kind].fill(
        period=period.fill(since=day(since), end=day(until or since)),
        was=_LASTING if until is None else _OVER,
        energy=energy_of(quantity),
        now=percent(event.size),
        share=percent(event.excess / max(event.expected, 1e-9)),
        daily=number(excess, "kWh"),
        power=number(power if np.isfinite(power) else 0.0, "kW"),
    )


_CONSTANTS = (
    cards.constant("Jours récents regardés", "Recent days looked at", RECENT, "d"),
    cards.constant("Jours de comparaison", "Days compared with", BEFORE, "d"),
    cards.constant("Seuil, trois signaux", "Threshold, three signals", ENOUGH),
    cards.constant("Seuil, journée seule", "Threshold, whole day alone", ENOUGH_ALONE),
    cards.constant("Seuil, nuits", "Threshold, nights", ENOUGH_AT_NIGHT),
    cards.constant("Excès qui dure", "Excess that stands", STANDING),
    cards.constant("Historique nécessaire", "History needed", LEAST_HISTORY, "d"),
)


def _rise(
    kind: EventKind,
    key: str,
    label: Text,
    purpose: Text,
    actions: tuple[Idea, ...],
    figures: tuple[Figure, ...],
) -> Detector:
    return Detector(
        key=f"energy.{key}",
        label=label,
        purpose=purpose,
        method=_METHOD,
        limits=_LIMITS,
        inputs=METERED,
        references=REFERENCES,
        detect=_detect(kind, actions),
        family="rise",
        card=cards.card(_CONSTANTS, (*figures, cards.false_findings()), cards.rises_by_group()),
    )


RISES = (
    _rise(
        EventKind.STEP,
        "step",
        Text(fr="Hausse de la consommation", en="Rise of consumption"),
        Text(
            fr="Signaler une hausse durable que ni le temps ni le calendrier n’expliquent.",
            en="Report a lasting rise that neither weather nor calendar explains.",
        ),
        (ideas.ASK, ideas.VISIT),
        cards.seen("step of 20 %", Text(fr="hausse de 20 %", en="step of 20%"), 14, 0.5, 0.0),
    ),
    _rise(
        EventKind.BASE,
        "base_load_rise",
        Text(fr="Hausse de la consommation permanente", en="Rise of the base load"),
        Text(
            fr="Signaler un équipement qui s’est mis à fonctionner jour et nuit.",
            en="Report equipment that began to run day and night.",
        ),
        (ideas.BASE_HUNT, ideas.ASK),
        cards.seen(
            "base load +15 %", Text(fr="talon de 15 % de plus", en="base load +15%"), 30, 0.393, 0.0
        ),
    ),
    _rise(
        EventKind.CLOSED,
        "closed_hours",
        Text(fr="Fonctionnement hors occupation", en="Running outside occupied hours"),
        Text(
            fr="Signaler une consommation nouvelle la nuit, le week-end ou les jours fériés.",
            en="Report new consumption at night, at the weekend or on public holidays.",
        ),
        (ideas.SCHEDULE, ideas.BASE_HUNT),
        cards.seen(
            "running at night", Text(fr="marche la nuit", en="running at night"), 14, 0.727, 0.5
        ),
    ),
    _rise(
        EventKind.SUMMER,
        "summer_heating",
        Text(fr="Chauffage en été", en="Heating in summer"),
        Text(
            fr="Signaler un chauffage qui consomme alors qu’il fait chaud.",
            en="Report heating that runs in warm weather.",
        ),
        (ideas.STOP_HEATING, ideas.AUDIT),
        cards.seen(
            "heating in summer", Text(fr="chauffage en été", en="heating in summer"), 14, 1.0, 0.786
        ),
    ),
    _rise(
        EventKind.DRIFT,
        "drift",
        Text(fr="Dérive lente de la consommation", en="Slow drift of consumption"),
        Text(
            fr="Signaler une consommation qui augmente de mois en mois.",
            en="Report consumption that grows month after month.",
        ),
        (ideas.AUDIT, ideas.ASK),
        cards.seen(
            "drift of 20 % a year",
            Text(fr="dérive de 20 % par an", en="drift of 20% a year"),
            14,
            0.607,
            0.562,
        ),
    ),
)
