"""The tokens of subscriptions: files of the home that nobody else may read.

Backups leave what begins with a dot: a copy of an installation must not pull in its place.
"""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from beffroi.errors import BeffroiError
from beffroi.errors.federation import TOKEN_MISSING, TOKEN_UNREADABLE
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import HOME_UNWRITABLE
from beffroi.store.home import Home

_PREFIX = ".federation-token-"
_LONGEST = 200


def given(path: Path) -> str:
    """Read the token that somebody put in a file.

    Raises:
        BeffroiError: `federation.token_unreadable`; `OSError` where there is no such file.
    """
    token = path.read_bytes()[: _LONGEST + 2].decode("utf-8", "replace").strip()
    if not (0 < len(token) <= _LONGEST and token.isascii() and token.isprintable()) or " " in token:
        raise BeffroiError(TOKEN_UNREADABLE, name=path.name)
    return token


def keep(home: Home, subscription: int, token: str) -> None:
    """Keep a token, on the disk when this returns.

    Raises:
        BeffroiError: `store.home_unwritable`.
    """
    path = _place(home, subscription)
    partial = path.with_name(f"{path.name}.part")
    try:
        partial.unlink(missing_ok=True)  # what is there may be readable by others
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(f"{token}\n")
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        raise BeffroiError(HOME_UNWRITABLE, home=home.root, reason=reason_of(error)) from error


def kept(home: Home, subscription: int) -> str:
    """Return the token of a subscription.

    Raises:
        BeffroiError: `federation.token_missing`.
    """
    try:
        return _place(home, subscription).read_text("ascii").strip()
    except OSError as error:
        raise BeffroiError(TOKEN_MISSING, subscription=subscription) from error


def sweep(home: Home, active: Collection[int]) -> None:
    """Remove the tokens of subscriptions that are no more."""
    wanted = {_place(home, one).name for one in active}
    for path in home.root.glob(f"{_PREFIX}*"):
        if path.name not in wanted:
            with suppress(OSError):
                path.unlink()


def _place(home: Home, subscription: int) -> Path:
    return home.root / f"{_PREFIX}{subscription}"
