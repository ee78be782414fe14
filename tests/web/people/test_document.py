"""Whatever the document of the API allows, and what it forbids, is answered as it says."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope, create
from beffroi.trust.people import sessions
from beffroi.web.app import make_app
from tests import people
from tests.people import SITE, settled

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DOCUMENT = make_app(Path("nowhere")).openapi()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
#: What a caller proves who they are with is ours to say, not the generator's.
PROOFS = {"cookie", "authorization", "x-beffroi-page", "host", "origin", "sec-fetch-site"}


def operations() -> Iterator[tuple[str, str, GenerationMode]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, said in methods.items():
            yield method.upper(), path, GenerationMode.POSITIVE
            asked = {one["name"].lower() for one in said.get("parameters", ())}
            if "requestBody" in said or asked - PROOFS:
                yield method.upper(), path, GenerationMode.NEGATIVE


@dataclass
class Site:
    """An application, and somebody who may do all that addresses ask for."""

    client: TestClient
    store: Store
    person: int
    turns: int = 0

    def turn(self) -> bool:
        """Whether it is the turn of a token, where a session serves as well."""
        self.turns += 1
        return self.turns % 2 == 0

    def credentials(self, demand: dict[str, Any]) -> dict[str, str]:
        door = self.store.writer("test")
        if demand.get("who") == "token" or (demand.get("who") == "reader" and self.turn()):
            secret, _ = create(door, 1, "test", 1, list(TokenScope))
            return {"Authorization": f"Bearer {secret}"}
        with door.keep() as session:
            secret = sessions.start(session, self.person, 2, "test", utc_now(), known=True)
        return {"Cookie": f"beffroi={secret}", "X-Beffroi-Page": sessions.page_token(secret)}

    def send(self, case: schemathesis.Case[Any], *, known: bool) -> Any:
        words = case.as_transport_kwargs(base_url=SITE)
        said = {k: v for k, v in words["headers"].items() if k.lower() not in PROOFS}
        if known:
            said |= self.credentials(demand_of(case.method, case.operation.path))
        self.client.cookies.clear()
        return self.client.request(
            words["method"],
            words["url"],
            headers=said,
            content=words.get("data"),
            json=words.get("json"),
            params=words.get("params"),
            follow_redirects=False,
        )


def demand_of(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method.lower()].get("x-demand", {})
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One application for all of them: what one address does is seen by the next."""
    root = tmp_path_factory.mktemp("site") / "home"
    roles = ((1, "administrator"), (1, "rssi"), (1, "elected"), (None, "auditor"))
    with pytest.MonkeyPatch.context() as patch:
        people.cheap(patch)
        with Store.create(root) as store:
            door = store.writer("test")
            create_organisation(door, "Essai")
            person = settled(door, utc_now(), "jeanne@exemple.fr", *roles).id
        with TestClient(make_app(root, Settings()), SITE, raise_server_exceptions=False) as client:
            yield Site(client, client.app.state.store, person)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("method", "path", "mode"), list(operations()), ids=lambda part: getattr(part, "value", part)
)
def test_an_address_answers_as_the_document_says(
    site: Site, method: str, path: str, mode: GenerationMode
) -> None:
    @settings(max_examples=10, suppress_health_check=list(HealthCheck), database=None)
    @given(case=SCHEMA[path][method].as_strategy(generation_mode=mode), known=st.booleans())
    def check(case: schemathesis.Case[Any], *, known: bool) -> None:
        case.validate_response(site.send(case, known=known), checks=CHECKS)

    check()


def test_an_answer_that_is_not_as_the_document_says_is_seen(site: Site) -> None:
    wrong = copy.deepcopy(DOCUMENT)
    answers = wrong["paths"]["/api/me"]["get"]["responses"]
    answers["200"]["content"]["application/json"]["schema"]["required"].append("nowhere")
    del answers["401"]
    case = schemathesis.openapi.from_dict(wrong)["/api/me"]["GET"].Case()
    for known in (True, False):
        with pytest.raises(FailureGroup):
            case.validate_response(site.send(case, known=known), checks=CHECKS)
