"""`beffroi serve`, `worker`: measures received over HTTP, and put in the lake."""

import importlib.util
import ipaddress
import socket
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, shown_errors
from beffroi.cli.frame import Frame
from beffroi.cli.screen import Screen, sound
from beffroi.errors import BeffroiError
from beffroi.errors.flow import SERVER_MISSING
from beffroi.texts import Text

_LIBRARIES = (
    "fastapi",
    "uvicorn",
    "argon2",
    "zxcvbn",
    "pyotp",
    "webauthn",
    "joserfc",
    "httpx2",
    "jinja2",
    "segno",
    "python_multipart",
)
_LISTENS = Text(
    fr="Beffroi écoute sur http://{host}:{port} (Ctrl+C pour arrêter).",
    en="Beffroi listens on http://{host}:{port} (Ctrl+C to stop).",
)


_IN_CLEAR = Text(
    fr="Attention : d’autres machines peuvent joindre cette adresse, et les jetons y circulent en "
    "clair. Placez devant elle un serveur mandataire qui chiffre (nginx, Caddy).",
    en="Beware: other machines can reach this address, and tokens travel in clear. Put a proxy "
    "that encrypts (nginx, Caddy) in front of it.",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _serve(app, say)
    _worker(app, say)


def _serve(app: Frame, say: Say) -> None:
    host_help = say(
        Text(
            fr="Adresse à écouter ; 127.0.0.1 n’est joignable que de cette machine.",
            en="Address to listen on; 127.0.0.1 can be reached from this machine only.",
        )
    )
    port_help = say(Text(fr="Port à écouter.", en="Port to listen on."))
    alone_help = say(
        Text(
            fr="Sans processus de travail : d’autres sont lancés à part (beffroi worker).",
            en="Without a worker: others are run apart (beffroi worker).",
        )
    )
    many_help = say(
        Text(
            fr="Processus qui répondent ; un par cœur pour des centaines de personnes à la fois.",
            en="Processes that answer; one a core for hundreds of people at once.",
        )
    )

    @app.command("serve")
    def serve_(
        home: HomeOption,
        host: Annotated[str, typer.Option("--host", help=host_help)] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", help=port_help)] = 8080,
        alone: Annotated[bool, typer.Option("--no-worker", help=alone_help)] = False,
        processes: Annotated[int, typer.Option("--processes", min=1, max=64, help=many_help)] = 1,
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json, home=home):
            require_server()
            from beffroi.web.server import serve

            shown = f"[{host}]" if ":" in host else host

            def told(found: int) -> None:
                screen = Screen(stderr=True)
                screen.print(say(_LISTENS.fill(host=shown, port=found)), soft_wrap=True)
                if not _alone(host):
                    screen.print(say(_IN_CLEAR), style="bold red", soft_wrap=True)

            serve(home, host, port, with_worker=not alone, processes=processes, listening=told)


def _worker(app: Frame, say: Say) -> None:
    name_help = say(Text(fr="Nom montré par « beffroi jobs ».", en="Name shown by “beffroi jobs”."))

    @app.command("worker")
    def worker(
        home: HomeOption,
        name: Annotated[str, typer.Option("--name", help=name_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json, home=home):
            from beffroi.web.working import work

            work(home, sound(name)[:40] or socket.gethostname()[:40])


def _alone(host: str) -> bool:
    """Tell whether an address is of this machine only.

    >>> [_alone(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "pc.example")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def require_server() -> None:
    """Check that the libraries of the server are there, before anything is begun.

    Raises:
        BeffroiError: `server.missing`.
    """
    for name in _LIBRARIES:
        if importlib.util.find_spec(name) is None:
            raise BeffroiError(SERVER_MISSING, name=name)
