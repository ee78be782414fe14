"""Keys of age (https://age-encryption.org/v1): a public one encrypts, the private one opens."""

import os
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from beffroi.errors import BeffroiError
from beffroi.errors.backup import KEY_INVALID

_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - the mark of a key, not one


def make_key(path: Path) -> str:
    """Write a new private key to a file that only its owner may read; return the public key.

    Raises:
        FileExistsError: a key is never replaced: what it opens would be lost.
    """
    secret = x25519.Identity.generate()
    public = str(secret.to_public())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"# public key: {public}\n{secret}\n")
    return public


def read_key(path: Path) -> x25519.Identity:
    """Read the private key of a file.

    Raises:
        BeffroiError: `backup.key_invalid`.
    """
    text = path.read_text("utf-8", errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith(_SECRET)]
    try:
        return x25519.Identity.from_str(lines[0])
    except (IndexError, IdentityError) as error:
        raise BeffroiError(KEY_INVALID, key=path.name) from error


def recipient(public: str) -> x25519.Recipient:
    """Read a public key.

    Raises:
        BeffroiError: `backup.key_invalid`.
    """
    try:
        return x25519.Recipient.from_str(public.strip())
    except RecipientError as error:
        raise BeffroiError(KEY_INVALID, key=public[:80]) from error
