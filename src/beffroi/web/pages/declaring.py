"""What a page is: what it demands, what it is handed, what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from beffroi.demo.place import LAST_DAY, is_demo
from beffroi.periods import PARIS, utc_now
from beffroi.store.read import ReadDoor
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.texts import Language, Text
from beffroi.trust.people.memberships import rights
from beffroi.trust.people.roles import Right
from beffroi.trust.people.sessions import AWAITING, TWO_PROOFS, Signed
from beffroi.trust.people.signing import Visitor
from beffroi.web.access.admitting import ACTOR, Caller
from beffroi.web.access.demands import Demand
from beffroi.web.access.origins import Site
from beffroi.web.pages.uploads import Uploaded


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody wants pages: the language, and a theme (empty: that of the device)."""

    language: Language
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page that was let in."""

    store: Store
    caller: Caller
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, Sequence[str]]
    visitor: Visitor
    site: Site
    look: Look
    here: str
    """The address of the page, without what stands after `?`."""
    signed: Signed | None
    """Who visits, where the page demands nobody too."""
    files: tuple[Uploaded, ...] = ()
    coming: Path | None = None
    """The folder where the files of the form are, for the time of the visit."""

    @property
    def language(self) -> Language:
        """The language that the person chose, or their browser."""
        return self.look.language

    @property
    def organisation(self) -> int:
        """The organisation that the address names."""
        return self.number("organisation")

    @property
    def today(self) -> date:
        """The day at which findings are read: for a simulation, the day when it ends."""
        if is_demo(self.store.home.root):
            return LAST_DAY
        return utc_now().astimezone(PARIS).date()

    def number(self, name: str) -> int:
        """Return a number of the address; -1, which nothing has, where it is none."""
        return number_of(self.path[name])

    def said(self, name: str) -> str:
        """Return a field of the form, the last one of its name; empty where it lacks."""
        return (self.form.get(name) or [""])[-1]

    def reader(self, purpose: str) -> ReadDoor:
        """Return the read door of the person, for the organisation that the address names.

        Raises:
            BeffroiError: `people.right_missing`, `federation.kept_elsewhere`.
        """
        return self.caller.reader(self.store, self.organisation, purpose)

    def writer(self) -> WriteDoor:
        """Return the write door of the person, who acts in their own name."""
        return self.store.writer(self.caller.who.reference)

    def own(self) -> WriteDoor:
        """Return the door of the installation's own work: signing in, counting attempts."""
        return self.store.writer(ACTOR)

    def may(self, right: Right, organisation: int | None = None) -> bool:
        """Tell whether the person holds a right in an organisation, that of the address if none."""
        return right in self.rights(organisation)

    def rights_everywhere(self) -> frozenset[Right]:
        """Return what the person may do in the installation as a whole."""
        who = self.signed
        if who is None or who.level == AWAITING:
            return frozenset()
        return rights(who.held, None, second_factor=who.level == TWO_PROOFS)

    def rights(self, organisation: int | None = None) -> frozenset[Right]:
        """Return what the person may do in an organisation, that of the address if none."""
        who = self.signed
        if who is None or who.level == AWAITING:
            return frozenset()
        where = self.organisation if organisation is None else organisation
        return rights(who.held, where, second_factor=who.level == TWO_PROOFS)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a form, and the field that it is about (empty: the whole form)."""

    text: Text
    field: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A page to render: a template, its title, the words and the typed context that it takes."""

    template: str
    title: Text
    context: object
    words: Mapping[str, Text] = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cookie: str | None = None
    """The new secret of a session, where there is one."""
    faulty: bool = False
    """Whether something that was typed will not do: the title says so."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where to go next, once a form did its work."""

    to: str
    cookie: str | None = None
    look: Look | None = None
    """How the person now wants pages."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a browser keeps, and runs nothing of: what it holds may come from anybody."""

    name: str
    type: str
    content: bytes | Path
    """Its bytes, or where they are."""
    opened: bool = False
    """Whether the browser shows it rather than keep it."""


Run: TypeAlias = Callable[[Visit], "View | Move | Download"]


@dataclass(frozen=True, slots=True)
class Page:
    """An address that people visit."""

    method: str
    path: str
    demand: Demand
    run: Run
    slow: bool = False
    """Whether it takes long (hashes of passwords, whole files): it waits for its turn elsewhere."""
    context: type | None = None
    """The form of its context, which programs are then answered too: see `answering.py`."""
    asks: tuple[str, ...] = ()
    """What it reads after `?`, for programs to know."""
    uploads: bool = False
    """Whether its form sends files."""
    bare: bool = False
    """Whether the address says all: what is sent with it, in whatever form, is not looked at."""


def number_of(given: str) -> int:
    """Return a number of an address; -1, which nothing has, where it is none.

    >>> number_of("12"), number_of("x"), number_of("١")
    (12, -1, -1)
    """
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
