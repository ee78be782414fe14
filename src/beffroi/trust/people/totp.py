"""Codes of an authenticator application (TOTP, RFC 6238): six digits, thirty seconds, once."""

from datetime import datetime

import pyotp

from beffroi.trust.people.spelling import compact

ISSUER = "Beffroi"
_STEP = 30  # seconds


def new_secret() -> str:
    """Return a secret of 160 bits, in base 32."""
    return pyotp.random_base32()


def address(secret: str, account: str) -> str:
    """Return the address that an application reads from a QR code.

    >>> address("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "a@b.fr")
    'otpauth://totp/Beffroi:a%40b.fr?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Beffroi'
    """
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime, last: int) -> int | None:
    """Return the time step of a right code, later than the last one that served; else None.

    One step before or after is taken too: clocks differ, and people type slowly.

    >>> from datetime import UTC, datetime
    >>> now = datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)  # RFC 6238, appendix B: 94287082
    >>> step_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287 082", now, 0)
    1
    """
    code = compact(code)
    middle = int(now.timestamp()) // _STEP
    found = None
    for step in (middle - 1, middle, middle + 1):
        right = pyotp.utils.strings_equal(pyotp.HOTP(secret).at(step), code) if step >= 0 else False
        if right and step > last:
            found = step
    return found
