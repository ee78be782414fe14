"""A curve that one goes about in: dragged over, by keys, by links; whole without scripts."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.web.browser.conftest import Site

READY = "[data-plot][data-ready]"


def said(page: Page, part: str) -> str:
    """Wait for a part of the address, then for the curve; return what the curve is said to be."""
    page.wait_for_url(f"**{part}*")
    page.wait_for_selector(READY)
    return page.inner_text("#curve-title")


def test_a_curve_is_gone_about_in(browser: Browser, site: Site) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "beffroi", "value": site.agent, "url": site.address}])
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda one: refused.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda one: refused.append(str(one)))
    page.goto(f"{site.address}/1/equipements/{site.asset}?from=2025-01-01&until=2026-01-01")
    assert "par jour, 2025" in said(page, "2025-01-01")
    plot = page.locator("[data-plot]")
    expect(plot.locator(".measured_marks path")).to_have_count(1)
    expect(plot.locator(".expected_marks path")).to_have_count(1)
    expect(plot).to_contain_text("juil. 2025")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    expect(page.locator("[data-how]")).to_contain_text(re.compile("juin|juillet"))
    # About a quarter of the year, from its middle on.
    page.mouse.down()
    page.mouse.move(middle[0] + box["width"] / 4, middle[1], steps=4)
    page.mouse.up()
    dragged = said(page, "Z&until=")
    assert "juin 2025" in dragged or "juillet 2025" in dragged
    expect(plot).to_be_focused()  # the focus stays
    expect(page.locator("table")).to_contain_text("août")  # the table is that of what is shown
    page.keyboard.press("+")
    expect(page.locator("#curve-title")).not_to_have_text(dragged)
    page.go_back()
    expect(page.locator("#curve-title")).to_have_text(dragged)
    page.click("[data-span=whole]")
    assert "du 1er janvier 2023 au 30 décembre 2025" in said(page, "from=2023-01-01")
    expect(page.locator("[role=status][data-said]")).to_contain_text("du 1er janvier 2023")
    assert refused == []
    context.close()


def test_links_do_the_same_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    context.add_cookies([{"name": "beffroi", "value": site.agent, "url": site.address}])
    page = context.new_page()
    page.goto(f"{site.address}/1/equipements/{site.asset}?from=2025-01-01&until=2026-01-01")
    page.click("a[data-span=part] >> text=mars")
    expect(page.locator("#curve-title")).to_contain_text("par jour, mars 2025")
    page.click("text=Plus large")
    expect(page.locator("#curve-title")).to_contain_text("par jour, 2025")
    expect(page.locator("svg .measured[d^=M]").first).to_be_attached()
    with page.expect_download() as kept:
        page.click("text=Télécharger")
    assert kept.value.suggested_filename == "pce-1-gas-energy-2025-01-01.csv"
    context.close()
