"""What one is told of by mail: chosen on a page, ended by the link of a letter and nothing else."""

from typing import Any

from starlette.testclient import TestClient

from beffroi.publish.notices.choosing import Choices
from beffroi.publish.notices.links import token
from beffroi.store.notices import secret
from beffroi.store.store import Store
from beffroi.trust.people.accounts import close, erase, find
from tests.web.pages.conftest import Visitor, entered, words


def said(store: Store) -> list[tuple[int | None, str, str]]:
    with store.writer("test").look() as session:
        rows = Choices.of(session).said.values()
    return sorted(((one.organisation_id, one.kind, one.pace) for one in rows), key=repr)


def test_notices_are_chosen_by_authority(visitor: Visitor, store: Store) -> None:
    entered(visitor, store, (1, "elected"))
    page = visitor.get("/compte/avis")
    assert "jeanne@exemple.fr" in words(page)
    assert "n’envoie pas encore de courriels" in words(page)
    assert 'value="month" selected' in page.text
    assert "Voisine" not in page.text
    wanted: dict[str, Any] = {"digest-1": "week", "grave-1": "now", "assigned-1": "now"}
    wanted["digest-2"] = "week"  # another's
    kept = visitor.send("/compte/avis", **wanted)
    assert "Vos avis sont enregistrés." in words(kept)
    assert said(store) == [(1, "digest", "week")], "of one's own authority, what changed alone"
    assert 'value="week" selected' in kept.text
    wrong = visitor.send("/compte/avis", **{**wanted, "digest-1": "hour"})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    assert said(store) == [(1, "digest", "week")]
    assert visitor.send("/compte/avis", token=False).status_code == 403


def test_a_role_without_mail_is_told(visitor: Visitor, store: Store) -> None:
    entered(visitor, store, (1, "administrator"))
    assert "Aucun de vos rôles" in words(visitor.get("/compte/avis"))


def test_a_link_stops_notices_and_serves_nothing_else(
    visitor: Visitor, store: Store, client: TestClient
) -> None:
    entered(visitor, store, (1, "elected"))
    door = store.writer("test")
    who = find(door, "jeanne@exemple.fr")
    link = token(secret(door), who.reference, "digest")
    stranger = Visitor(client)
    page = stranger.get(f"/avis/arret/{link}")
    assert (page.status_code, said(store)) == (200, []), "to look at it stops nothing"
    # As a mail reader sends it: no cookie, no page before, no origin (RFC 8058).
    done = client.post(
        f"/avis/arret/{link}",
        content=b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
        b"One-Click\r\n--x--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=x", "Accept-Language": "fr"},
    )
    assert "Vous ne recevez plus le point périodique." in words(done)
    assert said(store) == [(None, "digest", "never")]
    assert "set-cookie" not in done.headers
    assert 'value="never" selected' in visitor.get("/compte/avis").text
    events = token(secret(door), who.reference, "events")
    assert stranger.send(f"/avis/arret/{events}").status_code == 200
    assert [kind for _, kind, _ in said(store)] == ["assigned", "digest", "grave", "jobs"]
    proof = link.rpartition(".")[2]
    wrongs = [
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        f"{who.reference}.events.{proof}",
        f"p-000000000000.digest.{proof}",
        f"{who.reference}.digest.",
        "é.digest.x",
        "x",
    ]
    for wrong in wrongs:
        for answer in (stranger.get(f"/avis/arret/{wrong}"), stranger.send(f"/avis/arret/{wrong}")):
            assert (answer.status_code, "notices.link_refused" in answer.text) == (404, True)
    close(door, who)
    assert stranger.get(f"/avis/arret/{link}").status_code == 404
    erase(door, who)
    assert said(store) == [], "what a person chose goes with the person"
