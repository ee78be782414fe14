"""Synthetic Enedis files: invented points and values in the shapes of the real ones."""

import json
from typing import Any

from ..workbooks import Cell, sheet, workbook  # noqa: TID252 - tests are no installed package

HDM_LABELS = (
    "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;"
    "Etape metier;Unite;Pas en minutes"
)
PRM = "11111111111111"


def hdm_curve(
    *rows: str,
    unit: str = "W",
    prm: str = PRM,
    what: str = "Energie active",
    way: str = "Consommation",
    stage: str = "Comptage Brut",
    step: str = "",
) -> str:
    """Return a block of load curve, byte order mark excepted."""
    said = f"{prm};Courbe de charge;01/01/2021;02/01/2021;{what};{way};{stage};{unit};{step}"
    return "\n".join([HDM_LABELS, said, "Horodate;Valeur", *rows]) + "\n"


def hdm_index(*rows: str, prm: str = PRM, registers: str = "EAS F1;EAS F2;EAS D1;EAS T") -> str:
    """Return a block of indexes followed by its calendars."""
    return "\n".join(
        [
            HDM_LABELS.removesuffix(";Pas en minutes"),
            f"{prm};Index;01/01/2021;02/01/2021;Energie active;Consommation;Comptage Brut;",
            f"Horodate;Type de releve;{registers}",
            *rows,
            "Periode;Identifiant calendrier fournisseur;Libelle calendrier fournisseur",
            "Du 2021-01-01T00:00:00+01:00 au;FC000165;Base",
            "",
        ]
    )


def hdm_maximum(*rows: str, prm: str = PRM) -> str:
    """Return a block of daily maximum powers."""
    said = (
        f"{prm};Puissance maximale quotidienne;01/01/2021;02/01/2021;"
        "Puissance maximale atteinte;Consommation;Comptage Brut;W"
    )
    labels = HDM_LABELS.removesuffix(";Pas en minutes")
    return "\n".join([labels, said, "Horodate;Valeur", *rows]) + "\n"


def half_hours(first: int, count: int, value: int = 1000) -> list[str]:
    """Return rows of a curve by the half-hour, stamped from `first` half-hours past midnight."""
    return [
        f"2021-01-01T{half // 2:02d}:{half % 2 * 30:02d}:00+01:00;{value + half}"
        for half in range(first, first + count)
    ]


def r50(*points: tuple[str, str, str], step: str = "30") -> bytes:
    """Return an R50 flow of one day: time, value, mark of likelihood."""
    rows = "".join(f"<PDC><H>{h}</H><V>{v}</V><IV>{iv}</IV></PDC>" for h, v, iv in points)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><R50><En_Tete_Flux>'
        f"<Identifiant_Flux>R50</Identifiant_Flux><Pas_Publication>{step}</Pas_Publication>"
        f"</En_Tete_Flux><PRM><Id_PRM>{PRM}</Id_PRM><Donnees_Releve>"
        f"<Date_Releve>2021-01-01</Date_Releve>{rows}</Donnees_Releve></PRM></R50>"
    ).encode()


def r151(day: str = "2021-10-30", value: str = "1000", unit: str = "Wh") -> bytes:
    """Return an R151 flow with two supplier registers, one distributor register, a maximum."""
    registers = "".join(
        f"<{tag}><Id_Classe_Temporelle>X</Id_Classe_Temporelle><Rang_Cadran>{rank}</Rang_Cadran>"
        f"<Valeur>{value}</Valeur><Indice_Vraisemblance>{mark}</Indice_Vraisemblance></{tag}>"
        for tag, rank, mark in (
            ("Classe_Temporelle_Distributeur", 1, 0),
            ("Classe_Temporelle", 1, 0),
            ("Classe_Temporelle", 2, 1),
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><R151><En_Tete_Flux>'
        f"<Identifiant_Flux>R151</Identifiant_Flux><Unite_Mesure_Index>{unit}</Unite_Mesure_Index>"
        f"<Unite_Mesure_Puissance>kVA</Unite_Mesure_Puissance></En_Tete_Flux>"
        f"<PRM><Id_PRM>{PRM}</Id_PRM><Donnees_Releve><Date_Releve>{day}</Date_Releve>{registers}"
        f"<Puissance_Maximale><Valeur>7</Valeur></Puissance_Maximale>"
        f"</Donnees_Releve></PRM></R151>"
    ).encode()


def r171(*series: tuple[str, str, str, str]) -> bytes:
    """Return an R171 flow: business and physical quantity, unit, value."""
    rows = "".join(
        f"<serieMesuresDatees><prmId>{PRM}</prmId><type>INDEX</type>"
        f"<grandeurMetier>{way}</grandeurMetier><grandeurPhysique>{what}</grandeurPhysique>"
        f"<typeCalendrier>D</typeCalendrier><codeClasseTemporelle>HPH</codeClasseTemporelle>"
        f"<unite>{unit}</unite><mesuresDateesListe><mesureDatee>"
        f"<dateFin>2021-07-02T02:37:56</dateFin><valeur>{value}</valeur>"
        f"</mesureDatee></mesuresDateesListe></serieMesuresDatees>"
        for way, what, unit, value in series
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ns2:R171 xmlns:ns2="http://example/R171">'
        f"<entete><flux>R171</flux></entete><serieMesuresDateesListe>{rows}"
        f"</serieMesuresDateesListe></ns2:R171>"
    ).encode()


def r4q(*points: tuple[str, str, str], unit: str = "kW", what: str = "EA") -> bytes:
    """Return an R4Q flow of one curve: time, value, status."""
    rows = "".join(
        f'<Donnees_Point_Mesure Horodatage ="{h}" Valeur_Point ="{v}" Statut_Point ="{s}">'
        "</Donnees_Point_Mesure>"
        for h, v, s in points
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Courbe><Entete>'
        f"<Identifiant_Flux>R4x</Identifiant_Flux></Entete><Corps>"
        f"<Identifiant_PRM>{PRM}</Identifiant_PRM><Donnees_Courbe>"
        f"<Granularite>10</Granularite><Unite_Mesure>{unit}</Unite_Mesure>"
        f"<Grandeur_Metier>CONS</Grandeur_Metier><Grandeur_Physique>{what}</Grandeur_Physique>"
        f"{rows}</Donnees_Courbe></Corps></Courbe>"
    ).encode()


def r63(
    *points: dict[str, Any],
    begin: str = "2021-01-01 00:00:00",
    finish: str = "2021-01-02 00:00:00",
    what: str = "PA",
    way: str = "CONS",
    unit: str = "W",
    stage: str = "BRUT",
    **more: object,
) -> dict[str, Any]:
    """Return one measure of an R63 document."""
    return {
        "idPrm": PRM,
        "etapeMetier": stage,
        "periode": {"dateDebut": begin, "dateFin": finish},
        "modeCalcul": "MESURE",
        "grandeur": [
            {"grandeurMetier": way, "grandeurPhysique": what, "unite": unit, "points": points}
        ],
        **more,
    }


def point(time: str, value: object, **more: object) -> dict[str, Any]:
    """Return one point of an R63 document."""
    return {"d": time, "v": value, "p": "PT30M", "n": "B", "iv": 0, **more}


def flow(code: str, *measures: dict[str, Any]) -> bytes:
    """Return a document with its header."""
    return json.dumps({"header": {"codeFlux": code}, "mesures": measures}).encode()


def r64(registers: dict[str, object], total: object = 0, stage: str = "BRUT") -> dict[str, Any]:
    """Return one measure of an R64 document: values by register, `D1` or `F1`; labels garbled."""
    calendars = [
        {
            "idCalendrier": code,
            "libelleGrille": "GarblÃ©",
            "classeTemporelle": [
                {
                    "idClasseTemporelle": f"C{name}",
                    "codeCadran": f"IDX_EAS_{name}",
                    "valeur": [{"d": "2021-10-31 00:00:00", "v": value, "iv": 0}],
                }
                for name, value in registers.items()
                if name[0] == grid
            ],
        }
        for grid, code in (("F", "FC000010"), ("D", "DI000003"))
    ]
    group = {
        "grandeurMetier": "CONS",
        "grandeurPhysique": "EA",
        "unite": "Wh",
        "calendrier": calendars,
        "cadranTotalisateur": {
            "codeCadran": "IDX_EAS_T",
            "valeur": [{"d": "2021-10-31 00:00:00", "v": total, "iv": 0}],
        },
    }
    return {"idPrm": PRM, "contexte": [{"etapeMetier": stage, "grandeur": [group]}]}


def r67(*amounts: tuple[str, str, str, str, object, str]) -> dict[str, Any]:
    """Return one measure of an R67 document: grid, class, first day, last day, value, nature."""
    return {
        "idPrm": PRM,
        "contexte": [
            {
                "etapeMetier": "FACT",
                "grandeur": [
                    {
                        "grandeurMetier": "CONS",
                        "grandeurPhysique": "EA",
                        "unite": "Wh",
                        "calendrier": [
                            {
                                "codeGrille": grid,
                                "codeCalendrier": {"D": "DI000003", "F": "FC000010"}[grid],
                                "classeTemporelle": [
                                    {
                                        "idClasseTemporelle": name,
                                        "quantite": [
                                            {
                                                "dbtMesure": first,
                                                "finMesure": last,
                                                "codeNature": nature,
                                                "quantite": value,
                                            }
                                        ],
                                    }
                                ],
                            }
                        ],
                    }
                ],
            }
            for grid, name, first, last, value, nature in amounts
        ],
    }


def data_connect(
    *points: dict[str, Any], unit: str = "W", aggregate: str = "average", **more: object
) -> bytes:
    """Return an answer of Data Connect."""
    kind = {"unit": unit, "measurement_kind": "power", "aggregate": aggregate, **more}
    return json.dumps(
        {
            "meter_reading": {
                "usage_point_id": PRM,
                "start": "2021-01-01",
                "end": "2021-01-02",
                "quality": "BRUT",
                "reading_type": kind,
                "interval_reading": points,
            }
        }
    ).encode()


R63_LABELS = (
    "Identifiant PRM;Date de début;Date de fin;Grandeur physique;Grandeur métier;Etape métier;"
    "Unité;Horodate;Valeur;Nature;Pas;Indice de vraisemblance;Etat complémentaire"
)


def r63_row(
    time: str,
    value: object,
    *,
    prm: str = PRM,
    begin: str = "2021-01-01 00:00:00",
    finish: str = "2021-01-02 00:00:00",
    what: str = "PA;CONS;BRUT;W",
    nature: str = "B",
    step: str = "PT30M",
    mark: str = "0",
) -> str:
    """Return one row of an R63 file."""
    return f"{prm};{begin};{finish};{what};{time};{value};{nature};{step};{mark};0"


def r63_csv(*rows: str, labels: str = R63_LABELS) -> str:
    """Return an R63 file."""
    return "\n".join([labels, *rows]) + "\n"


def daily_sheet(*rows: list[Cell], prm: str = PRM) -> str:
    """Return the sheet of a portal workbook: some lines, the labels on row 4, then the rows."""
    above: list[list[Cell]] = [
        ["Récapitulatif de ma demande"],
        ["", "Point Référence Mesure (PRM) : ", prm],
        [],
    ]
    labels: list[Cell] = ["", "Date", "Valeur (en kWh)"]
    return sheet([*above, labels, *rows])


_TWO = (("2021-01-01T00:30:00+01:00", "100", "0"), ("2021-01-01T01:00:00+01:00", "200", "0"))
SAMPLES: dict[str, list[bytes]] = {
    "enedis.hdm": [
        ("\ufeff" + hdm_curve(*half_hours(1, 8))).encode(),
        hdm_curve(*half_hours(0, 8), unit="").replace("\n", "\r\n").encode(),
        (
            hdm_index("2021-01-01T00:00:00+01:00;Arrêté quotidien;1;2;3;3")
            + hdm_maximum("2021-01-01T18:20:00+01:00;3500")
        ).encode(),
    ],
    "enedis.r50": [r50(*_TWO)],
    "enedis.r151": [r151()],
    "enedis.r171": [r171(("CONS", "EA", "Wh", "1000"), ("CONS", "PMA", "VA", "86000"))],
    "enedis.r63_json": [
        flow("R63", r63(point("2021-01-01 00:30:00", "540"), point("2021-01-01 01:00:00", 550))),
        json.dumps(r63({"d": "2021-01-01", "v": "5824"}, what="EA", unit="Wh", pas="P1D")).encode(),
    ],
    "enedis.r63_csv": [
        r63_csv(
            r63_row("2021-01-01 00:30:00", 692),
            r63_row("2021-01-01 01:00:00", 700),
            r63_row("2021-01-01 00:30:00", 8, what="PRI;CONS;BRUT;VAR"),
        ).encode(),
    ],
    "enedis.portal_csv": [
        "\n".join(["Horodate;Valeur", *half_hours(1, 6)]).encode(),
        b'debut;kW\n2021-01-01T00:00;"0,088"\n2021-01-01T00:30;null\n2021-01-01T01:00;"1,5"\n',
    ],
    "enedis.portal_xlsx": [
        workbook(daily_sheet(["", "28/03/2021", 12.5], ["", "29/03/2021", "NA"])),
    ],
    "enedis.r64": [flow("R64", r64({"D1": 10, "D2": 20, "F1": 30}, 30))],
    "enedis.r67": [
        flow("R67", r67(("D", "HPB", "2021-03-02", "2021-04-02", 4000, "R"))),
    ],
    "enedis.data_connect": [
        data_connect({"value": "540", "date": "2021-01-01 00:30:00", "interval_length": "PT30M"}),
    ],
    "enedis.r4q": [
        r4q(("2021-01-01T00:00:00+01:00", "28", "R"), ("2021-01-01T00:10:00+01:00", "29", "E"))
    ],
}
