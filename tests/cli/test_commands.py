"""The command line, from an empty folder to a verified outcome."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from beffroi.cli.main import build
from beffroi.periods import day_starts
from tests.decide.meters import heating, weather

Run = Callable[..., Any]
FIRST = date(2022, 1, 1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the installation of a test will be."""
    return tmp_path / "beffroi"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the home; answer its JSON, or its text with `plain=True`."""
    monkeypatch.setenv("BEFFROI_ACTOR", "secrétaire")
    app = build()

    def call(*words: str, code: int = 0, plain: bool = False) -> Any:
        extra = [] if plain else ["--json"]
        result: Result = CliRunner().invoke(app, [*words, "--home", str(home), *extra])
        assert result.exit_code == code, result.output
        return result.output if plain else json.loads(result.stdout)

    return call


def gas_csv(path: Path, use: np.ndarray, first: date = FIRST) -> Path:
    """A daily gas file as a town hall could have it."""
    days = np.datetime64(first, "D") + np.arange(len(use))
    lines = [
        f"{day.astype(object):%d/%m/%Y};{value / 1000:.3f}"
        for day, value in zip(days, use, strict=True)
    ]
    text = "Date;Consommation gaz (kWh)\n" + "\n".join(lines).replace(".", ",") + "\n"
    path.write_text(text, "utf-8")
    return path


def weather_json(path: Path, temperature: np.ndarray, first: date = FIRST) -> Path:
    """An Open-Meteo answer, hourly and constant over each day (GMT)."""
    edges = day_starts(first, (np.datetime64(first, "D") + len(temperature)).astype(object))
    hours = np.arange(edges[0], edges[len(temperature)], np.timedelta64(1, "h"))
    place = np.searchsorted(edges, hours, side="right") - 1
    answer = {
        "latitude": 47.0,
        "longitude": 0.5,
        "utc_offset_seconds": 0,
        "timezone": "GMT",
        "hourly_units": {"time": "iso8601", "temperature_2m": "°C"},
        "hourly": {
            "time": [str(hour)[:16] for hour in hours],
            "temperature_2m": [round(float(temperature[p]), 2) for p in place],
        },
    }
    path.write_text(json.dumps(answer), "utf-8")
    return path


def test_first_steps(run: Run, home: Path, tmp_path: Path) -> None:
    assert run("init", "--name", "Saint-Essai")["organisation"] == 1
    assert run("findings") == []
    file = gas_csv(tmp_path / "ecole.csv", np.arange(1.0, 11.0) * 10_000)
    (report,) = run("import", str(file))
    assert (report["status"], report["kept"], report["refused"]) == ("stored", 10, 0)
    (series,) = run("series")
    assert (series["quantity"], series["points"]) == ("gas.energy", 10)
    (again,) = run("import", str(file))
    assert again["status"] == "already"
    month = run("observations", str(series["id"]), "--step", "month", "--view", "raw")
    assert month["total"] == pytest.approx(550.0)
    assert month["unit"] == "kWh"
    days = run("observations", "ecole", "--from", "2022-01-02", "--to", "2022-01-04")
    assert [row["value"] for row in days["observations"]] == [20.0, 30.0]
    target = tmp_path / "out.parquet"
    run("observations", "ecole", "--parquet", str(target), plain=True)
    assert pq.read_table(target)["value"].to_pylist() == [float(v) for v in range(10, 101, 10)]
    text = run("observations", "ecole", "--csv", plain=True)
    assert len(text.splitlines()) == 11
    assert home.is_dir()


def test_a_dry_run_shows_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    run("init")
    file = gas_csv(tmp_path / "ecole.csv", np.ones(10) * 1000)
    saved = tmp_path / "mapping.toml"
    (report,) = run("import", str(file), "--dry-run", "--save-mapping", str(saved))
    assert (report["status"], report["observations"]) == ("understood", 10)
    assert run("series") == []
    text = saved.read_text("utf-8").replace('quantity = "gas.energy"', 'quantity = "heat.energy"')
    saved.write_text(text, "utf-8")
    run("import", str(file), "--mapping", str(saved))
    assert [row["quantity"] for row in run("series")] == ["heat.energy"]
    # The next file of the same shape is read in the same way, without being told.
    other = gas_csv(tmp_path / "mairie.csv", np.ones(5) * 1000)
    run("import", str(other))
    assert {row["quantity"] for row in run("series")} == {"heat.energy"}


def test_assets_are_described_by_a_table(run: Run, tmp_path: Path) -> None:
    run("init")
    run("import", str(gas_csv(tmp_path / "ecole.csv", np.ones(10) * 1000)))
    table = tmp_path / "equipements.csv"
    run("assets", "--template", str(table))
    header = table.read_text("utf-8-sig").splitlines()[0].split(";")
    assert header[:4] == ["Sorte", "Identifiant", "Nom", "Rattaché à"]
    table.write_text(
        "type;key;name;parent;surface\nbuilding;e1;École;;900,5\nmoulin;ecole;;e1;\n", "utf-8"
    )
    error = run("assets", "--describe", str(table), code=1)["error"]
    assert error["code"] == "decide.description_invalid"
    table.write_text(table.read_text("utf-8").replace("moulin", "meter"), "utf-8")
    rows = {row["key"]: row for row in run("assets", "--describe", str(table))}
    assert rows["e1"]["attributes"]["surface"] == 900.5
    assert rows["ecole"]["parent"] == "e1"


def test_from_a_fault_to_a_verified_saving(run: Run, tmp_path: Path) -> None:
    """A step of 35 % is found, decided on, mended, and the mending is verified."""
    outside = weather(FIRST, 1460, seed=5)
    use = heating(outside, seed=5)
    use[600:1000] *= 1.35
    run("init")
    run("import", str(weather_json(tmp_path / "meteo.json", outside)))
    run("import", str(gas_csv(tmp_path / "ecole.csv", use[:960])))
    found = run("analyse", "--domain", "energy")["findings"]
    assert len(found) == 1
    finding = found[0]
    assert finding["until"] is None  # it follows the heating: a warm summer does not end it
    assert abs((date.fromisoformat(finding["since"]) - date(2023, 8, 24)).days) < 30
    stake = finding["stake"]["kwh_per_year"]
    truth = 0.35 * use[235:600].sum() / 1000  # of the year before
    assert stake["low"] < truth < stake["high"]
    number = str(finding["id"])
    shown = run("findings", "show", number)
    assert shown["chart"]["$schema"].startswith("https://vega.github.io")
    run("decide", number, "act", "--reason", "régulation à reprendre")
    run("act", number, "--done", "27/09/2024", "--cost", "800", "--what", "sonde remplacée")
    assert run("verify", number, code=1)["error"]["code"] == "decide.history_short"
    run("import", str(gas_csv(tmp_path / "suite.csv", use)), "--mapping", mapping(tmp_path))
    result = run("verify", number)
    assert result["proven"]
    kinds = [entry["kind"] for entry in run("findings", "show", number)["history"]]
    assert kinds == ["decision", "action", "outcome"]


def mapping(folder: Path) -> str:
    """A mapping that gives the second file to the same meter as the first."""
    path = folder / "same.toml"
    path.write_text('asset = "ecole"\n', "utf-8")
    return str(path)


def test_baseline_answers_the_agreed_keys(run: Run, tmp_path: Path) -> None:
    outside = weather(FIRST, 730)
    run("init")
    run("import", str(weather_json(tmp_path / "meteo.json", outside)))
    run("import", str(gas_csv(tmp_path / "ecole.csv", heating(outside))))
    names = {row["quantity"]: str(row["id"]) for row in run("series")}
    spans = ("--train", "2022-01-01..2022-12-31", "--test", "2023-01-01..2023-12-31")
    result = run(
        "baseline", names["gas.energy"], "--weather", names["weather.air_temperature"], *spans
    )
    assert result.keys() >= {"cvrmse_train", "cvrmse_test", "nmbe_test", "seconds"}
    # The simulated noise is 8 %: a good baseline is near it, and cannot be below for long.
    assert 0.06 < result["cvrmse_test"] < 0.12
    error = run("baseline", names["gas.energy"], "--weather", names["gas.energy"], *spans, code=1)
    assert error["error"]["code"] == "decide.weather_missing"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("observations", "99"), "store.not_found"),
        (("observations", "ecole", "--from", "hier"), "period.date_invalid"),
        (("observations", "ecole", "--from", "2024-01-02", "--to", "2024-01-01"), "period.empty"),
        (("findings", "show", "5"), "store.not_found"),
        (("decide", "5", "act", "--reason", "x"), "store.not_found"),
        (("verify", "5"), "store.not_found"),
        (("analyse", "--domain", "moon"), "domain.unknown"),
        (("analyse", "--as-of", "demain"), "period.date_invalid"),
        (("import", "nowhere.csv", "--mapping", "nowhere.toml"), "import.file_missing"),
    ],
)
def test_errors_are_data(run: Run, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    run("init")
    run("import", str(gas_csv(tmp_path / "ecole.csv", np.ones(10) * 1000)))
    error = run(*words, code=1)["error"]
    assert error["code"] == code
    assert error["do"]


def test_a_missing_file_is_reported_and_others_go_on(run: Run, tmp_path: Path) -> None:
    run("init")
    good = gas_csv(tmp_path / "ecole.csv", np.ones(10) * 1000)
    bad, fine = run("import", str(tmp_path / "absent.csv"), str(good), code=1)
    assert bad["error"]["code"] == "import.file_missing"
    assert fine["status"] == "stored"


def test_an_unknown_home_says_how_to_make_one(run: Run) -> None:
    error = run("findings", code=1)["error"]
    assert error["code"] == "store.home_missing"
    assert "beffroi init" in error["do"]


def test_screens_speak_french_and_english(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")
    assert "Aucun constat" in run("findings", plain=True)
    monkeypatch.setenv("BEFFROI_LANGUAGE", "en")
    assert "No finding" in run("findings", plain=True)
    english = CliRunner().invoke(build("en"), ["--help"]).stdout
    assert "Import files." in english
    assert "Importer des fichiers." in CliRunner().invoke(build("fr"), ["--help"]).stdout


def test_the_demonstration_is_small_simulated_and_repeatable(run: Run, home: Path) -> None:
    answer = run("demo", "--communes", "1", "--years", "2")
    assert answer["simulated"]
    assert (home / "DEMONSTRATION.txt").is_file()
    again = run("demo", "--communes", "1", "--years", "2", "--again")
    assert [row["explanation"] for row in again["findings"]] == [
        row["explanation"] for row in answer["findings"]
    ]


def test_a_real_home_is_never_replaced_by_the_demonstration(run: Run) -> None:
    run("init")
    error = run("demo", "--communes", "1", "--again", code=1)["error"]
    assert error["code"] == "store.home_exists"
