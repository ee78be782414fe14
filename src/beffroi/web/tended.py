"""The worker of a server: a process of its own, begun again whenever it ends."""

import sys
import threading
import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path

from beffroi import logs
from beffroi.errors import BeffroiError
from beffroi.settings import Settings
from beffroi.web.working import work

log = logs.logger(__name__)
#: Between the end of a worker and the next one: short at first, longer while none lasts [s].
_SOON, _LATE = 0.5, 60.0


@dataclass(slots=True)
class Tended:
    """Keeps a worker at work: measures are acknowledged whether it lives or not, and it files them.

    What it computes does not delay the answers, since it is another process.
    """

    root: Path
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _process: SpawnProcess | None = None

    def start(self) -> None:
        """Begin the worker."""
        threading.Thread(target=self._tend, name="worker", daemon=True).start()

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
                    target=begin, args=(self.root, "server")
                )
                process.start()
            began = time.monotonic()
            process.join()
            if self._stop.is_set():
                return
            log.error("worker ended, another is begun", code=process.exitcode)
            lasted = time.monotonic() - began > _LATE
            pause = _SOON if lasted else min(2 * pause, _LATE)
            self._stop.wait(pause)


def begin(root: Path, name: str) -> None:
    """Work; an error of the catalogue ends the process in the words of the log."""
    try:
        work(root, name)
    except BeffroiError as error:
        logs.configure(Settings.load(root).log_level)
        log.error("cannot work", code=error.type.code, what=error.to_dict("en")["what"])
        sys.exit(1)
