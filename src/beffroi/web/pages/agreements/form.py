"""What the form of a new agreement says: kept as it was typed, read into what `draft` takes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from beffroi.commons.agreements.drafting import bases, templates
from beffroi.domains import domains
from beffroi.periods import Step
from beffroi.store.sharing.terms import LEAST_GROUP
from beffroi.texts import Text
from beffroi.web.pages.agreements.form_words import FORM as WORDS
from beffroi.web.pages.declaring import Fault, Visit
from beffroi.web.pages.forms import day_of

_LONGEST = 2000
_MOST_PARTIES = 50
_SPLIT = re.compile(r"[\s,;]+")
_THREES = re.compile(r"(?<!\d)(\d{3})\s(\d{3})\s(\d{3})(?!\d)")
_EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form, as they were typed."""

    template: str = ""
    title: str = ""
    side: str = "lend"
    """`lend`: the organisation of the page lends; `ask`: it asks another one to."""
    others: str = ""
    """The SIREN of the other parties."""
    domains: tuple[str, ...] = ()
    granularity: str = "month"
    minimum_group: str = ""
    raw: bool = False
    findings: bool = False
    territories: str = ""
    since: str = ""
    until: str = ""
    valid_from: str = ""
    valid_until: str = ""
    purpose: str = ""
    legal_basis: str = "public_task"
    conditions: str = ""


def of_template(key: str) -> Typed:
    """Return the form as a template fills it; an empty one where there is no such template."""
    said = templates().get(key, _EMPTY)
    if not said:
        return Typed()
    return Typed(
        template=key,
        title=said["title"],
        domains=tuple(said.get("domains", ())),
        granularity=said["granularity"],
        minimum_group=str(said.get("minimum_group") or ""),
        raw="raw" in said.get("views", ()),
        findings=bool(said.get("findings")),
        purpose=said["purpose"],
        legal_basis=said["legal_basis"],
        conditions="\n".join(said.get("conditions", ())),
    )


def of_visit(visit: Visit) -> Typed:
    """Return what was typed."""

    def said(name: str) -> str:
        return visit.said(name).strip()[: 4 * _LONGEST]

    key = visit.said("template")
    return Typed(
        template=key if key in templates() else "",
        title=said("title"),
        side="ask" if said("side") == "ask" else "lend",
        others=said("others"),
        domains=tuple(visit.form.get("domains", ()))[:50],
        granularity=said("granularity"),
        minimum_group=said("minimum_group"),
        raw=bool(said("raw")),
        findings=bool(said("findings")),
        territories=said("territories"),
        since=said("since"),
        until=said("until"),
        valid_from=said("valid_from"),
        valid_until=said("valid_until"),
        purpose=said("purpose"),
        legal_basis=said("legal_basis"),
        conditions=said("conditions"),
    )


def faults_of(typed: Typed) -> tuple[Fault, ...]:
    """Return what is wrong with each field, before anything is asked of the state."""
    return tuple(
        Fault(WORDS[f"wrong_{said}"] if isinstance(said, str) else said, field)
        for field, said in _wrong(typed)
    )


def _wrong(typed: Typed) -> Iterator[tuple[str, str | Text]]:
    if not typed.title:
        yield "title", "title"
    if not 0 < len(words_of(typed.others)) <= _MOST_PARTIES:
        yield "others", "others"
    if not typed.domains or not {*typed.domains} <= {*domains()}:
        yield "domains", "domains"
    if typed.granularity not in {*Step}:
        yield "granularity", "granularity"
    yield from _wrong_group(typed)
    if not typed.purpose:
        yield "purpose", "purpose"
    if typed.legal_basis not in bases():
        yield "legal_basis", "legal_basis"
    for name in ("title", "purpose", "conditions"):
        if len(getattr(typed, name)) > _LONGEST:
            yield name, "long"
    yield from _wrong_days(typed)


def _wrong_group(typed: Typed) -> Iterator[tuple[str, str | Text]]:
    group = typed.minimum_group
    if not group or group == "0":
        return
    if not (group.isascii() and group.isdigit() and LEAST_GROUP <= int(group[:9]) <= 1_000_000):
        yield "minimum_group", WORDS["wrong_group"].fill(least=LEAST_GROUP)
    elif typed.granularity in (Step.RAW, Step.HOUR) or typed.raw or typed.findings:
        yield "minimum_group", "totals"


def _wrong_days(typed: Typed) -> Iterator[tuple[str, str | Text]]:
    for first, last in (("since", "until"), ("valid_from", "valid_until")):
        days = [day_of(getattr(typed, name)) for name in (first, last)]
        for name, found in zip((first, last), days, strict=True):
            if getattr(typed, name) and found is None:
                yield name, "day"
        if days[0] and days[1] and days[0] > days[1]:
            yield last, "order"


def words_of(given: str) -> list[str]:
    """Return the words of a field; a SIREN that is written in threes is one of nine figures.

    >>> words_of("200 000 172, 217500016")
    ['200000172', '217500016']
    """
    joined = _THREES.sub(r"\1\2\3", given)
    return [one for one in _SPLIT.split(joined) if one]


def said_of(typed: Typed, own: str) -> dict[str, Any]:
    """Return the form as `draft` takes it; days that a form includes, terms leave out."""
    others: Sequence[str] = words_of(typed.others)
    lends = typed.side != "ask"
    said: dict[str, Any] = {
        "title": typed.title,
        "provider": own if lends else others[0],
        "recipients": list(others) if lends else [own],
        "domains": list(typed.domains),
        "granularity": typed.granularity,
        "minimum_group": int(typed.minimum_group or 0),
        "views": ["raw", "repaired"] if typed.raw else ["repaired"],
        "findings": typed.findings,
        "territories": words_of(typed.territories),
        "purpose": typed.purpose,
        "legal_basis": typed.legal_basis,
        "conditions": [one.strip() for one in typed.conditions.splitlines() if one.strip()],
        "since": day_of(typed.since),
        "until": _after(typed.until),
        "valid_from": day_of(typed.valid_from),
        "valid_until": _after(typed.valid_until),
    }
    return {name: value for name, value in said.items() if value is not None}


def _after(given: str) -> date | None:
    found = day_of(given)
    return found + timedelta(days=1) if found else None
