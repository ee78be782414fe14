"""The assessment of the impact on fundamental rights (AI Act, article 27), as far as it is known.

What the card and the register know is filled in; what only the deployer can say is left empty, and
named in `missing`.
"""

from collections.abc import Mapping
from typing import Any

from beffroi.domains.contract import Algorithm
from beffroi.texts import Language, Text
from beffroi.trust.algorithms.card import card_of, public
from beffroi.trust.algorithms.law import applies, rules

#: The six elements of article 27(1), in its order.
ELEMENTS = {
    "process": Text(
        fr="Processus du déployeur où il sert", en="Process of the deployer that it serves"
    ),
    "frequency": Text(fr="Période et fréquence d’utilisation", en="Period and frequency of use"),
    "persons": Text(fr="Personnes et groupes concernés", en="Persons and groups concerned"),
    "risks": Text(fr="Risques de préjudice pour eux", en="Risks of harm to them"),
    "oversight": Text(fr="Contrôle humain", en="Human oversight"),
    "measures": Text(
        fr="Mesures si un risque survient, recours", en="Measures if a risk comes true, remedies"
    ),
}
_OVERSIGHT = Text(
    fr="{automation}. Décidés par une personne : {decided} constats sur {findings}. L’algorithme "
    "s’arrête d’une commande.",
    en="{automation}. Decided by a person: {decided} findings of {findings}. The algorithm is "
    "stopped by one command.",
)
_MEASURES = Text(
    fr="Contestation et demande d’explication inscrites, réponse en un mois, puis CADA "
    "(contestations : {contested}, fondées : {upheld}).",
    en="Contestations and requests for explanation are recorded, answered within a month, then "
    "CADA (contestations: {contested}, upheld: {upheld}).",
)
_FREQUENCY = Text(fr="{judged} jugements jusqu’au {last}", en="{judged} judgements up to {last}")
_NONE = {"findings": 0, "decided": 0, "contested": 0, "upheld": 0}


def fria(
    algorithm: Algorithm, happened: Mapping[str, Any] | None, language: Language
) -> dict[str, Any]:
    """Return the six elements, what is missing of them, and whether the law asks for them."""
    told, here = public(algorithm, language), happened or {}
    counts = {**_NONE, **(here.get("rates") or {})}
    runs = here.get("runs")
    known = {
        "process": told["purpose"],
        "frequency": _FREQUENCY.format(language, judged=runs["judged"], last=runs["last_at"][:10])
        if runs
        else "",
        "persons": told["concerned"],
        # Whoever is judged may be harmed: only the deployer can say how.
        "risks": "" if card_of(algorithm).persons else told["limits"],
        "oversight": _OVERSIGHT.format(language, automation=told["automation_in_words"], **counts),
        "measures": _MEASURES.format(language, **counts),
    }
    return {
        "algorithm": algorithm.key,
        "required": next(applies(one, algorithm) for one in rules() if one.key == "ai_fria"),
        "elements": {
            key: {"name": name.in_(language), "text": known[key]} for key, name in ELEMENTS.items()
        },
        "missing": [key for key in ELEMENTS if not known[key]],
    }
