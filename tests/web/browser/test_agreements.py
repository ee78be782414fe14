"""An agreement from the form to its end, in two browsers: the other one loses sight at once."""

from playwright.sync_api import Browser, Page, expect

from tests.web.browser.conftest import Site

LENT = "prêté par Essai"


def opened(browser: Browser, site: Site, secret: str) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    context.add_cookies([{"name": "beffroi", "value": secret, "url": site.address}])
    return context.new_page()


def test_revoked_in_one_browser_nothing_is_seen_in_the_other(browser: Browser, site: Site) -> None:
    elected, agent = (opened(browser, site, one) for one in (site.elected, site.agent))

    def seen() -> bool:
        agent.goto(f"{site.address}/2/constats")
        return LENT in agent.inner_text("main")

    assert not seen()
    elected.goto(f"{site.address}/1/conventions")
    elected.click("text=Proposer une convention")
    elected.click("text=Suivi énergétique confié au syndicat")
    elected.fill("#others", "voisine")
    elected.press("#others", "Enter")  # sees what it will show: proposing is never by accident
    expect(elected.locator("#preview")).to_contain_text("Rien n’est encore proposé")
    elected.click("button[value=propose]")
    expect(elected.locator("[role=status]")).to_contain_text("Elle attend l’autre")
    assert not seen()
    number = elected.url.partition("?")[0].rpartition("/")[2]
    elected.goto(f"{site.address}/2/conventions")
    elected.click("text=Suivi énergétique confié au syndicat")
    elected.click("#act >> text=Signer")
    elected.click("text=Signer la convention")
    expect(elected.locator("[role=status]")).to_contain_text("Convention signée")
    assert seen()
    elected.goto(f"{site.address}/1/conventions/{number}")
    elected.click("#act >> text=Résilier")
    expect(elected.locator("#lost")).to_contain_text("Voisine")
    elected.fill("#why", "L’étude est finie.")
    elected.click("text=Résilier la convention")
    expect(elected.locator("[role=status]")).to_contain_text("plus rien n’est lu")
    assert not seen()
    for page in (elected, agent):
        page.context.close()
