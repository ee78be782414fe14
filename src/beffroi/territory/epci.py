"""The groupings of communes with own taxes (EPCI à fiscalité propre) of a year and their members.

Reference: DGCL, list of EPCI and their members on 1 January; Insee publishes the same as a table
of communes (CODGEO, EPCI).
"""

import re
from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.errors.territory import FILE_UNKNOWN
from beffroi.territory.reading import Sort, Table
from beffroi.texts import Text

#: What Insee writes for the few communes that are in none.
_NONE = "ZZZZZZZZZ"
_SIREN = Text(fr="un numéro SIREN", en="a SIREN number")
_COUNT = Text(fr="un nombre d’habitants", en="a number of inhabitants")


@dataclass(frozen=True, slots=True)
class Member:
    """A commune in its EPCI; `population` is the municipal one where the file gives it."""

    epci: str
    epci_name: str
    nature: str
    commune: str
    commune_name: str
    population: int | None = None


def read_epci(table: Table) -> list[Member]:
    """Read the members of the EPCI of a year, in order of EPCI and commune.

    Raises:
        BeffroiError: `territory.row_refused`, `territory.file_unknown`.
    """
    if table.sort is not Sort.EPCI:
        raise BeffroiError(FILE_UNKNOWN, name=table.name)
    rows = table.rows
    own = "siren" in rows[0] if rows else True
    counted = next((n for n in (rows[0] if rows else {}) if n.startswith("pmun")), "")
    found = []
    for line, row in table.numbered():
        siren = row["siren" if own else "epci"]
        if siren == _NONE:
            continue
        if re.fullmatch("[0-9]{9}", siren) is None:
            raise table.refuse(line, siren, _SIREN)
        found.append(
            Member(
                siren,
                row["raison_sociale" if own else "libepci"],
                row.get("nature_juridique", ""),
                table.code(line, row["insee" if own else "codgeo"]),
                row["nom_membre" if own else "libgeo"],
                _population(table, line, row[counted]) if counted else None,
            )
        )
    if not found:
        raise BeffroiError(FILE_UNKNOWN, name=table.name)
    return sorted(found, key=lambda one: (one.epci, one.commune))


def _population(table: Table, line: int, text: str) -> int | None:
    digits = "".join(text.split())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()):
        raise table.refuse(line, text, _COUNT)
    return int(digits)
