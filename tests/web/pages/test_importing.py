"""Files dropped in a page, by a browser without scripts: seen, corrected, confirmed, undone."""

import gzip
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from beffroi.decide import asking
from beffroi.errors import BeffroiError
from beffroi.ingest import depositing
from beffroi.periods import utc_now
from beffroi.store.deposits import room, waiting, working
from beffroi.store.erasing import erase
from beffroi.store.households.naming import declare_households
from beffroi.store.jobs.worker import Worker
from beffroi.store.state import models
from beffroi.store.state.depositing import Deposit
from beffroi.store.state.flow import Job
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from beffroi.web.pages import uploads
from beffroi.web.pages.importing import dropping
from beffroi.web.pages.importing.seen import _step
from tests.ingest.bring import curve
from tests.web.pages.conftest import Visitor, entered, words

DROP = "/1/importer"
KEPT = ("deposits", "originals", "lake")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker runs beside: pages wait for none."""
    monkeypatch.setattr(dropping, "PATIENCE", 0.0)


@pytest.fixture
def agent(visitor: Visitor, store: Store) -> Visitor:
    return entered(visitor, store, (1, "agent"))


def drop(visitor: Visitor, *files: tuple[str, bytes], token: bool = True, **fields: str) -> Any:
    """Send the form of files as a browser does: the token of the page first."""
    if token:
        fields = {"page": sessions.page_token(visitor.cookies["beffroi"]), **fields}
    parts: list[Any] = [(name, (None, value)) for name, value in fields.items()]
    parts += [("files", one) for one in files] or [("files", ("", b""))]
    said = {**visitor.headers, "Cookie": f"beffroi={visitor.cookies.get('beffroi', '')}"}
    visitor.client.cookies.clear()
    answer = visitor.client.post(DROP, files=parts, headers=said, follow_redirects=False)
    return visitor.get(answer.headers["location"]) if answer.status_code == 303 else answer


def work(store: Store) -> int:
    """Do what waits, as a worker would; return how many jobs there were."""
    worker, count = Worker(store, "test"), 0
    while worker.one():
        count += 1
    return count


def left(store: Store) -> list[str]:
    """Every file of the home that came from somebody."""
    root = store.home.root
    found = (path for name in KEPT for path in (root / name).rglob("*") if path.is_file())
    return sorted(str(path.relative_to(root)) for path in found if "_delta_log" not in path.parts)


def count(store: Store, model: Any) -> int:
    with store.writer("test").look() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def bytes_of(tmp_path: Path, values: list[float], **said: str) -> bytes:
    return curve(tmp_path / "curve.csv", values, **said).read_bytes()


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


NAMES = {
    "../../../etc/passwd": "passwd",
    "C:\\Users\\x\\relevé.csv": "relevé.csv",
    "<img src=x onerror=alert(1)>.csv": "&lt;img src=x onerror=alert(1)&gt;.csv",
    "nul\0l.csv": "null.csv",
    "x" * 400 + ".csv": "x" * 251 + ".csv",
    "\u202egnp.csv": "gnp.csv",
    "...": "fichier",
}


def test_a_hostile_name_is_only_a_word(agent: Visitor, store: Store, tmp_path: Path) -> None:
    content = bytes_of(tmp_path, [1.0])
    body = part('name="page"', sessions.page_token(agent.cookies["beffroi"]).encode())
    for raw in NAMES:
        name = raw.replace("\\", "\\\\")
        body += part(f'name="files"; filename="{name}"', content)
    answer = raw_post(agent, body + b"--b0--\r\n")
    assert answer.status_code == 303, answer.text
    assert work(store) == 1
    page = agent.get(answer.headers["location"])
    for shown in NAMES.values():
        assert f"<h2>{shown} <small" in page.text, shown
    assert "<img" not in page.text
    (folder,) = {one.rpartition("/")[0] for one in left(store)}
    assert left(store) == [f"{folder}/{n}" for n in range(len(NAMES))], "no name is part of a path"


def raw_post(visitor: Visitor, body: bytes, boundary: str = "b0", **headers: str) -> Any:
    said = {
        **visitor.headers,
        "Cookie": f"beffroi={visitor.cookies['beffroi']}",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        **headers,
    }
    visitor.client.cookies.clear()
    return visitor.client.post(DROP, content=body, headers=said, follow_redirects=False)


def part(said: str, content: bytes) -> bytes:
    return f"--b0\r\nContent-Disposition: form-data; {said}\r\n\r\n".encode() + content + b"\r\n"


def test_what_is_malformed_or_too_much_leaves_nothing(
    agent: Visitor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = part('name="page"', sessions.page_token(agent.cookies["beffroi"]).encode())
    file = part('name="files"; filename="a.csv"', b"x" * 300_000)
    end = b"--b0--\r\n"
    page = sessions.page_token(agent.cookies["beffroi"])
    csv = {"Content-Type": "text/csv", "X-Beffroi-Page": page}
    limits = uploads.Limits(0.2, 0.5)  # type: ignore[arg-type]
    refused = {
        "truncated": (raw_post(agent, token + file[:200_000]), 400),
        "no token": (raw_post(agent, file + end), 403),
        "the token after the file": (raw_post(agent, file + token + end), 403),
        "a token that is wrong": (raw_post(agent, part('name="page"', b"x") + file + end), 403),
        "a thousand parts": (raw_post(agent, token + part('name="x"', b"") * 1000 + end), 400),
        "a thousand files": (
            raw_post(agent, token + part('name="files"; filename="a"', b"x") * 1000 + end),
            400,
        ),
        "a long field": (raw_post(agent, token + part('name="x"', b"y" * 5000) + end), 400),
        "a part without a name": (raw_post(agent, token + part('filename="a"', b"x") + end), 400),
        "long headers": (raw_post(agent, token + part(f'name="{"x" * 9999}"', b"x") + end), 400),
        "no boundary in it": (raw_post(agent, token + file + end, "zz"), 400),
        "a long boundary": (raw_post(agent, token + file + end, "z" * 5000), 400),
        "no multipart": (raw_post(agent, b"page=1", **csv), 415),
        "nothing chosen": (
            raw_post(agent, token + part('name="files"; filename=""', b"") + end),
            422,
        ),
        "an empty file": (
            raw_post(agent, token + part('name="files"; filename="a.csv"', b"") + end),
            422,
        ),
        "nothing at all": (raw_post(agent, b""), 400),
    }
    monkeypatch.setattr("beffroi.web.pages.receiving.Limits", lambda *_: limits)
    refused |= {
        "a file too large": (raw_post(agent, token + file + end), 413),
        "all of it too large": (
            raw_post(agent, token + part('name="files"; filename="a"', b"x" * 150_000) * 4 + end),
            413,
        ),
    }
    assert {name: answer.status_code for name, (answer, _) in refused.items()} == {
        name: status for name, (_, status) in refused.items()
    }
    assert (count(store, Deposit), left(store)) == (0, [])
    assert not list((store.home.deposits / "coming").iterdir())


def test_hostile_files_are_refused_by_the_readers_as_ever(agent: Visitor, store: Store) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 20_000_000)
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>" + b" " * 20_000_000)
    entity = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'
    files = {
        "bomb.zip": bomb.getvalue(),
        "bomb.xlsx": sheet.getvalue(),
        "bomb.csv.gz": gzip.compress(b"0" * 20_000_000),
        "entity.xml": entity,
        "photo.csv": bytes(range(256)) * 40,
    }
    drop(agent, *files.items())
    assert work(store) == 1
    page = words(agent.get("/1/importer/1"))
    assert page.count("refusé ") >= len(files)
    assert "refusé par sécurité" in page
    assert "Rien à importer" in page
    assert count(store, models.Batch) == 0


def test_no_number_leads_to_another_authority(
    agent: Visitor, store: Store, client: TestClient, tmp_path: Path
) -> None:
    drop(agent, ("a.csv", bytes_of(tmp_path, [1.0])))
    work(store)
    other = entered(Visitor(client), store, (2, "agent"), email="paul@exemple.fr")
    said = set()
    for number in ("1", "999"):
        page = other.get(f"/2/importer/{number}")
        said.add((page.status_code, re.sub(r"\d+", "N", words(page))))
        for path in ("", "/abandonner", "/reprendre", "/analyser", "/fichiers/0"):
            answer = other.send(f"/2/importer/{number}{path}", revision="1", do="first")
            assert answer.status_code == 404, path
        assert other.get(f"/2/importer/{number}/fichiers/0").status_code == 404
    assert len(said) == 1, "one that is another's is not told apart from none"
    assert other.get("/1/importer/1").status_code == 403
    agent.send("/1/importer/1", revision="1")
    work(store)
    for number in ("1", "999"):
        assert other.get(f"/2/imports/{number}").status_code == 404
        assert other.send(f"/2/imports/{number}").status_code == 404
    elected = entered(Visitor(client), store, (1, "elected"), email="louise@exemple.fr")
    assert [elected.get(p).status_code for p in (DROP, "/1/imports")] == [403, 403]
    mate = entered(Visitor(client), store, (1, "agent"), email="marc@exemple.fr")
    told = mate.send("/1/imports/1")
    assert (told.status_code, "Seul qui l’a importé" in words(told)) == (409, True)
    assert count(store, Job) == 2


def test_two_who_confirm_at_once_import_once(agent: Visitor, store: Store, tmp_path: Path) -> None:
    drop(agent, ("a.csv", bytes_of(tmp_path, [1.0, 2.0])))
    work(store)
    doors = [store.writer(f"person {n}") for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda door: waiting.confirm(door, 1, 1, 1), doors))
    assert work(store) == 1
    assert (count(store, Job), count(store, models.Batch)) == (2, 1)
    late = agent.send("/1/importer/1/abandonner")
    assert late.status_code == 200
    assert count(store, models.Series) == 1, "what is imported stays"


class Killed(BaseException):
    """What no handler catches."""


def test_an_import_that_was_killed_goes_on_where_it_was(
    agent: Visitor, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its first file is written down, after it, and when all that is left is to end."""
    kept = working.brought
    for dies in range(3):
        number = dies + 1
        numbers = (f"{dies}1" * 7, f"{dies}2" * 7)
        drop(agent, *((f"{prm}.csv", bytes_of(tmp_path, [1.0, 2.0], prm=prm)) for prm in numbers))
        work(store)
        agent.send(f"/1/importer/{number}", revision="1")

        def killed(*args: Any, dies: int = dies) -> None:
            if args[2] == dies:
                raise Killed
            kept(*args)

        def ended(_door: object, dies: int = dies) -> None:
            if dies == 2:
                raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(depositing, "settle", ended)
            patch.setattr(working, "brought", killed)
            with pytest.raises(Killed):
                Worker(store, "first").one()
        with store.writer("test").keep() as session:  # its lease runs out
            session.query(Job).filter_by(status="running").update(
                {Job.lease_until: utc_now() - timedelta(seconds=1)}
            )
        assert not Worker(store, "second").one(), "it is given back, to wait a little"
        with store.writer("test").keep() as session:
            session.query(Job).update({Job.not_before: utc_now()})
        assert work(store) == 1
        page = words(agent.get(f"/1/importer/{number}")).replace("\u00a0", " ")
        assert page.count("2 nouvelles") == 2, "what was in already is told as this import's own"
    with store.writer("test").look() as session:
        batches = session.scalars(select(models.Batch.status)).all()
    assert batches == ["done"] * 6


def test_files_that_wait_are_bounded_tidied_and_erased(
    agent: Visitor, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bytes_of(tmp_path, [1.0, 2.0])
    drop(agent, ("a.csv", content))
    door = store.writer("test")
    with monkeypatch.context() as patch:
        patch.setattr(waiting, "held", lambda *_: 5_000_000_000)
        full = drop(agent, ("b.csv", content))
        assert (full.status_code, "attendent" in words(full)) == (409, True)
    assert count(store, Deposit) == 1
    working.tidy(door, timedelta(days=7))
    assert count(store, Deposit) == 1
    working.tidy(door, timedelta(0))
    assert (count(store, Deposit), len(left(store))) == (0, 1), "bytes that are young stay a while"
    monkeypatch.setattr("beffroi.store.deposits.room._YOUNG", 0.0)
    room.sweep(store.home, set(), 0.0)
    assert left(store) == []
    drop(agent, ("c.csv", content))
    assert len(left(store)) == 1
    done = erase(door, 1)
    assert (done.deposits, count(store, Deposit), left(store)) == (1, 0, [])


def test_a_work_that_failed_for_good_is_told_and_begun_again(
    agent: Visitor, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(agent, ("a.csv", bytes_of(tmp_path, [1.0])))
    with store.writer("test").keep() as session:
        row = session.scalars(select(Job)).one()
        row.status, row.result = "failed", {"error": {"what": "Panne.", "do": "Recommencez."}}
    page = agent.get("/1/importer/1")
    assert "Panne." in words(page)
    agent.send("/1/importer/1/reprendre")
    work(store)
    assert "à confirmer" in words(agent.get(DROP))
    assert asking.ANALYSE
    with pytest.raises(BeffroiError, match=r"deposit\.state"):
        waiting.again(store.writer("test"), 1, 1)
    assert count(store, Finding) == 0


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
