"""`beffroi compare`, for a dozen communes and one that says no."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from beffroi.cli.comparing import together
from beffroi.decide.indicators import Value
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.domains import domain
from beffroi.domains.panel import Row
from beffroi.store.store import Store
from tests.cli.test_commands import Run, home, run  # noqa: F401
from tests.decide.meters import gas, put_days

KEY = "energy.per_surface"
OPTIONS = (KEY, "--year", "2023", "--use", "ecole")


@pytest.fixture
def communes(run: Run, home: Path) -> list[int]:  # noqa: F811
    """Twelve communes, each with a school of 1,000 m2 that uses 100, 110, 120... kWh/m2."""
    run("init", "--name", "Commune 0")
    found = [1]
    with Store.open(home) as store:
        door = store.writer("test")
        found += [create_organisation(door, f"Commune {n}") for n in range(1, 12)]
        for n, owner in enumerate(found):
            about = {"surface": 1000.0, "use": "ecole"}
            school = Description("building", "e1", "École", attributes=about)
            meter = Description("delivery_point", f"pce-{n}", parent="e1")
            daily = np.full(365, (100 + 10 * n) * 1000.0 * 1000.0 / 365)  # Wh
            put_days(store, gas(f"pce-{n}"), date(2023, 1, 1), daily, organisation=owner)
            put_assets(door, owner, [school, meter])
    return found


def test_where_a_commune_stands(run: Run, communes: list[int]) -> None:  # noqa: F811
    for owner in communes:
        run("compare", "join", str(owner), "--population", "300", "--zone", "H1a")
    assert run("compare", KEY, "--organisation", "Commune 0") == []
    assert run("compare", "release", *OPTIONS)["members"] == 12
    [seen] = run("compare", KEY, "--organisation", "Commune 4")
    assert seen["value"] == pytest.approx(140.0)
    # The means of 110, 120, 130; of 150, 160, 170; of 180, 190, 200.
    assert seen["quantiles"] == {"P25": 120.0, "P50": 160.0, "P75": 190.0}
    assert seen["between"] == [25, 50]
    screen = " ".join(run("compare", KEY, "--organisation", "Commune 4", plain=True).split())
    assert "12 collectivités de 200–499 habitants, zone H1a" in screen
    assert "140" in screen


def test_whoever_says_no_is_in_no_comparison_and_sees_none(
    run: Run,  # noqa: F811
    communes: list[int],
) -> None:
    for owner in communes:
        run("compare", "join", str(owner), "--population", "300", "--zone", "H1a")
    run("compare", "leave", "Commune 11")
    assert run("compare", "release", *OPTIONS)["members"] == 11
    error = run("compare", KEY, "--organisation", "Commune 11", code=1)["error"]
    assert error["code"] == "compare.apart"
    assert run("compare", KEY, "--organisation", "Commune 0")[0]["members"] == 11


def test_a_year_is_made_once_whoever_comes_later(run: Run, communes: list[int]) -> None:  # noqa: F811
    for owner in communes[:11]:
        run("compare", "join", str(owner), "--population", "300", "--zone", "H1a")
    run("compare", "release", *OPTIONS)
    run("compare", "join", str(communes[11]), "--population", "300", "--zone", "H1a")
    error = run("compare", "release", *OPTIONS, code=1)["error"]
    assert error["code"] == "compare.released"
    assert run("compare", KEY, "--organisation", "Commune 11") == []


def test_ten_are_too_few(run: Run, communes: list[int]) -> None:  # noqa: F811
    for owner in communes[:10]:
        run("compare", "join", str(owner), "--population", "300", "--zone", "H1a")
    error = run("compare", "release", *OPTIONS, code=1)["error"]
    assert error["code"] == "compare.too_few"
    assert run("compare", KEY, "--organisation", "Commune 0") == []


def test_an_indicator_that_depends_on_size_is_refused(run: Run, communes: list[int]) -> None:  # noqa: F811
    error = run("compare", "energy.consumption_year", code=1)["error"]
    assert error["code"] == "compare.indicator"
    assert KEY in error["do"]


def test_buildings_together_are_energy_over_area() -> None:
    """A school of 1,000 m2 at 100 + 20 kWh/m2 (gas, electricity), one of 3,000 m2 at 60: 75."""
    [indicator] = [one for one in domain("energy").indicators if one.key == KEY]

    def one(asset: int, quantity: str, value: float, area: float, use: str = "ecole") -> Value:
        row = Row(-1, asset, "building", "École", quantity, {"surface": area, "use": use})
        return Value(indicator, row, date(2023, 1, 1), date(2023, 12, 31), value, 365)

    values = [
        one(1, "gas.energy", 100.0, 1000.0),
        one(1, "electricity.active_energy", 20.0, 1000.0),
        one(2, "gas.energy", 60.0, 3000.0),
        one(3, "gas.energy", 900.0, 500.0, "piscine"),
    ]
    assert together(values, "ecole") == pytest.approx(75.0)
    assert together(values, "mairie") is None


@pytest.fixture
def placed(run: Run, home: Path, tmp_path: Path) -> None:  # noqa: F811
    """A commune of the Loire-Atlantique, and an EPCI of it and of one of the Vendée, invented."""
    listed = tmp_path / "epcicom2026.csv"
    listed.write_text(
        "dept;siren;raison_sociale;nature_juridique;insee;nom_membre;pmun_2026\n"
        "44;244400012;CC des Deux Rives;CC;44999;Marais;2 050\n"
        "44;244400012;CC des Deux Rives;CC;85999;Bocage;570\n"
        "44;244400020;CC de l’Île;CC;06999;Rocher;\n",
        "utf-8",
    )
    run("init", "--name", "Marais")
    run("organisations", "territory", "1", "44999")
    run("territory", "load", str(listed))


def test_public_facts_come_from_the_territory(run: Run, placed: None) -> None:  # noqa: F811
    assert run("compare", "join", "1") == {
        "organisation": 1,
        "taking_part": True,
        "population": 2050,
        "zone": "H2b",
    }
    run("organisations", "add", "CC", "--kind", "epci")
    run("organisations", "territory", "2", "244400012", "--level", "epci")
    joined = run("compare", "join", "2")
    assert (joined["population"], joined["zone"]) == (2620, "H2b")
    # What a person says goes first.
    assert run("compare", "join", "2", "--population", "3000")["population"] == 3000


def test_facts_that_the_files_do_not_tell_are_asked_for(run: Run, placed: None) -> None:  # noqa: F811
    run("organisations", "add", "Nulle part")
    refused = run("compare", "join", "2", code=1)["error"]
    assert refused["code"] == "compare.facts_invalid"
    assert "territory" in refused["what"]
    for place in ("44999", "06999"):
        run("organisations", "territory", "2", place)
    refused = run("compare", "join", "2", code=1)["error"]
    assert "06999" in refused["what"]  # its population is not told
    refused = run("compare", "join", "2", "--population", "9", code=1)["error"]
    assert "H2b, H3" in refused["what"]
    run("compare", "join", "2", "--population", "9", "--zone", "H3")
