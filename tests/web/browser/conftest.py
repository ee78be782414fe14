"""A real browser (Debian's Chromium, driven by Playwright) before a real server on loopback."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, sync_playwright

from beffroi.decide.decisions import decide
from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.store.state.people import Factor
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from tests.people import settled
from tests.web.listening import serving
from tests.web.seen import HOSTILE, found, nights_chart, stand

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A map is drawn by WebGL: without a graphics card, by the processor.
    *("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
)


@dataclass(frozen=True)
class Site:
    """A server with a commune, its findings, and people who may sign in."""

    address: str
    application: pyotp.TOTP
    agent: str
    """The secret of a session of an agent who gave two proofs."""
    elected: str
    finding: int


def _session(store: Store, email: str, role: str, level: int) -> str:
    door = store.writer("test")
    person = settled(door, utc_now(), email, (1, role), (2, role))
    with door.keep() as session:
        return sessions.start(session, person.id, level, "Firefox", utc_now(), known=True)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server, once for all of these tests; each acts on findings of its own."""
    root = tmp_path_factory.mktemp("browser") / "home"
    application = pyotp.TOTP(pyotp.random_base32())
    with Store.create(root) as store:
        door = store.writer("test")
        for name in ("Essai", "Voisine"):
            create_organisation(door, name)
        first = found(store, 1, 1200)
        stand(store, first, (3.1, 47.05))
        old = found(store, 1, 900, name="Gymnase", chart=nights_chart())
        stand(store, old, (3.12, 47.06), since=date(2026, 6, 10))
        found(store, 1, 40, name=HOSTILE, said=HOSTILE)
        decide(door, found(store, 1, 300, name="Mairie"), "watch", HOSTILE)
        person = settled(door, utc_now(), "jeanne@exemple.fr", (1, "elected"))
        with door.keep() as session:
            secret = application.secret.encode()
            kept = {"name": "téléphone", "secret": secret, "counter": 0, "created_at": utc_now()}
            session.add(Factor(person_id=person.id, kind="totp", **kept))
        agent = _session(store, "paul@exemple.fr", "agent", 2)
        elected = _session(store, "louise@exemple.fr", "elected", 1)
    with serving(root) as address:
        yield Site(address.replace("127.0.0.1", "localhost"), application, agent, elected, first)


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
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=list(OPTIONS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that looks for what keeps people out of a page."""
    folder = Path(__file__).parents[3] / "front" / "node_modules" / "axe-core"
    return (folder / "axe.min.js").read_text("utf-8")
