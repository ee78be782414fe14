"""Files dropped in a page that are hostile, too much, of others, or whose work was broken off."""

import gzip
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from beffroi.decide import asking
from beffroi.errors import BeffroiError
from beffroi.ingest import depositing
from beffroi.periods import utc_now
from beffroi.store.deposits import room, waiting, working
from beffroi.store.erasing import erase
from beffroi.store.jobs.worker import Worker
from beffroi.store.state import models
from beffroi.store.state.depositing import Deposit
from beffroi.store.state.flow import Job
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from beffroi.web.pages import uploads
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.pages.importing.dropping import DROP, bytes_of, count, drop, left, work

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
