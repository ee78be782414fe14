"""The addresses that read: series and their values, findings, indicators, agreements.

`/api/organisations/{organisation}/...` names the organisation for which one reads: its own rows,
and what others lend to it. Each address makes the scope of its caller anew.
"""

from beffroi.web.reading import (
    accesses,
    agreements,
    expected,
    findings,
    indicators,
    organisations,
    series,
    values,
)

ROUTES = (
    *organisations.ROUTES,
    *series.ROUTES,
    *values.ROUTES,
    *expected.ROUTES,
    *accesses.ROUTES,
    *findings.ROUTES,
    *indicators.ROUTES,
    *agreements.ROUTES,
)
