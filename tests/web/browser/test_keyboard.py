"""The whole path with the keyboard alone: sign in with a code, find, decide, see the history."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.people import PASSWORD
from tests.web.browser.conftest import Site

FOCUSED = "selector => document.activeElement.matches(selector)"
SEEN = """() => {
  const own = document.activeElement;
  const all = [own, own.closest('.finding')].filter(Boolean).map(one => getComputedStyle(one));
  return all.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
}"""


def reach(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until an element has the focus, which must be seen wherever it goes."""
    for _ in range(60):
        page.keyboard.press(key)
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")[:200]
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_script"])
def test_everything_is_done_with_the_keyboard(browser: Browser, site: Site, scripts: bool) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site.address}/1/constats")
    if scripts:
        _signed_in_by_keyboard(page, site)
        reach(page, "[data-row] a[data-open]")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/constats/{site.finding}")
        reach(page, "#choice input")
        page.keyboard.press("Space")
        reach(page, "#reason")
        page.keyboard.type("Le chauffage reste allumé la nuit.")
        reach(page, "#decide form > button")
        page.keyboard.press("Enter")
    else:
        context.add_cookies([{"name": "beffroi", "value": site.agent, "url": site.address}])
        page.goto(f"{site.address}/1/constats/{site.finding}")
        page.check("#choice input[value=watch]")
        page.fill("#reason", "Sans script aussi.")
        page.click("#decide form > button")
    page.wait_for_url("**done=*")
    history = page.locator("#history")
    expect(history).to_contain_text("Jeanne Durand")
    expect(history).to_contain_text("Le chauffage reste" if scripts else "Sans script aussi.")
    expect(page.locator("[role=status]")).to_contain_text("Décision enregistrée")
    context.close()


def _signed_in_by_keyboard(page: Page, site: Site) -> None:
    assert "/connexion" in page.url
    reach(page, "#email")
    page.keyboard.type("jeanne@exemple.fr")
    reach(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/code*")
    reach(page, "#code")
    page.keyboard.type(site.application.now())
    page.keyboard.press("Enter")
    page.wait_for_url("**/1/constats")


def test_the_panel_of_the_menu_opens_and_closes_with_the_keyboard(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(locale="fr-FR")
    context.add_cookies([{"name": "beffroi", "value": site.agent, "url": site.address}])
    page = context.new_page()
    page.goto(f"{site.address}/1")
    reach(page, ".nav summary")
    page.keyboard.press("Enter")
    reach(page, ".nav .panel a")
    page.keyboard.press("Escape")
    expect(page.locator(".nav summary")).to_be_focused()
    expect(page.locator(".nav .panel")).to_be_hidden()
    context.close()
