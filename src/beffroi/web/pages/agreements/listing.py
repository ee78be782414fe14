"""`/{organisation}/conventions`: each agreement in one sentence, and what was read under it."""

from collections.abc import Iterable
from dataclasses import dataclass

from beffroi.commons.agreements.listing import Listed, listed
from beffroi.store.state.sharing import WAITING
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.agreements.reading import read_lately
from beffroi.web.pages.agreements.telling import sentence, status_of
from beffroi.web.pages.agreements.words import LIST as WORDS
from beffroi.web.pages.declaring import Page, View, Visit, number_of
from beffroi.web.pages.people import organisations_of

MANY = 25
TITLE = Text(fr="Conventions", en="Agreements")
#: The parts of the page, in the order in which they matter.
GROUPS = ("to_sign", "current", "waiting", "over")
_CURRENT = ("in_force", "to_come", "suspended")


@dataclass(frozen=True, slots=True)
class Line:
    """An agreement in the list."""

    number: int
    title: str
    status: str
    status_said: Text
    lends: bool
    """Whether it is the organisation of the page that lends."""
    said: Text
    read: Text


@dataclass(frozen=True, slots=True)
class Group:
    """Agreements that stand alike."""

    key: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Agreements:
    """A page of agreements."""

    base: str
    groups: tuple[Group, ...]
    over: bool
    """Whether those that are over are shown."""
    page: int
    pages: int
    may_propose: bool


def standing_of(one: Listed, own: int) -> tuple[str, str]:
    """Return the part of the page that an agreement is of, and how it stands: a key of `STATUSES`.

    Of several recipients, the one that is furthest on says how it stands for the provider.
    """
    statuses = [one.status(each.organisation_id) for each in one.parties]
    stance = one.row.stance
    if own != one.row.organisation_id:
        (stance,) = (each.stance for each in one.parties)
    if stance == WAITING and "proposed" in statuses:
        return "to_sign", "proposed"
    for status in (*_CURRENT, "proposed"):
        if status in statuses:
            return ("waiting" if status == "proposed" else "current"), status
    return "over", statuses[0] if statuses else "ended"


def _list(visit: Visit) -> View:
    own, over = visit.organisation, visit.query.get("etat") == "terminees"
    visit.reader("agreements")  # who acts for all organisations has no page of one kept elsewhere
    found: list[tuple[str, str, Listed]] = []
    for one in listed(visit.own(), [own]):
        seen = one.seen_by(own)
        part, status = standing_of(seen, own)
        if (part == "over") == over:
            found.append((part, status, seen))
    found.sort(key=lambda each: GROUPS.index(each[0]))  # the newest first within a part
    pages = max(1, -(-len(found) // MANY))
    page = min(max(number_of(visit.query.get("p", "1")), 1), pages)
    context = Agreements(
        f"/{own}/conventions",
        _groups(visit, found[(page - 1) * MANY : page * MANY]),
        over,
        page,
        pages,
        visit.may(Right.AGREE),
    )
    return View("agreements/list.html", TITLE, context, WORDS)


def _groups(visit: Visit, some: Iterable[tuple[str, str, Listed]]) -> tuple[Group, ...]:
    rows, own = list(some), visit.organisation
    parties = {one.row.organisation_id for _, _, one in rows}
    parties |= {each.organisation_id for _, _, one in rows for each in one.parties}
    names = organisations_of(visit.own(), parties)
    read = read_lately(visit, {one.row.id: one.row.organisation_id for _, _, one in rows})
    lines: dict[str, list[Line]] = {}
    for part, status, one in rows:
        line = Line(
            one.row.id,
            one.row.title,
            status,
            status_of(status),
            one.row.organisation_id == own,
            sentence(one, own, names),
            read[one.row.id],
        )
        lines.setdefault(part, []).append(line)
    return tuple(Group(part, tuple(those)) for part, those in lines.items())


PAGES = (
    Page(
        "GET",
        "/{organisation}/conventions",
        holder(Right.READ_INDICATORS),
        _list,
        context=Agreements,
        asks=("etat", "p"),
    ),
)
