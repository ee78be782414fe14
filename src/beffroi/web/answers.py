"""Answers: JSON, errors as the command line says them, headers that browsers must obey."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from beffroi.errors import BeffroiError
from beffroi.errors.flow import STREAM_FULL, TOKEN_REFUSED
from beffroi.errors.people import TOO_MANY_ATTEMPTS
from beffroi.store.stream.inbox import LATER
from beffroi.texts import Language

CSV = "text/csv"
#: An API answers programs: nothing of it is to be shown, framed, cached or guessed.
SECURITY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


_FRAMED = "frame-ancestors *"


def security_of(said: Mapping[str, str]) -> Mapping[str, str]:
    """Return the headers of an answer that says nothing else; one made for frames is not denied."""
    if _FRAMED not in said.get("Content-Security-Policy", ""):
        return SECURITY
    return {name: value for name, value in SECURITY.items() if name != "X-Frame-Options"}


def answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer plain data as JSON."""
    text = json.dumps(content, ensure_ascii=False, default=str)
    body = text.encode("utf-8", "replace")
    return Response(body, status, dict(headers or {}), "application/json")


def told(error: BeffroiError, language: Language) -> Response:
    """Answer an error with its status, and what a program needs to try again."""
    headers: dict[str, str] = {}
    if error.type is STREAM_FULL:
        headers["Retry-After"] = str(LATER)
    elif error.type is TOKEN_REFUSED:
        headers["WWW-Authenticate"] = "Bearer"
    elif error.type is TOO_MANY_ATTEMPTS:
        headers["Retry-After"] = str(error.details["seconds"])
    elif error.type.retryable:
        headers["Retry-After"] = "1"
    return answer({"error": error.to_dict(language)}, error.type.status, headers)


def takes_csv(request: Request) -> bool:
    """Tell whether a request asks for CSV before anything else."""
    first = request.headers.get("accept", "").partition(",")[0].partition(";")[0]
    return first.strip().lower() == CSV


def language_of(request: Request, usual: Language) -> Language:
    """Return the language that a request asks for, the first that is known.

    A full negotiation would weigh qualities; senders of measures name one language or none.
    """
    for part in request.headers.get("accept-language", "").lower().split(",")[:10]:
        name = part.strip()[:2]
        if name == "fr":
            return "fr"
        if name == "en":
            return "en"
    return usual
