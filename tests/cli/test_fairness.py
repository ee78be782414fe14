"""`beffroi algorithms show`: groups compared with what the home knows of their places."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.settings import Settings
from beffroi.store.store import Store
from tests.territory.files import DENSITY_2026, EPCI_2026
from tests.trust.fairness.estates import KEY, estate


def test_a_card_shows_the_population_of_the_territory(tmp_path: Path) -> None:
    home = tmp_path / "home"

    def run(*words: str) -> str:
        result = CliRunner().invoke(build("en"), [*words, "--home", str(home)])
        assert result.exit_code == 0, result.output
        return result.stdout

    run("init", "--name", "Alphe")
    path = tmp_path / "epcicom2026.csv"
    path.write_text(EPCI_2026, "utf-8")
    grid = tmp_path / "grille_densite_2026.csv"
    grid.write_text(DENSITY_2026, "utf-8")
    run("territory", "load", str(path), str(grid))
    run("organisations", "territory", "1", "99001")
    with Store.open(home, Settings.load(home)) as store:
        estate(store, 1, 10, ["act"] * 10)
    plain: dict[str, Any] = json.loads(run("algorithms", "show", KEY, "--json"))
    groups = plain["here"]["fairness"]["population"]["groups"]
    assert list(groups) == ["500-1999"]  # 1,480 inhabitants
    assert list(plain["here"]["fairness"]["density"]["groups"]) == ["6"]
    shown = " ".join(run("algorithms", "show", KEY).split())
    assert "hors groupe, sans décile" in shown
    assert "les décisions ne se comparent pas" in shown
    principles = json.loads(run("algorithms", "principles", KEY, "--json"))
    [row] = [one for one in principles if one["principle"] == "fairness"]
    assert len(row["missing"]) == 4
    assert json.loads(run("algorithms", "rates", "--json"))[KEY]["confirmed"] == 10
