"""`/{organisation}/journal`: who did what, in sentences, filtered, and taken away as a table."""

import csv
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from urllib.parse import urlencode

from beffroi.errors import BeffroiError
from beffroi.errors.journal import NOT_SIGNED
from beffroi.periods import PARIS
from beffroi.store.journal.note import PublicKey
from beffroi.store.journal.public import summary
from beffroi.texts import Text, cell
from beffroi.trust.people.accounts import listed
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.journal import counts_of
from beffroi.web.pages.declaring import Download, Page, View, Visit, number_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.journals.acts import kinds
from beffroi.web.pages.journals.looking import Asked, Line, lines_of, require_here, rows_of
from beffroi.web.pages.journals.words import WORDS

TITLE = Text(fr="Journal", en="Journal")
MANY = 50
#: Entries in a file: more are asked for by shorter periods.
MOST = 20_000
_EVERYBODY = Text(fr="tout le monde", en="everybody")
_ALL = Text(fr="tout", en="everything")


@dataclass(frozen=True, slots=True)
class Witness:
    """Who outside remembers the journal, up to where, since when."""

    name: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """What is signed of the journal, and by whom."""

    size: int
    at: datetime
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Journal:
    """A page of entries and the filters that chose them."""

    base: str
    lines: tuple[Line, ...]
    people: tuple[Option, ...]
    kinds: tuple[Option, ...]
    since: str
    until: str
    accesses: bool
    asked: str
    """The filters, as they stand in an address."""
    before: int
    """What the next page begins before; 0 where there is none."""
    first: bool
    state: State | None


def _list(visit: Visit) -> View:
    require_here(visit)
    own, asked = visit.organisation, Asked.of(visit)
    before = number_of(visit.query.get("avant", ""))
    with visit.own().look() as session:
        rows = rows_of(session, own, asked, MANY + 1, before if before > 0 else None)
        session.expunge_all()
    more = len(rows) > MANY
    context = Journal(
        f"/{own}/journal",
        lines_of(visit, rows[:MANY]),
        _people(visit, asked.who),
        tuple(
            Option(key, label, key == asked.kind)
            for key, label in (("", _ALL), *((key, one.label) for key, one in kinds().items()))
        ),
        asked.since.isoformat() if asked.since else "",
        asked.until.isoformat() if asked.until else "",
        asked.accesses,
        urlencode(asked.kept),
        rows[MANY - 1].id if more else 0,
        before <= 0,
        state_of(visit),
    )
    return View("journals/entries.html", TITLE, context, WORDS)


def _people(visit: Visit, chosen: str) -> tuple[Option, ...]:
    known = {one.reference: one.name for one in listed(visit.own(), [visit.organisation])}
    if chosen and chosen not in known:
        known[chosen] = chosen
    found = [Option("", _EVERYBODY, not chosen)]
    return (*found, *(Option(key, Text(fr=n, en=n), key == chosen) for key, n in known.items()))


def state_of(visit: Visit) -> State | None:
    """Return what is signed of the journal; None where nothing is."""
    with visit.own().look() as session:
        try:
            told = summary(session, counts_of(visit.store))
        except BeffroiError as error:
            if error.type is NOT_SIGNED:
                return None
            raise
    witnesses = tuple(
        Witness(PublicKey.parse(one["key"]).name, one["size"], datetime.fromisoformat(one["at"]))
        for one in told["witnesses"]
    )
    return State(told["size"], datetime.fromisoformat(told["at"]), witnesses)


def _export(visit: Visit) -> Download:
    require_here(visit)
    own, asked = visit.organisation, Asked.of(visit)
    with visit.own().look() as session:
        rows = rows_of(session, own, asked, MOST)
        session.expunge_all()
    lines = lines_of(visit, rows)
    text = StringIO()
    made = csv.writer(text, delimiter=";", lineterminator="\r\n")
    titles = ("number", "at", "who", "did", "why", "hash")
    made.writerow([WORDS[f"column_{one}"].in_(visit.language) for one in titles])
    for row, line in zip(rows, lines, strict=True):
        at = row.at.astimezone(PARIS).isoformat(" ", "seconds")
        said = line.said.in_(visit.language)
        made.writerow([row.id, at, *map(cell, (line.who, said, line.purpose)), row.leaf.hex()])
    content = "\ufeff" + text.getvalue()
    return Download(f"journal-{own}.csv", "text/csv; charset=utf-8", content.encode())


_PATH = "/{organisation}/journal"
PAGES = (
    Page(
        "GET",
        _PATH,
        holder(Right.SEE_JOURNAL),
        _list,
        context=Journal,
        asks=("avant", "sorte", "qui", "du", "au", "vue"),
    ),
    Page("GET", f"{_PATH}.csv", holder(Right.SEE_JOURNAL), _export, slow=True),
)
