"""The lines of the inventory of algorithms, with the fields that Etalab proposes.

What only the authority knows (service, contact) is given; the rest comes from the cards.
"""

from datetime import date
from typing import Any

from beffroi.domains import algorithms
from beffroi.texts import Language
from beffroi.trust.algorithms.card import public
from beffroi.trust.algorithms.register import line

#: https://guides.etalab.gouv.fr/algorithmes/inventaire/ : groups of fields.
SOURCE = "https://guides.etalab.gouv.fr/algorithmes/inventaire/"


def inventory(
    organisation: str, service: str, contact: str, on: date, language: Language
) -> list[dict[str, Any]]:
    """Return one line an algorithm; empty where only the authority can answer.

    >>> lines = inventory("Saint-Essai", "Patrimoine", "dpo@essai.example", date(2026, 1, 5), "fr")
    >>> lines[0]["nom_collectivite"], lines[0]["stade"]
    ('Saint-Essai', 'production')
    """
    return [
        {
            "nom_collectivite": organisation,
            "service": service,
            "contact": contact,
            "date_mise_a_jour": on.isoformat(),
            "nom": told["name"],
            "identifiant": told["key"],
            "contexte": told["domain"],
            "finalite": told["purpose"],
            "stade": "production",
            "degre_automatisation": told["automation_in_words"],
            "base_legale": line(told, "legal_basis", language),
            "liens": " ; ".join(one["url"] for one in told["references"] if one["url"]),
            "decisions_par_an": "",
            "portee": told["concerned"],
            "public_concerne": "oui" if told["persons"] else "non",
            "donnees": line(told, "data", language),
            "source_donnees": "",
            "parametres": line(told, "parameters", language),
            "type_algorithme": told["kind"],
            "operations": told["method"],
            "version": line(told, "version", language),
        }
        for told in (public(one, language) for one in algorithms().values())
    ]
