"""Where the money of a year goes: the parts of the first page, by hand."""

from datetime import date

from beffroi.decide.indicators import Value
from beffroi.domains import domains
from beffroi.domains.panel import Row
from beffroi.web.pages.spending import spending

COST = next(one for one in domains()["energy"].indicators if one.key == "energy.cost_year")


def cost(
    asset: int, eur: float, year: int = 2025, days: int = 365, quantity: str = "gas.energy"
) -> Value:
    row = Row(-1, asset, "building", f"Bâtiment {asset}", quantity, {})
    return Value(COST, row, date(year, 1, 1), date(year, 12, 31), eur, days)


def test_what_a_building_uses_is_summed_and_shares_are_of_all_that_is_known() -> None:
    (told,) = spending(
        (
            *(cost(1, 300), cost(1, 100, quantity="electricity.active_energy"), cost(2, 600)),
            *(cost(3, 900, days=200), cost(1, 5000, year=2024)),  # half a year, and an older one
        )
    )
    assert told.title.fr == "Ce que coûte chaque bâtiment en 2025"
    assert [(one.asset, one.eur, one.share) for one in told.parts] == [(2, 600, 0.6), (1, 400, 0.4)]


def test_beyond_five_the_others_are_one_part_and_one_building_alone_is_no_comparison() -> None:
    (told,) = spending(tuple(cost(number, 10 * number) for number in range(1, 8)))
    assert [one.name for one in told.parts[:5]] == [f"Bâtiment {n}" for n in (7, 6, 5, 4, 3)]
    assert (told.parts[5].name, told.parts[5].eur, len(told.parts)) == ("", 30, 6)
    (six,) = spending(tuple(cost(number, 10 * number) for number in range(1, 7)))
    assert [one.name for one in six.parts][-1] == "Bâtiment 1"  # « the others » of one has a name
    assert spending((cost(1, 300),)) == ()
