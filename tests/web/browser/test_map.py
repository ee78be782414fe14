"""The map in a browser: linked with its list by keyboard, live, whole without a script."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.browser.conftest import Site
from tests.web.browser.test_keyboard import reach

SOON = 20_000  # [ms]: pixels are drawn without a graphics card


@pytest.fixture
def context(browser: Browser, site: Site) -> BrowserContext:
    made = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    made.add_cookies([{"name": "beffroi", "value": site.agent, "url": site.address}])
    return made


def opened(context: BrowserContext, site: Site, query: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{site.address}/1/carte{query}")
    page.wait_for_selector("[data-filled]", timeout=SOON, state="attached")
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
    page.wait_for_timeout(2500)  # it flies there
    reach(page, "canvas.maplibregl-canvas", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("selector => document.activeElement.closest(selector)", arg=own)
    expect(page.locator("[data-said]")).to_have_text("Choisi sur la carte : École des Tilleuls")
    assert [url for url in asked if not url.startswith(site.address)] == []
    context.close()


def test_a_decision_made_elsewhere_shows_at_once(context: BrowserContext, site: Site) -> None:
    page, other = opened(context, site), context.new_page()
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live", timeout=SOON)
    row = page.locator("[data-finding]", has_text="Gymnase")
    other.goto(f"{site.address}/1/constats/{row.get_attribute('data-finding')}")
    other.check("#choice input[value=watch]")
    other.fill("#reason", "On regarde encore.")
    other.click("#decide form > button")
    other.wait_for_url("**done=*")
    expect(row.locator(".badge.watching")).to_have_count(1, timeout=SOON)
    expect(page.locator("[data-live]")).to_contain_text("Mis à jour à", timeout=SOON)
    context.close()


def test_time_goes_back_with_the_slider(context: BrowserContext, site: Site) -> None:
    page = opened(context, site)
    assert page.locator("[data-finding]").count() > 1
    page.locator("#time").focus()
    page.keyboard.press("Home")
    expect(page.locator("[data-finding]")).to_have_count(1, timeout=SOON)
    expect(page.locator("[data-finding]")).to_contain_text("Gymnase")
    assert re.search(r"mois=2026-06", page.url)
    page.keyboard.press("End")
    expect(page.locator("[data-finding]").first).to_contain_text("École", timeout=SOON)
    context.close()


def test_a_wall_turns_and_stops(context: BrowserContext, site: Site) -> None:
    page = opened(context, site, "?mur=1")
    expect(page.locator(".wall-list li[aria-current]")).to_have_count(1, timeout=SOON)
    page.keyboard.press("Escape")
    expect(page.locator("[data-pause]")).to_have_text("Reprendre")
    context.close()


def test_without_a_script_it_is_a_list_and_a_drawing(browser: Browser, site: Site) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    context.add_cookies([{"name": "beffroi", "value": site.agent, "url": site.address}])
    page = context.new_page()
    page.goto(f"{site.address}/1/carte")
    assert page.locator("svg.sketch .mark").count() == 2
    assert page.locator("[data-fly]:visible").count() == 0
    page.select_option("#mois", "2026-06")
    page.click("[data-filters] button")
    assert page.locator("[data-finding]").all_inner_texts()[0].startswith("Gymnase")
    context.close()
