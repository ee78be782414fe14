"""The nights of a district on its page: what each change was taken for, contradicted or not."""

from datetime import date

import pytest
from sqlalchemy import select

from beffroi.decide.analyse import analyse
from beffroi.domains import domain
from beffroi.store.state.loop import Finding
from beffroi.store.state.models import Asset, JournalEntry
from beffroi.store.store import Store
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.pages.districts import DAY, FIRST, filled


@pytest.fixture
def district(store: Store) -> int:
    return filled(store)


def test_what_a_change_was_taken_for_is_shown_contradicted_and_taken_back(
    visitor: Visitor, store: Store, district: int
) -> None:
    entered(visitor, store, (1, "agent"))
    path = f"/1/equipements/{district}/nuits"
    assert f'href="{path}"' in visitor.get(f"/1/equipements/{district}").text
    page = visitor.get(path)
    said = words(page)
    assert "1 Manœuvre de réservoir pas une fuite depuis le" in said
    assert "de l’eau est prise la nuit et rendue le jour" in said.replace("\u00a0", " ")
    assert 'class="begins"' in page.text
    since = page.text.partition('name="since" value="')[2].partition('"')[0]
    assert abs((date.fromisoformat(since) - date.fromisoformat(DAY)).days) <= 1

    typed = {"since": since, "was": "tank", "is": "burst", "why": ""}
    refused = visitor.send(f"{path}/contredire", **typed)
    assert refused.status_code == 422
    assert "Dites comment vous le savez" in words(refused)
    assert '<option value="burst" selected>' in refused.text
    wrong = visitor.send(f"{path}/contredire", **{**typed, "is": "comète", "why": "Ciel."})
    assert wrong.status_code == 422

    for other in ({"since": FIRST.isoformat()}, {"was": "season"}):
        unseen = visitor.send(f"{path}/contredire", **{**typed, "why": "Ciel.", **other})
        assert unseen.status_code == 409, "what the page does not show"
    kept = visitor.send(f"{path}/contredire", **{**typed, "why": "Pas de réservoir ici."})
    assert "le changement a été regardé à nouveau" in words(kept)
    said = words(kept).replace("\u00a0", " ")
    assert "1 Fuite soudaine fuite depuis le" in said
    assert "ce n’est pas « manœuvre de réservoir », c’est « fuite soudaine ». Pas de" in said
    analyse(store.reader(store.whole("test", "test")), store.writer("test"), [1], [domain("water")],
            today=date(2026, 4, 15))  # fmt: skip
    with store.writer("test").look() as session:
        assert session.scalars(select(Finding.detector)).all() == ["water.burst"]
        acts = session.scalars(select(JournalEntry.action)).all()
    assert "asset.contradict" in acts
    assert "Voir le constat n°" in words(visitor.get(path)).replace("\u00a0", " ")

    back = visitor.send(f"{path}/reprendre", since=since)
    assert "La contradiction est reprise." in words(back)
    assert "1 Manœuvre de réservoir pas une fuite" in words(back)
    assert visitor.send(f"{path}/reprendre", since=since).status_code == 409
    assert visitor.send(f"{path}/reprendre", since="hier").status_code == 409


def test_an_elected_official_sees_the_nights_of_many_homes_not_of_a_few(
    visitor: Visitor, store: Store, district: int
) -> None:
    entered(visitor, store, (1, "elected"))
    path = f"/1/equipements/{district}/nuits"
    assert 'class="measured"' in visitor.get(path).text
    with store.writer("test").change("test", "test", 1) as change:
        change.session.get_one(Asset, district).attributes = {"connections": 9}
    page = visitor.get(path)
    assert 'class="measured"' not in page.text
    assert "Manœuvre" not in words(page)
    assert "dix branchements au moins" in words(page).replace("\u00a0", " ")


def test_a_service_of_water_is_offered_indicators_of_water(
    visitor: Visitor, store: Store, district: int
) -> None:
    page = words(entered(visitor, store, (1, "agent")).get("/1/indicateurs"))
    assert "Rendement du réseau" in page
    assert "Degrés-jours" not in page
    # Less than a year and nothing of energy: what has a value is shown, not an empty table.
    assert "Volume mis en distribution, par mois : dernière période" in page.replace("\u00a0", " ")
    assert "Aucune valeur" not in page


def test_what_is_not_followed_has_no_nights(visitor: Visitor, store: Store, district: int) -> None:
    entered(visitor, store, (1, "agent"))
    with store.writer("test").look() as session:
        meter = session.scalars(select(Asset.id).where(Asset.key == "entree-bourg")).one()
    assert visitor.get(f"/1/equipements/{meter}/nuits").status_code == 404
    wrong = visitor.send(f"/1/equipements/{meter}/nuits/contredire", since=DAY, was="tank", why="x")
    assert wrong.status_code == 409
