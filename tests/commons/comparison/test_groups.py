"""Groups by public facts: large enough, and nobody in two of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.commons.comparison.groups import LEAST, Facts, Group, checked, partition
from beffroi.errors import BeffroiError

ZONES = ["H1a", "H1b", "H1c", "H2a", "H2b", "H2c", "H2d", "H3"]


def many(count: int, population: int, zone: str, first: int = 0) -> dict[int, Facts]:
    return {first + n: Facts(population, zone) for n in range(count)}


def test_eleven_are_a_group_and_ten_are_none() -> None:
    groups, left = partition(many(11, 300, "H1a"))
    assert groups == {Group("200-499", "H1a"): list(range(11))}
    assert left == []
    assert partition(many(10, 300, "H1a")) == ({}, list(range(10)))


def test_those_of_small_groups_go_together_and_not_with_a_group_that_has_its_own() -> None:
    """Six of H1b join six of H1c in H1; the eleven of H1a stay apart: no difference tells a few."""
    members = {
        **many(11, 300, "H1a"),
        **many(6, 300, "H1b", 20),
        **many(6, 300, "H1c", 30),
        **many(3, 300, "H3", 40),
    }
    groups, left = partition(members)
    assert groups[Group("200-499", "H1a")] == list(range(11))
    assert groups[Group("200-499", "H1")] == [*range(20, 26), *range(30, 36)]
    assert left == [40, 41, 42]


@given(
    st.dictionaries(
        st.integers(1, 500),
        st.builds(Facts, st.integers(1, 200_000), st.sampled_from(ZONES)),
        max_size=80,
    )
)
def test_nobody_is_in_two_groups_and_none_is_small(members: dict[int, Facts]) -> None:
    groups, left = partition(members)
    placed = [number for some in groups.values() for number in some]
    assert sorted([*placed, *left]) == sorted(members)
    assert all(len(some) >= LEAST for some in groups.values())


@pytest.mark.parametrize(("population", "zone"), [(0, "H1a"), (-3, "H1a"), (300, "H9"), (300, "")])
def test_facts_that_make_no_sense_are_refused(population: int, zone: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        checked(population, zone)
    assert caught.value.type.code == "compare.facts_invalid"
