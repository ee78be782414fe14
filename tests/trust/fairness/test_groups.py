"""The groups: their limits, and that no algorithm reads what only measures fairness."""

import pytest

from beffroi.territory.profile import POPULATIONS, Profile, population_class
from beffroi.trust.algorithms.fairness.groups import GROUPINGS, INCOME, Place, groups_of
from tests.house.tree import ROOT


@pytest.mark.parametrize(
    ("population", "group"),
    [
        (0, "0-499"),
        (499, "0-499"),
        (500, "500-1999"),
        (1_999, "500-1999"),
        (2_000, "2000-9999"),
        (9_999, "2000-9999"),
        (10_000, "10000-49999"),
        (49_999, "10000-49999"),
        (50_000, "50000-"),
        (12_000_000, "50000-"),
    ],
)
def test_classes_of_population_are_those_of_insee(population: int, group: str) -> None:
    assert population_class(population) == group
    assert group in POPULATIONS


@pytest.mark.parametrize(("decile", "group"), [("1", "1"), ("10", "10"), ("0", None), ("x", None)])
def test_only_deciles_are_groups_of_income(decile: str, group: str | None) -> None:
    found = groups_of(Place(3, Profile(), decile))
    assert found["income"] == group
    assert list(found) == list(GROUPINGS)


def test_no_algorithm_reads_the_income_of_a_quarter() -> None:
    """What every building of a register holds is handed to detectors: none may look at it."""
    code = ROOT / "src" / "beffroi"
    files = [path for part in ("analysis", "domains") for path in (code / part).rglob("*.py")]
    assert [path.name for path in files if INCOME in path.read_text("utf-8")] == ["assets.py"]
