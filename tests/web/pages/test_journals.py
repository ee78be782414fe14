"""The journal of an organisation: each action has a sentence, each sees its own and no more."""

import ast
import csv
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import beffroi
from beffroi.commons.agreements.stances import STEPS
from beffroi.periods import Step
from beffroi.store.journal import accesses, asking, heads, watching
from beffroi.store.journal.note import PublicKey
from beffroi.store.journal.proof import check
from beffroi.store.looking import Selection
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.trust.algorithms.requests import OUTCOMES
from beffroi.web.pages.journals.acts import acts, kinds
from beffroi.web.pages.journals.entries import MANY
from tests.store.sharing.build import acting, agree, hours, measure
from tests.web.pages.conftest import Visitor, proven, words
from tests.web.seen import HOSTILE

#: Actions that the code builds or names by a constant.
NAMED = {
    *(f"agreement.{step}" for step in STEPS),
    *(f"algorithm.{kind}" for kind in OUTCOMES),
    *(accesses.ACCESS, asking.ASK, asking.INVITE, asking.DISMISS, watching.ACCEPT),
    *(watching.REFUSE, heads.KEY, heads.HEAD, heads.WITNESS),
}


@pytest.fixture
def auditor(client: TestClient, store: Store) -> Visitor:
    """Somebody who verifies what is done at Essai."""
    return proven(client, store, (1, "auditor"))


def note(store: Store, organisation: int, action: str, subject: str = "", actor: str = "x") -> None:
    with store.writer(actor).change(action, "test", organisation, subject):
        pass


def numbers(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'href="/1/journal/(\d+)"', page)]


def written() -> set[str]:
    """The actions that the code writes as they are."""
    found = set(NAMED)
    for path in Path(beffroi.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                first = node.args[0] if node.func.attr == "change" and node.args else None
                if isinstance(first, ast.Constant) and first.value:
                    found.add(str(first.value))
    return found


def test_every_action_that_is_written_has_its_sentence_and_its_kind() -> None:
    assert written() - {*acts()} == set()
    begins = [begin for kind in kinds().values() for begin in kind.actions]
    assert [one for one in acts() if not one.startswith(tuple(begins))] == []


def test_who_did_what_is_said_in_sentences_and_filtered(
    client: TestClient, store: Store, auditor: Visitor
) -> None:
    agent = proven(client, store, (1, "dpo"))
    agent.send("/1/demandes/nouvelle", kind="access", reference="C-1", received="2026-01-05")
    note(store, 1, "token.revoke", "passerelle")
    note(store, 1, "magic.done", "quelque chose")
    note(store, 2, "token.revoke", "voisine")
    page = auditor.get("/1/journal")
    said = words(page)
    plain = said.replace("\u00a0", " ")
    assert "Jeanne Durand a inscrit la demande d’une personne : n° 1" in plain
    assert "a retiré un jeton" in said
    assert "a fait « magic.done »" in said.replace("\u00a0", " ")
    assert "voisine" not in said
    people = words(auditor.get("/1/journal?sorte=people")).partition("Filtrer")[2]
    assert ("passerelle" in people, "magic.done" in people) == (True, False)
    actor = re.search(r'\?qui=(p-\w+)">Jeanne Durand</a></strong> a inscrit', page.text)
    assert actor
    own = words(auditor.get(f"/1/journal?qui={actor[1]}"))
    assert ("demande d’une personne" in own, "passerelle" in own) == (True, False)
    assert "Aucune entrée" in words(auditor.get("/1/journal?au=2020-01-01"))
    for asked in ("sorte=x", "du=hier", "avant=x", "qui=%3Cscript%3E", "vue=x"):
        assert auditor.get(f"/1/journal?{asked}").status_code == 200


def test_pages_follow_without_losing_or_repeating(store: Store, auditor: Visitor) -> None:
    for n in range(2 * MANY + 3):
        note(store, 1, "token.create", f"t{n}")
        note(store, 2, "token.create", f"autre{n}")
    found, path = [], "/1/journal?sorte=people"
    while path:
        page = auditor.get(path).text
        found += numbers(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    with store.writer("test").look() as session:
        rows = session.query(JournalEntry.id).filter_by(organisation_id=1, action="token.create")
        expected = sorted((one.id for one in rows), reverse=True)
    assert [one for one in found if one in expected] == expected
    assert len({*found}) == len(found)


def test_what_others_read_is_shown_to_the_owner(store: Store, auditor: Visitor) -> None:
    series = measure(store, 1, "École", hours("2026-01-05T23:00", [1.0] * 96))
    number = agree(store, 1, 2, granularity="day")
    acting(store, 2).aggregate(Selection((series,)), Step.DAY)
    page = auditor.get("/1/journal?vue=acces")
    said = words(page).replace("\u00a0", " ")
    assert f"Voisine a lu 1 de vos séries ou constats (convention n° {number})" in said
    (entry,) = numbers(page.text)
    assert "agent" not in words(auditor.get(f"/1/journal/{entry}"))


def test_an_entry_is_proved_to_anybody(store: Store, auditor: Visitor) -> None:
    note(store, 1, "token.revoke", "passerelle", HOSTILE)
    entry = numbers(auditor.get("/1/journal").text)[0]
    before = auditor.get(f"/1/journal/{entry}")
    assert "Elle sera prouvable" in words(before)
    head = heads.sign(store.writer("test"))
    assert "passerelle" in words(auditor.get(f"/1/journal/{entry}"))
    proof = json.loads(auditor.get(f"/1/journal/{entry}/preuve").content)
    found = check(proof, PublicKey.parse(head.key), "proof")
    assert (found.number, found.said["subject"]) == (entry, "passerelle")
    assert "entrées signées le" in words(auditor.get("/1/journal"))
    for page in (before, auditor.get("/1/journal")):
        assert "<script>" not in page.text
        assert "&lt;script&gt;" in page.text


def test_the_table_is_no_program(store: Store, auditor: Visitor) -> None:
    note(store, 1, "token.revoke", "x", '=HYPERLINK("http://evil.example")')
    answer = auditor.get("/1/journal.csv?sorte=people")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][:3] == ["numéro", "quand", "qui"]
    assert rows[1][2] == '\'=HYPERLINK("http://evil.example")'


def test_an_entry_of_others_is_not_told_apart_from_none(
    client: TestClient, store: Store, auditor: Visitor
) -> None:
    note(store, 2, "token.revoke", "voisine")
    number = numbers(
        proven(client, store, (2, "auditor")).get("/2/journal").text.replace("/2/", "/1/")
    )[0]
    said = []
    for one in (number, 10**8, 0):
        for rest in ("", "/preuve"):
            page = auditor.get(f"/1/journal/{one}{rest}")
            said.append((page.status_code, re.sub(r"\d+", "N", words(page))))
    assert len({*said}) == 1
    assert said[0][0] == 404
    assert auditor.get("/2/journal").status_code == 403
