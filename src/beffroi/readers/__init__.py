"""Readers: one file a format, bytes to Arrow, found by scanning this package.

A module anywhere below this package that has a `READERS` tuple offers its formats. Recognition
goes by content, never by name.
"""

import importlib
import pkgutil
from functools import cache

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_NOT_UNDERSTOOD
from beffroi.readers.contract import Piece, Reader, ReadOptions, SeriesDraft
from beffroi.readers.source import Head, Limits, Source, sources
from beffroi.texts import Text

_NONE = Text(fr="aucun format", en="no format")

__all__ = [
    "Head",
    "Limits",
    "Piece",
    "ReadOptions",
    "Reader",
    "SeriesDraft",
    "Source",
    "readers",
    "recognise",
    "sources",
]


@cache
def readers() -> dict[str, Reader]:
    """Return every reader by key, in the order of their keys."""
    found: dict[str, Reader] = {}
    for info in pkgutil.walk_packages(__path__, f"{__name__}."):
        for reader in getattr(importlib.import_module(info.name), "READERS", ()):
            if reader.key in found:
                raise ValueError(f"two readers are called {reader.key}")
            found[reader.key] = reader
    return dict(sorted(found.items()))


def recognise(head: Head) -> Reader:
    """Return the reader that is surest to know the file.

    Raises:
        BeffroiError: `import.not_understood`, with all that was tried.
    """
    marks = [(reader.recognise(head), reader) for reader in readers().values()]
    mark, best = max(marks, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or mark <= 0.0:
        labels = [reader.label for reader in readers().values()] or [_NONE]
        tried = Text(fr=", ".join(t.fr for t in labels), en=", ".join(t.en for t in labels))
        raise BeffroiError(FILE_NOT_UNDERSTOOD, name=head.name, tried=tried)
    return best
