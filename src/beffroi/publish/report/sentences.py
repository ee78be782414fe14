"""The five sentences of a summary, and what the council is asked."""

from collections.abc import Sequence
from datetime import date

from beffroi.figures import measured, moved, percent, written_day
from beffroi.publish.report.account import Account
from beffroi.publish.report.content import Done, Figure, Place, Waiting
from beffroi.publish.report.spans import Span
from beffroi.publish.report.wording import (
    ASK_BOUNDS,
    ASK_METERS,
    ASK_NOTE,
    ASK_SEE,
    ASK_UNSURE,
    ASK_VERIFY,
    DEAREST,
    FINDING,
    MOVED,
    NO_DEAREST,
    NOT_SAVED,
    NOTHING_DONE,
    NOTHING_WAITS,
    SAVED,
    SPENT,
    UNSPENT,
    WAITS,
    WAITS_UNSURE,
)
from beffroi.texts import Text

_NAMED, _ASKED = 3, 5
_NOTHING = Text(fr="", en="")


def summary(
    span: Span,
    figures: Sequence[Figure],
    places: Sequence[Place],
    told: Account,
    quality: Text,
) -> tuple[Text, ...]:
    """Return the five sentences with which a report begins."""
    return (
        _spent(span, figures),
        _dearest(places),
        _waits(told),
        _saved(told.done),
        quality,
    )


def proposals(told: Account, silent: int, made: date) -> tuple[Text, ...]:
    """Return what the council is asked: to take note, to decide, to have verified and measured."""
    asked = [ASK_NOTE.fill(day=written_day(made))]
    asked += [_decide(one) for one in told.waiting[:_ASKED]]
    unverified = sum(one.kwh is None for one in told.done)
    if unverified:
        asked.append(ASK_VERIFY.fill(n=unverified))
    if silent:
        asked.append(ASK_METERS.fill(n=silent))
    return tuple(asked)


def _spent(span: Span, figures: Sequence[Figure]) -> Text:
    by = {one.unit: one for one in figures}
    eur, kwh = by.get("EUR"), by.get("kWh")
    period = _capital(span.label)
    if eur is None or kwh is None:
        return UNSPENT.fill(period=period)
    change = _NOTHING if kwh.change is None else MOVED.fill(change=moved(kwh.change))
    return SPENT[kwh.buildings > 1].fill(
        period=period,
        eur=measured(eur.value, "EUR"),
        kwh=measured(kwh.value, "kWh"),
        n=kwh.buildings,
        moved=change,
    )


def _dearest(places: Sequence[Place]) -> Text:
    if not places:
        return NO_DEAREST
    named = places[:_NAMED]
    names = ", ".join(one.name for one in named)
    return DEAREST.fill(names=names, share=percent(sum(one.share for one in named)))


def _waits(told: Account) -> Text:
    n = len(told.waiting) + told.waiting_more
    if not n:
        return NOTHING_WAITS
    text = WAITS if told.waiting_eur > 0 else WAITS_UNSURE
    return text.fill(n=n, what=FINDING[n > 1], eur=measured(told.waiting_eur, "EUR"))


def _saved(done: Sequence[Done]) -> Text:
    if not done:
        return NOTHING_DONE
    proven = [one for one in done if one.proven]
    if not proven:
        return NOT_SAVED.fill(n=len(done))
    return SAVED.fill(
        n=len(done),
        eur=measured(sum(one.eur or 0.0 for one in proven), "EUR"),
        kwh=measured(sum(one.kwh.value for one in proven if one.kwh), "kWh"),
    )


def _decide(one: Waiting) -> Text:
    idea = one.ideas[0] if one.ideas else ASK_SEE
    said = {"place": one.place, "idea": _small(idea), "eur": measured(one.eur.value, "EUR")}
    if not one.eur.sure:
        return ASK_UNSURE.fill(said)
    bounds = {"low": measured(one.eur.low, "EUR"), "high": measured(one.eur.high, "EUR")}
    return ASK_BOUNDS.fill({**said, **bounds})


def _small(text: Text) -> Text:
    return Text(fr=text.fr[:1].lower() + text.fr[1:], en=text.en[:1].lower() + text.en[1:])


def _capital(text: Text) -> Text:
    return Text(fr=text.fr[:1].upper() + text.fr[1:], en=text.en[:1].upper() + text.en[1:])
