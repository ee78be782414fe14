"""What a form of a page sends: names and texts, within limits, and the token of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.requests import Request

from beffroi.errors import BeffroiError
from beffroi.errors.flow import FORMAT_UNKNOWN, MESSAGE_TOO_LARGE
from beffroi.errors.people import REQUEST_INVALID, REQUEST_TOO_LARGE
from beffroi.texts import Text
from beffroi.web.access.reading import LIMIT
from beffroi.web.bodies import collected
from beffroi.web.pages.uploads import Uploaded

#: The hidden field that holds the token of the page, see `web.access.origins`.
TOKEN = "page"  # noqa: S105 - the name of a field
_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 300
_WHOLE = Text(fr="le formulaire", en="the form")
_UNREADABLE = Text(fr="il est illisible", en="it cannot be read")


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent; `refusal` is what is wrong with it, told once its sender is known."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refusal: BeffroiError | None = None
    files: tuple[Uploaded, ...] = ()
    coming: Path | None = None
    """The folder where the files are, until a page gives them a place; then it is removed."""

    @property
    def token(self) -> str:
        """The token of its page."""
        return (self.fields.get(TOKEN) or [""])[-1]


async def sent(request: Request) -> Sent:
    """Read the form of a request.

    Raises:
        BeffroiError: `request.too_large`, `message.slow`.
    """
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != _TYPE:
        words = {"header": "Content-Type", "given": given[:80], "known": _TYPE}
        return Sent(refusal=BeffroiError(FORMAT_UNKNOWN, **words))
    try:
        announced = request.headers.get("content-length", "")
        body = await collected(request.stream(), announced, LIMIT)
    except BeffroiError as error:
        if error.type is not MESSAGE_TOO_LARGE:
            raise
        raise BeffroiError(REQUEST_TOO_LARGE, limit=LIMIT) from error
    return parsed(bytes(body))


def parsed(body: bytes) -> Sent:
    r"""Return the fields of a body; lines end as people see them.

    >>> parsed(b"reason=d%C3%A9j%C3%A0+fait&finding=1&finding=2").fields["finding"]
    ['1', '2']
    >>> parsed(b"reason=%ff").refusal is None
    False
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:  # of which errors of encoding are one kind
        return Sent(refusal=BeffroiError(REQUEST_INVALID, field=_WHOLE, reason=_UNREADABLE))
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        # A server keeps no sign that is nothing.
        fields.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\0", ""))
    return Sent(fields)


def day_of(given: str) -> date | None:
    """Return a day that was typed; None where it is none of our time.

    >>> day_of("2027-01-31"), day_of("31/01/2027"), day_of("0001-01-01")
    (datetime.date(2027, 1, 31), None, None)
    """
    try:
        found = date.fromisoformat(given)
    except ValueError:
        return None
    return found if 1900 <= found.year < 2200 else None
