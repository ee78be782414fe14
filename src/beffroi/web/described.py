"""What the OpenAPI document says, in words that the tests check against what happens."""

from typing import Any

from beffroi.domains import quantities
from beffroi.ingest.messages.check import AT_AN_INSTANT, QUALITIES
from beffroi.units import SeriesKind

ABOUT = (
    "Send measures to a Beffroi installation, read what it makes of them, decide. An answer 202 "
    "means that measures are on the disk; they can be read once a worker has filed them, usually "
    "within a second. Errors tell what happened and what to do, in French or in English "
    "(Accept-Language)."
)
_TEXT = {"type": "string", "maxLength": 200}
_TIME = {"type": "string", "format": "date-time", "description": "ISO 8601 with its offset"}
_VALUES = {"type": "array", "minItems": 1, "items": {"type": "number"}}
ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "title", "what", "do", "retryable", "status", "details"],
            "properties": {
                "code": {"type": "string"},
                "title": {"type": "string"},
                "what": {"type": "string"},
                "do": {"type": "string"},
                "retryable": {"type": "boolean"},
                "status": {"type": "integer"},
                "details": {"type": "object"},
            },
        }
    },
}
_RECEIPT = {
    "type": "object",
    "required": ["message", "key", "rows", "sha256", "received_at"],
    "properties": {
        "message": {"type": "integer"},
        "key": {"type": "string"},
        "rows": {"type": "integer"},
        "sha256": {"type": "string"},
        "received_at": _TIME,
    },
}
_ITEM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["asset", "quantity", "kind", "unit", "source"],
    "properties": {
        "asset": {
            "type": "object",
            "additionalProperties": False,
            "required": ["type", "key"],
            "properties": {"type": _TEXT, "key": _TEXT, "name": _TEXT},
        },
        "quantity": {"type": "string", "enum": sorted(quantities())},
        "kind": {"type": "string", "enum": [str(kind) for kind in SeriesKind]},
        "unit": {"type": "string", "example": "kW"},
        "source": _TEXT,
        "qualifier": _TEXT,
        "quality": {"type": "string", "enum": list(QUALITIES), "default": "measured"},
        "observations": {
            "type": "array",
            "minItems": 1,
            "description": "[start, end, value], or [instant, value]; all of one form",
            "items": {"type": "array", "minItems": 2, "maxItems": 3, "items": {}},
        },
        "start": {"oneOf": [_TIME, {"type": "array", "items": _TIME}]},
        "end": {
            "type": "array",
            "items": _TIME,
            "description": f"not for {', '.join(AT_AN_INSTANT)}",
        },
        "step": {"type": "integer", "minimum": 1, "description": "seconds"},
        "values": {**_VALUES, "items": {"type": ["number", "null"]}},
    },
}
OBSERVATIONS: dict[str, Any] = {
    "security": [{"token": []}],
    "x-demand": {"who": "token", "scope": "write_measures"},
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "Another one for each message, the same when it is sent again",
            "schema": {"type": "string", "minLength": 1, "maxLength": 64},
        },
        {
            "name": "Content-Encoding",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "enum": ["identity", "gzip"]},
        },
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["series"],
                    "properties": {"series": {"type": "array", "minItems": 1, "items": _ITEM}},
                }
            },
            "application/vnd.apache.arrow.stream": {
                "schema": {"type": "string", "format": "binary"}
            },
        },
    },
}


def _error(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": ERROR}}}


RESPONSES: dict[int | str, dict[str, Any]] = {
    202: {"content": {"application/json": {"schema": _RECEIPT}}},
    400: _error("The key or the body cannot be read"),
    401: _error("The token is missing, unknown, revoked or expired"),
    403: _error("The token does not allow sending measures"),
    409: _error("The key is that of a message with another content"),
    408: _error("Too slow: send it again, same key"),
    413: _error("Too large"),
    415: _error("Unknown Content-Type or Content-Encoding"),
    422: _error("An item is wrong: nothing was stored"),
    429: _error("Too many measures wait: see Retry-After"),
    503: _error("The state is out of reach or busy: nothing was stored, see Retry-After"),
    507: _error("The disk refuses: nothing was stored"),
}
HEALTH: dict[int | str, dict[str, Any]] = {
    503: {"description": "Nothing can be received for now: the same data say why"}
}
