"""The map in a browser: linked with its list by keyboard, live, whole without a script."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.web.browser.conftest import Site, still
from tests.web.browser.test_keyboard import reach

#: What the script asks for to bring the list up to date; without what the map is not drawn.
LIST, OUTLINES = re.compile(r"/1/carte\?"), re.compile(r"/map/outlines")
#: The flight is over and what it shows is drawn; a frame is asked for, so that there is an end.
LANDED = """() => {
  const { moving } = document.querySelector('[data-map]');
  moving.triggerRepaint();
  return new Promise(done => moving.once('idle', () => done()));
}"""


@pytest.fixture
def context(browser: Browser, site: Site) -> BrowserContext:
    made = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    made.add_cookies([{"name": "beffroi", "value": site.agent, "url": site.address}])
    return made


def opened(context: BrowserContext, site: Site, query: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{site.address}/1/carte{query}")
    still(page)
    return page


def test_the_list_and_the_map_show_each_other_by_keyboard(
    context: BrowserContext, site: Site
) -> None:
    page = opened(context, site)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    own = f"[data-finding='{site.finding}']"
    reach(page, f"{own} [data-fly]")
    page.keyboard.press("Enter")
    expect(page.locator(f"{own}[aria-current]")).to_have_count(1)
    expect(page.locator("[data-said]")).to_have_text("La carte montre École des Tilleuls")
    page.evaluate(LANDED)
    reach(page, "canvas.maplibregl-canvas", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("selector => document.activeElement.closest(selector)", arg=own)
    expect(page.locator("[data-said]")).to_have_text("Choisi sur la carte : École des Tilleuls")
    assert [url for url in asked if not url.startswith(site.address)] == []
    context.close()


def watched(context: BrowserContext, site: Site, row: Locator, reason: str) -> None:
    """Decide in another window; the same form sent again would be the same act."""
    finding = row.get_attribute("data-finding")
    other = context.new_page()
    other.goto(f"{site.address}/1/constats/{finding}")
    other.check("#choice input[value=watch]")
    other.fill("#reason", reason)
    other.click("#decide form > button")
    other.wait_for_url("**done=*")
    other.close()


def test_a_decision_made_elsewhere_shows_at_once(context: BrowserContext, site: Site) -> None:
    page = opened(context, site)
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")
    row = page.locator("[data-finding]", has_text="Gymnase")
    watched(context, site, row, "On regarde encore.")
    expect(row.locator(".badge.watching")).to_have_count(1)
    expect(page.locator("[data-live]")).to_contain_text("Mis à jour à")
    context.close()


def test_what_happens_before_the_map_is_drawn_is_not_lost(
    context: BrowserContext, site: Site
) -> None:
    """On a slow line the list is there long before the map, and people do not wait."""
    page, held = context.new_page(), {OUTLINES: list[Route](), LIST: list[Route]()}

    def hold(part: re.Pattern[str], route: Route) -> None:
        if part in held:
            held[part].append(route)
        else:
            route.continue_()

    def release(part: re.Pattern[str]) -> None:
        for route in held.pop(part):
            route.continue_()

    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.route(OUTLINES, lambda route: hold(OUTLINES, route))
    page.route(LIST, lambda route: hold(LIST, route))
    page.goto(f"{site.address}/1/carte")
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")
    page.locator("[data-fly]").first.click()
    expect(page.locator("[data-said]")).to_contain_text("La carte montre")
    gymnase = page.locator("[data-finding]", has_text="Gymnase")
    with page.expect_request(LIST):
        watched(context, site, gymnase, "On n’attend pas la carte.")
    page.locator("[data-fly]").last.focus()
    release(LIST)
    expect(page.locator("[data-live]")).to_contain_text("Mis à jour à")
    expect(page.locator("[data-fly]").last).to_be_focused()  # where one went meanwhile
    assert page.locator("[data-filled]").count() == 0, "the map waits for its outlines"
    release(OUTLINES)
    still(page)
    assert faults == []
    context.close()


def test_time_goes_back_with_the_slider(context: BrowserContext, site: Site) -> None:
    page = opened(context, site)
    assert page.locator("[data-finding]").count() > 1  # written by the server
    page.locator("#time").focus()
    page.keyboard.press("Home")
    expect(page.locator("[data-finding]")).to_have_count(1)
    expect(page.locator("[data-finding]")).to_contain_text("Gymnase")
    assert "mois=2026-06" in page.url  # it changes before the list does
    page.keyboard.press("End")
    expect(page.locator("[data-finding]").first).to_contain_text("École")
    context.close()


def test_a_wall_turns_and_stops(context: BrowserContext, site: Site) -> None:
    page = opened(context, site, "?mur=1")
    expect(page.locator(".wall-list li[aria-current]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-pause]")).to_have_text("Reprendre")
    context.close()


def test_without_a_script_it_is_a_list_and_a_drawing(browser: Browser, site: Site) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    context.add_cookies([{"name": "beffroi", "value": site.agent, "url": site.address}])
    page = context.new_page()
    page.goto(f"{site.address}/1/carte")
    expect(page.locator("svg.sketch .mark")).to_have_count(2)
    assert page.locator("[data-fly]:visible").count() == 0
    page.select_option("#mois", "2026-06")
    page.click("[data-filters] button")
    expect(page.locator("[data-finding]").first).to_have_text(re.compile(r"^\s*Gymnase"))
    context.close()
