"""`beffroi water watch`: what was learnt is kept; each call says what changed since."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.watching import LeakWatch
from beffroi.store.store import Store
from tests.decide.leaks.town import put, text

LEAKS = [("h34", 64, 72, 5.0)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scada").mkdir()
    (tmp_path / "ville.inp").write_text(text())
    put(tmp_path / "scada", 62, LEAKS)
    return tmp_path


def call(store: Store, folder: Path, *words: str, code: int = 0) -> Any:
    options = ["--model", str(folder / "ville.inp"), "--scada", str(folder / "scada")]
    home = ["--home", str(store.home.root), "--json"]
    result = CliRunner().invoke(build(), ["water", "watch", *options, *home, *words])
    assert result.exit_code == code, result.output
    return json.loads(result.output)


def test_each_call_says_what_changed_since_the_last_one(store: Store, folder: Path) -> None:
    assert call(store, folder, code=1)["error"]["code"] == "water.watch_unlearnt"
    begun = call(store, folder, "--from", "2018-03-02")
    assert (begun["days"], begun["last"], begun["running"]) == (2, "2018-03-03", [])
    put(folder / "scada", 70, LEAKS)
    found = call(store, folder)
    [said] = found["said"]
    assert (found["days"], said["leak"], said["since"]) == (8, 1, "2018-03-06")
    assert sum(chance for _, chance in said["pipes"]) == pytest.approx(
        said["chance_within_300_m"], abs=1e-2
    )
    [under] = found["running"]
    assert under["m3_per_hour"]["low"] < 5.0 < under["m3_per_hour"]["high"]
    again = call(store, folder)
    assert (again["days"], again["said"], len(again["running"])) == (0, [], 1)
    put(folder / "scada", 78, LEAKS)
    [ended] = (after := call(store, folder))["ended"]
    assert (ended["leak"], ended["day"], after["running"]) == (1, "2018-03-14", [])
    with store.writer("test").look() as session:
        entries = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "analysis.leaks")
        )
        assert [entry.subject for entry in entries] == ["ville"] * 3
        row = session.scalars(select(LeakWatch)).one()
        assert (row.organisation_id, row.step, row.network) == (1, 3, "ville")
    (folder / "ville.inp").write_text(text() + "\n;; another edition")
    assert call(store, folder, code=1)["error"]["code"] == "water.watch_other"
