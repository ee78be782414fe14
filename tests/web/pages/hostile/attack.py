"""Attacks every field of every form that a crawl of the pages finds: none is listed by hand."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from defusedxml import ElementTree

from beffroi.periods import utc_now
from beffroi.trust.people import sessions
from beffroi.web.pages import PAGES
from beffroi.web.pages.declaring import Page
from tests.web.pages.conftest import Visitor
from tests.web.pages.hostile.forms import FREE, Field, Form, Seen, local, run_by_a_browser

TYPE = "application/x-www-form-urlencoded"
#: What is tried, by what it would be; `#` is the number of the field, which finds it again.
PAYLOADS = {
    "script": "=1+1 zq#q'\"></p></textarea></script><svg/onload=zq()><a href='javascript:zq()'>zq"
    "</a>zz{{7*191}}{0}{page}%s${7*191}",
    "formula": '=HYPERLINK("http://zq.example",1)zq#q;=1+zq\t@zq',
    "link": "javascript:zq()//zq#q",
    "signs": "zq#q\r\nX-Zq: 1\0\x01\x08\x0b\x1f\x7f\x85\u2028\u202e\u2066\ufeff\ufffe\U0001f31e",
    "long": "zq#q" + "é" * 5_000,
    "digits": "9" * 400,
    "infinite": "1e999",
    "last day": "9999-12-31",
    "nothing": "",
}
#: What is written in a page, and what is not: only those are tried in each field alone.
ALONE = ("script", "formula")
#: Bodies that are no form of this site, or too much of one.
BODIES = {
    "half a sign": b"%ED%A0%80",
    "wrong encoding": b"%FF",
    "raw bytes": b"\xff\xfe",
    "a megabyte": b"x" * (1 << 20),
}
REFUSED = (403, 413, 415, 422)
SOON = (utc_now() + timedelta(days=20)).date().isoformat()
#: What somebody honest writes where not any text will do.
USUAL = {
    "until": SOON,
    "valid_until": SOON,
    "to": "autre@exemple.fr",
    "year": "2027",
    "members": "Aulne;600\nBuis;400",
    "costs": "Agent;1000;population",
    "others": "voisine",
    "days": "30",
    "months": "36",
    "cost": "100",
    "unit-0": "kWh",
    "password": "cheval agrafe pile correct",
}
LEFT_EMPTY = {"host", "minimum_group", "accent", "accent_dark", "since", "q", "qui"}


#: Pages, by the form of their addresses.
FORMS = [(page, re.compile(re.sub(r"{\w+}", "[^/]+", page.path))) for page in PAGES]


@cache
def page_of(method: str, path: str) -> Page | None:
    """Return the page that an address leads to."""
    for page, form in FORMS:
        if page.method == method and form.fullmatch(path):
            return page
    return None


def fields_of(form: Form) -> list[Field]:
    """Return what somebody may change of a form; files are tried elsewhere."""
    return [one for one in form.fields.values() if one.name != "page" and one.kind != "file"]


def honest(form: Form, n: int) -> dict[str, str]:
    """Fill a form as somebody honest would."""
    said = form.filled()
    for one in form.fields.values():
        if said[one.name] or one.name in LEFT_EMPTY:
            continue
        if one.name in USUAL:
            said[one.name] = USUAL[one.name]
        elif one.kind == "date":
            said[one.name] = "2026-11-20"
        elif one.kind == "email":
            said[one.name] = f"n{n}@exemple.fr"
        elif one.kind in ("radio", "select"):
            said[one.name] = next((each for each in one.options if each), "")
        elif one.kind in FREE:
            said[one.name] = "un texte"
    return said


@dataclass
class Counts:
    """What was tried, and what came of it."""

    pages: set[str] = field(default_factory=set)
    forms: set[tuple[str, str]] = field(default_factory=set)
    fields: dict[int, str] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    """Answers that were looked through, by their type."""
    statuses: Counter[int] = field(default_factory=Counter)
    taken: set[tuple[str, str]] = field(default_factory=set)
    """Forms that did their work at least once."""
    shown: set[int] = field(default_factory=set)
    """Fields whose payload was shown again, as text."""
    faults: list[str] = field(default_factory=list)


@dataclass
class Attack:
    """Visits what it is led to, and sends what it finds."""

    visitor: Visitor
    counts: Counts
    after: Callable[[Form], None] = lambda _: None
    """What is done after each form, as a worker would."""
    forms: dict[tuple[Any, ...], list[Form]] = field(default_factory=dict)
    """The same form of several things, so that what one of them ends is still there for another."""

    def crawl(self, *first: str, most: int = 3) -> None:
        """Look at every page that links lead to: a few of each kind."""
        waiting, seen, kinds = list(first), set[str](), Counter[Any]()
        while waiting:
            path = waiting.pop(0)
            parts = urlsplit(path)
            page = page_of("GET", parts.path)
            kind = (page.path if page else parts.path, *sorted(dict(parse_qsl(parts.query))))
            if path in seen or kinds[kind] >= most:
                continue
            seen.add(path)
            kinds[kind] += 1
            shown = self.look(self.visitor.get(path), f"GET {path}")
            self.counts.pages |= {page.path} if page else set()
            waiting += local(shown) if shown else []

    def run(self) -> None:
        """Attack every form that was found, those that change the most things last."""
        forms = sorted(self.forms.values(), key=lambda some: -len(some[0].fields))
        for place, some in enumerate(forms):
            if fields_of(some[0]):
                self.attack(some[place % len(some)])

    def attack(self, form: Form) -> None:
        """Try what runs in each field alone, then everything else in all of them at once."""
        own = {one.name: one for one in fields_of(form)}
        numbers = {}
        for name in own:
            numbers[name] = len(self.counts.fields) + 1
            self.counts.fields[numbers[name]] = f"{form.method} {form.action} {name}"
        whole = tuple(own)
        free = tuple(one.name for one in own.values() if one.kind in FREE)
        groups: list[tuple[str, ...]] = [(name,) for name in own]
        if form.method.lower() == "get":
            groups = [whole]  # what is asked is kept nowhere
        tried = [(names, kind) for names in groups for kind in ALONE]
        kinds = [kind for kind in PAYLOADS if kind not in ALONE]
        tried += [(names, kind) for kind in kinds for names in dict.fromkeys((whole, free))]
        for names, kind in tried:
            self.fill(form, names, kind, numbers)
        for kind, body in BODIES.items() if form.method.lower() == "post" else ():
            self.post(form, body, kind)
        self.fill(form, [], "honest", numbers)

    def name(self, form: Form) -> tuple[str, str]:
        """Name a form by what it is sent to."""
        method, path = form.method.upper(), urlsplit(form.action).path
        page = page_of(method, path)
        return method, page.path if page else path

    def fill(self, form: Form, names: Sequence[str], kind: str, numbers: dict[str, int]) -> None:
        """Put a payload in some fields of a form, the others being honest."""
        if not names and kind != "honest":
            return
        most = (4_000 if form.method.lower() == "get" else 20_000) // max(len(names), 1)
        said = honest(form, sum(self.counts.sent.values()))
        for one in names:
            payload = PAYLOADS[kind].replace("#", str(numbers[one]))
            said[one] = payload[: max(most, 120)]
        for name, value in form.buttons[:1] if kind != "honest" else form.buttons:
            said |= {name: value} if name else {}
        self.counts.sent[kind] += 1
        self.send(form, said, f"{form.method} {form.action} {names} {kind}")

    def send(self, form: Form, fields: dict[str, str], said: str) -> None:
        """Send a form, and look at the page that it leads to."""
        fields.pop("page", None)
        if form.method.lower() == "get":
            answer = self.visitor.get(f"{urlsplit(form.action).path}?{urlencode(fields)}")
        else:
            sent: dict[str, Any] = fields
            answer = self.visitor.send(form.action, **sent)
        self.look(answer, said)
        if answer.status_code == 200:
            self.counts.taken.add(self.name(form))
        self.after(form)

    def post(self, form: Form, body: bytes, kind: str) -> None:
        """Send bytes that are no form, or too many."""
        self.counts.sent[kind] += 1
        client, cookies = self.visitor.client, self.visitor.cookies
        client.cookies.clear()
        said = {**self.visitor.headers, "Content-Type": TYPE}
        said["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        content = f"page={sessions.page_token(cookies.get('beffroi', ''))}&x=".encode() + body
        answer = client.post(form.action, content=content, headers=said, follow_redirects=False)
        self.look(answer, f"POST {form.action} {kind}")
        page = page_of("POST", urlsplit(form.action).path)
        if answer.status_code not in REFUSED and not (page and page.bare):
            self.counts.faults.append(f"{form.action} {kind}: taken ({answer.status_code})")

    def look(self, answer: Any, said: str) -> Seen | None:
        """Look for what must never be in an answer, and for forms."""
        counts, kind = self.counts, answer.headers.get("content-type", "").partition(";")[0]
        counts.statuses[answer.status_code] += 1
        counts.read[kind] += 1
        bad = []
        if answer.status_code >= 500:
            bad.append(
                f"status {answer.status_code}: {re.findall('<code>.*?</code>', answer.text)}"
            )
        if "x-zq" in answer.headers:
            bad.append("a header was added")
        seen, path = None, urlsplit(str(answer.url)).path
        bad += unsaid(answer.headers, path)
        if kind == "text/html":
            seen = Seen(answer.text, path)
            bad += run_by_a_browser(seen)
            for form in seen.forms:
                key = (*self.name(form), *sorted(form.fields), *form.buttons)
                some = self.forms.setdefault(key, [])
                if form.action not in [one.action for one in some]:
                    some.append(form)
        else:
            bad += run_by_a_program(kind, answer.content)
        if kind not in BINARY:
            if "zz1337" in answer.text:
                bad.append("a template was run")
            counts.shown |= {int(one) for one in re.findall(r"zq(\d+)q", answer.text)}
        counts.faults += [f"{said[:200]}: {one}" for one in bad]
        return seen


def unsaid(headers: Mapping[str, str], path: str) -> list[str]:
    """Say what an answer should forbid to browsers and caches, and does not."""
    policy = headers.get("content-security-policy", "")
    shared = path.startswith("/public/")
    framed = shared and "/graphiques/" in path  # made for pages of others
    wanted = {
        "a policy": "default-src 'none'" in policy and "unsafe" not in policy,
        "nosniff": headers.get("x-content-type-options") == "nosniff",
        "no frame": framed or headers.get("x-frame-options") == "DENY",
        "no cache": shared or headers.get("cache-control") == "no-store",
    }
    return [f"it lacks {name}" for name, there in wanted.items() if not there]


PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = (PDF, XLSX)


def run_by_a_program(kind: str, content: bytes) -> list[str]:
    """Say what of a file would be run or followed by what opens it."""
    if kind == XLSX:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
        return [f"{one!r}" for one in (b"<f>", b"<hyperlink", b"externalLink") if one in content]
    if kind == PDF:
        return re.findall(r"/JavaScript|/JS\b|/Launch|javascript:", content.decode("latin-1"))
    if kind.endswith("xml"):
        ElementTree.fromstring(content)
    if kind == "text/csv":
        text = content.decode("utf-8-sig")
        rows = (row for cut in ",;\t" for row in csv.reader(io.StringIO(text), delimiter=cut))
        cells = (one.lstrip('"') for row in rows for one in row if "zq" in one)
        return [f"a formula {one[:60]!r}" for one in cells if one[:1] in "=+-@"]
    return []
