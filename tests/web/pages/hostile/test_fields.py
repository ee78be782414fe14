"""What is typed in any field of any form is text wherever it is shown again, and breaks nothing.

`pytest tests/web/pages/hostile -s` prints how much was tried.
"""

from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.publish.sites import buildings
from beffroi.store.store import Store
from beffroi.web.pages import PAGES
from beffroi.web.pages.importing import dropping
from tests.publish.test_site import of
from tests.web.pages.hostile.attack import Attack, Counts, fields_of
from tests.web.pages.hostile.forms import Form
from tests.web.pages.hostile.place import furnish, work

#: Pages that change something, and of which no form is found here; each has a test of its own.
ELSEWHERE = {
    "/compte/second-facteur/confirmation": "its form is the answer to another one",
    "/{organisation}/importer/{deposit}/reprendre": "only after a failure; it has no field",
    "/{organisation}/importer/{deposit}/analyser": "only after an import; it has no field",
}
#: Forms that do not do their work here even when they are filled honestly.
REFUSED = {
    "/connexion": "too many attempts by then",
    "/connexion/code": "nobody has the code",
    "/invitation": "nobody has the code",
    "/{organisation}/scenarios/{scenario}/plan/evenement": "its days are not in order by chance",
    "/{organisation}/importer": "files are tried elsewhere",
    "/{organisation}/equipements/{asset}/pieces": "files are tried elsewhere",
    "/{organisation}/importer/{deposit}": "it was read again by then",
    "/{organisation}/demandes/{request}/prolonger": "the request was answered by then",
}


def waited(store: Store, form: Form) -> None:
    """Let a worker do what the form of a drop asks for."""
    if "/importer" in form.action:
        work(store)


def test_what_is_typed_is_text_everywhere(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dropping, "PATIENCE", 0.0)
    known = of({"ecole": 12, "gymnase": 11, "piscine": 2})
    monkeypatch.setattr(buildings, "known", lambda _door, _number, _key: known)
    place, counts = furnish(client, store), Counts()
    everything = Attack(place.visitor, counts, lambda form: waited(store, form))
    everything.crawl(*place.first)
    stranger, awaiting = Attack(place.nobody, counts), Attack(place.awaiting, counts)
    stranger.crawl("/connexion", "/invitation", "/public/essai")
    awaiting.crawl("/connexion/code")
    assert counts.faults == [], "before anything was typed"
    for one in (everything, stranger, awaiting):
        one.run()
    everything.crawl(*place.first, most=3)
    stranger.crawl("/public/essai", most=3)
    tried = (everything, stranger, awaiting)
    told(counts, {key for one in tried for key in one.forms})
    assert counts.faults == []
    found = {key[1] for one in tried for key in one.forms if key[0] == "POST"}
    assert {page.path for page in PAGES if page.method == "POST"} - found == {*ELSEWHERE}
    typed = {key[:2] for one in tried for key, some in one.forms.items() if fields_of(some[0])}
    assert {path for _, path in typed - counts.taken} <= {*REFUSED}, "a form that never works"
    assert len(counts.shown) > 150, "fields whose text is shown again"


def told(counts: Counts, forms: set[Any]) -> None:
    """Print how much was tried."""
    kept = ("fields", len(counts.fields)), ("forms", len(forms)), ("pages", len(counts.pages))
    said = (*kept, ("fields shown again", len(counts.shown)))
    many = (counts.sent, counts.read, counts.statuses)
    lines = [*said, *(one for some in many for one in sorted(some.items()))]
    print("", *(f"{name}: {number}" for name, number in lines), sep="\n")
