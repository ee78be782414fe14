"""What the benchmarks of pages share: somebody who is signed in, and the pages that they visit."""

import re
import statistics
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from starlette.testclient import TestClient

from beffroi.demo.visitors import visited, visitors
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.state.sampling import WaterSample
from beffroi.store.state.scenarios import Scenario
from beffroi.store.store import Store
from beffroi.trust.people import accounts, memberships, sessions
from beffroi.trust.people.roles import roles
from beffroi.web.access.demands import Demand, Who
from beffroi.web.app import make_app
from beffroi.web.pages import PAGES
from beffroi.web.pages.bundle import bundle

AGENT = "agent@demo.example"
#: What the agent is besides, so that one person may visit almost every page.
ALSO = ("dpo", "auditor", "elected", "administrator")
SITE = "http://localhost"
SEED = 676


def built(home: Path, communes: int = 48, years: int = 3) -> None:
    """Build the demonstration."""
    from beffroi.demo.build import build
    from beffroi.demo.place import mark

    Store.create(home).close()
    mark(home)
    with Store.open(home, Settings.load(home)) as store:
        build(store, SEED, communes, years)


def entered(store: Store, many: int = 1) -> tuple[list[str], int, dict[str, int]]:
    """Sign an agent in, who holds other roles too.

    Returns:
        Secrets of sessions, the organisation, and a thing of each kind that addresses name there.
    """
    visitors(store, "benchmark")
    door = store.writer("benchmark")
    person, now = accounts.find(door, AGENT), utc_now()
    place, _ = visited(store, "benchmark")
    for role in ALSO:
        memberships.give(door, person, place, role)
    with door.keep() as session:
        secrets = [
            sessions.start(session, person.id, 2, "benchmark", now, known=True) for _ in range(many)
        ]
    signed = sessions.find(door, secrets[0], now)
    assert signed is not None
    organisation = next(one.organisation for one in signed.held)
    assert organisation is not None
    with door.look() as session:
        costly = session.query(Finding).filter_by(organisation_id=organisation)
        finding = costly.order_by(Finding.eur_per_year.desc()).first()
        assert finding is not None
        named = {"finding": finding.id, "asset": finding.asset_id}
    return secrets, organisation, named


def addresses(organisation: int, named: dict[str, int]) -> dict[str, str]:
    """Return the address of each page that an agent may visit, by its path in the code."""
    known = {"organisation": organisation, **named}
    return {
        page.path: page.path.format(**known)
        for page in PAGES
        if page.method == "GET"
        if (page.path == "/compte" or page.path.startswith("/{organisation}"))
        if open_to(page.demand)
        if set(re.findall(r"{(\w+)}", page.path)) <= known.keys()
        if page.path != NIGHTS  # of districts alone
    }


NIGHTS = "/{organisation}/equipements/{asset}/nuits"
#: What a service of water visits besides: its name in the tables, and the path in the code.
WATER = {
    "district": "/{organisation}/equipements/{asset}",
    "nights of a district": NIGHTS,
    "scenario of districts": "/{organisation}/scenarios/{scenario}",
    "samples of water": "/{organisation}/qualite",
    "a sample": "/{organisation}/qualite/{sample}",
    "first page of the service": "/{organisation}",
    "findings of the service": "/{organisation}/constats",
    "indicators of the service": "/{organisation}/indicateurs",
}


def of_water(store: Store) -> dict[str, str]:
    """Let the agent in at the service of water, and return the addresses that `WATER` names."""
    door = store.writer("benchmark")
    asset, row = models.Asset, models.Organisation
    with door.look() as session:
        service = session.scalars(select(row.id).where(row.kind == "syndicat")).one()
        own = asset.organisation_id == service
        districts = select(asset.id).where(own, asset.type == "district").order_by(asset.id)
        scenarios = select(Scenario.id).where(Scenario.organisation_id == service)
        taken = WaterSample.organisation_id == service, WaterSample.standing
        samples = select(WaterSample.code).where(*taken)
        known = {
            "organisation": service,
            "asset": session.scalars(districts).first(),
            "scenario": session.scalars(scenarios).first(),
            "sample": session.scalars(samples.order_by(WaterSample.id.desc())).first(),
        }
    person = accounts.find(door, AGENT)
    for role in ("agent", *ALSO):
        memberships.give(door, person, service, role)
    return {name: path.format(**known) for name, path in WATER.items()}


def open_to(demand: Demand) -> bool:
    """Tell whether that agent may visit what demands this."""
    held = {right for role in ("agent", *ALSO) for right in roles()[role].rights}
    return demand.who is Who.SIGNED and demand.right in (None, *held)


def timed(client: TestClient, path: str, asked: int) -> dict[str, Any]:
    """Ask for a page again and again [ms], and weigh it [B]."""
    times, answer = [], None
    for _ in range(asked + 1):
        before = time.perf_counter()
        answer = client.get(path)
        times.append(1e3 * (time.perf_counter() - before))
        assert answer.status_code == 200, (path, answer.status_code)
    assert answer is not None
    return {
        "first": times[0],
        **cuts(times[1:]),
        "page_bytes": len(answer.content),
        "view_bytes": len(answer.content) + fetched(answer.text),
    }


def cuts(times: Iterable[float]) -> dict[str, float]:
    """Return the middle of some times, and what 95 of 100 stay under."""
    found = list(times)
    return {"p50": statistics.median(found), "p95": statistics.quantiles(found, n=20)[-1]}


def fetched(page: str) -> int:
    """Weigh the files that a browser fetches with a page: those it names, and the usual font."""
    files = bundle().files
    named = set(re.findall(r'(?:href|src)="/statique/([^"]+)"', page))
    named.update(name for name in files if "-latin-wght" in name)
    return sum(len(files[name].content) for name in named)


def application(home: Path, settings: Settings, secret: str = "") -> TestClient:
    """Return the application of a home, before somebody who is signed in."""
    said = {"Accept": "text/html"} | ({"Cookie": f"beffroi={secret}"} if secret else {})
    return TestClient(make_app(home, settings), SITE, headers=said)
