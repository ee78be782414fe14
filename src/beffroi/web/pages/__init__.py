"""The cockpit: pages that people use, rendered here and whole without a script.

A page is a plain function of a `Visit` that returns a `View` (a template and its typed context) or
a `Move` (where to go next). `declaring.py` says what a page is, `serving.py` adapts it to HTTP;
`rendering.py` writes HTML, `refusals.py` the errors; each other module is a screen.
"""

from beffroi.web.pages import (
    account,
    agreements,
    asset,
    assets,
    cards,
    commune,
    discussing,
    factors,
    finding,
    findings,
    helping,
    importing,
    indicators,
    invitation,
    journal,
    journals,
    mapped,
    notices,
    organisations,
    personal,
    preferences,
    publication,
    register,
    report,
    scenario,
    scenario_try,
    scenarios,
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
    *notices.PAGES,
    *factors.PAGES,
    *organisations.PAGES,
    *commune.PAGES,
    *findings.PAGES,
    *finding.PAGES,
    *indicators.PAGES,
    *mapped.PAGES,
    *cards.PAGES,
    *agreements.PAGES,
    *personal.PAGES,
    *report.PAGES,
    *publication.PAGES,
    *journals.PAGES,
    *importing.PAGES,
    *assets.PAGES,
    *asset.PAGES,
    *discussing.PAGES,
    *scenarios.PAGES,
    *scenario_try.PAGES,  # before what a number stands for
    *scenario.PAGES,
)
