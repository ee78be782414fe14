"""Every address says what it demands, and refuses whoever lacks it: no list of addresses here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope, create
from beffroi.trust.people import sessions
from beffroi.trust.people.roles import Right, roles
from beffroi.web.access.demands import ANYONE, Demand, Who
from beffroi.web.access.routes import demand_of, require_demands
from beffroi.web.app import make_app
from tests.people import SITE, Browser, code_of, settled
from tests.web.people.conftest import opened

#: What the gate itself answers; whatever else comes from behind it.
GATE = {
    "token.refused",
    "token.scope_missing",
    "token.elsewhere",
    "request.foreign",
    "people.session_required",
    "people.second_factor_required",
    "people.right_missing",
    "people.proof_too_old",
}
UNSAFE = {"POST", "PUT", "DELETE", "PATCH"}


def addresses() -> list[tuple[str, str, Demand]]:
    app = make_app(Path("nowhere"))
    found = []
    for route in app.routes:
        demand = demand_of(route)
        assert demand is not None, route
        methods = sorted(getattr(route, "methods", None) or ())
        found += [(method, getattr(route, "path", ""), demand) for method in methods]
    return found


ADDRESSES = addresses()


@dataclass
class Asked:
    """A request with some credentials, and the refusal that it must meet (None: it is let in)."""

    lacks: str
    refusal: str | None
    secret: str = ""
    page: bool = True
    headers: dict[str, str] = field(default_factory=dict)


class Makes:
    """Makes the credentials that an address demands, or nearly."""

    def __init__(self, store: Store) -> None:
        self.store, self.door = store, store.writer("test")

    def session(
        self, level: int = 2, minutes: float = 0, roles_: tuple[tuple[int | None, str], ...] = ()
    ) -> str:
        now = utc_now() - timedelta(minutes=minutes)
        person = settled(self.door, now, f"p{token_hex(6)}@exemple.fr", *roles_)
        with self.door.keep() as session:
            return sessions.start(session, person.id, level, "test", now, known=False)

    def token(self, scope: TokenScope, organisation: int = 1) -> dict[str, str]:
        secret, _ = create(self.door, organisation, "test", 1, [scope])
        return {"Authorization": f"Bearer {secret}"}


def asked(make: Makes, method: str, path: str, demand: Demand) -> Iterator[Asked]:
    """Yield what must be refused, then what must be let in."""
    if demand.token:
        yield from borne(make, path, demand)
    if demand.who is Who.TOKEN:
        return
    elsewhere = {"Origin": "https://evil.example"}
    if method in UNSAFE:
        yield Asked("its own origin", "request.foreign", headers=elsewhere)
        yield Asked("its own site", "request.foreign", headers={"Sec-Fetch-Site": "cross-site"})
    if demand.who is Who.ANYONE:
        yield Asked("nothing", None)
        return
    yield Asked("a session", "people.session_required")
    yield Asked("a session, has a wrong one", "people.session_required", "x" * 43)
    if not demand.token:
        token = make.token(TokenScope.READ_MEASURES)
        yield Asked("a session, has a token", "people.session_required", headers=token)
    role = holding(demand.right)
    # What names no organisation is of the installation as a whole.
    place = 1 if "{organisation}" in path else None
    full = make.session(2, 0, ((place, role),) if role else ())
    if method in UNSAFE:
        yield Asked("the page", "request.foreign", full, page=False)
        yield Asked("its origin", "request.foreign", full, headers=elsewhere)
    if demand.who is not Who.AWAITED:
        half = make.session(0, 0, ((place, role),) if role else ())
        yield Asked("the second proof", "people.second_factor_required", half)
    if demand.recent:
        old = make.session(2, 16, ((place, role),) if role else ())
        yield Asked("a recent proof", "people.proof_too_old", old)
    if role:
        yield from roled(make, demand, role, place)
    yield Asked("nothing", None, full)


def roled(make: Makes, demand: Demand, role: str, place: int | None) -> Iterator[Asked]:
    """Yield who has no role, one elsewhere, another one, or one whose proof is missing."""
    yield Asked("a role", "people.right_missing", make.session())
    yield Asked("a role here", "people.right_missing", make.session(2, 0, ((2, role),)))
    other = next(key for key in roles() if demand.right not in roles()[key].rights)
    yield Asked("the right", "people.right_missing", make.session(2, 0, ((place, other),)))
    if roles()[role].second_factor:
        one = make.session(1, 0, ((place, role),))
        yield Asked("a second factor", "people.second_factor_required", one)


def borne(make: Makes, path: str, demand: Demand) -> Iterator[Asked]:
    """Yield what a program meets: those that must be refused first."""
    if demand.who is Who.TOKEN:
        yield Asked("a token", "token.refused")
        yield Asked("a token, has a session", "token.refused", make.session())
    wrong = {"Authorization": "Bearer beffroi_nothing"}
    yield Asked("a token, has a wrong one", "token.refused", headers=wrong)
    able = [demand.scope] if demand.scope else list(TokenScope)
    for scope in TokenScope:
        if scope not in able:
            yield Asked("the scope", "token.scope_missing", headers=make.token(scope))
    if "{organisation}" in path:
        yield Asked("a token here", "token.elsewhere", headers=make.token(able[0], 2))
    for scope in able:
        yield Asked("nothing", None, headers=make.token(scope))


def holding(right: Right | None) -> str:
    """A role that gives a right; nothing where none is demanded."""
    return next((key for key in roles() if right in roles()[key].rights), "")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One application for all addresses: each is asked by people and programs of its own."""
    with opened(tmp_path_factory.mktemp("demands") / "home") as found:
        yield found


@pytest.mark.parametrize(
    ("method", "path", "demand"), ADDRESSES, ids=[f"{m} {p}" for m, p, _ in ADDRESSES]
)
def test_an_address_refuses_whoever_lacks_what_it_demands(
    shared: TestClient, method: str, path: str, demand: Demand
) -> None:
    store: Store = shared.app.state.store  # type: ignore[attr-defined]
    named = path.replace("{organisation}", "1")
    for word in re.findall(r"{(\w+)}", named):
        named = named.replace(f"{{{word}}}", "999")
    for one in asked(Makes(store), method, path, demand):
        browser = Browser(shared, one.secret)
        answer = browser.ask(method, named, {}, page=one.page, **one.headers)
        code = code_of(answer)
        if one.refusal is None:
            assert code not in GATE, f"has all, and is refused: {code}"
            assert answer.status_code < 500
        else:
            assert code == one.refusal, f"lacks {one.lacks}"


def test_addresses_that_anyone_may_call_are_few() -> None:
    assert {(method, path) for method, path, demand in ADDRESSES if demand == ANYONE} == {
        ("GET", "/api/health"),
        ("GET", "/api/openapi.json"),
        ("GET", "/api/journal"),
        ("GET", "/api/journal/heads"),
        ("GET", "/api/journal/consistency"),
        ("GET", "/api/journal/proof"),
        ("POST", "/api/journal/witness/add-checkpoint"),
        ("POST", "/api/session"),
        ("GET", "/api/session/provider"),
        ("GET", "/api/session/provider/return"),
        ("POST", "/api/session/invitation"),
        ("POST", "/api/session/passkey"),
        ("POST", "/api/session/passkey/challenge"),
        ("GET", "/connexion"),
        ("POST", "/connexion"),
        ("GET", "/invitation"),
        ("POST", "/invitation"),
        ("POST", "/preferences"),
        ("GET", "/aide"),
        ("GET", "/journal"),
        ("GET", "/algorithmes"),
        ("GET", "/algorithmes/{algorithm}"),
        ("GET", "/api/pages/algorithmes"),
        ("GET", "/api/pages/algorithmes/{algorithm}"),
        ("GET", "/api/pages/journal"),
        ("GET", "/statique/{name}"),
        ("GET", "/robots.txt"),
        ("GET", "/public/{slug}"),
        ("GET", "/public/{slug}/donnees"),
        ("GET", "/public/{slug}/donnees/{file}"),
        ("GET", "/public/{slug}/graphiques/{key}"),
        ("GET", "/public/{slug}/couleurs.css"),
        ("GET", "/public/{slug}/flux.xml"),
        ("GET", "/public/{slug}/catalogue.jsonld"),
        ("GET", "/public/{slug}/accessibilite"),
        ("GET", "/public/{slug}/mentions-legales"),
        ("GET", "/public/{rest:path}"),
        ("GET", "/avis/arret/{token}"),
        ("POST", "/avis/arret/{token}"),
    }


def test_an_application_with_an_address_that_demands_nothing_does_not_start() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/bare")
    def bare() -> None: ...

    with pytest.raises(LookupError, match="/bare"):
        require_demands(app)


def test_the_document_says_what_is_demanded(client: TestClient) -> None:
    assert client.app.openapi_schema is None  # type: ignore[attr-defined]  # nobody waits for it
    document = client.get("/api/openapi.json").json()
    for method, path, demand in ADDRESSES:
        if path == "/api/openapi.json" or not path.startswith("/api/"):  # pages are for people
            continue
        said = document["paths"][path][method.lower()]
        if demand != ANYONE:
            assert said["x-demand"] == demand.to_dict()
            serve = [("session", demand.session), ("token", demand.token)]
            assert said["security"] == [{name: []} for name, serves in serve if serves]


def test_without_an_address_only_this_machine_signs_in(client: TestClient) -> None:
    body = {"email": "a@b.fr", "password": "x"}
    for host, expected in (
        ("localhost:8080", "people.sign_in_refused"),
        ("beffroi.evil.example", "request.foreign"),
    ):
        answer = Browser(client).ask("POST", "/api/session", body, Host=host)
        assert code_of(answer) == expected


def test_an_address_over_https_guards_its_cookie(tmp_path: Path) -> None:
    from beffroi.settings import Settings

    root = tmp_path / "home"
    with Store.create(root) as store:
        settled(store.writer("test"), utc_now())
    address = "https://beffroi.exemple.fr"
    with TestClient(make_app(root, Settings(address=address)), SITE) as client:
        body = {"email": "jeanne@exemple.fr", "password": "cheval agrafe pile correct"}
        refused = client.post("/api/session", json=body, headers={"Origin": SITE})
        assert code_of(refused) == "request.foreign"
        answer = client.post("/api/session", json=body, headers={"Origin": address})
        cookie = answer.headers["set-cookie"]
        name, _, rest = cookie.partition("=")
        assert name == "__Host-beffroi"
        assert {"Path=/", "HttpOnly", "Secure", "SameSite=lax"} <= set(rest.split("; "))
        assert "Domain" not in rest
