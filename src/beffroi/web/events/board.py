"""One look at the journal a second, for all who listen: nobody holds a thread while they wait."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from beffroi import logs
from beffroi.errors import BeffroiError
from beffroi.errors.people import TOO_MANY_LISTENERS
from beffroi.store.store import Store
from beffroi.web.access.admitting import ACTOR
from beffroi.web.events.news import last_entry

log = logs.logger(__name__)
#: Between two looks [s].
EVERY = 1.0
#: Streams of one person, however often they signed in, or of one token; and of all together.
MOST_EACH, MOST = 8, 1000


@dataclass(slots=True)
class Board:
    """Whoever listens, and the last entry of the journal that is known."""

    store: Store
    ending: Callable[[], bool] = lambda: False
    """Whether the server is about to stop: streams then end, so that it does not wait for them."""
    last: int = 0
    _listeners: Counter[str] = field(default_factory=Counter)
    _turned: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    def require(self, who: str) -> None:
        """Refuse one listener too many.

        Raises:
            BeffroiError: `people.too_many_listeners`.
        """
        if self._listeners[who] >= MOST_EACH or self._listeners.total() >= MOST:
            raise BeffroiError(TOO_MANY_LISTENERS, most=MOST_EACH)

    def enter(self, who: str) -> None:
        """Count a listener in; it is counted out whatever ends it."""
        self._listeners[who] += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look())

    def leave(self, who: str) -> None:
        """Count a listener out; without any, nobody looks."""
        self._listeners[who] -= 1
        self._listeners += Counter()  # drops those that are at none
        if not self._listeners and self._task is not None:
            self._task.cancel()
            self._task = None

    @property
    def listeners(self) -> int:
        """How many listen."""
        return self._listeners.total()

    async def turn(self, seen: int, patience: float) -> None:
        """Wait until the journal is beyond an entry, or for so long [s]."""
        turned = self._turned
        if self.last > seen or self.ending():
            return
        try:
            await asyncio.wait_for(turned.wait(), patience)
        except TimeoutError:
            return

    async def _look(self) -> None:
        while True:
            try:
                last = await run_in_threadpool(self._last)
            except BeffroiError as error:  # the state may be back in a moment
                log.warning("cannot look at the journal", code=error.type.code)
                last = self.last
            if last != self.last or self.ending():
                self.last = last
                turned, self._turned = self._turned, asyncio.Event()
                turned.set()
            await asyncio.sleep(EVERY)

    def _last(self) -> int:
        with self.store.writer(ACTOR).look() as session:
            return last_entry(session)
