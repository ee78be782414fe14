"""The one exception class of the product, and the declaration of a type of error."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.errors.reasons import reason_of
from beffroi.texts import DEFAULT_LANGUAGE, Language, Text


@dataclass(frozen=True, slots=True)
class ErrorType:
    """What can go wrong, what happened and what to do about it.

    `code` is stable (`area.name`); `what` and `do` may hold `{placeholders}` that the same
    details fill; `status` is the HTTP status of the API; `retryable` says that the same call
    may succeed later without any change.
    """

    code: str
    title: Text
    what: Text
    do: Text
    status: int = 400
    retryable: bool = False


class BeffroiError(Exception):
    """An error that a person can act on.

    >>> broken = ErrorType("demo.broken", Text(fr="Cassé", en="Broken"),
    ...     Text(fr="« {name} » est cassé.", en="“{name}” is broken."),
    ...     Text(fr="Réparez-le.", en="Mend it."))
    >>> BeffroiError(broken, name="a").to_dict("en")["what"]
    '“a” is broken.'
    """

    def __init__(self, type_: ErrorType, /, **details: object) -> None:
        self.type = type_
        self.details: Mapping[str, object] = {
            key: reason_of(value) if isinstance(value, BaseException) else value
            for key, value in details.items()
        }
        super().__init__(f"{type_.code}: {type_.what.fill(self.details).en}")

    def to_dict(self, language: Language = DEFAULT_LANGUAGE) -> dict[str, object]:
        """Return the error as plain data: code, title, what, do, retryable, status, details."""
        return {
            "code": self.type.code,
            "title": self.type.title.fill(self.details).in_(language),
            "what": self.type.what.fill(self.details).in_(language),
            "do": self.type.do.fill(self.details).in_(language),
            "retryable": self.type.retryable,
            "status": self.type.status,
            "details": {
                key: value.in_(language) if isinstance(value, Text) else str(value)
                for key, value in self.details.items()
            },
        }


def catalogue() -> dict[str, ErrorType]:
    """Return every declared error type by code, found by scanning the files of this package.

    >>> "import.file_empty" in catalogue()
    True
    """
    import beffroi.errors as package

    found: dict[str, ErrorType] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, ErrorType):
                found[value.code] = value
    return dict(sorted(found.items()))
