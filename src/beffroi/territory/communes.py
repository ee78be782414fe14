"""Communes and what became of them, as the official geographic code of Insee tells.

Reference: Insee, code officiel géographique, files of communes (`v_commune_AAAA.csv`) and of
movements (`v_mvt_commune_AAAA.csv`). The vintage of a year is what stands on 1 January.
"""

from dataclasses import dataclass
from datetime import date

from beffroi.errors import BeffroiError
from beffroi.errors.territory import FILE_UNKNOWN
from beffroi.territory.reading import Sort, Table
from beffroi.texts import Text

#: A commune of full standing; others are parts of one (associated, delegated, arrondissements).
_WHOLE = "COM"
#: The movements of Insee, by their code MOD.
MOVES: dict[int, Text] = {
    10: Text(fr="changement de nom", en="change of name"),
    20: Text(fr="création", en="creation"),
    21: Text(fr="rétablissement", en="restoration"),
    30: Text(fr="suppression", en="abolition"),
    31: Text(fr="fusion simple", en="simple merger"),
    32: Text(fr="création d’une commune nouvelle", en="creation of a new commune"),
    33: Text(fr="fusion-association", en="merger with associated communes"),
    34: Text(fr="fusion-association devenue simple", en="associated communes dissolved"),
    35: Text(fr="suppression de commune déléguée", en="delegated commune abolished"),
    41: Text(fr="changement de département", en="change of département"),
    50: Text(fr="transfert de chef-lieu", en="seat moved"),
    70: Text(fr="commune associée devenue déléguée", en="associated commune made delegated"),
    71: Text(fr="rétablissement de commune déléguée", en="delegated commune restored"),
}
_DAY = Text(fr="une date AAAA-MM-JJ", en="a date YYYY-MM-DD")
_MOVE = Text(fr="un code de mouvement connu", en="a known code of movement")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of one vintage."""

    code: str
    name: str
    departement: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What became of a commune of full standing on a day; `after` is also one."""

    day: date
    kind: int
    before: str
    before_name: str
    after: str
    after_name: str


def read_communes(table: Table) -> list[Commune]:
    """Read the communes of full standing of a vintage.

    Raises:
        BeffroiError: `territory.row_refused`, `territory.file_unknown` when it has none.
    """
    found = [
        Commune(table.code(line, row["com"]), row["libelle"], row["dep"], row["reg"])
        for line, row in table.numbered()
        if row["typecom"] == _WHOLE
    ]
    if table.sort is not Sort.COMMUNES or not found:
        raise BeffroiError(FILE_UNKNOWN, name=table.name)
    return found


def read_moves(table: Table) -> list[Move]:
    """Read the movements from communes of full standing to such communes, in order of time.

    What only concerns the associated or delegated communes within one changes no territory.

    Raises:
        BeffroiError: `territory.row_refused`, `territory.file_unknown`.
    """
    if table.sort is not Sort.MOVES:
        raise BeffroiError(FILE_UNKNOWN, name=table.name)
    found = []
    for line, row in table.numbered():
        if not row["typecom_av"] == row["typecom_ap"] == _WHOLE:
            continue
        try:
            day = date.fromisoformat(row["date_eff"])
        except ValueError as error:
            raise table.refuse(line, row["date_eff"], _DAY) from error
        if not row["mod"].isascii() or not row["mod"].isdigit() or int(row["mod"]) not in MOVES:
            raise table.refuse(line, row["mod"], _MOVE)
        found.append(
            Move(
                day,
                int(row["mod"]),
                table.code(line, row["com_av"]),
                row.get("libelle_av", ""),
                table.code(line, row["com_ap"]),
                row.get("libelle_ap", ""),
            )
        )
    return sorted(found, key=lambda move: (move.day, move.kind, move.before, move.after))
