"""A form that is sent again at once, by an impatient hand or a bad line, does its work once.

Browsers with scripts send it once by themselves; those without, and lines that hesitate, do not.
Whoever sends the same form again waits for the first one, and is answered what it was answered.
"""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from starlette.responses import Response

#: For how long the same form, right after itself, is the same act [s].
SAME = 10.0


@dataclass(slots=True)
class _Act:
    """The last form of a session, and what it was answered once it is done."""

    key: str
    lock: Lock = field(default_factory=Lock)
    response: Response | None = None
    until: float = 0.0

    @property
    def over(self) -> bool:
        """Whether the same form would be another act."""
        return self.response is not None and time.monotonic() >= self.until


@dataclass(slots=True)
class Once:
    """The last form of each session: two that are alike with another in between are two acts."""

    _lock: Lock = field(default_factory=Lock)
    _last: dict[int, _Act] = field(default_factory=dict)

    def run(self, session: int, key: str, work: Callable[[], Response]) -> Response:
        """Do what a form asks for, or answer what the same one was just answered.

        What was refused was not done: it is tried again.
        """
        with self._lock:
            self._last = {one: act for one, act in self._last.items() if not act.over}
            act = self._last.get(session)
            if act is None or act.key != key:
                act = self._last[session] = _Act(key)
        with act.lock:
            if act.response is not None:
                return act.response
            response = work()
            if response.status_code < 400:
                act.response, act.until = response, time.monotonic() + SAME
            return response


def key_of(path: str, form: Mapping[str, Sequence[str]]) -> str:
    """Return what stands for a form and all that it says."""
    said = repr((path, sorted((name, tuple(values)) for name, values in form.items())))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
