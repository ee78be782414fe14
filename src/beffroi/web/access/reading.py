"""Small bodies of requests, read as the form that an address declares and nothing else."""

from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from beffroi.errors import BeffroiError
from beffroi.errors.flow import FORMAT_UNKNOWN, MESSAGE_TOO_LARGE
from beffroi.errors.people import REQUEST_INVALID, REQUEST_TOO_LARGE
from beffroi.texts import Text
from beffroi.web.bodies import collected

LIMIT = 64 << 10  # bytes
_JSON = "application/json"
_MISSING = Text(fr="ce champ manque", en="this field is missing")
_UNKNOWN = Text(fr="ce champ n’existe pas", en="there is no such field")
_WRONG = Text(fr="cette valeur ne convient pas", en="this value will not do")
_NOT_JSON = Text(fr="ce n’est pas un objet JSON", en="it is no JSON object")
_WHOLE = Text(fr="le contenu", en="the content")


class Body(BaseModel):
    """Base of what addresses take: no field that they do not know, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, str_max_length=4096)


#: A text that people wrote: a server keeps no sign that is nothing.
Words: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


class Query(BaseModel):
    """Base of what addresses read after `?`; what they do not know there says nothing."""

    model_config = ConfigDict(extra="ignore")


_Body = TypeVar("_Body", bound=BaseModel)


def asked(request: Request, form: type[_Body]) -> _Body:
    """Read what stands after `?`.

    Raises:
        BeffroiError: `request.invalid`.
    """
    for name, value in request.query_params.items():
        if "\0" in value:  # which PostgreSQL keeps nowhere
            raise BeffroiError(REQUEST_INVALID, field=name[:80], reason=_WRONG)
    try:
        return form.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise _invalid(error) from None


async def read(request: Request, form: type[_Body]) -> _Body:
    """Read a body.

    Raises:
        BeffroiError: `message.format_unknown`, `request.too_large`, `request.invalid`;
            `message.slow`.
    """
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != _JSON:
        raise BeffroiError(FORMAT_UNKNOWN, header="Content-Type", given=given[:80], known=_JSON)
    try:
        announced = request.headers.get("content-length", "")
        body = await collected(request.stream(), announced, LIMIT)
    except BeffroiError as error:
        if error.type is not MESSAGE_TOO_LARGE:
            raise
        raise BeffroiError(REQUEST_TOO_LARGE, limit=LIMIT) from error
    try:
        return form.model_validate_json(bytes(body))
    except ValidationError as error:
        raise _invalid(error) from None  # what was sent may be a password: it is not told


def _invalid(error: ValidationError) -> BeffroiError:
    first: Any = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if not first["loc"]:
        return BeffroiError(REQUEST_INVALID, field=_WHOLE, reason=_NOT_JSON)
    reason = {"missing": _MISSING, "extra_forbidden": _UNKNOWN}.get(first["type"], _WRONG)
    field = ".".join(str(part) for part in first["loc"])[:80]
    return BeffroiError(REQUEST_INVALID, field=field, reason=reason)
