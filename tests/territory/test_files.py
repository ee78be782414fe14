"""Files of Insee and of the DGCL as they come, and as they should not."""

import pytest

from beffroi.errors import BeffroiError
from beffroi.territory.communes import read_communes, read_moves
from beffroi.territory.density import read_density
from beffroi.territory.epci import read_epci
from beffroi.territory.reading import Sort, read_table
from tests.territory.files import (
    COMMUNES_2026,
    DENSITY_2026,
    EPCI_2015_INSEE,
    EPCI_2026,
    MOVES_2026,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_communes_are_read_whatever_the_encoding(encoding: str, end: str) -> None:
    data = COMMUNES_2026.replace("\n", end).encode(encoding)
    found = read_communes(read_table("v_commune_2026.csv", data))
    assert [one.code for one in found] == ["99001", "99003", "99005", "99006", "98007"]
    assert (found[2].name, found[2].departement, found[2].region) == ("Érable", "99", "84")


def test_titles_in_lower_case_are_those_of_older_vintages() -> None:
    head, rest = COMMUNES_2026.split("\n", 1)
    assert read_table("x", f"{head.lower()}\n{rest}".encode()).sort is Sort.COMMUNES


def test_only_movements_between_whole_communes_are_kept() -> None:
    moves = read_moves(read_table("v_mvt_commune_2026.csv", MOVES_2026.encode()))
    assert len(moves) == 8
    assert [move.day for move in moves] == sorted(move.day for move in moves)


def test_members_of_epci_are_read_from_either_publisher() -> None:
    found = read_epci(read_table("epcicom2026.csv", EPCI_2026.encode("cp1252")))
    assert [(one.epci, one.commune) for one in found] == [
        ("249800028", "98007"),
        ("249900018", "99001"),
        ("249900018", "99003"),
        ("249900018", "99005"),
    ]
    assert (found[1].population, found[1].nature) == (1480, "CC")
    insee = read_epci(read_table("EPCI_au_01-01-2015.csv", EPCI_2015_INSEE.encode()))
    assert [one.commune_name for one in insee] == ["Cèdre", "Dahlia"]  # Érable is in none


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_levels_of_density_are_read_below_the_lines_of_title(encoding: str) -> None:
    found = read_density(read_table("grille.csv", DENSITY_2026.encode(encoding)))
    assert found == {"99001": "6", "99003": "5", "99005": "7", "98007": "1"}
    # A vintage with both grids: DENS has three levels there, DENS7 has seven.
    both = "CODGEO,LIBGEO,DENS,LIBDENS,DENS7\n99001,Alphe,3,Rural,7\n"
    assert read_density(read_table("grille.csv", both.encode())) == {"99001": "7"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("CODGEO,LIBGEO,DENS,LIBDENS\n99001,Alphe,3,Rural\n", 2),  # three levels only
        ("CODGEO,LIBGEO,DENS7\n99001,Alphe,7\n99003,Cèdre,8\n", 3),
        (DENSITY_2026.replace("Bourgs ruraux", ""), 7),
        (DENSITY_2026.replace("99005", "9900"), 8),
    ],
)
def test_what_is_no_level_of_the_grid_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BeffroiError) as caught:
        read_density(read_table("grille.csv", text.encode()))
    assert caught.value.type.code == "territory.row_refused"
    assert caught.value.details["line"] == line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "territory.file_unknown"),
        ("a;b\n1;2\n", "territory.file_unknown"),
        ("TYPECOM,COM,REG,DEP,LIBELLE\n", "territory.file_unknown"),
        ("TYPECOM,COM,REG,DEP,LIBELLE\nCOM,99001,84\n", "territory.file_unknown"),
        ("TYPECOM,COM,REG,DEP,LIBELLE\nCOM,9900,84,99,A\n", "territory.row_refused"),
        ("TYPECOM,COM,REG,DEP,LIBELLE\nCOM,13 100,84,99,A\n", "territory.row_refused"),
    ],
)
def test_a_broken_file_is_refused(text: str, code: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        read_communes(read_table("x.csv", text.encode()))
    assert caught.value.type.code == code


@pytest.mark.parametrize(
    ("old", "new"), [("2018-01-01", "01/01/2018"), ("41,2018", "99,2018"), ("41,2018", "²,2018")]
)
def test_a_movement_that_cannot_be_read_is_refused_with_its_line(old: str, new: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        read_moves(read_table("x.csv", MOVES_2026.replace(old, new).encode()))
    assert caught.value.details["line"] == 5
