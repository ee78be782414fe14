"""Pages that anybody may read: the journal and the register of algorithms."""

import html
import json

from beffroi.domains import algorithms
from beffroi.store.journal import heads
from beffroi.store.store import Store
from tests.web.pages.conftest import Visitor, words


def test_the_journal_says_that_nothing_is_signed_yet(visitor: Visitor) -> None:
    answer = visitor.get("/journal")
    assert answer.status_code == 200
    assert "Rien n’est encore signé" in words(answer)


def test_the_journal_shows_what_its_api_says_and_nobody(visitor: Visitor, store: Store) -> None:
    for number in range(7):
        with store.writer("Jeanne Durand").change("test.made", "test", subject=f"Paul {number}"):
            pass
    heads.sign(store.writer("test"))
    told = json.loads(visitor.client.get("/api/journal").text)
    answer = visitor.get("/journal")
    said = words(answer)
    assert told["key"] in answer.text
    assert f"Entrées signées {told['size']} " in said
    assert "seule cette installation garde la mémoire" in said
    (month,) = {one["month"] for one in told["counts"]}
    whole = sum(one["entries"] for one in told["counts"])
    assert f"{month[5:]}/{month[:4]} {whole} " in said
    assert all(line in answer.text for line in told["head"].splitlines()[:3])
    assert not {"Jeanne", "Durand", "Paul"} & set(said.split())


def test_the_register_names_each_algorithm_and_leads_to_its_card(visitor: Visitor) -> None:
    listed = visitor.get("/algorithmes")
    for key, one in algorithms().items():
        assert f'href="/algorithmes/{key}"' in listed.text
        assert one.label.fr in html.unescape(visitor.get(f"/algorithmes/{key}").text)
    assert visitor.get("/algorithmes/none").status_code == 404
