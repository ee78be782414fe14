"""What each kind of job does: a name and a function."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from beffroi.store.jobs.queue import Held

if TYPE_CHECKING:
    from beffroi.store.store import Store

Handler: TypeAlias = "Callable[[Store, Held], dict[str, Any]]"
KINDS: "dict[str, Handler]" = {}


def kind(name: str) -> "Callable[[Handler], Handler]":
    """Register what does the jobs of a kind; it must be idempotent (see this package).

    >>> @kind("example.count")
    ... def count(store, job):
    ...     return {"counted": job.arguments["n"]}
    >>> KINDS.pop("example.count") is count
    True
    """

    def keep(handler: "Handler") -> "Handler":
        KINDS[name] = handler
        return handler

    return keep
