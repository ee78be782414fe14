"""Ports of this machine that nobody else is given for as long as these tests run.

A port that is chosen, let go, then opened by a server may be taken in between: by other tests, or
by any connection that goes out. Here it stays bound, by a socket that does not listen. Whoever
comes is refused; whoever asks the system for a port is given another one; and a server that takes
over addresses just left (`SO_REUSEADDR`, as nearly all of them do) opens it, again and again.
"""

import socket

_held: list[socket.socket] = []


def free_port() -> int:
    """Return a port where nobody listens, and where nobody but a server that is told it will.

    >>> one = free_port()
    >>> with socket.create_server(("127.0.0.1", one)), socket.socket() as other:
    ...     other.connect_ex(("127.0.0.1", one))
    0
    """
    one = socket.socket()
    one.bind(("127.0.0.1", 0))  # refused where somebody else is
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    _held.append(one)
    return int(one.getsockname()[1])
