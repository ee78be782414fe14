"""The public address of the journal: what it tells is verified as a stranger would."""

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.settings import Settings
from beffroi.store.journal import keys, note, tree, witness
from beffroi.store.journal.heads import Head, countersign, sign
from beffroi.store.journal.note import WITNESS, PublicKey, SecretKey
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.web.app import make_app
from tests.store.journal.journals import work


class Stranger:
    """Somebody without an account."""

    def __init__(self, client: TestClient, root: Path) -> None:
        self.client, self.root = client, root

    def ask(self, path: str = "", status: int = 200, **query: object) -> Any:
        asked = {name.rstrip("_"): str(value) for name, value in query.items()}
        found = self.client.get(f"/api/journal{path}", params=asked)
        assert found.status_code == status, found.text
        return found.json()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "home") as store:
        create_organisation(store.writer("Jeanne Martin"), "Saint-Éloi")
        work(store, 30)
    return tmp_path / "home"


@pytest.fixture
def stranger(home: Path) -> Iterator[Stranger]:
    with TestClient(make_app(home, Settings()), raise_server_exceptions=False) as client:
        yield Stranger(client, home)


def signed(home: Path) -> None:
    with Store.open(home) as store:
        sign(store.writer("agent"))


def leaf_of(home: Path, number: int) -> str:
    with Store.open(home) as store, store.writer("test").look() as session:
        found = session.scalar(select(JournalEntry.leaf).where(JournalEntry.id == number))
        assert found is not None
        return found.hex()


def test_nothing_is_told_of_what_is_not_signed(stranger: Stranger) -> None:
    assert stranger.ask(status=404)["error"]["code"] == "journal.not_signed"
    assert stranger.ask("/heads") == []
    signed(stranger.root)
    with Store.open(stranger.root) as store:
        work(store, 9)
    assert stranger.ask()["size"] == 34  # a home, an authority, 30 changes, a key, the head itself
    code = stranger.ask("/proof", 404, entry=40, leaf=leaf_of(stranger.root, 40))["error"]["code"]
    assert code == "journal.no_such_leaf"


def test_counts_are_told_where_they_are_not_small(stranger: Stranger) -> None:
    signed(stranger.root)
    told = stranger.ask()
    found = {one["action"]: one["entries"] for one in told["counts"]}
    assert found == {"test.0": 8, "test.1": 8, "test.2": 7, "test.3": 7}  # one key, one home: few
    assert told["least"] == 5
    with Store.open(stranger.root) as store:
        work(store, 8)
    signed(stranger.root)
    found = {one["action"]: one["entries"] for one in stranger.ask()["counts"]}
    assert found == {"test.0": 10, "test.1": 10, "test.2": 9, "test.3": 9}


def test_a_stranger_verifies_heads_growth_and_an_own_entry(
    stranger: Stranger, tmp_path: Path
) -> None:
    signed(stranger.root)
    with Store.open(stranger.root) as store:
        path = tmp_path / "w.key"
        keys.write(path, SecretKey.new("w", WITNESS))
        door = store.writer("agent")
        head = sign(door)
        text = witness.cosign(path, witness.request(0, [], head.note), head.key)
        public = SecretKey.parse(path.read_text("utf-8")).public
        countersign(door, text, public, "f")
        work(store, 3)
        sign(door)
    told = stranger.ask()
    assert [(one["key"], one["size"]) for one in told["witnesses"]] == [(str(public), 34)]
    new, old = stranger.ask("/heads")
    # Since the old head: its witness, three changes, and the new head.
    assert (old["size"], new["size"], new["head"]) == (34, 39, told["head"])
    assert [one["size"] for one in stranger.ask("/heads", before=39)] == [34]
    heads = []
    for one in (old, new):
        body, lines = note.opened(one["head"], "")
        assert PublicKey.parse(one["key"]).signed(body, lines[0])
        heads.append(Head.parse(body, ""))
    assert public.signed(note.opened(old["head"], "")[0], note.opened(old["head"], "")[1][1])
    growth = stranger.ask("/consistency", from_=34, to=39)["proof"]
    path_ = [b64decode(one) for one in growth]
    assert tree.consistent(34, 39, heads[0].root, heads[1].root, path_)
    leaf = leaf_of(stranger.root, 7)
    proof = stranger.ask("/proof", entry=7, leaf=leaf)
    path_ = [b64decode(one) for one in proof["proof"]]
    assert tree.included(6, 39, bytes.fromhex(leaf), path_, heads[1].root)


def test_only_who_holds_the_hash_has_a_proof(stranger: Stranger) -> None:
    signed(stranger.root)
    mine = leaf_of(stranger.root, 7)
    answers = {
        json.dumps(stranger.ask("/proof", 404, entry=7, leaf=leaf)["error"]["code"])
        for leaf in ("", "00" * 32, mine[:-1], f"{mine}00"[2:], "é")
    }
    assert answers == {'"journal.no_such_leaf"'}
    stranger.ask("/proof", 404, entry=8, leaf=mine)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"from": "1"},
        {"from": "-1", "to": "3"},
        {"from": "4", "to": "3"},
        {"from": "0", "to": "99"},
        {"from": "1e3", "to": "3"},
        {"from": "0", "to": "9" * 400},
        {"from": "²", "to": "3"},
    ],
)
def test_sizes_that_make_no_sense_are_refused(stranger: Stranger, query: dict[str, str]) -> None:
    signed(stranger.root)
    found = stranger.client.get("/api/journal/consistency", params=query)
    assert found.status_code == 400, found.text
    assert found.json()["error"]["code"] == "journal.size_impossible"


def test_nothing_personal_is_told(stranger: Stranger) -> None:
    signed(stranger.root)
    told = json.dumps([stranger.ask(), stranger.ask("/heads")], ensure_ascii=False)
    for secret in ("Jeanne", "Martin", "Saint-Éloi", "agente", "objet"):
        assert secret not in told


def test_the_document_says_what_happens(stranger: Stranger) -> None:
    signed(stranger.root)
    paths = stranger.client.get("/api/openapi.json").json()["paths"]
    asked: dict[str, dict[str, Any]] = {
        "/api/journal": {},
        "/api/journal/heads": {},
        "/api/journal/consistency": {"from_": 1, "to": 34},
        "/api/journal/proof": {"entry": 7, "leaf": leaf_of(stranger.root, 7)},
    }
    for path, query in asked.items():
        get = paths[path]["get"]
        assert get["security"] == []
        schema = get["responses"]["200"]["content"]["application/json"]["schema"]
        told = stranger.ask(path.removeprefix("/api/journal"), **query)
        for one in told if schema["type"] == "array" else [told]:
            assert set(one) == set(schema.get("items", schema)["properties"])
        needed = {one["name"] for one in get["parameters"] if one["required"]}
        assert needed == {name.rstrip("_") for name in query}
