"""Codes of one vintage in another: worked out by hand from invented files."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import BeffroiError
from beffroi.territory.communes import Commune, Move, read_communes, read_moves
from beffroi.territory.history import History
from beffroi.territory.reading import read_table
from tests.territory.files import COMMUNES_2026, MOVES_2026


@pytest.fixture(scope="module")
def history() -> History:
    communes = read_communes(read_table("v_commune_2026.csv", COMMUNES_2026.encode()))
    moves = read_moves(read_table("v_mvt_commune_2026.csv", MOVES_2026.encode()))
    return History(2026, communes, 2026, moves)


@pytest.mark.parametrize(
    ("code", "year", "to", "answer", "places", "others"),
    [
        ("99001", 2015, 2026, "same", ["99001"], []),
        ("99001", 2009, 2026, "one", ["99001"], ["99002"]),
        ("99002", 2010, 2011, "one", ["99001"], ["99001"]),
        ("99004", 2015, 2026, "one", ["99003"], ["99003"]),
        ("99004", 2015, 2016, "one", ["99003"], ["99003"]),  # in force on 1 January
        ("99005", 2019, 2026, "several", ["99005", "99006"], []),
        ("99005", 2020, 2026, "same", ["99005"], []),
        ("99007", 2017, 2026, "one", ["98007"], []),
        ("99003", 2026, 2015, "several", ["99003", "99004"], []),
        ("99006", 2026, 2015, "one", ["99005"], ["99005"]),
        ("98007", 2026, 2017, "one", ["99007"], []),
    ],
)
def test_where_a_code_is_in_another_vintage(
    history: History,
    code: str,
    year: int,
    to: int,
    answer: str,
    places: Sequence[str],
    others: Sequence[str],
) -> None:
    found = history.find(code, year, to)
    assert found.answer == answer
    assert [one for one, _ in found.places] == places
    assert [one for one, _ in found.others] == others


def test_the_communes_of_a_year_are_those_of_the_file_undone_to_it(history: History) -> None:
    assert sorted(history.communes(2026)) == ["98007", "99001", "99003", "99005", "99006"]
    assert history.communes(2015) == {
        "99001": "Alphe-les-Bains",
        "99003": "Cèdre",
        "99004": "Dahlia",
        "99005": "Érable",
        "99007": "Genêt",
    }
    assert history.communes(2010)["99002"] == "Bouleau"  # the merger came in May
    assert "99002" not in history.communes(2011)


def test_the_names_are_those_of_the_vintages_and_the_movements_are_told(history: History) -> None:
    found = history.find("99001", 2015, 2026)
    assert (found.name, found.places) == ("Alphe-les-Bains", (("99001", "Alphe"),))
    assert [(m.day, m.kind) for m in found.moves] == [(date(2021, 3, 1), 10)]


def test_what_is_not_known_is_said(history: History) -> None:
    with pytest.raises(BeffroiError) as caught:
        history.find("99004", 2026, 2015)
    assert caught.value.type.code == "territory.code_unknown"
    assert str(caught.value.to_dict("en")["do"]).endswith("It existed in 2015.")
    with pytest.raises(BeffroiError) as caught:
        history.find("99001", 2015, 2027)
    assert caught.value.type.code == "territory.not_loaded"
    with pytest.raises(BeffroiError):  # movements that stop before the list of communes
        History(2026, [Commune("99001", "Alphe")], 2020, [])


def test_movements_of_one_day_that_follow_one_another_are_followed() -> None:
    day = date(2019, 1, 1)
    moves = [
        Move(day, 41, "99001", "A", "98001", "A"),
        Move(day, 32, "98001", "A", "98002", "B"),
        Move(day, 32, "98002", "B", "98002", "B"),
    ]
    history = History(2018, [Commune("99001", "A"), Commune("98002", "B")], 2019, moves)
    assert history.communes(2019) == {"98002": "B"}
    assert history.find("99001", 2018, 2019).places == (("98002", "B"),)


CODES = [f"9900{n}" for n in range(1, 8)]


@st.composite
def lives(draw: st.DrawFn) -> tuple[History, int]:
    """Some communes that merge and split at random, from 2000 on."""
    standing, moves, fresh = set(CODES), [], 10
    for year in range(2000, 2000 + draw(st.integers(0, 8))):
        day = date(year, draw(st.integers(2, 12)), 1)
        one = draw(st.sampled_from(sorted(standing)))
        if len(standing) > 1 and draw(st.booleans()):
            other = draw(st.sampled_from(sorted(standing - {one})))
            moves += [Move(day, 32, gone, gone, one, one) for gone in (one, other)]
            standing.discard(other)
        else:
            new = f"990{fresh}"
            fresh += 1
            moves += [Move(day, 21, one, one, to, to) for to in (one, new)]
            standing.add(new)
    return History(2000, [Commune(code, code) for code in CODES], 2010, moves), len(standing)


@given(lives())
def test_the_way_there_and_the_way_back_agree(drawn: tuple[History, int]) -> None:
    history, count = drawn
    then, now = history.communes(2000), history.communes(2010)
    assert len(now) == count
    reached = set()
    for code in then:
        places = {one for one, _ in history.find(code, 2000, 2010).places}
        assert places <= now.keys()
        reached |= places
        for place in places:
            assert code in {one for one, _ in history.find(place, 2010, 2000).places}
    assert reached == now.keys()
    undone = History(2010, [Commune(*one) for one in now.items()], 2010, history.moves)
    assert undone.communes(2000) == then
