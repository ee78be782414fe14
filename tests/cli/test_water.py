"""`beffroi water leaks`: files in, a file and a table out; the search itself is tested apart."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.domains.water.leaks import searching
from beffroi.domains.water.leaks.measures import Sheets
from beffroi.domains.water.leaks.running import Detection
from beffroi.domains.water.leaks.searching import Past, Search
from beffroi.readers.water.epanet import WaterModel
from beffroi.readers.water.scada import Sheet

MODEL = "[JUNCTIONS]\na 1\n[RESERVOIRS]\nr 9\n[PIPES]\np r a 9 9 9 0\n[OPTIONS]\nUnits CMH\n"
FOUND = Search(
    (Detection("p12", np.datetime64("2019-01-20", "s"), np.datetime64("2019-01-17"), 4.26, 0.873),),
    ("x9",), 2, 30,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "m.inp").write_text(MODEL)
    for year in (2018, 2019):
        times = np.datetime64(f"{year}-01-01", "s") + np.arange(4) * np.timedelta64(300, "s")
        for kind in ("pressures", "flows", "levels", "demands", "leak_flows_m3h"):
            columns = {"timestamp": pa.array(times), f"s{year}": pa.array([1.0, 2.0, None, year])}
            pq.write_table(pa.table(columns), tmp_path / f"{year}_{kind}.parquet")
    (tmp_path / "2018_leaks.csv").write_text(
        "pipe,start,end\np,2018-01-08 13:30,2018-02-01 00:00\n"
    )
    return tmp_path


def call(folder: Path, *words: str, code: int = 0) -> str:
    options = ["--model", str(folder / "m.inp"), "--scada", str(folder), "--from", "2019-01-01"]
    result = CliRunner().invoke(build(), ["water", "leaks", *options, *words])
    assert result.exit_code == code, result.output
    return result.output


def test_a_search_reads_its_files_and_writes_what_it_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []

    def search(model: WaterModel, sheets: Sheets, past: Past, first: np.datetime64) -> Search:
        given.extend([model, sheets, past, first])
        return FOUND

    monkeypatch.setattr(searching, "search", search)
    out = folder / "out.csv"
    said = call(folder, "--out", str(out))
    assert out.read_text() == "pipe,start\np12,2019-01-20 00:00\n"
    for words in ("p12", "20/01/2019", "17/01/2019", "4,3", "87", "x9", "2 jours sur 30"):
        assert words in said
    _, sheets, past, first = given
    pressures: Sheet = sheets.pressures
    assert pressures.names == ("s2018", "s2019")
    assert np.isnan(pressures.values[2, 0])
    assert np.isnan(pressures.values[:4, 1]).all()
    assert pressures.values[7].tolist()[1] == 2019.0
    assert past.leaks[0].pipe == "p"
    assert past.leaks[0].start == np.datetime64("2018-01-08T13:30")
    assert first == np.datetime64("2019-01-01")
    for kind in ("pressures", "flows"):  # what supervisions export, in the other form
        (folder / f"2018_{kind}.parquet").unlink()
        rows = ("01/01/2018 01:00;1,0", "01/01/2018 01:05;2,0", "01/01/2018 01:10;",
                "01/01/2018 01:15;2018,0")  # fmt: skip
        text = "\n".join(["Horodate;s2018", *rows])
        (folder / f"2018_SCADA_{kind.title()}.csv").write_text(text)
    given.clear()
    call(folder, "--timezone", "Europe/Paris")
    assert given[1].pressures.names == pressures.names
    assert np.array_equal(given[1].pressures.times, pressures.times)
    assert np.array_equal(given[1].pressures.values, pressures.values, equal_nan=True)
    plain = json.loads(call(folder, "--json"))
    assert plain["detections"] == [
        {"pipe": "p12", "start": "2019-01-20 00:00", "since": "2019-01-17",
         "m3_per_hour": 4.26, "chance_within_300_m": 0.873},
    ]  # fmt: skip
    assert (plain["silent_days"], plain["unknown_sensors"]) == (2, ["x9"])


def test_what_cannot_be_searched_is_told(folder: Path) -> None:
    assert "water.measures_lacking" in call(folder, "--json", code=1)  # no sensor of the model
    (folder / "2018_levels.parquet").write_bytes(b"not this")
    assert "import.file_broken" in call(folder, "--json", code=1)
    (folder / "m.inp").unlink()
    assert "import.file_missing" in call(folder, "--json", code=1)
