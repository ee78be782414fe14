"""The pages of a public site: what it shows, its data, a chart alone, its colours."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from beffroi.periods import PARIS
from beffroi.publish.sites.catalogue import catalogue
from beffroi.publish.sites.files import LICENCE, LICENCE_URL, Dated, csv_of, json_of
from beffroi.publish.sites.prepared import text_of
from beffroi.texts import Text
from beffroi.trust.sites.colours import deepened
from beffroi.web.pages.declaring import View
from beffroi.web.public.asking import Asked, File
from beffroi.web.public.showing import Piece, piece
from beffroi.web.public.wording import PAGES as WORDS
from beffroi.web.public.wording import PIECE

_DATA = Text(fr="Données ouvertes", en="Open data")
_FILE = re.compile(r"(?P<key>[a-z0-9-]{1,60}?)(?:-v(?P<version>\d{1,6}))?\.(?P<form>csv|json)")
_TYPES = {"csv": "text/csv", "json": "application/json"}
#: Programs of others may fetch data, and pages of others show a chart.
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
FRAMED = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something on the first page, when it was published, and the code to show it elsewhere."""

    piece: Piece
    version: int
    day: date
    frame: str


@dataclass(frozen=True, slots=True)
class Front:
    """The first page of a site."""

    name: str
    about: str
    contact: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A version of a data set, and the name of its files without their ending."""

    version: int
    at: datetime
    file: str


@dataclass(frozen=True, slots=True)
class Set:
    """A data set: its versions, the newest first."""

    key: str
    label: Text
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """The data sets of a site."""

    sets: tuple[Set, ...]
    licence: str
    licence_url: str


@dataclass(frozen=True, slots=True)
class Alone:
    """A chart for the page of somebody else."""

    piece: Piece
    name: str
    day: date


def front(asked: Asked) -> View:
    """Show all that was published."""
    site = asked.site
    items = tuple(
        Item(
            piece(one.key, one.content, asked.language),
            one.version,
            day_of(one.published_at),
            _frame(asked, one),
        )
        for one in site.newest
    )
    context = Front(site.look.name, site.about, site.look.contact, items)
    title = Text(fr=site.look.name, en=site.look.name)
    return View("public/front.html", title, context, {**PIECE, **WORDS})


def data(asked: Asked) -> View:
    """List the data sets, with every version that is public."""
    site = asked.site
    sets = tuple(
        Set(
            one.key,
            text_of(one.content["label"]),
            tuple(
                Copy(copy.version, copy.published_at, f"{copy.key}-v{copy.version}")
                for copy in site.versions
                if copy.key == one.key
            ),
        )
        for one in site.newest
    )
    return View("public/data.html", _DATA, Data(sets, LICENCE, LICENCE_URL), WORDS)


def download(asked: Asked) -> File | None:
    """Answer a version as a file: `cout.csv` is the newest, `cout-v2.csv` a past one."""
    name = asked.path["file"]
    found = _FILE.fullmatch(name)
    if found is None:
        return None
    version = int(found["version"]) if found["version"] else None
    one = asked.site.find(found["key"], version)
    if one is None:
        return None
    content = csv_of(one) if found["form"] == "csv" else json_of(one)
    return File(content, _TYPES[found["form"]], f"{asked.site.slug}-{name}", OPEN)


def chart(asked: Asked) -> View | None:
    """Show a chart alone, for a frame in the page of somebody else."""
    one = asked.site.find(asked.path["key"])
    if one is None or one.content["kind"] == "results":
        return None
    shown = piece(one.key, one.content, asked.language)
    if shown.drawing is None:
        return None
    context = Alone(shown, asked.site.look.name, day_of(one.published_at))
    return View("public/chart.html", shown.label, context, {**PIECE, **WORDS}, headers=FRAMED)


def harvest(asked: Asked) -> File:
    """Answer the catalogue of the site, which open-data portals harvest."""
    site = asked.site
    base = f"{asked.address}/public/{site.slug}"
    told = catalogue(site.look.name, site.about, base, site.newest)
    content = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return File(content, "application/ld+json", headers=OPEN)


def colours(asked: Asked) -> File:
    """Answer the colours of the authority, which pages take in the place of Beffroi's."""
    look = asked.site.look
    light, dark = look.accent, look.accent_dark
    strong = f"light-dark({deepened(light, 'light')}, {deepened(dark, 'dark')})"
    text = (
        f":root {{ --accent: light-dark({light}, {dark}); --accent-strong: {strong}; "
        "--accent-soft: var(--sunk); --measured: var(--accent); }\n"
    )
    return File(text.encode(), "text/css", headers={"Cross-Origin-Resource-Policy": "cross-origin"})


def _frame(asked: Asked, one: Dated) -> str:
    """Write the code that shows a chart in the page of somebody else; empty where it has none."""
    if one.content["kind"] == "results" or not one.content["totals"]:
        return ""
    address = f"{asked.address}/public/{asked.site.slug}/graphiques/{one.key}"
    language = "?lang=en" if asked.language == "en" else ""
    # Others copy it into pages of theirs: what stands in it must stay text there.
    title = escape(text_of(one.content["label"]).in_(asked.language))
    return f'<iframe src="{address}{language}" title="{title}" width="100%" height="460"></iframe>'


def day_of(at: datetime) -> date:
    """Return the day of an instant, on the clock of Paris."""
    return at.astimezone(PARIS).date()
