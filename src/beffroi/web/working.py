"""Running a worker; it needs none of the libraries of the server."""

import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import connection, parent_process
from pathlib import Path

from beffroi import logs
from beffroi.commons.federation import following
from beffroi.decide import asking, renewing  # noqa: F401 - the jobs that it does
from beffroi.errors import BeffroiError
from beffroi.ingest import depositing  # noqa: F401 - the jobs that it does
from beffroi.ingest.duties import duties
from beffroi.publish.notices import sending
from beffroi.settings import Settings
from beffroi.store.backup.scheduled import handlers
from beffroi.store.jobs.worker import Worker
from beffroi.store.store import Store

log = logs.logger(__name__)


def work(root: Path, name: str) -> None:
    """Work for an installation until a signal asks to stop; what is in hand is finished.

    Raises:
        BeffroiError: `store.home_missing`, `store.home_unwritable`.
    """
    settings = Settings.load(root)
    logs.configure(settings.log_level)
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    with Store.open(root, settings) as store:
        store.writer(name).require()
        own = [*duties(store), following.duty(store), sending.duty(store), renewing.duty(store)]
        worker = Worker(store, name, own, handlers(store), stop=stop)
        end_with_parent(stop.set)
        worker.run()


def begin(root: Path, name: str) -> None:
    """Work; an error of the catalogue ends the process in the words of the log."""
    try:
        work(root, name)
    except BeffroiError as error:
        logs.configure(Settings.load(root).log_level)
        log.error("cannot work", code=error.type.code, what=error.to_dict("en")["what"])
        sys.exit(1)


def end_with_parent(end: Callable[[], None]) -> None:
    """Stop when the server that began this process is dead, even killed."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        end()

    threading.Thread(target=watch, name="parent", daemon=True).start()
