"""The type of each commune, from the densest to the sparsest, as Insee's grid of density tells.

Reference: Insee, grille communale de densité, seven levels
(https://www.insee.fr/fr/information/6439600), made by the method of Eurostat (Degurba).
"""

from beffroi.errors import BeffroiError
from beffroi.errors.territory import FILE_UNKNOWN
from beffroi.territory.reading import Sort, Table
from beffroi.texts import Text

LEVELS: dict[str, Text] = {
    "1": Text(fr="grands centres urbains", en="large urban centres"),
    "2": Text(fr="centres urbains intermédiaires", en="medium urban centres"),
    "3": Text(fr="ceintures urbaines", en="suburbs"),
    "4": Text(fr="petites villes", en="small towns"),
    "5": Text(fr="bourgs ruraux", en="villages"),
    "6": Text(fr="rural à habitat dispersé", en="dispersed rural"),
    "7": Text(fr="rural à habitat très dispersé", en="very dispersed rural"),
}
_BY_NAME = {label.fr: key for key, label in LEVELS.items()}
_EXPECTED = Text(
    fr="l’un des sept niveaux de la grille de densité", en="one of the seven levels of density"
)


def read_density(table: Table) -> dict[str, str]:
    """Read the level of each commune, a key of `LEVELS`.

    The number of a level is believed in the column DENS7 only: DENS has three levels in some
    vintages and seven in others, and its name beside it tells.

    Raises:
        BeffroiError: `territory.row_refused`, `territory.file_unknown`.
    """
    if table.sort is not Sort.DENSITY or not table.rows:
        raise BeffroiError(FILE_UNKNOWN, name=table.name)
    column = "dens7" if "dens7" in table.rows[0] else "libdens"
    found = {}
    for line, row in table.numbered():
        text = row[column]
        level = text if column == "dens7" else _BY_NAME.get(" ".join(text.lower().split()))
        if level not in LEVELS:
            raise table.refuse(line, text, _EXPECTED)
        found[table.code(line, row["codgeo"])] = level
    return found
