"""Servers on this machine, for tests: an installation, or anything that answers."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from beffroi.settings import Settings
from beffroi.web.app import make_app


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Serve an installation; yield its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        app = make_app(root, Settings())
        config = uvicorn.Config(app, log_config=None, lifespan="on")
        server = uvicorn.Server(config)
        app.state.ending = lambda: server.should_exit
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        # A door that is bound refuses whoever comes until the server listens at it.
        while thread.is_alive() and not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def answering(
    say: Callable[[socket.socket], None], secured: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Hand each connection, once its request has come, to what says whatever it wants."""
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            with suppress(OSError):
                line, _ = door.accept()
                with line:
                    line.settimeout(60)
                    if secured is not None:
                        line = secured.wrap_socket(line, server_side=True)
                    with line:
                        _whole(line)
                        say(line)

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(8)
        door.settimeout(0.2)
        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


def _whole(line: socket.socket) -> None:
    """Take a request in to its end: what is left unread when a line is closed breaks it off."""
    with line.makefile("rb") as said:
        length = 0
        while (heading := said.readline()) not in (b"\r\n", b""):
            name, _, value = heading.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        said.read(length)


def http(status: int, body: str, *headers: str) -> bytes:
    """Write an answer."""
    data = body.encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(data)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + data


def own_certificate(folder: Path) -> ssl.SSLContext:
    """Speak TLS with a certificate for this machine that nobody but itself vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = folder / "own.pem"
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
