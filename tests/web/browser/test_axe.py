"""No page keeps anybody out: axe-core finds nothing, in both themes, on a desk and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.browser.conftest import Site, still
from tests.web.seen import REFERENCE

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
    "/1/equipements/{d}",
    "/1/equipements/{d}/nuits",
    "/1/equipements/{a}/pieces",
    "/1/equipements/{a}/pieces/1",
    "/1/indicateurs",
    "/1/qualite",
    "/1/qualite?du=2025-01-01&au=2026-06-30",
    "/1/qualite/B",
    "/1/rapport",
    "/1/scenarios",
    "/1/scenarios?c.1=1&c.2=1&compare=1",
    "/1/scenarios/1",
    "/1/scenarios/2",
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
    "/1/abonnes",
    "/1/abonnes?status=dismissed",
    f"/1/abonnes/{REFERENCE}",
    "/1/couts",
    "/1/couts?exemple=1",
    "/1/journal",
    "/1/journal?vue=acces",
    "/1/journal/3",
)
#: What axe looks for in a theme. The other one changes colours and nothing else, which is why they
#: alone are looked at again: `test_a_theme_changes_nothing_but_colours` holds it.
THEMES: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},  # all that looks at colours
}
#: The one rule that reads styles again is not among those that are run: they are not fetched.
RUN = """async only => (await axe.run(
    document, {resultTypes: ['violations'], preload: {assets: ['media']}, ...only}
)).violations"""
WIDE = "document.documentElement.scrollWidth > innerWidth"
STYLES = Path(__file__).parents[3] / "front" / "styles"


@pytest.fixture(params=SIZES)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A window of a size."""
    width, height = SIZES[request.param]
    # Without motion a colour changes at once: half-way through, nothing has its contrast.
    made = browser.new_context(
        viewport={"width": width, "height": height}, locale="fr-FR", reduced_motion="reduce"
    )
    yield made
    made.close()


def sign(context: BrowserContext, site: Site, secret: str) -> None:
    context.add_cookies([{"name": "beffroi", "value": secret, "url": site.address}])


def problems(page: Page, axe: str) -> list[str]:
    """Return what axe finds wrong in each theme, what overflows the window, a name that was run."""
    still(page)
    page.evaluate(axe)
    found = []
    for theme, only in THEMES.items():
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found += [
            f"{theme}, {one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in page.evaluate(RUN, only)
        ]
    if page.evaluate(WIDE):
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
    page.on("pageerror", lambda fault: refused.append(f"{page.url}: {fault}"))
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    found = {}
    named = {
        "n": site.finding,
        "c": site.agreement,
        "a": site.asset,
        "d": site.district,
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


def test_a_theme_changes_nothing_but_colours() -> None:
    said = "".join(path.read_text("utf-8") for path in sorted(STYLES.glob("*.css")))
    assert "light-dark(" in said  # which takes colours
    assert "prefers-color-scheme" not in said
    blocks = re.findall(
        r"([^{}]*theme[^{}]*){([^{}]*)}", re.sub(r"/\*.*?\*/", "", said, flags=re.S)
    )
    assert {block.strip() for _, block in blocks} == {"color-scheme: light;", "color-scheme: dark;"}


def test_no_form_that_is_told_wrong_has_a_violation(
    context: BrowserContext, site: Site, axe: str
) -> None:
    page = context.new_page()
    sign(context, site, site.agent)
    page.goto(f"{site.address}/1/constats/{site.finding}")
    page.click("#decide button")
    expect(page.locator("[role=alert]")).to_have_count(1)
    assert problems(page, axe) == []
    page.goto(f"{site.address}/1/constats")
    page.click("main details summary")
    page.click("#bulk button")
    expect(page.locator("[role=alert]")).to_have_count(1)
    assert problems(page, axe) == []
    page.goto(f"{site.address}/compte")
    page.click("#second-facteur button.button:not(.little)")
    expect(page.locator(".qr svg")).to_have_count(1)
    assert problems(page, axe) == []
    context.clear_cookies()
    page.goto(f"{site.address}/connexion")
    page.fill("#email", "nobody@exemple.fr")
    page.fill("#password", "x")
    page.click("main button")
    expect(page.locator("[role=alert]")).to_have_count(1)
    assert problems(page, axe) == []
