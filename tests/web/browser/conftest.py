"""A real browser (Debian's Chromium, driven by Playwright) before a real server on loopback."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from beffroi.decide.decisions import decide
from beffroi.decide.organisations import create_organisation
from beffroi.decide.scenarios import keeping
from beffroi.decide.scenarios.noting import note_event, note_work
from beffroi.ingest.documents.attaching import attach, said
from beffroi.periods import utc_now
from beffroi.publish.notices.links import token
from beffroi.publish.sites import buildings, results
from beffroi.publish.sites.publishing import publish
from beffroi.store import documents, sites
from beffroi.store.notices import secret as secret_of_links
from beffroi.store.state import models
from beffroi.store.state.people import Factor
from beffroi.store.state.scenarios import ScenarioOutcome, ScenarioPlan
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.trust.gate import recording
from beffroi.trust.people import sessions
from beffroi.trust.personal.requests import new
from tests.decide.meters import gas, put_days
from tests.decide.test_scenarios import school
from tests.decide.test_scenarios_kept import question
from tests.decide.test_scenarios_telling import OUTCOME
from tests.people import settled
from tests.publish.test_site import DRAFT, of, result
from tests.store.sharing.build import agree, hours, measure
from tests.web.listening import serving
from tests.web.pages.districts import filled
from tests.web.pages.test_quality import ROWS, bring
from tests.web.seen import HOSTILE, behind, found, nights_chart, stand

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 120_000
"""How long a test waits for what it expects, however slow the machine [ms]."""
OPTIONS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A map is drawn by WebGL: without a graphics card, by the processor.
    *("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    # Pages themselves are not: drawn that way each takes twice as long.
    "--disable-gpu-compositing",
)


QUIET = """() => Promise.all(
  document.getAnimations().map(one => one.finished.catch(() => null))
).then(() => null)"""


@dataclass(frozen=True)
class Site:
    """A server with a commune, its findings, and people who may sign in."""

    address: str
    application: pyotp.TOTP
    agent: str
    """The secret of a session of an agent who gave two proofs."""
    elected: str
    finding: int
    agreement: int
    """One that is in force, of Essai to Voisine, and lends no finding."""
    staff: str
    """The secret of a session of somebody who holds every role of a town hall's offices."""
    asset: int
    """A meter of three years of gas, day by day."""
    district: int
    """Of water, whose nights changed."""
    stop: str
    """What the link of a letter bears."""


#: Of the offices of a town hall, and of the installation.
STAFF = (
    *((1, "dpo"), (1, "administrator"), (1, "data_manager"), (1, "rssi")),
    (1, "water_agent"),
    (None, "administrator"),
)


def _session(store: Store, email: str, level: int, *roles: tuple[int | None, str]) -> str:
    door = store.writer("test")
    person = settled(door, utc_now(), email, *roles)
    with door.keep() as session:
        return sessions.start(session, person.id, level, "Firefox", utc_now(), known=True)


def _public(door: WriteDoor) -> None:
    """Publish a table, a result without figures, and offer a second table."""
    sites.describe(door, 1, replace(DRAFT, name=HOSTILE, about=HOSTILE, accent="#7a1f5c"))
    known = of({"ecole": 12, "gymnase": 11, "piscine": 2})
    table = buildings.prepare(door, 1, known, own=False, simulated=True)
    publish(door, 1, table, table.digest)
    told = [result(place=HOSTILE), replace(result(what="Isolation"), action=2)]
    actions = results.prepare(told, [1, 2], own=True, simulated=True)
    publish(door, 1, actions, actions.digest)
    other = buildings.prepare(door, 1, replace(known, key="cout"), own=False, simulated=True)
    assert other.table is not None
    recording.publish(door, 1, *other.table)


def _followed(door: WriteDoor, scenario: int) -> None:
    """Decide a scenario, note its works and an event, and keep an outcome."""
    day = date(2026, 1, 15)
    keeping.plan(door, 1, scenario, day, HOSTILE[:200], HOSTILE)
    note_work(door, 1, scenario, "roof", day, day, cost_eur=9000.0, said=HOSTILE[:500])
    note_event(door, 1, scenario, day, None, HOSTILE[:500])
    with door.change("test", "test", 1) as change:
        plan = change.session.query(ScenarioPlan.id).filter_by(scenario_id=scenario).scalar()
        row = ScenarioOutcome(plan_id=plan, computed_at=utc_now(), result=OUTCOME, actor="test")
        change.session.add(row)


def _documents(store: Store, asset: int) -> None:
    """Attach a document, and one that was removed."""
    door, path = store.writer("test"), store.home.root / "came.txt"
    path.write_text("La chaudière a été réglée.", "utf-8")
    for title in ("Compte rendu", HOSTILE[:200]):
        about = said(title, "report", date(2026, 3, 1))
        last = attach(door, 1, asset, path, HOSTILE[:255], about, 1)
    documents.remove(door, 1, last)
    path.unlink()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server, once for all of these tests; each acts on findings of its own."""
    root = tmp_path_factory.mktemp("browser") / "home"
    application = pyotp.TOTP(pyotp.random_base32())
    with Store.create(root) as store:
        door = store.writer("test")
        for name in ("Essai", "Voisine"):
            create_organisation(door, name)
        behind(store)
        first = found(store, 1, 1200)
        stand(store, first, (3.1, 47.05))
        old = found(store, 1, 900, name="Gymnase", chart=nights_chart())
        stand(store, old, (3.12, 47.06), since=date(2026, 6, 10))
        found(store, 1, 40, name=HOSTILE, said=HOSTILE)
        decide(door, found(store, 1, 300, name="Mairie"), "watch", HOSTILE)
        put_days(store, gas(), date(2023, 1, 1), np.linspace(9_000, 30_000, 3 * 365))
        with door.look() as session:
            asset = session.query(models.Asset.id).filter_by(key="pce-1").scalar()
        district = filled(store, called=HOSTILE)
        bring(store, 1, *ROWS)
        _documents(store, asset)
        measured = school(store)
        for name, levers in (("Toit et consigne", ("setpoint", "roof")), (HOSTILE, ("roof",))):
            planned = keeping.keep(door, 1, name, *question(measured, *levers))
        _followed(door, planned)
        person = settled(door, utc_now(), "jeanne@exemple.fr", (1, "elected"))
        with door.keep() as session:
            secret = application.secret.encode()
            kept = {"name": "téléphone", "secret": secret, "counter": 0, "created_at": utc_now()}
            session.add(Factor(person_id=person.id, kind="totp", **kept))
        agreement = agree(store, 1, 2, purpose=HOSTILE)
        agent = _session(store, "paul@exemple.fr", 2, (1, "agent"), (2, "agent"))
        elected = _session(store, "louise@exemple.fr", 1, (1, "elected"), (2, "elected"))
        staff = _session(store, "noa@exemple.fr", 2, *STAFF)
        measure(store, 1, "École", hours("2026-01-05T23:00", [1.0] * 24))
        new(door, 1, "access", "C-1", utc_now().date() - timedelta(days=40))
        new(door, 1, "erasure", HOSTILE[:100], utc_now().date())
        _public(door)
        stop = token(secret_of_links(door), person.reference, "digest")
    with serving(root) as address:
        yield Site(
            address.replace("127.0.0.1", "localhost"),
            application,
            agent,
            elected,
            first,
            agreement,
            staff,
            asset,
            district,
            stop,
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser; skipped with the reason where there is none, never in CI.

    Its driver keeps a loop of events running in this thread, which other tests cannot have.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        said = "no browser: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver, pytest.MonkeyPatch.context() as patch:
        opened = driver.chromium.launch(executable_path=program, args=list(OPTIONS))
        patch.setattr(opened, "new_context", patient(opened.new_context))
        yield opened
        opened.close()


def patient(new: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    """Make windows in which everything is waited for as long as `PATIENCE`."""

    def made(**said: Any) -> BrowserContext:
        context = new(**said)
        context.set_default_timeout(PATIENCE)
        return context

    return made


def still(page: Page) -> None:
    """Wait until a page is there whole: loaded, its curve or its map drawn, no colour changing."""
    page.wait_for_load_state()
    curve = page.locator("[data-plot]")
    if curve.count():  # it is drawn once it is seen
        curve.scroll_into_view_if_needed()
        page.wait_for_selector("[data-plot][data-ready]")
    if page.locator("[data-map]").count():
        page.wait_for_selector("[data-map][data-filled]", state="attached")
    page.evaluate(QUIET)


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that looks for what keeps people out of a page."""
    folder = Path(__file__).parents[3] / "front" / "node_modules" / "axe-core"
    return (folder / "axe.min.js").read_text("utf-8")
