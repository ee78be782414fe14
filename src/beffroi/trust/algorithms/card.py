"""The card of an algorithm as plain data, in one language: what every other document is made of."""

from collections.abc import Iterable
from typing import Any

from beffroi.domains import domain, quantities
from beffroi.domains.cards import AUTOMATION, Card, Figure, Reference
from beffroi.domains.contract import Algorithm, Detector
from beffroi.domains.fingerprints import fingerprint
from beffroi.texts import Language, Text

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
    room = domain(algorithm.key.partition(".")[0])
    return {
        "form": FORM,
        "key": algorithm.key,
        "name": algorithm.label.in_(language),
        "kind": "detector" if isinstance(algorithm, Detector) else "model",
        "domain": room.label.in_(language),
        "version": algorithm.version,
        "fingerprint": fingerprint(room, algorithm),
        "purpose": algorithm.purpose.in_(language),
        "method": algorithm.method.in_(language),
        "limits": algorithm.limits.in_(language),
        "data": [
            known[one].label.in_(language) if one in known else one for one in algorithm.inputs
        ],
        "parameters": [
            {"name": one.label.in_(language), "value": one.value, "unit": one.unit}
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
        "unmeasured": card.unmeasured.in_(language) if card.unmeasured else None,
        "references": list(_titles(algorithm.references)),
    }


def _titles(references: Iterable[Reference]) -> Iterable[dict[str, str]]:
    return ({"title": one.title, "url": one.url} for one in references)


def _figure(figure: Figure, language: Language) -> dict[str, Any]:
    return {
        "name": figure.label.in_(language),
        "value": figure.value,
        "cases": figure.cases,
        "benchmark": figure.benchmark,
        "on": figure.on.isoformat(),
    }


def performance(told: dict[str, Any]) -> str:
    """Write the performance of a card on one line, or why there is none.

    >>> performance({"performance": [], "unmeasured": "no open truth"})
    'no open truth'
    """
    if not told["performance"]:
        return str(told["unmeasured"])
    return " ; ".join(f"{one['name']} : {one['value']}" for one in told["performance"])


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
