"""What was understood of a file: the mapping, the reasons for it, the doubts, its first rows."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from beffroi.readers.generic.mapping import FileMapping
from beffroi.readers.generic.pivot import Pivot
from beffroi.readers.generic.words import fold
from beffroi.texts import Text

#: Keys of a mapping that are found anew in each file unless a person sets them.
FOUND_ANEW = frozenset({"encoding", "quote", "decimal", "thousands", "sheet", "header_line"})


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One observation as it would be stored, in the canonical unit of its quantity."""

    asset: str
    quantity: str
    qualifier: str
    kind: str
    start: datetime
    end: datetime
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a file is read, for a person to check and correct.

    `decided` holds one sentence a choice, `doubts` what a person should confirm; `from_name`
    lists the keys of the mapping that come from the name of the file, hence do not hold for the
    next one; `hint` is the fluid that the name told.
    """

    name: str
    mapping: FileMapping
    columns: tuple[str, ...]
    first_line: int
    decided: tuple[Text, ...]
    doubts: tuple[Text, ...]
    from_name: frozenset[str]
    hint: str
    pivot: Pivot | None = None  # where the titles are dates: `columns` are those once turned
    preview: tuple[PreviewRow, ...] = ()

    @property
    def unnamed(self) -> str:
        """What stands for the meter where neither a column nor titles name it."""
        mapping = self.mapping
        named = mapping.asset_column or any(value.asset for value in mapping.values)
        return "" if named else mapping.asset

    def lasting(self) -> dict[str, object]:
        """Return what holds for the next file of the same shape, fit for `ReadOptions.mapping`.

        What is found anew in each file (`FOUND_ANEW`), and what its name told, is left out.
        """
        silent = self.from_name | FOUND_ANEW
        return {key: v for key, v in self.mapping.to_dict().items() if key not in silent}


def fingerprint(understanding: Understanding) -> str:
    """Return what tells the shape of a file: separator, titles, and the fluid that its name told.

    Two files of one provider have the same; a mapping that a person corrected for one then
    fits the other. Case, accents and spaces of titles do not count.
    """
    shape = [
        understanding.mapping.separator or "sheet",
        understanding.mapping.header_line > 0,
        [fold(column) for column in understanding.columns],
        understanding.hint,
    ]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:32]
