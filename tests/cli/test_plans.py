"""What becomes of a plan, and documents of assets, from the command line."""

from datetime import date, timedelta
from pathlib import Path

from beffroi.store.store import Store
from tests.cli.test_commands import Run, home, run  # noqa: F401
from tests.decide.test_scenarios_outcome import WORKS, after, planned

OWN = ("--organisation", "1")


def test_a_plan_is_followed_to_its_outcome(run: Run, home: Path) -> None:  # noqa: F811
    run("init", "--name", "Essai")
    with Store.open(home) as store:
        kept = str(planned(store, "setpoint", "roof", setpoint_delta="1"))
    early, works = str(WORKS - timedelta(days=10)), str(WORKS)
    said = run("scenarios", "outcome", kept, *OWN, code=1)["error"]
    assert said["code"] == "decide.scenario_invalid"
    run("scenarios", "work", kept, "setpoint", "--done", early, *OWN)
    told = run(
        "scenarios", "work", kept, "roof", "--done", works, "--cost", "9000", *OWN, plain=True
    )
    assert f"roof noté comme fait le {WORKS:%d/%m/%Y}" in " ".join(told.split())
    with Store.open(home) as store:
        true = after(store)
    event = ("--from", str(date(2025, 3, 1)), "--until", str(date(2025, 3, 9)), "--what", "Panne")
    note = run("scenarios", "event", kept, *event, *OWN)["note"]
    run("scenarios", "unnote", kept, str(note), *OWN)
    found = run("scenarios", "outcome", kept, *OWN)
    assert found["avoided_kwh"]["low"] < true < found["avoided_kwh"]["high"]
    shown = run("scenarios", "outcome", kept, *OWN, plain=True)
    assert " ".join(found["sentence"].split()) in " ".join(shown.split())
    assert "2025-02" in shown


def test_a_document_is_attached_corrected_removed_and_put_back(
    run: Run,  # noqa: F811
    home: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    run("init", "--name", "Essai")
    with Store.open(home) as store:
        planned(store, "roof")
    paper = tmp_path / "audit.txt"
    paper.write_text("Isoler le toit.", "utf-8")
    number = str(
        run("documents", "add", str(paper), "--asset", "École", "--kind", "audit", *OWN)["id"]
    )
    run("documents", "correct", number, "--title", "Audit 2025", *OWN)
    [known] = run("documents", "list", *OWN)
    assert (known["title"], known["kind"], known["asset_name"]) == ("Audit 2025", "audit", "École")
    run("documents", "remove", number, *OWN)
    assert run("documents", "list", *OWN) == []
    assert [one["removed"] for one in run("documents", "list", "--all", *OWN)] == [True]
    run("documents", "restore", number, *OWN)
    assert "Audit 2025" in run("documents", "list", *OWN, plain=True)
    unknown = run("documents", "add", str(paper), "--asset", "Piscine", *OWN, code=1)["error"]
    assert unknown["code"] == "document.invalid"
