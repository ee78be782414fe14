"""Findings given to somebody, commented and followed on pages; each undone, none of another."""

import re

from starlette.testclient import TestClient

from beffroi.decide.decisions import act, decide
from beffroi.store.state.people import Person
from beffroi.store.store import Store
from tests.people import person
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import HOSTILE, NOW, found


def reference(store: Store, email: str) -> str:
    with store.writer("test").look() as session:
        return str(session.query(Person).filter_by(email=email).one().reference)


def test_a_finding_is_given_followed_and_commented(visitor: Visitor, store: Store) -> None:
    door = store.writer("test")
    paul = person(door, "paul@exemple.fr", (1, "agent"), name="Paul Petit")
    rssi = person(door, "rssi@exemple.fr", (1, "rssi"), name="Sans Constat")
    away = person(door, "loin@exemple.fr", (2, "agent"), name="Agente Voisine")
    number, other = found(store, 1), found(store, 1, 300, name="Mairie")
    path = f"/1/constats/{number}"
    entered(visitor, store, (1, "elected"))
    page = visitor.get(path)
    assert "Paul Petit" in page.text
    assert "Sans Constat" not in page.text, "a role that reads no finding is given none"
    assert "Agente Voisine" not in page.text
    said = words(visitor.send(f"{path}/confier", person=paul.reference))
    assert "Confié à Paul Petit." in said
    assert "Jeanne Durand a confié le constat à Paul Petit" in said
    for stranger in (rssi.reference, away.reference, "p-nobody", HOSTILE):
        answer = visitor.send(f"{path}/confier", person=stranger)
        assert (answer.status_code, "Choisissez quelqu’un" in words(answer)) == (422, True)
    me = reference(store, "jeanne@exemple.fr")
    assert "Il vous est confié. Vous le suivez." in words(
        visitor.send(f"{path}/confier", person=me)
    )
    mine = words(visitor.get("/1/constats?who=mine"))
    assert ("École" in mine, "Mairie" in mine) == (True, False)
    assert "Aucun constat ici" in words(visitor.get("/1/constats?who=mine&status=done"))
    visitor.send(f"/1/constats/{other}/suivre", follow="yes")
    assert "Mairie" in words(visitor.get("/1/constats?who=followed"))
    visitor.send(f"/1/constats/{other}/suivre", follow="no")
    assert "Mairie" not in words(visitor.get("/1/constats?who=followed"))
    assert "n’est confié à personne" in words(visitor.send(f"{path}/confier", person=""))
    kept = visitor.send(f"{path}/commenter", said=f"Vanne ouverte {HOSTILE}")
    assert "Jeanne Durand a écrit" in words(kept)
    assert "<script>document" not in kept.text
    empty = visitor.send(f"{path}/commenter", said="  ")
    assert (empty.status_code, "Écrivez quelque chose" in words(empty)) == (422, True)
    long = visitor.send(f"{path}/commenter", said="x" * 2001)
    assert (long.status_code, "x" * 2001 in long.text) == (422, True)
    away_with = re.search(r'action="([^"]+/commentaires/\d+/retirer)"', kept.text)
    assert away_with
    assert "Vanne ouverte" not in words(visitor.send(away_with[1]))


def test_no_comment_is_withdrawn_by_another(
    visitor: Visitor, store: Store, client: TestClient
) -> None:
    number = found(store, 1)
    entered(visitor, store, (1, "agent"))
    page = visitor.send(f"/1/constats/{number}/commenter", said="Je passe demain.")
    (address,) = re.findall(r'action="([^"]+/retirer)"', page.text)
    paul = entered(Visitor(client), store, (1, "agent"), email="paul@exemple.fr")
    assert "/retirer" not in paul.get(f"/1/constats/{number}").text
    assert paul.send(address).status_code == 404
    auditor = entered(Visitor(client), store, (1, "auditor"), email="alix@exemple.fr")
    assert 'name="said"' not in auditor.get(f"/1/constats/{number}").text
    assert auditor.send(f"/1/constats/{number}/commenter", said="x").status_code == 403
    assert auditor.send(f"/1/constats/{number}/suivre", follow="yes").status_code == 200
    strange = found(store, 2, 9, name="Piscine voisine")
    for way in ("confier", "commenter", "suivre"):
        assert visitor.send(f"/1/constats/{strange}/{way}", said="x").status_code == 404
        assert visitor.send(f"/1/constats/99999/{way}", said="x").status_code == 404


def test_what_was_acted_upon_is_not_offered_to_be_dismissed(visitor: Visitor, store: Store) -> None:
    number = found(store, 1)
    decide(store.writer("test"), number, "act", "oui")
    act(store.writer("test"), number, NOW.date(), 100, "Réglage")
    page = entered(visitor, store, (1, "agent")).get(f"/1/constats/{number}")
    assert 'value="dismiss"' not in page.text
    assert 'value="watch"' in page.text
    assert "/rouvrir" not in page.text
    assert "ni écarté ni rouvert" in words(page)
