"""Pages of long lists: a bounded number of rows, and where the next ones begin.

A cursor holds the place of the last row in the order of the list, not its rank: rows that come or
go meanwhile make none be shown twice, nor left out.
"""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from pydantic import Field

from beffroi.errors import BeffroiError
from beffroi.errors.people import REQUEST_INVALID
from beffroi.texts import Text
from beffroi.web.access.reading import Query

PATH = "/api/organisations/{organisation}"
Key: TypeAlias = tuple[Any, ...]
_Row = TypeVar("_Row")
_WRONG = Text(fr="ce n’est pas un curseur de cette liste", en="it is no cursor of this list")
#: What a column of numbers takes.
_LARGEST = 2**31 - 1


class Page(Query):
    """How many rows are asked for, and after which."""

    limit: int = Field(default=100, ge=1, le=500)
    after: str = Field(default="", max_length=400, description="`next` of the page before")


def cursor(key: Key) -> str:
    """Write the place of a row.

    >>> place(cursor((False, -12.5, 7)), bool, float, int)
    (False, -12.5, 7)
    """
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def place(after: str, *kinds: type) -> Key | None:
    """Read the place of a row, whose parts are of these kinds; None where none is given.

    Raises:
        BeffroiError: `request.invalid`.
    """
    if not after:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, RecursionError) as error:
        raise BeffroiError(REQUEST_INVALID, field="after", reason=_WRONG) from error
    if not (isinstance(found, list) and [type(one) for one in found] == [*kinds]):
        raise BeffroiError(REQUEST_INVALID, field="after", reason=_WRONG)
    if any(type(one) is int and abs(one) > _LARGEST for one in found):
        raise BeffroiError(REQUEST_INVALID, field="after", reason=_WRONG)
    return tuple(found)


def page(
    rows: Sequence[_Row], key: Callable[[_Row], Key], after: Key | None, limit: int
) -> tuple[list[_Row], str | None]:
    """Return the rows of a page, in the order of `key`, and the cursor of the next one if any.

    >>> page([3, 1, 2], lambda n: (n,), (1,), 1)
    ([2], 'WzJd')
    """
    left = sorted((row for row in rows if after is None or key(row) > after), key=key)
    shown = left[:limit]
    return shown, cursor(key(shown[-1])) if len(left) > limit else None
