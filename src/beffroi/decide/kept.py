"""What takes long to compute and serves several visits: kept while nothing changed.

A process keeps values in memory; those that are plain are kept in the state too, where the next
process and the next day find them. What the measures of households are part of stays in memory. A
value serves whoever may read the same: it is never handed over between scopes.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Generic, TypeVar

from beffroi import logs
from beffroi.decide.weather import lineage
from beffroi.errors import BeffroiError
from beffroi.periods import PARIS, utc_now
from beffroi.store import computed
from beffroi.store.read import ReadDoor
from beffroi.store.write import WriteDoor

log = logs.logger(__name__)
Value = TypeVar("Value")
_MOST, _LONGEST, _LONGEST_PLACE = 400, 1_000_000, 400
"""Values that a process keeps; bytes of one that the state keeps, and letters of its place."""


@dataclass(frozen=True, slots=True)
class Form(Generic[Value]):
    """How a value is written as bytes, and read again."""

    write: Callable[[Value], bytes]
    read: Callable[[bytes], Value]


@dataclass(frozen=True, slots=True)
class _Held:
    value: Any
    seen: int
    """The last entry of the journal as of which the value holds."""
    stored: computed.Kept | None
    """What the state has of it, without its content."""


@dataclass(slots=True)
class _Memory:
    _held: OrderedDict[object, _Held] = field(default_factory=OrderedDict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: object) -> _Held | None:
        with self._turn:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: object, held: _Held | None) -> None:
        with self._turn:
            self._held.pop(key, None)
            if held is not None:
                self._held[key] = held
            while len(self._held) > _MOST:
                self._held.popitem(last=False)


_memory = _Memory()


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps what is computed of an organisation for whoever reads through a door.

    `own` is the door of the installation's own work, which sees the journal.
    """

    own: WriteDoor
    door: ReadDoor
    organisation: int
    asking: bool = True
    """Whether a person asks, and not a worker on their behalf."""

    def get(
        self, what: str, place: str, make: Callable[[], Value], form: Form[Value] | None = None
    ) -> Value:
        """Return a value that holds still, or make it.

        `what` and `place` name it; without `form` it stays in this process.
        """
        key = self._key(what, place)
        held, last = self._found(key, what, place, form)
        if held is not None:
            value: Value = held.value
            return value
        made = make()
        self.put(what, place, made, last, form)
        return made

    def known(self, what: str, place: str) -> Any:
        """Return a value of this process that holds still, None where there is none."""
        held, _ = self._found(self._key(what, place), what, place, None)
        return held.value if held else None

    def last(self) -> int:
        """Return as of which entry of the journal a value that is made now will hold."""
        with self.own.look() as session:
            return computed.heard(session)

    def put(
        self, what: str, place: str, value: Value, last: int, form: Form[Value] | None = None
    ) -> None:
        """Keep a value that was made after an entry of the journal."""
        content = form.write(value) if form is not None and self._plain else b""
        own, stored = self.organisation, None
        if content and len(content) <= _LONGEST and len(place) <= _LONGEST_PLACE:
            stored = kept = computed.Kept(code(), last, today(), content)
            asked = self.asking
            self._kept(lambda session: computed.keep(session, own, what, place, kept, asked=asked))
            if self._changed(last):  # what was erased meanwhile is not put back
                self._kept(lambda session: computed.forget(session, own, what=what, place=place))
                stored = None
        elif content:
            self._kept(lambda session: computed.forget(session, own, what=what, place=place))
        _memory.put(self._key(what, place), _Held(value, last, _bare(stored)))

    def _changed(self, since: int) -> bool:
        with self.own.look() as session:
            return computed.changed(session, lineage(session, self.organisation), since)

    @property
    def _plain(self) -> bool:
        """Whether this is what anybody reads who reads indicators of the organisation."""
        scope = self.door.scope
        return scope.organisations == {self.organisation} and not scope.households

    def _key(self, what: str, place: str) -> object:
        scope = self.door.scope
        seen = scope.organisations, scope.households
        return self.own.home.root, self.organisation, what, place, seen

    def _found(
        self, key: object, what: str, place: str, form: Form[Any] | None
    ) -> tuple[_Held | None, int]:
        """Return what holds still, and the last entry of the journal before that was looked at."""
        # A worker looks at what the state has: another process may have put something older there.
        held = _memory.get(key) if self.asking or form is None else None
        with self.own.look() as session:
            last = computed.heard(session)
            bodies = lineage(session, self.organisation)
            if held is not None and computed.changed(session, bodies, held.seen):
                held = None
            if held is None and form is not None and self._plain:
                stored = computed.find(session, self.organisation, what, place)
                usable = stored is not None and stored.code == code()
                if stored and usable and not computed.changed(session, bodies, stored.seen):
                    held = _read(stored, form)
        if held is not None:
            held = self._renewed(held, what, place, last)
        _memory.put(key, held)
        return held, last

    def _renewed(self, held: _Held, what: str, place: str, last: int) -> _Held:
        stored, day = held.stored, today()
        if self.asking and stored is not None and computed.late(stored, last, day):
            own = self.organisation, what, place, stored.seen, last, day
            self._kept(lambda session: computed.serves(session, *own))
            stored = replace(stored, seen=last, asked_on=day)
        return replace(held, seen=last, stored=stored)

    def _kept(self, work: Callable[[Any], None]) -> None:
        """Write what can be made again: where it cannot be, the page is shown all the same."""
        if not self.own.state.writable:
            return
        try:
            with self.own.keep(self.organisation) as session:
                work(session)
        except BeffroiError as error:
            log.warning("a computed value is not kept", code=error.type.code)


@cache
def code() -> str:
    """Return the digest of the code and the numbers that values are made by."""
    digest = hashlib.sha256()
    root = Path(str(files("beffroi")))
    made = (root / name for name in ("analysis", "decide", "domains", "periods", "store"))
    alone = (root / f"{name}.py" for name in ("figures", "quantities", "texts", "units"))
    for path in sorted([*alone, *(one for folder in made for one in folder.rglob("*.*"))]):
        if path.suffix in (".py", ".toml"):
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(stored: computed.Kept, form: Form[Any]) -> _Held | None:
    """Read what the state has; None where it cannot be: it is made again."""
    try:
        value = form.read(stored.content)
    except (ValueError, LookupError, TypeError) as error:
        log.warning("a computed value cannot be read", error=type(error).__name__)
        return None
    return _Held(value, stored.seen, _bare(stored))


def _bare(stored: computed.Kept | None) -> computed.Kept | None:
    return None if stored is None else replace(stored, content=b"")


def today() -> date:
    """Return the civil day by which it is told how long nobody asked for a value."""
    return utc_now().astimezone(PARIS).date()
