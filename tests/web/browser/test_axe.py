"""No page keeps anybody out: axe-core finds nothing, in both themes, on a desk and on a phone."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.browser.conftest import Site

SIZES = {"desk": (1280, 800), "phone": (390, 844)}
#: Pages by who visits them; `{n}` is a finding, `{a}` an asset.
OPEN = (
    *("/connexion", "/connexion?again=1&next=/compte", "/invitation", "/aide", "/nulle/part"),
    *("/journal", "/algorithmes", "/algorithmes/energy.step"),
    *("/public/essai", "/public/essai/donnees", "/public/nulle-part"),
    "/public/essai/graphiques/consommation",
    "/public/essai/mentions-legales",
    *("/avis/arret/{stop}", "/avis/arret/nul"),
)
SIGNED = (
    "/",
    "/1",
    "/1?done=act",
    "/1/constats",
    "/1/constats?status=done",
    "/1/constats/{n}",
    "/1/constats/99999",
    "/1/equipements",
    "/1/equipements?q=nulle%20part",
    "/1/equipements/{a}",
    "/1/equipements/{a}?from=2025-03-01&until=2025-04-01",
    "/1/equipements/{a}/pieces",
    "/1/equipements/{a}/pieces/1",
    "/1/indicateurs",
    "/1/rapport",
    "/1/scenarios",
    "/1/scenarios?c.1=1&c.2=1&compare=1",
    "/1/scenarios/1",
    "/1/scenarios/nouveau?essai=1&l.roof=1&roof.share=99",
    "/1/importer",
    "/1/imports",
    "/1/aide",
    "/1/carte",
    "/1/carte?mur=1",
    "/1/algorithmes/energy.step",
    "/1/publication",
    "/1/publication/resultats",
    "/2",
    "/3",
    "/compte",
    "/compte/avis",
    "/1/conventions",
    "/1/conventions?etat=terminees",
)
ELECTED = (
    "/1",
    "/1/constats/{n}",
    "/1/equipements/{a}",
    "/1/constats/{n}/travaux",
    "/1/conventions/nouvelle",
    "/1/conventions/nouvelle?modele=commune-syndicat",
    "/1/conventions/{c}",
    "/1/conventions/{c}/resilier",
    "/1/publication/consommation",
    "/1/publication/tableau-2",
    "/1/publication/presentation",
)
STAFF = (
    "/1/traitements",
    "/1/traitements/metering",
    "/1/demandes",
    "/1/demandes/1",
    "/1/demandes/nouvelle",
    "/1/membres",
    "/1/membres/nouveau",
    "/1/sessions",
    "/compte/prets",
    "/1/donnees",
    "/1/donnees/jetons/nouveau",
    "/administration",
    "/1/couts",
    "/1/couts?exemple=1",
    "/1/journal",
    "/1/journal?vue=acces",
    "/1/journal/3",
)
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


@pytest.fixture(params=[(size, theme) for size in SIZES for theme in ("light", "dark")])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A window of a size, on a device of a theme."""
    size: str
    theme: Literal["light", "dark"]
    size, theme = request.param
    width, height = SIZES[size]
    made = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, locale="fr-FR"
    )
    yield made
    made.close()


def sign(context: BrowserContext, site: Site, secret: str) -> None:
    context.add_cookies([{"name": "beffroi", "value": secret, "url": site.address}])


def problems(page: Page, axe: str) -> list[str]:
    """Return what axe finds wrong, whatever overflows the window, and what the browser refused."""
    page.evaluate(axe)
    found = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in page.evaluate(RUN)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("it is wider than the window")
    if page.title() == "hacked":
        found.append("a name was run")
    return found


def test_no_page_has_a_violation(context: BrowserContext, site: Site, axe: str) -> None:
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda said: refused.append(said.text) if "Content Security" in said.text else None,
    )
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    found = {}
    named = {
        "n": site.finding,
        "c": site.agreement,
        "a": site.asset,
        "stop": site.stop,
    }
    visits = (
        ("", OPEN),
        (site.elected, ELECTED),
        (site.agent, SIGNED),
        (site.staff, STAFF),
    )
    for who, paths in visits:
        context.clear_cookies()
        if who:
            sign(context, site, who)
        for path in paths:
            page.goto(site.address + path.format_map(named))
            found[path] = problems(page, axe)
    assert {path: said for path, said in found.items() if said} == {}
    assert refused == []
    assert [url for url in asked if not url.startswith(site.address)] == []


def test_no_form_that_is_told_wrong_has_a_violation(
    context: BrowserContext, site: Site, axe: str
) -> None:
    page = context.new_page()
    sign(context, site, site.agent)
    page.goto(f"{site.address}/1/constats/{site.finding}")
    page.click("#decide button")
    assert page.locator("[role=alert]").count() == 1
    assert problems(page, axe) == []
    page.goto(f"{site.address}/1/constats")
    page.click("main details summary")
    page.click("#bulk button")
    assert problems(page, axe) == []
    page.goto(f"{site.address}/compte")
    page.click("#second-facteur button.button:not(.little)")
    assert page.locator(".qr svg").count() == 1
    assert problems(page, axe) == []
    context.clear_cookies()
    page.goto(f"{site.address}/connexion")
    page.fill("#email", "nobody@exemple.fr")
    page.fill("#password", "x")
    page.click("main button")
    assert page.locator("[role=alert]").count() == 1
    assert problems(page, axe) == []
