"""Engines by their address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from beffroi.errors import BeffroiError
from beffroi.errors.engines import ENGINE_ADDRESS, ENGINE_MISSING
from beffroi.store.engines.contract import Engine

_SCHEMES = ("spark", "sc")
_PORT = 15002  # of Spark Connect, unless another is given


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Spark Connect server listens."""

    host: str
    port: int
    options: str = ""
    """What follows the port in the way of Spark Connect: `use_ssl=true;token=...`."""

    def __str__(self) -> str:
        """Write it without its options, which may hold a secret.

        >>> str(parse("spark://[::1]:15002/;token=secret"))
        'sc://[::1]:15002'
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"sc://{host}:{self.port}"

    @property
    def remote(self) -> str:
        """The address as the client of Spark Connect takes it."""
        return f"{self}/;{self.options}" if self.options else str(self)


def parse(address: str) -> Address:
    """Read an address, `spark://host:port` or `sc://host:port/;name=value`.

    Raises:
        BeffroiError: `engine.address_invalid`.

    >>> parse("spark://cluster.example.org")
    Address(host='cluster.example.org', port=15002, options='')
    """
    shown = address.partition("/;")[0]
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BeffroiError(ENGINE_ADDRESS, address=shown) from error
    options = parts.path.removeprefix("/").removeprefix(";")
    plain = not (parts.query or parts.fragment or parts.username) and "/" not in options
    if parts.scheme not in _SCHEMES or not host or port == 0 or not plain:
        raise BeffroiError(ENGINE_ADDRESS, address=shown)
    return Address(host, port or _PORT, options)


def open_engine(address: str, tasks: int) -> Engine:
    """Return the engine that an address names; it does `tasks` tasks at once.

    Raises:
        BeffroiError: `engine.address_invalid`, `engine.client_missing`, `engine.unreachable`.
    """
    found = parse(address)
    try:
        # Only who asks for a cluster pays for its client, and needs it installed.
        from beffroi.store.engines.spark import connect
    except ImportError as error:
        raise BeffroiError(ENGINE_MISSING, reason=error) from error
    return connect(found, tasks)
