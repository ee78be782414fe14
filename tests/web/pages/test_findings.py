"""Findings on pages: shown, decided with a reason, undone; whose they are is never mixed."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.decide.decisions import act, decide
from beffroi.store.state.loop import Decision, Finding
from beffroi.store.store import Store
from beffroi.web.pages.findings import MANY
from tests.counting import counted
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import HOSTILE, NOW, found, nights_chart


def status_of(store: Store, number: int) -> str:
    with store.writer("test").look() as session:
        return str(session.get_one(Finding, number).status)


def choices(store: Store) -> list[tuple[int, str, str]]:
    with store.writer("test").look() as session:
        rows = session.query(Decision).order_by(Decision.id)
        return [(row.finding_id, row.choice, row.reason) for row in rows]


def test_the_first_page_says_what_waits_and_what_it_costs(visitor: Visitor, store: Store) -> None:
    found(store, 1, 1200, name="École")
    found(store, 1, 300, name="Mairie", detector="energy.dead_meter")
    found(store, 2, 9000, name="Piscine voisine")
    said = words(entered(visitor, store, (1, "elected")).get("/1"))
    assert "2 constats attendent une décision" in said
    assert "environ 1 500 € par an" in said
    first, second = "École · Hausse de la consommation", "Mairie · Compteur muet"
    assert said.index(first) < said.index(second)
    assert "voisine" not in said


def test_a_list_is_ranked_filtered_and_cut_in_pages(visitor: Visitor, store: Store) -> None:
    for n in range(MANY + 2):
        found(store, 1, 100 + n, name=f"Bâtiment {n}")
    found(store, 1, 5000, name="Écarté d’avance", status="dismissed")
    entered(visitor, store, (1, "agent"))
    first, second = words(visitor.get("/1/constats")), words(visitor.get("/1/constats?p=2"))
    assert first.index(f"Bâtiment {MANY + 1} ") < first.index(f"Bâtiment {MANY} ")
    assert ("Bâtiment 0 " in first, "Bâtiment 0 " in second) == (False, True)
    assert "Écarté d’avance" not in first + second
    assert "Écarté d’avance" in words(visitor.get("/1/constats?status=dismissed"))
    assert "Aucun constat ici" in words(visitor.get("/1/constats?status=done"))


@pytest.mark.parametrize(
    "asked", ["status=nope", "p=999", "p=-1", "p=x", "domain=%3Cscript%3E", "status=&p=&domain="]
)
def test_filters_that_mean_nothing_are_no_error(visitor: Visitor, store: Store, asked: str) -> None:
    found(store, 1)
    answer = entered(visitor, store, (1, "elected")).get(f"/1/constats?{asked}")
    assert answer.status_code == 200
    assert "École des Tilleuls" in answer.text


def test_a_decision_has_a_name_and_a_reason_and_is_undone(visitor: Visitor, store: Store) -> None:
    number = found(store, 1)
    entered(visitor, store, (1, "elected"))
    path = f"/1/constats/{number}"
    answer = visitor.send(path, choice="act", reason="Le chauffage reste allumé.")
    assert answer.url.path == path
    said = words(answer)
    assert "Décision enregistrée" in said
    assert "Jeanne Durand a décidé : agir Le chauffage reste allumé." in said
    assert status_of(store, number) == "acting"
    undone = words(visitor.send(f"{path}/rouvrir", reason="Erreur de bâtiment."))
    assert "de nouveau à décider" in undone
    assert status_of(store, number) == "open"
    assert [choice for _, choice, _ in choices(store)] == ["act", "reopen"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"choice": "act", "reason": "  "}, "Écrivez pourquoi"),
        ({"reason": "parce que"}, "Choisissez"),
        ({"choice": "reopen", "reason": "parce que"}, "Choisissez"),
        ({"choice": "act", "reason": "x" * 2001}, "trop long"),
    ],
)
def test_what_a_decision_lacks_is_told_beside_it(
    visitor: Visitor, store: Store, fields: dict[str, Any], told: str
) -> None:
    number = found(store, 1)
    answer = entered(visitor, store, (1, "elected")).send(f"/1/constats/{number}", **fields)
    assert answer.status_code == 422
    assert told in words(answer)
    assert 'role="alert"' in answer.text
    assert choices(store) == []


def test_what_was_acted_upon_is_neither_dismissed_nor_reopened(
    visitor: Visitor, store: Store
) -> None:
    number = found(store, 1)
    decide(store.writer("test"), number, "act", "oui")
    act(store.writer("test"), number, NOW.date(), 100, "Réglage")
    entered(visitor, store, (1, "agent"))
    for path in (f"/1/constats/{number}", f"/1/constats/{number}/rouvrir"):
        answer = visitor.send(path, choice="dismiss", reason="non")
        assert answer.status_code == 422
        assert "ni écarté ni rouvert" in words(answer)
    before, other = choices(store), found(store, 1, 9, name="Autre")
    for picked in ([number], [number, other], [other, number]):
        many = visitor.send("/1/constats", finding=picked, choice="dismiss", reason="non")
        assert many.status_code == 422
    assert choices(store) == before, "one that cannot be refuses all of them"


def test_several_findings_are_decided_at_once(visitor: Visitor, store: Store) -> None:
    numbers = [found(store, 1, 100 + n, name=f"B{n}") for n in range(3)]
    entered(visitor, store, (1, "agent"))
    answer = visitor.send(
        "/1/constats?status=open", finding=numbers[:2], choice="watch", reason="À revoir"
    )
    assert "décisions sont enregistrées" in words(answer)
    assert dict(answer.url.params)["status"] == "open"
    assert [status_of(store, one) for one in numbers] == ["watching", "watching", "open"]
    none = visitor.send("/1/constats", choice="watch", reason="À revoir")
    assert (none.status_code, "au moins un" in words(none)) == (422, True)


def test_whoever_reads_no_measures_sees_no_curve(
    visitor: Visitor, store: Store, client: TestClient
) -> None:
    number = found(store, 1)
    elected = entered(visitor, store, (1, "elected")).get(f"/1/constats/{number}")
    assert "que votre rôle ne lit pas" in words(elected)
    assert 'class="chart"' not in elected.text
    agent = entered(Visitor(client), store, (1, "agent"), email="paul@exemple.fr")
    page = agent.get(f"/1/constats/{number}")
    assert 'class="measured" d="M' in page.text
    assert "Mesuré Attendu" in words(page)
    nights = found(store, 1, 77, name="Nuits", chart=nights_chart())
    bars = agent.get(f"/1/constats/{nights}")
    assert bars.text.count('class="bar-0" x=') == 1
    assert "12,5" in words(bars)
    bare = found(store, 1, 78, name="Sans", chart={"mark": "arc"})
    assert "pas de graphique" in words(agent.get(f"/1/constats/{bare}"))


def test_whoever_only_reads_is_offered_no_decision(visitor: Visitor, store: Store) -> None:
    number = found(store, 1)
    entered(visitor, store, (1, "auditor"))
    assert "sans décider" in words(visitor.get(f"/1/constats/{number}"))
    assert 'id="bulk"' not in visitor.get("/1/constats").text
    for path in (f"/1/constats/{number}", f"/1/constats/{number}/rouvrir", "/1/constats"):
        answer = visitor.send(path, choice="act", reason="x", finding=[number])
        assert (answer.status_code, "people.right_missing" in answer.text) == (403, True)
    assert choices(store) == []


def test_no_number_leads_to_another_authority(visitor: Visitor, store: Store) -> None:
    own, other = found(store, 1), found(store, 2, 9, name="Piscine voisine")
    entered(visitor, store, (1, "agent"))
    said = []
    for number in (other, 10**8, 0):
        page = visitor.get(f"/1/constats/{number}")
        said.append((page.status_code, re.sub(r"\d+", "N", words(page))))
        for path in (f"/1/constats/{number}", f"/1/constats/{number}/rouvrir"):
            assert visitor.send(path, choice="act", reason="x").status_code == 404
    assert said[0] == said[1] == said[2], "one that is another's is not told apart from none"
    assert said[0][0] == 404
    many = visitor.send("/1/constats", finding=[own, other], choice="act", reason="x")
    assert many.status_code == 404
    for path in ("/2", "/2/constats", f"/2/constats/{other}", "/2/indicateurs", "/2/aide"):
        assert visitor.get(path).status_code == 403
    assert visitor.send(f"/2/constats/{other}", choice="act", reason="x").status_code == 403
    assert choices(store) == []


def test_a_hostile_name_or_reason_is_only_text(visitor: Visitor, store: Store) -> None:
    number = found(store, 1, name=HOSTILE, said=HOSTILE)
    entered(visitor, store, (1, "agent"))
    visitor.send(f"/1/constats/{number}", choice="watch", reason=HOSTILE)
    wrong = visitor.send(f"/1/constats/{number}", choice=HOSTILE, reason="")
    refused = visitor.send("/connexion", email=HOSTILE, password=HOSTILE, next=HOSTILE)
    pages = [visitor.get(f"/1/constats/{number}"), visitor.get("/1/constats"), visitor.get("/1")]
    for page in (*pages, wrong, refused):
        assert "<script>" not in page.text
        assert "<img" not in page.text
    assert all("&lt;script&gt;" in page.text for page in pages)


def test_the_card_of_what_saw_it_is_one_link_away(visitor: Visitor, store: Store) -> None:
    number = found(store, 1)
    page = entered(visitor, store, (1, "elected")).get(f"/1/constats/{number}")
    link = re.search(r"/1/algorithmes/[\w.]+", page.text)
    assert link
    assert "Limites connues" in words(visitor.get(link[0]))
    assert visitor.get("/1/algorithmes/nope").status_code == 404


def test_several_authorities_are_chosen_from(visitor: Visitor, store: Store) -> None:
    found(store, 2)
    entered(visitor, store, (1, "elected"), (2, "agent"))
    assert "Essai Rien à décider Voisine À décider : 1" in words(visitor.get("/")).replace(
        "\u00a0", " "
    )


def test_a_role_without_pages_is_told(visitor: Visitor, store: Store, client: TestClient) -> None:
    assert "Aucune page" in words(entered(visitor, store, (1, "rssi")).get("/"))
    dpo = entered(Visitor(client), store, (1, "dpo"), email="dpo@exemple.fr")
    assert "demande un second facteur" in words(dpo.get("/"))
    refused = dpo.get("/1")
    assert refused.status_code == 403
    assert 'href="/compte#second-facteur"' in refused.text


@pytest.mark.parametrize("path", ["/1", "/1/constats"])
def test_more_findings_ask_the_state_no_more(visitor: Visitor, store: Store, path: str) -> None:
    agent = entered(visitor, store, (1, "agent"))
    found(store, 1, 100)
    agent.get(path)
    with counted(store) as few:
        agent.get(path)
    for eur in range(101, 121):
        found(store, 1, eur)
    agent.get(path)  # new assets make what is kept stale: it is computed once
    with counted(store) as many:
        agent.get(path)
    assert len(many) == len(few)
