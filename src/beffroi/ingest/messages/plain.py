"""Bytes of JSON as plain data: what cannot be read is told in words."""

import json
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.flow import MESSAGE_UNREADABLE
from beffroi.ingest.messages.check import refused
from beffroi.texts import Text

_TWICE = Text(
    fr="« {name} » est donné deux fois dans le même objet",
    en="“{name}” is given twice in the same object",
)
_SYNTAX = Text(
    fr="ligne {line}, colonne {column}, ce n’en est pas la syntaxe",
    en="line {line}, column {column}, this is not its syntax",
)
_ENCODING = Text(fr="le texte n’est pas en UTF-8", en="the text is not UTF-8")
_DEEP = Text(fr="il est trop imbriqué", en="it is nested too deep")
_LONG_NUMBER = Text(fr="un nombre a trop de chiffres", en="a number has too many digits")


def parsed(body: bytes | bytearray) -> object:
    """Read JSON.

    Raises:
        BeffroiError: `message.unreadable`; `message.refused` where a name is given twice.
    """
    try:
        return json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BeffroiError(MESSAGE_UNREADABLE, format="JSON", reason=_said(error)) from error


def short(given: object) -> str:
    """Return the beginning of what was given, to be shown."""
    return str(given).encode("utf-8", "replace").decode()[:40]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: which of the two was meant cannot be known."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise refused("message", _TWICE.fill(name=short(max(names, key=names.count))))
    return found


def _said(error: Exception) -> Text:
    if isinstance(error, json.JSONDecodeError):
        return _SYNTAX.fill(line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return _ENCODING
    return _DEEP if isinstance(error, RecursionError) else _LONG_NUMBER
