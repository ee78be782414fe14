"""What to do with the values of each series of a file: its draft, and how to convert them."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.readers.contract import Reason, SeriesDraft
from beffroi.readers.generic.mapping import FileMapping, ValueColumn, step_of
from beffroi.readers.generic.measures import canonical_factor, guess, kind_of
from beffroi.readers.generic.words import inert
from beffroi.units import SeriesKind, parse_unit

_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400}

Key = tuple[str, str, str, str]  # asset, qualifier, quantity, unit: as the row writes them
KEY_COLUMNS = ("asset_column", "qualifier_column", "quantity_column", "unit_column")


@dataclass(frozen=True, slots=True)
class Plan:
    """The series of a key and a column; `refused` is why its values cannot be kept, if so."""

    draft: SeriesDraft
    factor: float
    offset: float
    refused: Reason | None = None

    @property
    def instant(self) -> bool:
        """True when an observation stands at an instant rather than over a step."""
        return self.draft.kind in (SeriesKind.INDEX, SeriesKind.GAUGE, SeriesKind.STATE)


def row_keys(columns: dict[str, pa.Array], n: int) -> tuple[NDArray[np.int64], list[Key]]:
    """Return the key of each row, shape (n,), and the different keys, in the order met."""
    if not columns:
        return np.zeros(n, dtype=np.int64), [("", "", "", "")]
    codes = np.zeros(n, dtype=np.int64)
    encoded: list[tuple[str, list[str], NDArray[np.int64]]] = []
    for name, cells in columns.items():
        coded = isinstance(cells, pa.DictionaryArray)
        found = cells if coded else pc.fill_null(cells, "").dictionary_encode()
        own = found.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        codes = codes * (len(found.dictionary) + 1) + own
        encoded.append((name, found.dictionary.to_pylist(), own))
    if len(encoded) == 1:
        ((name, words, own),) = encoded
        return own, [_key({name: word}) for word in words]
    whole = pa.array(codes).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    whole = whole.astype(np.int64)
    first = np.zeros(int(whole.max(initial=-1)) + 1, dtype=np.int64)
    first[whole[::-1]] = np.arange(n)[::-1]
    keys: list[Key] = []
    for place in first:
        texts = {name: words[own[place]] for name, words, own in encoded}
        keys.append(_key(texts))
    return whole, keys


def _key(texts: dict[str, str]) -> Key:
    asset, qualifier, quantity, unit = (texts.get(name, "") for name in KEY_COLUMNS)
    return asset, qualifier, quantity, unit


def plan(mapping: FileMapping, value: ValueColumn, key: Key) -> Plan:
    """Return what to do with one column for the rows of one key."""
    asset, qualifier, quantity_text, unit_text = key
    quantity, unit, kind, refused = value.quantity, value.unit, value.kind, None
    if not quantity:
        title = f"{value.column} {quantity_text} {mapping.asset_column}"
        measure = guess(title, "", _unit_of(unit_text) if mapping.unit_column else None)
        quantity = measure.quantity
    if mapping.unit_column:
        unit = unit_text.strip()
        refused = None if not unit or _unit_of(unit) is not None else Reason.UNKNOWN_UNIT
    factor, offset = 1.0, 0.0
    try:
        factor, offset = canonical_factor(quantity, unit) if refused is None else (1.0, 0.0)
    except BeffroiError:
        refused = Reason.UNKNOWN_UNIT
    found = SeriesKind(kind) if kind else kind_of(quantity, f"{value.column} {quantity_text}")
    told = [inert(qualifier), value.qualifier]
    if not value.quantity and quantity == "other.value":
        told.append(inert(quantity_text))
    draft = SeriesDraft(
        asset=value.asset or (inert(asset) if mapping.asset_column else mapping.asset),
        asset_type=mapping.asset_type,
        quantity=quantity,
        kind=found,
        source=mapping.source,
        qualifier=inert(" ".join(filter(None, told))),
    )
    return Plan(_with_step(draft, mapping.step), factor, offset, refused)


def _with_step(draft: SeriesDraft, step: str) -> SeriesDraft:
    parsed = step_of(step)
    if parsed is None or parsed[1] not in _SECONDS:
        return draft
    return replace(draft, step=timedelta(seconds=parsed[0] * _SECONDS[parsed[1]]))


def _unit_of(text: str) -> str | None:
    try:
        return parse_unit(text) if text.strip() else ""
    except BeffroiError:
        return None
