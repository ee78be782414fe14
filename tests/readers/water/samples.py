"""Synthetic files of water customers: invented meters and values in the shape told."""

from . import hubeau

HEADER = "Date de relevé;Index relevé (litres);Consommation du jour (litres);Index Mesuré/Estimé"
ROWS = ["27/03/2021;1000;100;Mesuré", "28/03/2021;1250;250;Estimé", "29/03/2021;1400;150;Mesuré"]


def file(*lines: str, encoding: str = "utf-8") -> bytes:
    """Return lines as a file."""
    return "".join(f"{line}\n" for line in lines).encode(encoding)


SAMPLES: dict[str, list[bytes]] = {
    "water.customer_csv": [
        file(HEADER, *ROWS),
        file("N° de compteur;D21XY000123", "", HEADER, *ROWS, encoding="cp1252"),
        file(
            "Compteur;Date;Index (m3);Consommation (m3)",
            "C-0001;2021-03-27 12:00;10,5;0,5",
            "C-0002;2021-03-27 12:00;7;1",
        ),
    ],
    "water.hubeau_json": [
        hubeau.answer(hubeau.result(), hubeau.coli(), hubeau.smell()),
    ],
    "water.hubeau_csv": [
        hubeau.table(hubeau.result(), hubeau.coli(), hubeau.smell()),
        hubeau.table(hubeau.result(), delimiter=",", encoding="cp1252"),
    ],
}
