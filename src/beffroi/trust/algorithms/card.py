"""The card of an algorithm as plain data, in one language: what every other document is made of."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel.numbers import format_percent

from beffroi.domains import quantities, room
from beffroi.domains.cards import AUTOMATION, Card, Figure, Reference
from beffroi.domains.contract import Algorithm, Detector, Room, Shared
from beffroi.domains.fingerprints import fingerprint
from beffroi.figures import long_day, number
from beffroi.texts import Language, Text
from beffroi.trust.algorithms.fairness.simulated import plain

#: The form that `public` writes; it changes when a field does.
FORM = 1


def card_of(algorithm: Algorithm) -> Card:
    """Return the card of an algorithm that was loaded: it has one."""
    if algorithm.card is None:
        raise LookupError(f"{algorithm.key} has no card")
    return algorithm.card


def public(algorithm: Algorithm, language: Language) -> dict[str, Any]:
    """Return all that the public is told of an algorithm before anything ran.

    >>> from beffroi.domains import algorithm
    >>> told = public(algorithm("energy.dead_meter"), "en")
    >>> told["name"], told["decides"], told["parameters"][0]["value"]
    ('Dead meter', False, 3)
    """
    card, known = card_of(algorithm), quantities()
    held = room(algorithm.key)
    return {
        "form": FORM,
        "key": algorithm.key,
        "name": algorithm.label.in_(language),
        "kind": _kind(held, algorithm),
        "domain": held.label.in_(language),
        "version": algorithm.version,
        "fingerprint": fingerprint(held, algorithm),
        "purpose": algorithm.purpose.in_(language),
        "method": algorithm.method.in_(language),
        "limits": algorithm.limits.in_(language),
        "data": [
            known[one].label.in_(language) if one in known else one for one in algorithm.inputs
        ],
        "parameters": [
            {"name": one.label.in_(language), "value": one.value, "unit": _unit(one.unit, language)}
            for one in card.constants
        ],
        "automation": card.automation.value,
        "automation_in_words": AUTOMATION[card.automation].in_(language),
        "decides": False,  # no level of automation does: see `cards.Automation`
        "concerned": card.concerned.in_(language),
        "persons": card.persons,
        "legal_basis": list(_titles(card.legal_basis)),
        "owner": card.owner.in_(language),
        "performance": [_figure(one, language) for one in card.figures],
        "by_group": plain(card.by_group, language),
        "unmeasured": card.unmeasured.in_(language) if card.unmeasured else None,
        "references": list(_titles(algorithm.references)),
    }


def _kind(held: Room, algorithm: Algorithm) -> str:
    if isinstance(held, Shared):
        return held.kind
    return "detector" if isinstance(algorithm, Detector) else "model"


def _titles(references: Iterable[Reference]) -> Iterable[dict[str, str]]:
    return ({"title": one.title, "url": one.url} for one in references)


def _unit(unit: str, language: Language) -> str:
    return UNITS[unit].in_(language) if unit in UNITS else unit


def _figure(figure: Figure, language: Language) -> dict[str, Any]:
    return {
        "name": figure.label.in_(language),
        "value": figure.value,
        "cases": figure.cases,
        "benchmark": figure.benchmark,
        "on": figure.on.isoformat(),
    }


def performance(told: dict[str, Any], language: Language) -> str:
    """Write the performance of a card on one line, or why there is none.

    >>> figure = {"name": "Seen", "value": 0.5, "cases": 28, "benchmark": "b", "on": "2026-11-24"}
    >>> performance({"performance": [figure]}, "en")
    'Seen: 50% (28 cases, benchmark b, 24 November 2026)'
    >>> performance({"performance": [], "unmeasured": "no open truth"}, "en")
    'no open truth'
    """
    if not told["performance"]:
        return str(told["unmeasured"])
    return AND.in_(language).join(_measured(one, language) for one in told["performance"])


def _measured(one: dict[str, Any], language: Language) -> str:
    one = {**one, "on": long_day(date.fromisoformat(one["on"]), language)}
    if not one["cases"]:
        return _FIGURE.format(language, **{**one, "value": number(one["value"], FINE, language)})
    share = format_percent(one["value"], format="#,##0.#%", locale=language)
    share = share.replace("%", "\u00a0%") if language == "fr" else share
    return _SHARE.format(language, **{**one, "value": share})


#: Between things that are said one after the other.
AND = Text(fr="\u00a0; ", en="; ")
_FIGURE = Text(
    fr="{name} : {value} (banc d’essai {benchmark}, {on})",
    en="{name}: {value} (benchmark {benchmark}, {on})",
)
_SHARE = Text(
    fr="{name} : {value} ({cases} cas, banc d’essai {benchmark}, {on})",
    en="{name}: {value} ({cases} cases, benchmark {benchmark}, {on})",
)
#: Digits of the parameters and figures of a card, after the point at most.
FINE = 6
#: Units that are not written the same in both languages.
UNITS = {"d": Text(fr="jours", en="days")}
WORDS: dict[str, Text] = {
    "purpose": Text(fr="Finalité", en="Purpose"),
    "method": Text(fr="Méthode", en="Method"),
    "data": Text(fr="Données", en="Data"),
    "parameters": Text(fr="Paramètres", en="Parameters"),
    "automation_in_words": Text(fr="Automatisation", en="Automation"),
    "concerned": Text(fr="Qui et quoi", en="Who and what"),
    "performance": Text(fr="Performance mesurée", en="Measured performance"),
    "limits": Text(fr="Limites connues", en="Known limits"),
    "legal_basis": Text(fr="Base légale", en="Legal basis"),
    "owner": Text(fr="Responsable", en="Owner"),
    "version": Text(fr="Version", en="Version"),
}
