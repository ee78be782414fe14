"""Shared costs: values worked out by hand, and what always holds."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.commons.costs import (
    Cost,
    Member,
    Plan,
    Reserve,
    Subsidy,
    read_plan,
    simulate,
    statement,
)
from beffroi.commons.costs.sharing import bounded, rounded
from beffroi.errors import BeffroiError

PLAN = """
title = "Plateforme de suivi des consommations"
year = 2026
deduct_awaited = false

[[members]]
name = "Alphe"
population = 1_000
meters = 10
paid = "500,00"

[[members]]
name = "Bouleau"
population = 3_000
meters = 10

[[members]]
name = "Cèdre"
population = 4_000
meters = 20
since = 2026-07-02

[[costs]]
label = "Abonnement"
amount = "12 000,00 €"
key = "population"

[[costs]]
label = "Capteurs"
amount = 10000.01
key = "mixte"

[keys.mixte]
population = 1
meters = 3

[[subsidies]]
label = "Fonds vert"
rate = 70
costs = ["Capteurs"]
received = true

[[subsidies]]
label = "Région"
rate = 10
costs = ["Capteurs"]
"""


def test_a_year_is_shared_as_by_hand() -> None:
    found = statement(read_plan(PLAN))
    # 70 % of 10,000.01 is 7,000.007: 7,000.01; the Région's 1,000.00 is only awaited.
    assert [(one.amount, one.deducted) for one in found.granted] == [
        (700_001, 700_001),
        (100_000, 0),
    ]
    assert [line.net for line in found.lines] == [1_200_000, 300_000]
    # Cèdre is a member for 183 days of 365: it counts for 4000 * 183/365 inhabitants, and 20 *
    # 183/365 meters. Population: 1000 + 3000 + 2005.479 = 6005.479; meters: 10 + 10 + 10.027.
    alphe, bouleau, cedre = found.dues
    assert [one.key for one in alphe.portions] == ["mixte", "population"]
    # population, 12,000.00: 1998.17518, 5994.52554 and 4007.29927.
    assert [d.portions[1].amount for d in found.dues] == [199_817, 599_453, 400_730]
    # mixte, 3,000.00 = 750.00 by population + 2,250.00 by meters (749.3157, 749.3157, 751.3686):
    # 874.2017, 1123.9736 and 1001.8248.
    assert [d.portions[0].amount for d in found.dues] == [87_420, 112_397, 100_183]
    assert (alphe.due, alphe.paid, alphe.balance) == (287_237, 50_000, 237_237)
    assert cedre.days == Fraction(183, 365)
    assert sum(one.due for one in found.dues) == found.total == 1_500_000
    assert bouleau.correction == 0


def test_awaited_subsidies_count_only_where_it_is_said() -> None:
    found = statement(read_plan(PLAN.replace("deduct_awaited = false", "deduct_awaited = true")))
    assert [one.deducted for one in found.granted] == [700_001, 100_000]
    assert found.total == 1_400_000


@pytest.mark.parametrize(
    ("subsidy", "amount"),
    [
        (Subsidy("a", Fraction(7, 10)), 70_000),
        (Subsidy("a", Fraction(7, 10), base=50_000), 35_000),
        (Subsidy("a", Fraction(7, 10), ceiling=60_000), 60_000),
        (Subsidy("a", Fraction(7, 10), ceiling=70_000), 70_000),
        (Subsidy("a", Fraction(1, 3), base=50), 17),  # 16.67 cents
        (Subsidy("a", Fraction(1, 2), base=33), 17),  # a half cent is rounded up
        (Subsidy("a", Fraction(1)), 100_000),
    ],
)
def test_a_subsidy_is_a_rate_of_a_base_up_to_a_ceiling(subsidy: Subsidy, amount: int) -> None:
    plan = Plan("p", 2026, (Member("A"),), (Cost("c", 100_000, "equal"),), subsidies=(subsidy,))
    found = statement(plan)
    assert found.granted[0].amount == amount
    assert found.dues[0].due == 100_000 - amount


def test_a_subsidy_of_several_costs_is_spread_over_them() -> None:
    costs = (Cost("a", 30_000, "equal"), Cost("b", 70_001, "population"))
    plan = Plan("p", 2026, (Member("A"),), costs, subsidies=(Subsidy("s", Fraction(1, 2)),))
    with pytest.raises(BeffroiError, match=r"costs\.unshareable"):
        statement(plan)  # nobody has a population
    members = (Member("A", {"population": Fraction(1)}),)
    found = statement(replace(plan, members=members))
    # Half of 1000.01 is 500.005: 500.01; spread as 300.00 to 700.01: 150.00 and 350.01.
    assert [line.subsidies for line in found.lines] == [15_000, 35_001]


def test_the_reserve_is_fed_and_used() -> None:
    members = (Member("A", {"meters": Fraction(1)}), Member("B", {"meters": Fraction(3)}))
    costs = (Cost("c", 10_000, "meters"),)
    plan = Plan("p", 2026, members, costs, reserve=Reserve(put=3_000, key="equal", taken=2_000))
    found = statement(plan)
    # 80.00 by meters: 20 and 60; 30.00 in equal shares: 15 and 15.
    assert [one.due for one in found.dues] == [3_500, 7_500]
    with pytest.raises(BeffroiError, match=r"costs\.unshareable"):
        statement(replace(plan, reserve=Reserve(taken=10_001)))


@pytest.mark.parametrize(
    ("bounds", "dues"),
    [
        ({}, [10_000, 20_000, 30_000]),
        ({"A": (15_000, None)}, [15_000, 18_000, 27_000]),  # 45,000 left, as 2 to 3
        ({"C": (0, 24_000)}, [12_000, 24_000, 24_000]),  # 36,000 left, as 1 to 2
        ({"A": (15_000, None), "C": (0, 24_000)}, [15_000, 21_000, 24_000]),
        ({"B": (0, 0)}, [15_000, 0, 45_000]),
        ({"A": (60_000, None)}, [60_000, 0, 0]),
    ],
)
def test_floors_and_ceilings_move_the_rest_in_proportion(
    bounds: dict[str, tuple[int, int | None]], dues: list[int]
) -> None:
    members = tuple(
        Member(
            name,
            {"meters": Fraction(count)},
            least=bounds.get(name, (0, None))[0],
            most=bounds.get(name, (0, None))[1],
        )
        for count, name in enumerate("ABC", 1)
    )
    found = statement(Plan("p", 2026, members, (Cost("c", 60_000, "meters"),)))
    assert [one.due for one in found.dues] == dues
    assert [one.shared for one in found.dues] == [10_000, 20_000, 30_000]


@pytest.mark.parametrize("bound", [{"least": 60_001}, {"most": 10_000}])
def test_bounds_that_leave_no_sharing_are_refused(bound: dict[str, int]) -> None:
    members = tuple(Member(name, **bound) for name in "AB")  # type: ignore[arg-type]
    with pytest.raises(BeffroiError, match=r"costs\.unshareable"):
        statement(Plan("p", 2026, members, (Cost("c", 60_000, "equal"),)))


def test_a_member_that_joins_or_leaves_changes_what_the_others_owe() -> None:
    members = (Member("A"), Member("B"), Member("C"))
    plan = Plan("p", 2026, members, (Cost("c", 12_000, "equal"),))
    joined = simulate(plan, join=[Member("D")])
    assert [(one.member, one.before, one.after, one.difference) for one in joined] == [
        ("A", 4_000, 3_000, -1_000),
        ("B", 4_000, 3_000, -1_000),
        ("C", 4_000, 3_000, -1_000),
        ("D", None, 3_000, 3_000),
    ]
    gone = simulate(plan, leave=["C"])
    assert [one.after for one in gone] == [6_000, 6_000, None]
    # C leaves on 2 July: 182 days of 365, 12,000 * 182/912 = 2394.7; the others 4802.6 each.
    assert [one.after for one in simulate(plan, leave=["C"], on=date(2026, 7, 2))] == [
        4_803,
        4_802,
        2_395,
    ]
    for wrong in ({"join": [Member("A")]}, {"leave": ["Z"]}):
        with pytest.raises(BeffroiError, match=r"costs\.invalid"):
            simulate(plan, **wrong)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("year = 2026", "year = 20260"),
        ('title = "', 'titre = "'),
        ('key = "population"', 'key = "habitants"'),
        ('amount = "12 000,00 €"', "amount = 12.345"),
        ('amount = "12 000,00 €"', "amount = -1"),
        ('amount = "12 000,00 €"', "amount = nan"),
        ('amount = "12 000,00 €"', 'amount = "1e400"'),
        ("rate = 70", "rate = 101"),
        ('costs = ["Capteurs"]', 'costs = ["Capteur"]'),
        ('name = "Bouleau"', 'name = "Alphe"'),
        ("since = 2026-07-02", 'since = "juillet"'),
        ("[keys.mixte]", "[keys.population]"),
        ("population = 1\nmeters = 3", "population = 0"),
        ("paid =", "floor = 3\nceiling = 2\npaid ="),
        ("[[costs]]", "[[costs"),
    ],
)
def test_a_plan_that_is_not_understood_is_refused(old: str, new: str) -> None:
    assert old in PLAN
    with pytest.raises(BeffroiError) as caught:
        read_plan(PLAN.replace(old, new, 1))
    assert caught.value.type.code == "costs.invalid"


NAMES = "ABCDEFGH"
COUNTS = st.integers(0, 5_000)


@st.composite
def plans(draw: st.DrawFn, *, bounds: bool = False) -> Plan:
    """Plans that can be shared: somebody counts for everything all year."""
    members = [Member("Z", {"population": Fraction(7), "meters": Fraction(1)})]
    for name in NAMES[: draw(st.integers(0, 8))]:
        first = draw(st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)))
        bases = {"population": Fraction(draw(COUNTS)), "meters": Fraction(draw(COUNTS))}
        least = draw(st.integers(0, 300)) if bounds else 0
        most = draw(st.none() | st.integers(300, 90_000)) if bounds else None
        members.append(Member(name, bases, since=first, least=least, most=most))
    keys = {"mixte": {"population": Fraction(1, 3), "equal": Fraction(2, 3)}}
    costs = tuple(
        Cost(f"c{place}", draw(st.integers(10_000, 10_000_000)), key)
        for place, key in enumerate(("population", "meters", "equal", "mixte"))
    )
    subsidy = Subsidy("s", Fraction(draw(st.integers(0, 100)), 100), ("c0", "c3"))
    return Plan("p", 2026, tuple(members), costs, keys, (subsidy,))


@given(plans(), st.randoms(use_true_random=False))
def test_shares_add_up_whatever_the_order(plan: Plan, random: object) -> None:
    found = statement(plan)
    assert sum(one.due for one in found.dues) == found.total
    assert all(one.due >= 0 for one in found.dues)
    members = list(plan.members)
    random.shuffle(members)  # type: ignore[attr-defined]
    again = statement(replace(plan, members=tuple(members), costs=plan.costs[::-1]))
    assert again.dues == found.dues


@given(plans(bounds=True))
def test_bounds_hold_and_shares_add_up(plan: Plan) -> None:
    found = statement(plan)  # Z has no bound: there is always a way
    assert sum(one.due for one in found.dues) == found.total
    for member, due in zip(sorted(plan.members, key=lambda m: m.name), found.dues, strict=True):
        assert due.due >= member.least
        assert member.most is None or due.due <= member.most


@given(COUNTS, COUNTS, st.integers(1, 10_000_000))
def test_who_counts_twice_pays_twice_to_the_cent(one: int, other: int, amount: int) -> None:
    members = tuple(
        Member(name, {"meters": Fraction(count)})
        for name, count in (("A", one), ("B", 2 * one), ("C", other + 1))
    )
    dues = statement(Plan("p", 2026, members, (Cost("c", amount, "meters"),))).dues
    assert abs(dues[1].due - 2 * dues[0].due) <= 2


@given(
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 10**9), min_size=1), st.integers(1, 9)
)
def test_rounding_keeps_the_sum_and_moves_nobody_by_a_cent(parts: dict[str, int], cut: int) -> None:
    whole = sum(parts.values()) // cut
    total = sum(parts.values()) or 1
    shares = {name: Fraction(whole * part, total) for name, part in parts.items()}
    found = rounded(shares)
    assert sum(found.values()) == sum(shares.values())
    assert all(abs(found[name] - share) < 1 for name, share in shares.items())
    free = dict.fromkeys(shares, 0), dict.fromkeys(shares, None)
    assert bounded(shares, *free) == shares
