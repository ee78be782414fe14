"""Running the application: processes that listen, and one that works."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from beffroi import logs
from beffroi.errors import BeffroiError
from beffroi.errors.flow import ADDRESS_REFUSED
from beffroi.errors.reasons import reason_of
from beffroi.settings import Settings
from beffroi.store.store import Store
from beffroi.web.app import make_app
from beffroi.web.tended import Tended
from beffroi.web.working import begin, end_with_parent

#: Where a proxy stands that may say for whom it asks: on this machine, by either version.
_PROXIES = ("127.0.0.0/8", "::1", "::ffff:127.0.0.1")
#: How long requests in hand may take when the server stops [s].
_LAST_REQUESTS = 20


def serve(
    root: Path,
    host: str,
    port: int,
    *,
    with_worker: bool,
    processes: int = 1,
    listening: Callable[[int], None] = lambda _: None,
) -> None:
    """Answer requests until a signal asks to stop; requests in hand are answered first.

    A process answers with one core: `processes` of them take requests from the same door.

    Raises:
        BeffroiError: `server.address_refused`, and what opening the installation to write to it
            may raise: `store.home_missing`, `store.home_unwritable`, `store.state_corrupt`...
    """
    settings = Settings.load(root)
    with Store.open(root, settings) as store:
        store.writer("server").require()
    door = _listen(host, port)
    beside = [Tended("worker", begin, (root, "server"))] if with_worker else []
    beside += [Tended(f"listener {n}", also_serve, (root, door)) for n in range(1, processes)]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        for one in beside:
            one.start()
        listening(int(door.getsockname()[1]))
        _made(uvicorn.Server, root, settings).run(sockets=[door])
    except KeyboardInterrupt:
        pass
    finally:
        door.close()
        for one in beside:
            one.stop()


def also_serve(root: Path, door: socket.socket) -> None:
    """Answer requests beside the process that opened the door, until it asks to stop or ends."""
    settings = Settings.load(root)
    logs.configure(settings.log_level)
    server = _made(_Beside, root, settings)

    def end() -> None:
        server.should_exit = True

    end_with_parent(end)
    server.run(sockets=[door])


class _Beside(uvicorn.Server):
    """A server that its parent stops: Ctrl+C, which reaches all of them, is for the parent."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, self.handle_exit)
        yield


def _made(kind: type[uvicorn.Server], root: Path, settings: Settings) -> uvicorn.Server:
    app = make_app(root, settings)
    config = uvicorn.Config(
        app,
        log_config=None,  # the program's own log, which masks secrets
        access_log=False,
        server_header=False,
        forwarded_allow_ips=[*_PROXIES],
        timeout_graceful_shutdown=_LAST_REQUESTS,
        lifespan="on",
    )
    server = kind(config)
    app.state.ending = lambda: server.should_exit  # streams end, nobody waits for them
    return server


def _interrupt(_number: int, _frame: object) -> None:
    """Unwind at SIGTERM, which uvicorn raises again once it has answered its last requests."""
    raise KeyboardInterrupt


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except (OSError, OverflowError) as error:
        listening.close()
        raise BeffroiError(
            ADDRESS_REFUSED, host=host, port=port, reason=reason_of(error)
        ) from error
    listening.setblocking(False)
    return listening
