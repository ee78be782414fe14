"""The document of the API, made when somebody first asks for it.

Deriving the forms of all that is answered takes half a second: a server that starts, which may
never be asked for them, does not wait for it.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeAlias, TypeVar

from fastapi import FastAPI
from fastapi.routing import APIRoute

from beffroi.web.access.saying import SCHEMES

Say: TypeAlias = Callable[[], dict[str, Any]]
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def saying(endpoint: Endpoint, say: Say) -> Endpoint:
    """Make an endpoint say what it takes and answers once it is asked: what `described` returns.

    >>> saying(lambda: None, lambda: {"responses": {}, "openapi_extra": {}}).say()
    {'responses': {}, 'openapi_extra': {}}
    """
    endpoint.say = say  # type: ignore[attr-defined]  # it travels with what it is about
    return endpoint


class Documented(FastAPI):
    """An application whose addresses say what they are when the document is first made.

    >>> app = Documented()
    >>> said = {"responses": {}, "openapi_extra": {"x-demand": "anyone"}}
    >>> _ = app.get("/here")(saying(lambda: None, lambda: said))
    >>> app.openapi()["paths"]["/here"]["get"]["x-demand"]
    'anyone'
    """

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._making = Lock()
        """Two people who ask at once would each see half of it."""

    def openapi(self) -> dict[str, Any]:
        """Return the document; an address that was added since makes it anew."""
        with self._making:
            for route in self.routes:
                if isinstance(route, APIRoute) and route.include_in_schema:
                    _tell(route)
            document = super().openapi()
            document.setdefault("components", {})["securitySchemes"] = SCHEMES
            return document


def _tell(route: APIRoute) -> None:
    say: Say | None = getattr(route.endpoint, "say", None)
    if say is not None and not route.responses:
        said = say()
        route.responses, route.openapi_extra = said["responses"], said["openapi_extra"]
