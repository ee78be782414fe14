"""What a page shows, answered as data: `/api/pages` followed by the address of the page.

The context that a template is handed is written as JSON with nothing added and nothing left out,
to the same people; its form stands in the document of the API. Texts come in both languages.
"""

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from starlette.responses import Response

from beffroi.web.access.saying import Said, described
from beffroi.web.answers import answer
from beffroi.web.pages.declaring import Page, View, Visit

BEFORE = "/api/pages"


def as_data(visit: Visit, view: View) -> Response:  # noqa: ARG001 - written as pages are
    """Answer the context of a view as JSON."""
    form: Any = type(view.context)
    shape = _shape(form)
    return answer(shape.dump_python(view.context, mode="json"), view.status)


def said_of(page: Page) -> dict[str, Any]:
    """Return what the document of the API says of the data of a page.

    Raises:
        ValueError: the page does not say what form its context has.
    """
    if page.context is None:
        raise ValueError(page.path)
    path = address_of(page)
    said = described(Said(path, page.demand, None, page.context, 200, (404,), None, csv=False))
    said["openapi_extra"]["parameters"] += [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
        for name in page.asks
    ]
    return said


def address_of(page: Page) -> str:
    """Return where the data of a page is.

    >>> from beffroi.web.access.demands import ANYONE
    >>> address_of(Page("GET", "/{organisation}/constats", ANYONE, print))
    '/api/pages/{organisation}/constats'
    """
    return f"{BEFORE}{page.path}"


@cache
def _shape(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)
