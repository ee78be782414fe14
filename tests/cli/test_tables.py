"""Tables and files that the commands of the catalogue and of indicators give."""

import json
from pathlib import Path

import numpy as np
import pytest

from beffroi.cli.main import build
from beffroi.cli.usage import problem_of
from tests.cli.test_commands import FIRST, Run, gas_csv, home, run, weather_json  # noqa: F401
from tests.decide.meters import heating, weather


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:  # noqa: F811
    """An installation with two years of a school and a weather station."""
    outside = weather(FIRST, 730)
    run("init")
    run("import", str(weather_json(tmp_path / "meteo.json", outside)))
    run("import", str(gas_csv(tmp_path / "ecole_du_bourg_112_gas.csv", heating(outside))))
    run("import", str(gas_csv(tmp_path / "ecole_du_bourg_114_gas.csv", heating(outside, 9))))
    return run


def test_indicators_show_the_newest_year_once(filled: Run) -> None:
    screen = filled("indicators", plain=True)
    assert "2022" not in screen
    assert screen.count("Consommation de l’année") <= 2
    everything = filled("indicators")
    assert {row["from"][:4] for row in everything} == {"2022", "2023"}
    chosen = filled("indicators", "--asset", "bourg 112", "--period", "2022-03")
    assert {(row["from"], row["asset"]) for row in chosen} == {
        ("2022-03-01", "ecole_du_bourg_112_gas")
    }
    months = filled("indicators", "--key", "energy.consumption", "--period", "2022")
    assert len(months) == 24


@pytest.mark.parametrize("period", ["22", "2022-13", "hier"])
def test_a_period_that_is_none_is_refused(filled: Run, period: str) -> None:
    assert filled("indicators", "--period", period, code=1)["error"]["code"] == "cli.usage"


def test_an_unknown_asset_is_told(filled: Run) -> None:
    error = filled("indicators", "--asset", "piscine", code=1)["error"]
    assert error["code"] == "store.not_found"


def test_the_end_of_a_name_is_always_shown(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for command in ("series", "assets"):
        screen = filled(command, plain=True)
        assert "…" not in screen
        joined = "".join("".join(line.split()) for line in screen.splitlines())
        assert "112_gas" in joined or ("112" in screen and "114" in screen)
        lines = [line for line in screen.splitlines() if line.strip()]
        assert lines[0].split()[0] == "n°"


def test_csv_goes_to_a_file_or_to_the_screen(filled: Run, tmp_path: Path) -> None:
    target = tmp_path / "mesures.csv"
    filled("observations", "bourg 112", "--csv", str(target), plain=True)
    rows = target.read_text("utf-8").splitlines()
    assert len(rows) == 731
    for words in (("--csv",), ("--csv", "-")):
        said = filled("observations", "bourg 112", *words, plain=True)
        assert said.splitlines() == rows


def test_a_choice_is_explained_in_french() -> None:
    with pytest.raises(Exception, match="week") as caught:
        build()(["observations", "1", "--step", "week"], standalone_mode=False)
    said = problem_of(caught.value)  # type: ignore[arg-type]  # what the library raises
    assert said is not None
    assert "month (mois)" in said.fr
    assert "Value error" not in said.fr + said.en


def test_what_a_domain_lacks_is_said_in_french(run: Run, tmp_path: Path) -> None:  # noqa: F811
    from typer.testing import CliRunner

    app = build()
    made = CliRunner().invoke(app, ["dev", "new-domain", "lavoirs", "--into", str(tmp_path)])
    assert made.exit_code == 0
    words = ["dev", "check-domain", "lavoirs", "--into", str(tmp_path)]
    said = CliRunner().invoke(app, words).stdout
    assert "reste à écrire" in said
    assert "still to be written" not in said
    rows = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert rows[0]["problem"] == "reste à écrire"
    assert np.all([row["todo"] for row in rows])
