"""Synthetic GRDF files: invented meters and values in the shape of the real ones."""

import json
from typing import Any

from ..workbooks import Cell, sheet, workbook  # noqa: TID252 - tests are no installed package

DAILY: dict[str, Any] = {
    "coeffConversion": 11.0,
    "dateDebutReleve": "2021-03-27T06:00:00+00:00",
    "dateFinReleve": "2021-03-28T06:00:00+00:00",
    "energieConsomme": 33,
    "indexDebut": 100,
    "indexFin": 103,
    "journeeGaziere": "2021-03-27",
    "natureReleve": "Informative Journalier",
    "qualificationReleve": "Mesuré",
    "temperature": None,
    "volumeBrutConsomme": 3,
    "volumeConverti": None,
}
BILLED: dict[str, Any] = {
    **DAILY,
    "dateDebutReleve": "2021-01-15T06:00:00+00:00",
    "dateFinReleve": "2021-07-15T06:00:00+00:00",
    "energieConsomme": 2200,
    "indexDebut": 10,
    "indexFin": 210,
    "journeeGaziere": None,
    "natureReleve": "Publiée",
    "volumeBrutConsomme": 200,
}
TITLE: list[Cell] = ["", "Données informatives et détaillées", "", "", "Export du 24/11/2021"]
HEADER: list[Cell] = [
    "",
    "Date de relevé",
    "Index de début de période (m3)",
    "Index de fin de période (m3)",
    "Volume consommé (m3)",
    "Energie consommée (kWh)",
    "Coefficient de conversion",
    "Température locale (°C)",
    "Qualification du relevé",
]
BLANK: list[Cell] = [""] * 9
ADICT: dict[str, Any] = {
    "pce": {"id_pce": "GI000001"},
    "periode": {"valeur": "2021-07", "date_debut": "2021-07-01", "date_fin": "2021-07-31"},
    "releve_debut": {
        "date_releve": "2021-07-01T06:00:00+02:00",
        "index_brut_debut": {"valeur_index": 500, "horodate_Index": "2021-07-01T06:00:00+02:00"},
    },
    "releve_fin": {
        "date_releve": "2021-07-02T06:00:00+02:00",
        "index_brut_fin": {"valeur_index": 504, "horodate_Index": "2021-07-02T06:00:00+02:00"},
    },
    "consommation": {
        "date_debut_consommation": "2021-07-01T06:00:00+02:00",
        "date_fin_consommation": "2021-07-02T06:00:00+02:00",
        "flag_retour_zero": "Faux",
        "volume_brut": 4,
        "coeff_calcul": {"coeff_pta": None, "valeur_pcs": None, "coeff_conversion": 11.25},
        "energie": 45,
        "type_qualif_conso": "Mesuré",
        "sens_flux_gaz": "Consommation",
        "statut_conso": "Définitive",
        "journee_gaziere": "2021-07-01",
        "type_conso": "Informative Journalier",
    },
}


def portal(*readings: object, pce: str = "12345678901234") -> bytes:
    """Return the portal's JSON of one meter."""
    return json.dumps({pce: {"frequence": None, "idPce": pce, "releves": readings}}).encode()


def adict(**changes: object) -> dict[str, Any]:
    """Return the example with changes to its `consommation`."""
    return {**ADICT, "consommation": {**ADICT["consommation"], **changes}}


def lines(*rows: object) -> bytes:
    """Return JSON lines."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def portal_sheet(*rows: list[Cell], pce: str = "12345678901234") -> bytes:
    """Return the portal's workbook: title block, header on row 9, then the rows."""
    number: list[Cell] = ["", "", "N° PCE :", pce]
    title = [TITLE, BLANK, BLANK, number, BLANK, BLANK, BLANK, BLANK, HEADER]
    return workbook(sheet([*title, *rows]), "Historique par jour")


ROW: list[Cell] = ["", "28/03/2021", 103.0, 107.0, 4.0, 44.0, "", 9.5, "Mesuré"]
SAMPLES: dict[str, list[bytes]] = {
    "grdf.portal_json": [portal(DAILY, {**DAILY, "temperature": 8.25}), portal(BILLED)],
    "grdf.temperatures_json": [b'{"2021-03-27": 7.5, "2021-03-28": null, "2021-03-29": -1}'],
    "grdf.portal_xlsx": [portal_sheet(ROW)],
    "grdf.adict": [lines(ADICT, adict(type_conso="Publiée", journee_gaziere=None))],
}
