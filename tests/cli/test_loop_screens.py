"""What the screens of the loop say: nothing found, found in the past, decided, withdrawn."""

from pathlib import Path
from typing import Any

import numpy as np

from beffroi.cli.findings import _chosen
from tests.cli.test_commands import FIRST, Run, gas_csv, home, run, weather_json  # noqa: F401
from tests.decide.meters import heating, weather


def row(number: int, eur: float) -> dict[str, Any]:
    """A finding as plain data, with its stake only."""
    return {"id": number, "stake": {"eur_per_year": {"value": eur}}}


def words_of(screen: str) -> str:
    """A screen without its line breaks."""
    return " ".join(screen.split())


def test_findings_without_a_stake_stay_visible() -> None:
    ranked = [row(n, 100.0 - n) for n in range(30)] + [row(n, 0.0) for n in range(30, 40)]
    shown = [item["id"] for item in _chosen(ranked, 10)]
    assert shown == [*range(7), 30, 31, 32]
    assert len(_chosen(ranked[:5], 10)) == 5


def test_no_finding_says_what_is_missing(run: Run, tmp_path: Path) -> None:  # noqa: F811
    run("init")
    assert "aucune mesure" in run("findings", plain=True)
    outside = weather(FIRST, 800)
    run("import", str(gas_csv(tmp_path / "ecole.csv", heating(outside)[:100])))
    assert "n’a encore un an" in run("findings", plain=True)
    run("import", str(weather_json(tmp_path / "meteo.json", outside)))
    run("import", str(gas_csv(tmp_path / "mairie.csv", heating(outside))))
    assert "pas encore été analysées" in run("findings", plain=True)
    said = run("analyse", plain=True)
    assert "moins d’un an de mesures" in said
    assert "ecole (01/01/2022 – " in said
    answer = run("analyse")
    assert (answer["meters"], answer["new"]) == (1, 0)
    assert [left["reason"] for left in answer["left_out"]] == ["short"]
    assert [left["reason"] for left in answer["judged_in_the_past"]] == ["past"]
    assert "bonne nouvelle" in run("findings", plain=True)


def test_a_replay_of_what_was_received_later_says_what_to_do(
    run: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    run("init")
    run("import", str(gas_csv(tmp_path / "ecole.csv", np.ones(500) * 1000)))
    assert "--as-measured" in run("analyse", "--as-of", "2023-06-01", plain=True)
    assert "--as-measured" in run("analyse", "--as-of", "2023-06-01")["hint"]
    assert run("analyse")["hint"] is None


def test_a_finding_already_over_is_told_with_where_to_see_it(
    run: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    outside = weather(FIRST, 1200, seed=5)
    use = heating(outside, seed=5)
    use[600:800] *= 1.5
    run("init")
    run("import", str(weather_json(tmp_path / "meteo.json", outside)))
    run("import", str(gas_csv(tmp_path / "ecole.csv", use)))
    said = run("analyse", plain=True)
    assert "Constats nouveaux\u00a0: 0" in said
    assert "déjà terminés\u00a0: 1" in said
    assert "findings --all" in said
    assert len(run("findings", "--all")) == 1


def test_a_decision_changed_and_an_action_withdrawn_are_shown(
    run: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    outside = weather(FIRST, 960, seed=5)
    use = heating(outside, seed=5)
    use[700:] *= 1.35
    run("init")
    run("import", str(weather_json(tmp_path / "meteo.json", outside)))
    run("import", str(gas_csv(tmp_path / "ecole.csv", use)))
    (finding,) = run("analyse")["findings"]
    assert finding["past"] is True
    assert "constat du passé, dernière mesure le" in words_of(run("findings", plain=True))
    number = str(finding["id"])
    run("decide", number, "dismiss", "--reason", "usage connu")
    words = ("act", number, "--done", "27/09/2024", "--cost", "800", "--what", "sonde")
    error = run(*words, code=1)["error"]
    assert error["code"] == "decide.action_undecided"
    assert "écarter" in error["what"]
    changed = run("decide", number, "act", "--reason", "à reprendre", plain=True)
    assert "agir" in changed
    assert "remplace" in changed
    assert "«\u00a0écarter\u00a0»" in changed
    made = run(*words)
    assert run(*words) == {**made, "again": True}
    assert run("act", number, code=1)["error"]["code"] == "decide.action_invalid"
    assert run("act", number, "--cancel", str(made["id"]))["withdrawn"] is True
    shown = run("findings", "show", number)
    assert shown["status"] == "acting"
    kinds = [entry["kind"] for entry in shown["history"]]
    assert kinds == ["decision", "decision", "action", "withdrawal"]
    screen = run("findings", "show", number, plain=True)
    assert "retirée" in screen
