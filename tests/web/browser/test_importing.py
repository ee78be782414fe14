"""Real files dropped in a real browser: without a script, then with, up to a finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, Page, expect

from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from tests.conftest import SHARED_DATA
from tests.ingest.bring import curve
from tests.people import settled
from tests.web.browser.conftest import PATIENCE
from tests.web.browser.test_axe import problems
from tests.web.senders import serving


@dataclass(frozen=True)
class Served:
    """A server with a worker, and an agent of its commune."""

    address: str
    secret: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("importing") / "home"
    with Store.create(root) as store:
        door = store.writer("test")
        create_organisation(door, "Essai")
        person = settled(door, utc_now(), "agent@exemple.fr", (1, "agent"))
        with door.keep() as session:
            secret = sessions.start(session, person.id, 2, "Firefox", utc_now(), known=True)
    with serving(root) as address:
        yield Served(address.replace("127.0.0.1", "localhost"), secret)


def history(folder: Path) -> Path:
    """A history of measures of Enedis: a real one where there is one."""
    real = SHARED_DATA / "enedis" / "Enedis_SGE_HDM_A06NW0ZI.csv"
    return real if real.is_file() else curve(folder / "hdm.csv", [900.0, 1100.0, 1000.0])


def faulty(folder: Path) -> Path:
    """Measures in which something happens: of a real building, else made up."""
    real = SHARED_DATA / "energy" / "cambridge" / "building_000_electricity.csv.gz"
    if real.is_file():
        return real
    hours = np.arange("2024-01-01", "2026-10-01", dtype="datetime64[h]")
    day = np.where(np.is_busday(hours.astype("datetime64[D]")), 20.0, 8.0)
    values = day * np.random.default_rng(1).normal(1.0, 0.03, len(hours))
    values[hours >= np.datetime64("2026-08-01")] *= 1.4
    path = folder / "batiment.csv"
    rows = (f"{hour}:00:00Z;{value:.2f}" for hour, value in zip(hours, values, strict=True))
    path.write_text("\n".join(["horodate;électricité (kWh)", *rows]), "utf-8")
    return path


def reloaded(page: Page, selector: str) -> None:
    """Do what a person without scripts does: follow the link, until it is there."""
    wanted, link = page.locator(selector), page.get_by_role("link", name="Actualiser la page").first
    for _ in range(PATIENCE // 500):
        expect(wanted.or_(link).first).to_be_visible()  # a page that came, not half of it
        page.wait_for_load_state()
        if wanted.count():
            return
        page.wait_for_timeout(500)  # a person takes their time
        with page.expect_navigation():
            link.click()
    raise AssertionError(f"{selector} never came")


def test_files_are_dropped_and_lead_to_a_finding(
    browser: Browser, served: Served, axe: str, tmp_path: Path
) -> None:
    cookie: SetCookieParam = {"name": "beffroi", "value": served.secret, "url": served.address}
    bare = browser.new_context(locale="fr-FR", java_script_enabled=False)
    bare.add_cookies([cookie])
    page = bare.new_page()
    page.goto(f"{served.address}/1/importer")
    page.set_input_files("#files", history(tmp_path))
    page.click("main form button")
    reloaded(page, "#confirmer")
    assert "Enedis, historique de mesures (SGE)" in page.inner_text("main")
    assert "Rien n’est encore enregistré" in page.inner_text("main")
    page.click("#confirmer button")
    reloaded(page, "#analyse")
    expect(page.locator("#fichier-0")).to_contain_text("importé")
    bare.close()
    context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
    context.add_cookies([cookie])
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: refused.append(str(fault)))
    page.goto(f"{served.address}/1/importer")
    page.set_input_files("#files", faulty(tmp_path))
    expect(page.locator("[data-chosen] li")).to_have_count(1)
    page.click("main form button")
    page.wait_for_selector("#confirmer")
    assert problems(page, axe) == []
    page.click("#confirmer button")
    page.wait_for_selector("#analyse")
    assert problems(page, axe) == []
    page.click("#analyse button")
    page.click("#analyse a.button")
    page.wait_for_url("**/constats")
    expect(page.locator("li.finding").first).to_contain_text("la consommation")
    page.goto(f"{served.address}/1/imports")
    page.click("tbody a >> nth=0")
    page.wait_for_selector("#annuler")
    assert problems(page, axe) == []
    assert refused == []
    context.close()
