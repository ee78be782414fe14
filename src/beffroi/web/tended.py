"""Processes beside the one that serves: each is begun again whenever it ends."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from typing import Any

from beffroi import logs

log = logs.logger(__name__)
#: Between the end of a process and the next one: short at first, longer while none lasts [s].
_SOON, _LATE = 0.5, 60.0


@dataclass(slots=True)
class Tended:
    """Keeps a process at work, until it is told to stop."""

    name: str
    target: Callable[..., None]
    arguments: tuple[Any, ...]
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _process: SpawnProcess | None = None

    def start(self) -> None:
        """Begin it."""
        threading.Thread(target=self._tend, name=self.name, daemon=True).start()

    def stop(self) -> None:
        """End it; what it has in hand is finished."""
        with self._lock:
            self._stop.set()
            process = self._process
        if process is not None:
            process.terminate()
            process.join()

    def _tend(self) -> None:
        pause = _SOON
        while True:
            with self._lock:
                if self._stop.is_set():
                    return
                process = self._process = get_context("spawn").Process(
                    target=self.target, args=self.arguments
                )
                process.start()
            began = time.monotonic()
            process.join()
            if self._stop.is_set():
                return
            log.error("a process ended, another is begun", name=self.name, code=process.exitcode)
            lasted = time.monotonic() - began > _LATE
            pause = _SOON if lasted else min(2 * pause, _LATE)
            self._stop.wait(pause)
