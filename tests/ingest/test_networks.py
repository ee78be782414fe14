"""The model of a network becomes assets, once, where they stand, and can be taken back."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.equipment import found
from beffroi.errors import BeffroiError
from beffroi.ingest.networks import import_network
from beffroi.ingest.undoing import undo
from beffroi.settings import Settings
from beffroi.store.state.models import Asset
from beffroi.store.store import Store

MODEL = """[JUNCTIONS]
a 20
b 12
c 8
[RESERVOIRS]
r 90
[TANKS]
t 50 2 0 4 10 0
[PIPES]
p1 r a 300 150 120 0
p2 a b 420.5 100 110 0 Closed
p3 b t 10 80 100 0
[PUMPS]
u1 a t HEAD 1
[VALVES]
v1 b c 80 PRV 40 0
[COORDINATES]
r 700000 6600000
a 700100 6600000
b 700100 6600100
t 700200 6600100
[OPTIONS]
Units CMH
Headloss H-W
"""


def assets(store: Store) -> dict[str, Asset]:
    with store.writer("test").look(1) as session:
        rows = {row.key: row for row in session.scalars(select(Asset))}
        session.expunge_all()
    return rows


def model(store: Store, text: str = MODEL, **how: Any) -> Any:
    return import_network(store.writer("test"), 1, text.encode(), "bourg.inp", **how)


def test_a_network_becomes_assets_where_it_stands(store: Store) -> None:
    report = model(store, crs="EPSG:2154")
    assert (report.status, report.kept, report.rows_read) == ("stored", 7, 7)
    known = assets(store)
    assert {key: row.type for key, row in known.items()} == {
        "p1": "pipe", "p2": "pipe", "p3": "pipe", "u1": "pump", "v1": "valve", "t": "tank",
        "r": "water_source",
    }  # fmt: skip
    pipe = known["p1"].attributes
    assert (pipe["length"], pipe["diameter"], pipe["roughness"]) == (300.0, 150.0, 120.0)
    assert pipe["line"][0] == [3.0, 46.5]
    assert pipe["longitude"] == pytest.approx(3.00065, abs=1e-5)  # 50 m east
    assert known["p2"].attributes["closed"] == "yes"
    assert "latitude" not in known["v1"].attributes  # nobody says where c is
    assert [note.en for note in report.notes] == ["1 assets have no position in the model."]


def test_again_changes_nothing_and_a_newer_one_corrects(store: Store) -> None:
    first = model(store, crs="EPSG:2154")
    again = model(store, crs="EPSG:2154")
    assert (again.status, again.batch, again.unchanged) == ("already", first.batch, 7)
    newer = model(store, MODEL.replace("300 150", "300 200"), crs="EPSG:2154")
    assert (newer.kept, newer.changed, newer.unchanged) == (0, 1, 6)
    assert assets(store)["p1"].attributes["diameter"] == 200.0


def test_it_is_undone_and_done_again(store: Store) -> None:
    report = model(store)
    assert [one.en[:30] for one in report.warnings] == ["The reference system was not g"]
    assert assets(store)["p1"].attributes["model_line"] == [
        [700000.0, 6600000.0],
        [700100.0, 6600000.0],
    ]
    list(undo(store.writer("test"), Settings(), report.batch))
    with store.writer("test").look(1) as session:
        assert found(session, 1).total == 0
    assert model(store).status == "stored"
    with store.writer("test").look(1) as session:
        assert found(session, 1).total == 7


def test_a_wrong_reference_system_is_refused_and_nothing_kept(store: Store) -> None:
    with pytest.raises(BeffroiError) as caught:
        model(store, crs="CC42")
    assert caught.value.type.code == "territory.crs_elsewhere"
    assert assets(store) == {}


def test_a_real_network_comes_in_seconds(store: Store, shared_data: Path, tmp_path: Path) -> None:
    content = (shared_data / "water/ltown/L-TOWN.inp").read_bytes()
    begin = time.process_time()  # of this process: others may hold the machine
    report = import_network(store.writer("test"), 1, content, "L-TOWN.inp")
    assert report.kept == 909 + 1 + 2  # links, a tank, two reservoirs
    assert time.process_time() - begin < 20


def test_the_command_says_what_it_did(tmp_path: Path, store: Store) -> None:
    (tmp_path / "bourg.inp").write_text(MODEL)
    run = ["water", "model", "import", str(tmp_path / "bourg.inp"), "--crs", "cc46x"]
    home = ["--home", str(store.home.root), "--organisation", "1"]
    refused = CliRunner().invoke(build("fr"), [*run, *home])
    assert refused.exit_code == 1
    assert "territory.crs_unknown" in refused.output
    done = CliRunner().invoke(build("fr"), [*run[:-1], "Lambert 93", *home, "--json"])
    assert json.loads(done.output)["kept"] == 7
