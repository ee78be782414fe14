"""Running a worker; it needs none of the libraries of the server."""

import signal
import threading
from multiprocessing import connection, parent_process
from pathlib import Path

from beffroi import logs
from beffroi.commons.federation import following
from beffroi.ingest.duties import duties
from beffroi.publish.notices import sending
from beffroi.settings import Settings
from beffroi.store.backup.scheduled import handlers
from beffroi.store.jobs.worker import Worker
from beffroi.store.store import Store


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
        own = [*duties(store), following.duty(store), sending.duty(store)]
        worker = Worker(store, name, own, handlers(store), stop=stop)
        _end_with_parent(stop)
        worker.run()


def _end_with_parent(stop: threading.Event) -> None:
    """Stop when the server that began this worker is dead, even killed."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        stop.set()

    threading.Thread(target=watch, name="parent", daemon=True).start()
