"""Spans of days `[since, until)`, for people and for programs."""

from datetime import date

from beffroi.texts import Text


def plain_span(since: date | None, until: date | None) -> dict[str, str | None]:
    """Return a span as plain data.

    >>> plain_span(date(2020, 1, 1), None)
    {'since': '2020-01-01', 'until': None}
    """
    return {
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }


def span(since: str | None, until: str | None) -> Text:
    """Write a span of plain data for people; `until` is the first day that is out of it.

    >>> span("2020-01-01", "2026-01-01").en
    'from 01/01/2020, until 01/01/2026 (excluded)'
    >>> span(None, None).fr
    'depuis toujours'
    """
    begun = Text(fr="à partir du {day}", en="from {day}").fill(day=_day(since))
    begun = begun if since else Text(fr="depuis toujours", en="since ever")
    if until is None:
        return begun
    ended = Text(fr="{begun}, jusqu’au {day} exclu", en="{begun}, until {day} (excluded)")
    return ended.fill(begun=begun, day=_day(until))


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""
