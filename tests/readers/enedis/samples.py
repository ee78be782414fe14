"""Synthetic Enedis files: invented points and values in the shapes of the real ones."""

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


SAMPLES: dict[str, list[bytes]] = {
    "enedis.hdm": [
        ("\ufeff" + hdm_curve(*half_hours(1, 8))).encode(),
        hdm_curve(*half_hours(0, 8), unit="").replace("\n", "\r\n").encode(),
        (
            hdm_index("2021-01-01T00:00:00+01:00;Arrêté quotidien;1;2;3;3")
            + hdm_maximum("2021-01-01T18:20:00+01:00;3500")
        ).encode(),
    ],
}
