"""Bursts and leaks that grow, told from the nights of a district."""

from collections.abc import Callable
from datetime import date

import numpy as np

from beffroi.analysis.nightflow import Change, Kind
from beffroi.analysis.nightflow.watching import DEFAULTS, LEAST_HISTORY
from beffroi.domains.cards import Figure
from beffroi.domains.charts import daily_chart
from beffroi.domains.contract import (
    Detector,
    Estimate,
    Idea,
    Severity,
    Sighting,
)
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.detectors import cards, ideas, words
from beffroi.domains.water.measured import INPUT
from beffroi.domains.water.money import stake_of
from beffroi.domains.water.nights import Look
from beffroi.domains.water.prepare import Prepared
from beffroi.texts import Text

_HOURS, _DAYS = 24.0, 365.0
_HIGH, _MEDIUM = 10_000.0, 2_000.0
"""Yearly losses from which a leak is grave, or matters, m3."""
_BEFORE, _AFTER = 28, 14
"""Nights whose middle is told, before a change and after it."""
_SURE = 3.0
"""Times its margin from which a leak is as sure as can be."""
_DRAWN = Text(
    fr="Débit moyen de 2 h à 5 h de chaque nuit.",
    en="Mean flow of each night, from 2:00 to 5:00.",
)
_METHOD = Text(
    fr="La nuit, de 2 h à 5 h, presque personne ne consomme : ce qui entre dans un secteur est"
    " surtout ce qu’il perd, une fois retiré ce que ses réservoirs ont pris. Chaque nuit est"
    " comparée à ce qui était attendu du jour de la semaine, des vacances, du gel, de la chaleur"
    " et de la consommation du jour, appris sur le passé du secteur. Les 2 à 56 dernières nuits"
    " sont comparées aux 56 d’avant, en tenant compte de ce que ce secteur varie d’habitude. Une"
    " hausse est une fuite quand les jours montent autant que les nuits ; des jours qui baissent"
    " disent une manœuvre de réservoir, des jours inchangés un nouvel usage de nuit, des jours"
    " qui montent davantage des visiteurs ou une saison. Ce qui grandit est distingué de ce qui"
    " vient d’un coup par la forme de la hausse.",
    en="At night, from 2:00 to 5:00, hardly anybody uses water: what enters a district is mostly"
    " what it loses, once what its tanks took in is taken away. Each night is compared with what"
    " was expected of the day of the week, holidays, frost, heat and the use of the day, learnt"
    " on the past of the district. The last 2 to 56 nights are compared with the 56 before, in"
    " view of how this district usually varies. A rise is a leak when days rise as nights do;"
    " days that fall tell a tank operation, days that stay a new use at night, days that rise"
    " more visitors or a season. What grows is told from what comes at once by the shape of the"
    " rise.",
)
_LIMITS = Text(
    fr="Il faut les volumes horaires de toutes les entrées et sorties du secteur, le niveau des"
    " réservoirs qui s’y trouvent et quatre semaines de passé ; avant un an, une hausse lente de"
    " l’été ou des vacances reste douteuse. Une fuite plus petite que ce que les nuits varient"
    " n’est pas vue, ni celle qui existait avant la première mesure. Une industrie qui tourne"
    " jour et nuit ressemble à une fuite. La fuite n’est pas située dans le secteur.",
    en="Hourly volumes of all inlets and outlets of the district are needed, with the level of the"
    " tanks inside it and four weeks of past; before a year, a slow rise of summer or of"
    " holidays remains doubtful. A leak smaller than what nights vary by is not seen, nor one"
    " that was there before the first measure. An industry that runs day and night looks like a"
    " leak. The leak is not placed within the district.",
)
_LASTING = {
    Kind.BURST: Text(
        fr="Depuis le {since}, {name} perd environ {size} de plus (entre {low} et {high}) : d’une"
        " nuit à l’autre, le débit de 2 h à 5 h est passé de {before} à {after}, et les jours ont"
        " monté avec lui.",
        en="Since {since}, {name} has been losing about {size} more (between {low} and {high}):"
        " from one night to the next, the flow from 2:00 to 5:00 went from {before} to {after}, and"
        " days rose with it.",
    ),
    Kind.SLOW_LEAK: Text(
        fr="Depuis le {since} environ, {name} perd peu à peu davantage : {size} de plus"
        " aujourd’hui (entre {low} et {high}), sur un débit de 2 h à 5 h de {last}.",
        en="Since about {since}, {name} has been losing more and more: {size} more today (between"
        " {low} and {high}), of a flow from 2:00 to 5:00 of {last}.",
    ),
}
_AMONG = Text(
    fr="Depuis le {since}, {name} perd environ {size} de plus (entre {low} et {high}), sur un débit"
    " de 2 h à 5 h de {last} ; d’autres changements s’y ajoutent.",
    en="Since {since}, {name} has been losing about {size} more (between {low} and {high}), of a"
    " flow from 2:00 to 5:00 of {last}; other changes come on top of it.",
)
_OVER = Text(
    fr="Du {since} au {until}, {name} a perdu environ {size} de plus (entre {low} et {high}), soit"
    " {lost} en tout ; les nuits sont revenues à ce qu’elles étaient.",
    en="From {since} to {until}, {name} lost about {size} more (between {low} and {high}), or"
    " {lost} in all; nights are back to what they were.",
)


def _detect(kind: Kind) -> Callable[..., list[Sighting]]:
    def detect(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
        changes = prepared.nights.watched.changes
        return [_sighting(prepared, parameters, one) for one in changes if one.kind is kind]

    return detect


def _sighting(prepared: Prepared, parameters: Parameters, change: Change) -> Sighting:
    panel, seen = prepared.panel, prepared.nights
    row = seen.rows[change.row]
    until = change.until
    length = _DAYS if until is None else float(until - change.since + 1)
    # What grew and is over lost half of its last flow on average.
    share = 0.5 if until is not None and change.kind is Kind.SLOW_LEAK else 1.0
    lost = _times(change, share * _HOURS * min(length, _DAYS))
    return Sighting(
        row=row,
        since=_day(prepared, change.since),
        severity=_severity(lost.value),
        confidence=_confidence(change),
        stake=stake_of(panel.rows[row], parameters, panel.as_of, lost),
        explanation=_explain(prepared, change, lost),
        chart=_chart(prepared, seen, change),
        actions=_ideas(change.kind),
        until=None if until is None else _day(prepared, until),
    )


def _times(change: Change, factor: float) -> Estimate:
    return Estimate(change.size * factor, max(change.low, 0.0) * factor, change.high * factor)


def _day(prepared: Prepared, index: int) -> date:
    day: date = prepared.panel.days[index].astype(object)
    return day


def _severity(m3: float) -> Severity:
    if m3 >= _HIGH:
        return Severity.HIGH
    return Severity.MEDIUM if m3 >= _MEDIUM else Severity.LOW


def _confidence(change: Change) -> float:
    """Return 0.5 for a leak no larger than its margin, near 1 for one three times larger."""
    margin = max((change.high - change.low) / 2, 1e-9)
    return float(np.clip(0.5 + 0.45 * (change.size / margin - 1) / (_SURE - 1), 0.5, 0.95))


def _explain(prepared: Prepared, change: Change, lost: Estimate) -> Text:
    seen = prepared.nights
    nights = seen.night[change.row]
    before = _middle(nights[max(change.since - _BEFORE, 0) : change.since])
    end = len(nights) if change.until is None else change.until + 1
    after = _middle(nights[change.since : min(change.since + _AFTER, end)])
    last = _middle(nights[max(change.since, end - _AFTER) : end])
    text = _OVER if change.until is not None else _LASTING[change.kind]
    # Where several leaks begin and end together, the step of the nights is not that of this one.
    if text is _LASTING[Kind.BURST] and abs(after - before - change.size) > change.size / 2:
        text = _AMONG
    return text.fill(
        since=words.day(_day(prepared, change.since)),
        until=words.day(_day(prepared, change.since if change.until is None else change.until)),
        name=words.name(prepared.panel.rows[seen.rows[change.row]]),
        size=words.flow(change.size),
        low=words.figure(max(change.low, 0.0)),
        high=words.flow(change.high),
        before=words.flow(before),
        after=words.flow(after),
        last=words.flow(last),
        lost=words.volume(lost.value),
    )


def _middle(nights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    known = nights[np.isfinite(nights)]
    return float(np.median(known)) if len(known) else float("nan")


def _chart(prepared: Prepared, seen: Look, change: Change) -> dict[str, object]:
    expected = seen.watched.expected[change.row]
    spread = np.full(len(expected), seen.watched.spread[change.row])
    end = len(expected) if change.until is None else change.until + 1
    return dict(
        daily_chart(
            prepared.panel.days,
            seen.night[change.row],
            expected,
            spread,
            change.since,
            end,
            _DRAWN,
            "m³/h",
        )
    )


def _ideas(kind: Kind) -> tuple[Idea, ...]:
    if kind is Kind.BURST:
        return (ideas.RULE_OUT, ideas.CLOSE_IN, ideas.LISTEN)
    return (ideas.LISTEN, ideas.CLOSE_IN, ideas.PRESSURE)


_CONSTANTS = (
    cards.constant("Preuve nécessaire (écarts-types)", "Evidence needed (deviations)",
                   DEFAULTS.enough),
    cards.constant("Plus petite part du débit de nuit dite", "Least share of the night flow said",
                   DEFAULTS.least_share),
    cards.constant("Plus petite fuite dite", "Least leak said", DEFAULTS.least_flow, "m3/h"),
    cards.constant("Nuits nécessaires", "Nights needed", LEAST_HISTORY, "d"),
)  # fmt: skip


def _leak(kind: Kind, label: Text, purpose: Text, figures: tuple[Figure, ...]) -> Detector:
    return Detector(
        key=f"water.{kind.value}",
        version="2",
        label=label,
        purpose=purpose,
        method=_METHOD,
        limits=_LIMITS,
        inputs=(INPUT,),
        references=cards.NIGHT_REFERENCES,
        detect=_detect(kind),
        family="leak",
        card=cards.card(_CONSTANTS, figures),
    )


LEAKS = (
    _leak(
        Kind.BURST,
        Text(fr="Casse ou fuite soudaine", en="Burst or sudden leak"),
        Text(
            fr="Signaler un secteur qui s’est mis à perdre d’une nuit à l’autre.",
            en="Report a district that began to lose from one night to the next.",
        ),
        cards.bursts(),
    ),
    _leak(
        Kind.SLOW_LEAK,
        Text(fr="Fuite qui grandit", en="Leak that grows"),
        Text(
            fr="Signaler un secteur qui perd de plus en plus, sur des semaines ou des mois.",
            en="Report a district that loses more and more, over weeks or months.",
        ),
        cards.growing(),
    ),
)
