"""Files dropped in a page, by a browser without scripts: seen, corrected, confirmed, undone."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from beffroi.store.households.naming import declare_households
from beffroi.store.state import models
from beffroi.store.state.depositing import Deposit
from beffroi.store.store import Store
from beffroi.web.pages.importing.seen import _step
from tests.web.pages.conftest import Visitor, words
from tests.web.pages.importing.dropping import bytes_of, count, drop, left, work


def test_a_file_is_seen_confirmed_analysed_and_undone(
    agent: Visitor, store: Store, tmp_path: Path
) -> None:
    content = bytes_of(tmp_path, [1000.0, 2000.0, 1500.0])
    content += b"2024-01-15T02:00:00+01:00;\n"
    page = drop(agent, ("relevé <b>.csv", content))
    assert page.url.path == "/1/importer/1"
    assert "Le travail va commencer" in words(page).replace("le travail", "Le travail")
    assert work(store) == 1
    seen = words(agent.get("/1/importer/1"))
    for said in (
        "relevé <b>.csv",
        "Enedis, historique de mesures (SGE)",
        "11111111111111",
        "Puissance active (soutirage), en kW",
        "une valeur toutes les 30 minutes",
        "3 nouvelles",
        "1 (valeur vide, ligne 7)",
        "15 janvier 2024 à 0:00 1 kW",
        "Rien n’est encore enregistré",
    ):
        assert said in seen.replace("\u00a0", " "), said
    assert count(store, models.Batch) == count(store, models.Series) == 0
    assert [name.split("/")[0] for name in left(store)] == ["deposits"]
    assert "Import en cours" in words(agent.send("/1/importer/1", revision="1"))
    assert work(store) == 1
    done = agent.get("/1/importer/1")
    assert "Import terminé" in words(done)
    assert "3 nouvelles" in words(done).replace("\u00a0", " ")
    assert "deposits" not in {name.split("/")[0] for name in left(store)}
    agent.send("/1/importer/1/analyser")
    assert work(store) == 1
    found = agent.get("/1/importer/1")
    assert "Recherche terminée" in words(found)
    assert 'href="/1/constats"' in found.text
    history = words(agent.get("/1/imports"))
    assert "relevé <b>.csv" in history
    assert "Jeanne Durand" in history
    assert "en place 3 0 1" in history
    undone = agent.send("/1/imports/1")
    assert "Annulation en cours" in words(undone)
    assert work(store) == 1
    assert "annulé" in words(agent.get("/1/imports/1"))
    assert "annulation de l’import n° 1" in words(agent.get("/1/imports")).replace("\u00a0", " ")
    again = agent.send("/1/imports/1")
    assert (again.status_code, "n’est plus en place" in words(again)) == (409, True)
    with store.writer("test").look() as session:
        who = set(session.scalars(select(models.Batch.actor)))
    assert who != {"worker test"}, "an import bears the name of whoever confirmed it"


def test_what_replaces_and_what_is_known_is_told_before(
    agent: Visitor, store: Store, tmp_path: Path
) -> None:
    first = bytes_of(tmp_path, [1000.0, 2000.0, 1500.0, 900.0])
    drop(agent, ("a.csv", first))
    work(store)
    agent.send("/1/importer/1", revision="1")
    work(store)
    drop(agent, ("b.csv", bytes_of(tmp_path, [1000.0, 2000.0, 1500.0, 950.0, 800.0])))
    drop(agent, ("c.csv", first))
    work(store)
    second = words(agent.get("/1/importer/2")).replace("\u00a0", " ")
    assert "1 nouvelle ; 1 remplace une valeur connue ; 3 déjà connues" in second
    third = words(agent.get("/1/importer/3")).replace("\u00a0", " ")
    assert "déjà connu" in third
    assert "Mesures 4 déjà connues" in third
    agent.send("/1/importer/3", revision="1")
    work(store)
    assert "déjà importé" in words(agent.get("/1/importer/3"))
    assert count(store, models.Batch) == 1, "the same file twice is one import"


def test_a_table_is_corrected_read_again_and_remembered(agent: Visitor, store: Store) -> None:
    rows = "\n".join(f"{day:02d}/01/2024;{10 + day},5" for day in range(1, 21))
    drop(agent, ("gymnase.csv", f"Jour;Valeur\n{rows}\n".encode()))
    work(store)
    assert "Corriger la lecture" in words(agent.get("/1/importer/1"))
    path = "/1/importer/1/fichiers/0"
    form = agent.get(path)
    assert 'name="quantity-0"' in form.text
    said: dict[str, Any] = {
        "asset": "Gymnase",
        "keep-0": "yes",
        "quantity-0": "electricity.active_energy",
        "unit-0": "kWh",
        "kind-0": "gauge",  # as it was read, before who corrects said what is measured
        "time": "Jour",
        "hour": "",
        "stamp": "start",
        "step": "1d",
        "timezone": "Europe/Paris",
        "asset_type": "meter",
        "asset_column": "",
    }
    wrong = agent.send(path, **{**said, "unit-0": "pommes"})
    assert (wrong.status_code, 'value="pommes"' in wrong.text) == (422, True)
    assert "pommes" in words(wrong)
    none = agent.send(path, **{**said, "keep-0": ""})
    assert (none.status_code, "au moins une colonne" in words(none)) == (422, True)
    assert agent.send(path, **{**said, "asset": "x" * 201}).status_code == 422
    agent.send(path, **said)
    work(store)
    seen = words(agent.get("/1/importer/1")).replace("\u00a0", " ")
    assert "Électricité, en kWh" in seen
    assert "Gymnase" in seen
    assert "11,5 kWh" in seen
    stale = agent.send("/1/importer/1", revision="1")
    assert (stale.status_code, "n’attend plus" in words(stale)) == (409, True)
    agent.send("/1/importer/1", revision="2")
    work(store)
    with store.writer("test").look() as session:
        assert session.scalars(select(models.Asset.key)).all() == ["Gymnase"]
        (series,) = session.scalars(select(models.Series))
        assert (series.last_value, series.kind) == (30_500.0, "interval")
    late = agent.get(path)
    assert late.status_code == 409, "what is imported is not corrected any more"


def test_a_file_that_is_not_understood_is_described_in_a_mapping(
    agent: Visitor, store: Store
) -> None:
    rows = "\n".join(f"2024-W{week:02d};{week}" for week in range(1, 20))
    drop(agent, ("semaines.csv", f"semaine;valeur\n{rows}\n".encode()))
    work(store)
    page = words(agent.get("/1/importer/1"))
    assert "refusé" in page
    assert "beffroi import" not in page, "no command is told to whoever sees a page"
    assert "Rien à importer" in page
    form = agent.get("/1/importer/1/fichiers/0")
    assert 'name="mapping"' in form.text
    wrong = agent.send("/1/importer/1/fichiers/0", do="mapping", mapping="encoding = 3")
    assert (wrong.status_code, "encoding = 3" in wrong.text) == (422, True)
    gone = words(agent.send("/1/importer/1/abandonner"))
    assert "Le dépôt est abandonné" in gone
    assert (count(store, Deposit), left(store)) == (0, [])


def test_files_of_households_show_and_keep_no_number(agent: Visitor, store: Store) -> None:
    number, other = "09111642617347", "09111642617348"
    lines = ["PRM;date;consommation (kWh)"]
    lines += [f"{number};{day:02d}/01/2024;{day},5" for day in range(1, 21)]
    content = "\n".join([*lines, f"{number};21/01/2024;douze"]).encode()
    drop(agent, (f"{number}.csv", content), households="yes")
    work(store)
    seen = agent.get("/1/importer/1")
    assert "douze" not in seen.text
    assert "Fichiers de foyers" in words(seen)
    agent.send("/1/importer/1", revision="1")
    work(store)
    assert "importé" in words(agent.get("/1/importer/1"))
    # One that is declared is veiled without being told.
    declare_households(store.writer("test"), 1, {("delivery_point", other): {}})
    drop(agent, ("suite.csv", content.replace(number.encode(), other.encode())))
    work(store)
    assert other not in agent.get("/1/importer/2").text
    agent.send("/1/importer/2", revision="1")
    work(store)
    with store.writer("test").look() as session:
        rows = str([row.files for row in session.scalars(select(Deposit))])
    assert number not in rows
    assert other not in rows
    assert "foyer-" not in agent.get("/1/imports/1").text, "an agent does not see that one is there"
    assert all(number.encode() not in path.read_bytes() for path in store.home.root.rglob("*.csv"))
    assert "deposits" not in {name.split("/")[0] for name in left(store)}


@pytest.mark.parametrize(
    ("points", "said"), [(9_384, "une valeur par heure"), (17_852, "variable"), (0, "par heure")]
)
def test_a_pace_that_changes_is_not_said_from_the_first_measure(points: int, said: str) -> None:
    told = {
        "series": [{"step_seconds": None, "points": points}],
        "preview": [{"start": "2021-01-07T00:00:00+00:00", "end": "2021-01-07T01:00:00+00:00"}],
        "from": "2021-01-07T00:00:00+00:00",
        "to": "2022-02-02T00:00:00+00:00",
    }
    step = _step(told)
    assert step is not None
    assert said in step.fr
