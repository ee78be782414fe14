"""`/{organisation}/journal/{entry}`: one entry whole, and its proof to verify elsewhere."""

import json
from dataclasses import dataclass

from beffroi.store.journal.heads import last
from beffroi.store.journal.proof import prove
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Download, Page, View, Visit
from beffroi.web.pages.journals.looking import Line, lines_of, one_of, require_here
from beffroi.web.pages.journals.words import WORDS

_TITLE = Text(fr="Entrée n° {n}", en="Entry no. {n}")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the journal whole."""

    base: str
    line: Line
    action: str
    details: tuple[tuple[str, str], ...]
    """Names and values, as the journal holds them."""
    leaf: str
    signed: bool
    """Whether a head that is signed covers it: a proof can be made."""


def _one(visit: Visit) -> View:
    require_here(visit)
    own, number = visit.organisation, visit.number("entry")
    with visit.own().look() as session:
        row = one_of(session, own, number)
        head = last(session)
        signed = head is not None and head.size >= number
        session.expunge_all()
    (line,) = lines_of(visit, [row])
    mine = row.organisation_id == own
    context = Entry(
        f"/{own}/journal",
        line,
        row.action,
        tuple((name, _value(value)) for name, value in sorted(row.detail.items())) if mine else (),
        row.leaf.hex(),
        signed,
    )
    return View("journals/entry.html", _TITLE.fill(n=number), context, WORDS)


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _proof(visit: Visit) -> Download:
    """Make the proof of an entry: one of another organisation says nothing but its hashes."""
    require_here(visit)
    own, number = visit.organisation, visit.number("entry")
    with visit.own().look() as session:
        row = one_of(session, own, number)
        made = prove(session, number, closed=row.organisation_id != own)
    content = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    return Download(f"preuve-{number}.json", "application/json", content.encode())


_PATH = "/{organisation}/journal/{entry}"
PAGES = (
    Page("GET", _PATH, holder(Right.SEE_JOURNAL), _one, context=Entry),
    Page("GET", f"{_PATH}/preuve", holder(Right.SEE_JOURNAL), _proof),
)
