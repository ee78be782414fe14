"""Running the application: one process that listens, one that works."""

import socket
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import uvicorn

from beffroi.errors import BeffroiError
from beffroi.errors.flow import ADDRESS_REFUSED
from beffroi.settings import Settings
from beffroi.web.app import make_app
from beffroi.web.working import work

#: How long requests in hand may take when the server stops [s].
_LAST_REQUESTS = 20


def serve(root: Path, host: str, port: int, *, with_worker: bool) -> None:
    """Answer requests until a signal asks to stop; requests in hand are answered first.

    Raises:
        BeffroiError: `server.address_refused`, `store.home_missing`.
    """
    settings = Settings.load(root)
    listening = _listen(host, port)
    child: BaseProcess | None = None
    if with_worker:
        # A process of its own: what it computes does not delay the answers.
        child = get_context("spawn").Process(target=work, args=(root, "server"), name="worker")
        child.start()
    config = uvicorn.Config(
        make_app(root, settings),
        log_config=None,  # the program's own log, which masks secrets
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_REQUESTS,
        lifespan="on",
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:  # which uvicorn raises again once all is closed
        pass
    finally:
        listening.close()
        if child is not None:
            child.terminate()
            child.join()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except (OSError, OverflowError) as error:
        listening.close()
        raise BeffroiError(ADDRESS_REFUSED, host=host, port=port, reason=error) from error
    listening.setblocking(False)
    return listening
