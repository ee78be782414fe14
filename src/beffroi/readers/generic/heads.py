"""How much of a text file must be seen to understand it."""

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_TOO_LARGE, FIXED_LIMIT, LINE_BYTES
from beffroi.readers.generic.blocks import MAX_LINE_BYTES
from beffroi.readers.source import Head, Source

_HEAD_BYTES = 2 << 20
_FEW_LINES = 24


def long_head(source: Source) -> Head:
    """Return enough of a text file: two mebibytes, or more when its lines are very long.

    Raises:
        BeffroiError: `import.file_too_large` when no line ends within the limit.
    """
    head = source.head(_HEAD_BYTES)
    if not head.whole and head.data.count(b"\n") + head.data.count(b"\r") < _FEW_LINES:
        head = source.head(2 * MAX_LINE_BYTES)
        if not head.whole and head.data.count(b"\n") + head.data.count(b"\r") < 2:
            raise BeffroiError(
                FILE_TOO_LARGE,
                name=source.name,
                limit=MAX_LINE_BYTES,
                what=LINE_BYTES,
                remedy=FIXED_LIMIT,
            )
    return head
