"""`beffroi analyse --engine`: the same answer as without, and what is wrong is said."""

from pathlib import Path

from tests.cli.test_commands import FIRST, Run, gas_csv, home, run, weather_json  # noqa: F401
from tests.decide.meters import heating, weather


def test_the_command_analyses_over_the_cluster(
    run: Run,  # noqa: F811
    tmp_path: Path,
    cluster_address: str,
) -> None:
    run("init")
    outside = weather(FIRST, 800)
    use = heating(outside)
    use[500:] *= 1.6
    run("import", str(weather_json(tmp_path / "meteo.json", outside)))
    run("import", str(gas_csv(tmp_path / "mairie.csv", use)))
    run("import", str(gas_csv(tmp_path / "ecole.csv", use[:100])))
    far = run("analyse", "--engine", cluster_address.replace("sc://", "spark://"))
    assert (far["meters"], far["new"] > 0) == (1, True)
    assert [left["reason"] for left in far["left_out"]] == ["short"]
    near = run("analyse")
    assert (near["new"], near["updated"]) == (0, far["new"])
    assert near["left_out"] == far["left_out"]


def test_a_wrong_address_is_said(run: Run) -> None:  # noqa: F811
    run("init")
    said = run("analyse", "--engine", "cluster", code=1, plain=True)
    assert "spark://machine:port" in " ".join(said.split())
    assert "--engine" in run("analyse", "--engine", "sc://127.0.0.1:1", code=1, plain=True)
