"""Addresses that a person gives by hand, held to what settings may hold."""

from beffroi.settings import Settings
from beffroi.settings.declaring import checked


def checked_state(address: str, origin: str) -> str:
    """Return the address of a state as it was given.

    Raises:
        BeffroiError: `settings.invalid`, where it is none or holds a password.
    """
    return str(checked(Settings, "state", address, origin))


def checked_lake(address: str, origin: str) -> str:
    """Return the address of a lake as it was given.

    Raises:
        BeffroiError: `settings.invalid`, where it is none.
    """
    return str(checked(Settings, "lake", address, origin))
