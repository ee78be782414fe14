"""The seven principles of the Conseil d'État (2022), as a table of evidence for an algorithm.

Each line is a question that the card, the code or what really happened answers: shown, or missing.
Source: Conseil d'État, « Intelligence artificielle et action publique », study of 30 August 2022.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from beffroi.domains import room
from beffroi.domains.contract import Algorithm
from beffroi.domains.fingerprints import changed
from beffroi.texts import Language, Text
from beffroi.trust.algorithms.card import public
from beffroi.trust.algorithms.fairness.groups import GROUPINGS

Told: TypeAlias = Mapping[str, Any]

PRINCIPLES: dict[str, Text] = {
    "human": Text(fr="Primauté humaine", en="Human primacy"),
    "performance": Text(fr="Performance", en="Performance"),
    "fairness": Text(fr="Équité et non-discrimination", en="Fairness and non-discrimination"),
    "transparency": Text(fr="Transparence", en="Transparency"),
    "safety": Text(fr="Sûreté", en="Safety"),
    "environment": Text(fr="Soutenabilité environnementale", en="Environmental sustainability"),
    "autonomy": Text(fr="Autonomie stratégique", en="Strategic autonomy"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A question of a principle; `holds(told, here)` looks at the card and at what happened."""

    principle: str
    text: Text
    holds: Callable[[Told, Told], bool]


def _count(name: str) -> Callable[[Told, Told], bool]:
    return lambda _, here: bool((here.get("rates") or {}).get(name))


def _compared(grouping: str) -> Callable[[Told, Told], bool]:
    """Ask whether two groups at least have enough decided findings."""

    def holds(_: Told, here: Told) -> bool:
        found = (here.get("fairness") or {}).get(grouping)
        return bool(found and found["spreads"]["dismissed"])

    return holds


def _by_construction(_told: Told, _here: Told) -> bool:
    """Hold for every algorithm of this program: tests prove it, no authority could undo it."""
    return True


EVIDENCE = (
    Evidence(
        "human",
        Text(fr="aucun degré d’automatisation ne décide", en="no level of automation decides"),
        lambda told, _: told["decides"] is False,
    ),
    Evidence(
        "human",
        Text(
            fr="des personnes nommées ont décidé de constats",
            en="named persons decided about findings",
        ),
        _count("decided"),
    ),
    Evidence(
        "performance",
        Text(fr="mesurée sur un banc d’essai publié", en="measured by a published benchmark"),
        lambda told, _: bool(told["performance"]),
    ),
    Evidence(
        "performance",
        Text(
            fr="taux d’écart connu sur cinq constats décidés au moins",
            en="rate of dismissal known on five decided findings at least",
        ),
        lambda _, here: (here.get("rates") or {}).get("dismissed_share") is not None,
    ),
    Evidence(
        "fairness",
        Text(fr="ne juge aucune personne", en="judges no person"),
        lambda told, _: not told["persons"],
    ),
    Evidence(
        "fairness",
        Text(
            fr="défauts simulés comparés d’un groupe à l’autre",
            en="simulated faults compared from group to group",
        ),
        lambda told, _: bool(told["by_group"]),
    ),
    *(
        Evidence(
            "fairness",
            Text(
                fr="écarts comparés d’un groupe à l’autre : {label}",
                en="dismissals compared from group to group: {label}",
            ).fill(label=grouping.label),
            _compared(key),
        )
        for key, grouping in GROUPINGS.items()
    ),
    Evidence(
        "transparency",
        Text(
            fr="paramètres, méthode, limites et sources publiés",
            en="parameters, method, limits and sources published",
        ),
        lambda told, _: all(told[k] for k in ("parameters", "method", "limits", "references")),
    ),
    Evidence(
        "transparency",
        Text(
            fr="version et empreinte de ce qui a tourné connues",
            en="version and fingerprint of what ran known",
        ),
        lambda told, here: told["version"] in (here.get("runs") or {}).get("versions", ()),
    ),
    Evidence(
        "safety",
        Text(fr="le code est celui que sa version désigne", en="the code is that of its version"),
        lambda told, _: bool(told["stamped"]),
    ),
    Evidence(
        "safety",
        Text(fr="s’arrête d’une commande, tout de suite", en="one command stops it at once"),
        _by_construction,
    ),
    Evidence(
        "environment",
        Text(fr="énergie estimée sur ce qui a tourné", en="energy estimated on what ran"),
        lambda _, here: bool(here.get("runs")),
    ),
    Evidence(
        "autonomy",
        Text(
            fr="code libre (EUPL-1.2), exécuté chez la collectivité, sans appel extérieur",
            en="free code (EUPL-1.2), run by the authority, with no call to the outside",
        ),
        _by_construction,
    ),
)


def principles(
    algorithm: Algorithm, happened: Mapping[str, Any] | None, language: Language
) -> list[dict[str, Any]]:
    """Return, for each principle, what is shown and what is missing."""
    held = room(algorithm.key)
    told = public(algorithm, language) | {"stamped": algorithm.key not in changed(held)}
    here = happened or {}
    return [
        {
            "principle": key,
            "name": name.in_(language),
            "shown": [e.text.in_(language) for e in _of(key) if e.holds(told, here)],
            "missing": [e.text.in_(language) for e in _of(key) if not e.holds(told, here)],
        }
        for key, name in PRINCIPLES.items()
    ]


def _of(principle: str) -> tuple[Evidence, ...]:
    return tuple(one for one in EVIDENCE if one.principle == principle)
