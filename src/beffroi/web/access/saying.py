"""What the document of the API says of an address, derived from what it declares."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter

from beffroi.web.access.demands import ANYONE, Demand, Who
from beffroi.web.access.origins import PAGE_HEADER
from beffroi.web.answers import CSV
from beffroi.web.described import ERROR

SCHEMES = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-beffroi"},
}
_STATUSES = {
    400: "Something that was given cannot be",
    401: "Who calls is not known",
    403: "Who calls may not do this",
    404: "It does not exist",
    408: "Too slow",
    409: "It does not fit what is there",
    413: "Too large",
    415: "The body is no JSON",
    422: "A field is missing or wrong",
    429: "Too many attempts: see Retry-After",
    502: "The identity provider did not do its part",
    503: "The state is out of reach: see Retry-After",
    507: "The disk refuses",
}
#: Parts of addresses that are words; the others are numbers.
_WORDS = {
    "person": {"type": "string", "pattern": "^p-[0-9a-f]{12}$"},
    "key": {"type": "string", "pattern": r"^[a-z0-9-]+$"},
    "activity": {"type": "string", "pattern": r"^[a-z_.]+$"},
    "algorithm": {"type": "string", "pattern": r"^[a-z]+\.[a-z_]+$"},
}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": 999_999_999}


@dataclass(frozen=True, slots=True)
class Said:
    """What an address declares of what it takes and answers."""

    path: str
    demand: Demand
    body: type[BaseModel] | None
    reply: type | None
    status: int
    refusals: tuple[int, ...]
    query: type[BaseModel] | None
    csv: bool


def described(address: Said) -> dict[str, Any]:
    """Return the words of an address, in the form that FastAPI takes."""
    demand, body = address.demand, address.body
    said = _answers(address)
    known = {*address.refusals, 503, 507}
    known |= {401} if demand != ANYONE else set()
    known |= {403} if demand.who is not Who.TOKEN or demand.scope else set()
    known |= {408, 413, 415, 422} if body else set()
    known |= {422} if address.query else set()
    said |= {
        one: {"description": _STATUSES[one], "content": {"application/json": {"schema": ERROR}}}
        for one in sorted(known)
    }
    extra: dict[str, Any] = {
        "x-demand": demand.to_dict(),
        "parameters": _parameters(address.path, address.query),
    }
    proofs = {"session": demand.session, "token": demand.token}
    if any(proofs.values()):
        extra["security"] = [{name: []} for name, serves in proofs.items() if serves]
    if demand.session:
        extra["parameters"].append(
            {
                "name": PAGE_HEADER,
                "in": "header",
                "required": False,
                "description": "For changes: the value `page` that GET /api/session answers",
                "schema": {"type": "string"},
            }
        )
    if body is not None:
        schema = inlined(body.model_json_schema())
        extra["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return {"responses": said, "openapi_extra": extra}


def _answers(address: Said) -> dict[int | str, dict[str, Any]]:
    """Say what is answered where all goes well."""
    if address.reply is None:
        return {}
    schema = TypeAdapter(address.reply).json_schema(mode="serialization")
    content: dict[str, Any] = {"application/json": {"schema": inlined(schema)}}
    if address.csv:
        content[CSV] = {"schema": {"type": "string"}}
    return {address.status: {"content": content}}


def _parameters(path: str, query: type[BaseModel] | None) -> list[dict[str, Any]]:
    """Say what stands in an address.

    >>> [one["name"] for one in _parameters("/a/{organisation}/{person}", None)]
    ['organisation', 'person']
    """
    parts: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _WORDS.get(name, _NUMBER)}
        for name in re.findall(r"{(\w+)}", path)
    ]
    if query is None:
        return parts
    form = inlined(query.model_json_schema())
    needed = form.get("required", ())
    return parts + [
        {"name": name, "in": "query", "required": name in needed, "schema": schema}
        for name, schema in form["properties"].items()
    ]


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose definitions stand where they are used.

    >>> inlined({"$defs": {"A": {"type": "string"}}, "items": {"$ref": "#/$defs/A"}})
    {'items': {'type': 'string'}}
    >>> inlined({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]})
    {'type': 'array', 'items': {'anyOf': [{'type': 'string'}, {'type': 'integer'}]}}
    """
    known = schema.get("$defs", {})

    def put(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return put(known[str(node["$ref"]).rpartition("/")[2]])
            # FastAPI writes places of a tuple as no version of JSON Schema has them.
            places = node.get("prefixItems")
            kept = node if places is None else {**node, "items": {"anyOf": places}}
            left = ("$defs", "prefixItems")
            return {key: put(value) for key, value in kept.items() if key not in left}
        return [put(one) for one in node] if isinstance(node, list) else node

    result: dict[str, Any] = put(schema)
    return result
