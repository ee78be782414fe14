"""Answers of Hub'Eau, in the shape that it documents: invented samples of invented networks."""

import csv
import io
import json
from typing import Any

QUERY = "https://hubeau.eaufrance.fr/api/v1/qualite_eau_potable/resultats_dis?code_commune=01001"
CONFORMING = "Eau d'alimentation conforme aux exigences de qualité en vigueur."
EXCEEDED = "Eau non conforme : la limite de qualité en nitrates est dépassée."


def result(sample: str = "00100000001", day: str = "2026-03-02", **words: Any) -> dict[str, Any]:
    """Return one result, of nitrates unless said otherwise."""
    return {
        "code_departement": "01",
        "code_prelevement": sample,
        "code_parametre": "1340",
        "code_parametre_se": "NO3",
        "libelle_parametre": "Nitrates (en NO3)",
        "code_type_parametre": "N",
        "code_lieu_analyse": "L",
        "resultat_alphanumerique": "12,5",
        "resultat_numerique": 12.5,
        "libelle_unite": "mg/L",
        "limite_qualite_parametre": "<=50 mg/L",
        "reference_qualite_parametre": None,
        "code_commune": "01001",
        "nom_commune": "VAL-SIMULÉ",
        "nom_distributeur": "RÉGIE SIMULÉE",
        "nom_moa": "SYNDICAT SIMULÉ",
        "date_prelevement": f"{day}T11:01:00Z",
        "conclusion_conformite_prelevement": CONFORMING,
        "conformite_limites_bact_prelevement": "C",
        "conformite_limites_pc_prelevement": "C",
        "conformite_references_bact_prelevement": "C",
        "conformite_references_pc_prelevement": "C",
        "reseaux": [
            {"code": "001000001", "nom": "VAL HAUT"},
            {"code": "001000001", "nom": "VAL-HAUT (ANCIEN)", "debit": "20 %"},
            {"code": "001000002", "nom": "VAL BAS"},
        ],
        **words,
    }


def measured(value: str, **words: Any) -> dict[str, Any]:
    """Return a result as written by the laboratory; its number is 0 below what it can see."""
    number = 0.0 if value[:1] in "<>" else float(value.replace(",", "."))
    return result(resultat_alphanumerique=value, resultat_numerique=number, **words)


def coli(value: str = "<1", **words: Any) -> dict[str, Any]:
    """Return a count of Escherichia coli."""
    about = {
        "code_parametre": "1449",
        "code_parametre_se": "ECOLI",
        "libelle_parametre": "Escherichia coli /100ml - MF",
        "libelle_unite": "n/(100mL)",
        "limite_qualite_parametre": "<=0 n/(100mL)",
    }
    return measured(value, **{**about, **words})


def smell(**words: Any) -> dict[str, Any]:
    """Return what is no number."""
    about = {
        "code_parametre": "5901",
        "code_parametre_se": "ODQ",
        "libelle_parametre": "Odeur (qualitatif)",
        "code_type_parametre": "O",
        "resultat_alphanumerique": "Aucun changement anormal",
        "resultat_numerique": 0.0,
        "libelle_unite": "SANS OBJET",
        "limite_qualite_parametre": None,
    }
    return result(**{**about, **words})


def answer(*rows: dict[str, Any], count: int | None = None, following: str | None = None) -> bytes:
    """Return rows as a page of an answer."""
    return json.dumps(paged(*rows, count=count, following=following), ensure_ascii=False).encode()


def paged(
    *rows: dict[str, Any], count: int | None = None, following: str | None = None
) -> dict[str, Any]:
    """Return a page before it is written."""
    whole = len(rows) if count is None else count
    return {
        "count": whole, "first": QUERY, "last": None, "prev": None, "next": following,
        "api_version": "v1", "data": list(rows),
    }  # fmt: skip


def table(*rows: dict[str, Any], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Return rows as the CSV of the same query."""
    sink = io.StringIO()
    names = list(rows[0])
    writer = csv.DictWriter(sink, names, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        networks = json.dumps(row["reseaux"], ensure_ascii=False)
        cells = {name: "" if cell is None else cell for name, cell in row.items()}
        writer.writerow({**cells, "reseaux": networks})
    return sink.getvalue().encode(encoding)
