"""The cockpit: pages that people use, rendered here and whole without a script.

A page is a plain function of a `Visit` that returns a `View` (a template and its typed context) or
a `Move` (where to go next). `declaring.py` says what a page is, `serving.py` adapts it to HTTP;
`rendering.py` writes HTML, `refusals.py` the errors; each other module is a screen.
"""

from beffroi.web.pages import (
    account,
    agreements,
    cards,
    commune,
    costs,
    factors,
    finding,
    findings,
    helping,
    indicators,
    invitation,
    journal,
    journals,
    members,
    organisations,
    personal,
    preferences,
    register,
    running,
    signin,
)

PAGES = (
    *signin.PAGES,
    *invitation.PAGES,
    *preferences.PAGES,
    *helping.PAGES,
    *journal.PAGES,
    *register.PAGES,
    *account.PAGES,
    *factors.PAGES,
    *organisations.PAGES,
    *running.FIRST,
    *commune.PAGES,
    *findings.PAGES,
    *finding.PAGES,
    *indicators.PAGES,
    *cards.PAGES,
    *agreements.PAGES,
    *personal.PAGES,
    *journals.PAGES,
    *members.PAGES,
    *costs.PAGES,
    *running.PAGES,
)
