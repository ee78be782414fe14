"""Observations as they stand once repaired: the reference for what the store does in SQL."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from beffroi.quality.rules import RULES
from beffroi.quality.tables import VIEW_SCHEMA, SeriesTraits, instants_to_us, us_to_instants
from beffroi.readers.contract import Quality
from beffroi.units import SeriesKind

_FILLS = [rule.code for rule in RULES.values() if rule.fills]
_DERIVES = [rule.code for rule in RULES.values() if rule.derives]
_PLAIN = [1]  # the difference of two good readings is as good as they are


def repaired_view(
    raw: pa.Table, repairs: pa.Table, traits: Sequence[SeriesTraits] = ()
) -> pa.Table:
    """Lay repairs over observations (`VIEW_SCHEMA`), sorted by (series, start, end).

    A repair replaces the observation of the same key, removes it where it has no value, or adds
    one. The readings of an index never appear: the series is one when `traits` or the rules of
    its repairs say so. An estimated value is of quality `ESTIMATED`, another repaired one
    `CORRECTED`, the difference of two readings `MEASURED`.
    """
    rule = repairs["rule"].to_numpy()
    derived = np.unique(repairs["series"].to_numpy()[np.isin(rule, _DERIVES)])
    index = [item.series for item in traits if item.kind is SeriesKind.INDEX]
    plain = ~np.isin(raw["series"].to_numpy(), np.union1d(derived, index))
    received = raw.filter(pa.array(plain))
    quality = np.where(
        np.isin(rule, _FILLS),
        Quality.ESTIMATED,
        np.where(np.isin(rule, _PLAIN), Quality.MEASURED, Quality.CORRECTED),
    )
    count, size = len(received), len(received) + len(rule)
    series, start, end, value = (
        np.concatenate([column(received, name), column(repairs, name)]) for name, column in _COLUMNS
    )
    order = np.lexsort((np.arange(size), end, start, series))
    key = np.stack([series[order], start[order], end[order]])
    last = np.append((key[:, 1:] != key[:, :-1]).any(axis=0), True)[:size]
    kept = order[last]
    kept = kept[~np.isnan(value[kept]) | (kept < count)]
    all_quality = np.concatenate([received["quality"].to_numpy(), quality]).astype(np.int8)
    all_rules = np.concatenate([np.zeros(count, np.int8), rule])
    return pa.table(
        [
            pa.array(series[kept]),
            us_to_instants(start[kept]),
            us_to_instants(end[kept]),
            pa.array(value[kept]),
            pa.array(all_quality[kept]),
            pa.array(all_rules[kept], mask=kept < count),
        ],
        schema=VIEW_SCHEMA,
    )


def _numbers(table: pa.Table, name: str) -> np.typing.NDArray[np.generic]:
    found: np.typing.NDArray[np.generic] = table[name].to_numpy()
    return found


def _instants(table: pa.Table, name: str) -> np.typing.NDArray[np.int64]:
    return instants_to_us(table[name])


_COLUMNS = (("series", _numbers), ("start", _instants), ("end", _instants), ("value", _numbers))
