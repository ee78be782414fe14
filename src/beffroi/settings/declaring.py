"""One field of the table of settings: its default, its help, and what it may hold."""

from collections.abc import Callable
from dataclasses import field, fields
from typing import Any, get_args, get_type_hints

from beffroi.errors.base import BeffroiError
from beffroi.errors.ground import SETTING_INVALID
from beffroi.settings.checks import KEY_WRITTEN, SECRET
from beffroi.texts import Text

_NOT_WHOLE = Text(fr="il faut un nombre entier", en="a whole number is needed")
_TOO_SMALL = Text(fr="il faut au moins {low}", en="at least {low} is needed")
_NOT_A_CHOICE = Text(fr="il faut l’un de : {choices}", en="one of these is needed: {choices}")


def setting(
    default: Any,
    help_: Text,
    low: float | None = None,
    check: Callable[[str], Text | None] | None = None,
) -> Any:
    """Declare a setting; `low` is its least value, `check` says what is wrong with another one."""
    return field(default=default, metadata={"help": help_, "low": low, "check": check})


def checked(cls: type, name: str, value: object, origin: str) -> object:
    """Return a value as its setting takes it.

    Raises:
        BeffroiError: `settings.invalid`, with the place of the wrong value.
    """
    hint = get_type_hints(cls)[name]
    item = next(item for item in fields(cls) if item.name == name)

    def refuse(reason: Text) -> BeffroiError:
        shown = "…" if reason in (SECRET, KEY_WRITTEN) else value
        return BeffroiError(SETTING_INVALID, name=name, value=shown, reason=reason, origin=origin)

    if hint is int:
        try:
            number = int(str(value))
        except ValueError as error:
            raise refuse(_NOT_WHOLE) from error
        low = item.metadata["low"]
        if low is not None and number < low:
            raise refuse(_TOO_SMALL.fill(low=low))
        return number
    choices = get_args(hint)
    if choices and value not in choices:
        raise refuse(_NOT_A_CHOICE.fill(choices=", ".join(choices)))
    check = item.metadata["check"]
    problem = check(str(value)) if check else None
    if problem is not None:
        raise refuse(problem)
    return str(value)
