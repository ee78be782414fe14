"""`/{organisation}/publication`: what is public, what may be, and who did what."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.publish.sites import recorded, results, tapwater
from beffroi.publish.sites.prepared import text_of
from beffroi.publish.sites.sentences import KEYS
from beffroi.store import sites
from beffroi.store.state.sites import PublicVersion
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.people import names_of
from beffroi.web.pages.publication.wording import LIST, PREVIEW

_TITLE = Text(fr="Site public", en="Public site")
_WHAT = Text(fr="publication", en="publication")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that may be published; `version` is 0 where it is not."""

    key: str
    label: Text
    version: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done to the site."""

    at: datetime
    said: Text
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The publications of an authority."""

    base: str
    slug: str
    """Empty where it was not chosen yet."""
    address: str
    open: bool
    may: bool
    things: tuple[Thing, ...]
    steps: tuple[Step, ...]
    tables: bool


def _listing(visit: Visit) -> View:
    number = visit.organisation
    visit.reader(sites.PURPOSE)  # whoever acts for none, or for a copy, is refused
    with visit.own().look(number) as session:
        site = sites.site_of(session, number)
        slug = site.slug if site else ""
        rows = sites.history(session, number)
    current = sites.newest([row for row in rows if row.withdrawn_at is None])
    labels = things_of(visit)
    things = tuple(
        Thing(key, label, row.version if row else 0, row.published_at if row else None)
        for key, label in labels.items()
        for row in [current.get(key)]
    )
    origin = visit.site.address.rstrip("/")
    context = Listing(
        f"/{number}/publication",
        slug,
        f"{origin}/public/{slug}",
        bool(current and slug),
        visit.may(Right.PUBLISH),
        things,
        steps_of(visit, rows),
        any(key.startswith("tableau-") for key in labels),
    )
    return View("publication/listing.html", _TITLE, context, LIST)


def things_of(visit: Visit) -> dict[str, Text]:
    """Return what an authority may publish, by the name that addresses have for it."""
    tables = recorded.offered(visit.own(), visit.organisation)
    return {
        **{key: told.label for key, told in KEYS.items()},
        tapwater.KEY: tapwater.LABEL,
        results.KEY: results.LABEL,
        **{recorded.key_of(row.id): Text(fr=row.title, en=row.title) for row in tables},
    }


def require_thing(visit: Visit) -> tuple[str, Text]:
    """Return what an address is about, and its label.

    Raises:
        BeffroiError: `store.not_found`; what is another's is not told apart from none.
    """
    key = visit.path["key"]
    label = things_of(visit).get(key)
    if label is None:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=key[:64], command="publish list")
    return key, label


def steps_of(visit: Visit, rows: list[PublicVersion]) -> tuple[Step, ...]:
    """Tell what was done, the last first; what was withdrawn at once is told once."""
    people = {row.actor for row in rows} | {row.withdrawn_by for row in rows if row.withdrawn_by}
    names = names_of(visit.own(), people)
    found: dict[tuple[object, ...], Step] = {}
    for row in rows:
        label = text_of(row.content["label"])
        said = LIST["published"].fill(who=names[row.actor], label=label, n=row.version)
        found[row.id, "in"] = Step(row.published_at, said, "")
        if row.withdrawn_at is not None:
            who = names[row.withdrawn_by or ""] if row.withdrawn_by else "–"
            said = LIST["withdrew"].fill(who=who, label=label)
            at = row.withdrawn_at.replace(microsecond=0)
            found.setdefault(
                (row.key, at, "out"), Step(row.withdrawn_at, said, row.withdrawn_why or "")
            )
    return tuple(sorted(found.values(), key=lambda one: one.at, reverse=True))


def _withdraw(visit: Visit) -> View | Move:
    from beffroi.web.pages.publication.previewing import preview

    key, _ = require_thing(visit)
    why = visit.said("reason").strip()
    if not why or len(why) > _LONGEST:
        return preview(visit, (Fault(PREVIEW["no_reason"], "reason"),), reason=why)
    sites.withdraw(visit.writer(), visit.organisation, key, why)
    return Move(f"/{visit.organisation}/publication?done=withdrawn")


PAGES = (
    Page(
        "GET",
        "/{organisation}/publication",
        holder(Right.READ_INDICATORS),
        _listing,
        context=Listing,
    ),
    Page("POST", "/{organisation}/publication/{key}/retirer", holder(Right.PUBLISH), _withdraw),
)
