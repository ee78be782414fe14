"""Daily readings of water meters: the CSV of customer services (Veolia, SEDIF and alike).

`Date de relevé;Index relevé (litres);Consommation du jour (litres);Index Mesuré/Estimé`, litres or
m3 by supplier, perhaps with lines of title above or a column for the meter. The consumption is
that of the civil day; the file shows whether the index is read before or after it. A clock time
that is the same on every row, as the `12:00` met in exports, is a filling and is not used.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.periods.civil import Instants, localise
from beffroi.readers.building import (
    Floats,
    Integers,
    Mask,
    Measure,
    assemble,
    asset_codes,
    moments,
    numbers,
    refusals,
    refuse,
    truth,
)
from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions, Reason, SeriesDraft
from beffroi.readers.documents import broken, stem
from beffroi.readers.rows import Rows, header_lines, read_rows, repaired
from beffroi.readers.source import Head, Source
from beffroi.readers.water.layout import Amount, Layout, find_layout
from beffroi.texts import Text
from beffroi.units import SeriesKind

SOURCE = "water-operator"
_FORMAT = "CSV (eau)"
_HEADER_BYTES = 1 << 16
_FORMATS = tuple(
    f"{day}{clock}"
    for day in ("%d/%m/%Y", "%Y-%m-%d")
    for clock in ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S")
)
_DAY = np.timedelta64(1, "D")
_HALF_LITRE = 0.0005  # m3: what rounding may hide
_INDEX = SeriesDraft("", "meter", "water.volume", SeriesKind.INDEX, SOURCE, "index")
_VOLUME = SeriesDraft(
    "", "meter", "water.volume", SeriesKind.INTERVAL, SOURCE, "consumption", timedelta(days=1)
)
_NO_HEADER = Text(fr="aucune ligne ne nomme les colonnes", en="no row names the columns")
_UNNAMED = Text(
    fr="Le fichier ne nomme pas de compteur : son nom « {name} » en tient lieu, à moins "
    "d’en dire un autre (--asset NOM).",
    en="The file names no meter: its name “{name}” stands for it, unless another "
    "one is said (--asset NAME).",
)
_BEFORE = Text(
    fr="L’index est relevé avant la consommation du jour : il vaut au début du jour.",
    en="The index is read before the consumption of the day: it holds at the beginning of the day.",
)


def _recognise(head: Head) -> float:
    if b"\x00" in head.data:
        return 0.0
    layout = find_layout(header_lines(head.data))
    if layout is None:
        return 0.0
    return 0.9 if layout.index and layout.volume else 0.6


def _read(source: Source, options: ReadOptions) -> Iterator[Piece]:
    with source.open() as stream:
        layout = find_layout(header_lines(stream.read(_HEADER_BYTES)))
    if layout is None:
        raise broken(source, _FORMAT, _NO_HEADER)
    places = {
        "date": layout.date,
        "index": layout.index.place if layout.index else None,
        "volume": layout.volume.place if layout.volume else None,
        "state": layout.state,
        "meter": layout.meter,
    }
    columns = {name: place for name, place in places.items() if place is not None}
    for rows in read_rows(
        source, _FORMAT, columns, layout.width, layout.line, layout.delimiter, layout.quoted
    ):
        yield _piece(rows, layout, options.asset or stem(source), given=bool(options.asset))


def _piece(rows: Rows, layout: Layout, name: str, *, given: bool) -> Piece:
    cells, lines = rows.cells, rows.lines
    meters = cells.get("meter", pa.array([layout.meter_named or name] * len(lines), pa.string()))
    written, dated = moments(cells["date"], *_FORMATS)
    codes, names = asset_codes(meters)
    if "meter" in cells:
        names = [repaired(meter) for meter in names]
    blank = _blank(cells)
    nameless = truth(pc.equal(pc.fill_null(meters, ""), ""))
    usable = dated & ~nameless
    refused = [
        rows.malformed,
        refuse(lines, ~dated & ~blank, Reason.BAD_TIME, cells["date"]),
        refuse(lines, dated & nameless, Reason.BAD_ROW, cells["date"]),
    ]
    day = localise(written.astype("datetime64[D]").astype("datetime64[us]"))[0]
    after = localise((written.astype("datetime64[D]") + _DAY).astype("datetime64[us]"))[0]
    index, index_parts = _amounts(layout.index, cells.get("index"), usable, lines)
    volume, volume_parts = _amounts(layout.volume, cells.get("volume"), usable, lines)
    before = _read_before(index, volume, written, codes, usable)
    at = _index_times(written, usable, day if before else after)
    quality = _quality(cells.get("state"), len(lines))
    notes = [_BEFORE] if before else []
    unnamed = "meter" not in cells and not layout.meter_named
    if unnamed and not given:
        notes.append(_UNNAMED.fill(name=name))
    measures = [
        _measure(_INDEX, index, at, at, codes, quality),
        _measure(_VOLUME, volume, day, after, codes, quality),
    ]
    return Piece(
        *assemble([(meter, ()) for meter in names], measures),
        refusals(*refused, *index_parts, *volume_parts),
        int(np.count_nonzero(~blank)) + rows.malformed.num_rows,
        tuple(notes),
        name if unnamed else "",
    )


def _amounts(
    amount: Amount | None, cells: pa.Array | None, usable: Mask, lines: Integers
) -> tuple[Floats, list[pa.Table]]:
    """Return volumes in m3, NaN where there is none, and what was refused."""
    if amount is None or cells is None:
        return np.full(len(lines), np.nan), []
    if amount.factor is None:
        label = pa.array([amount.label] * len(lines), pa.string())
        first = np.zeros(len(lines), bool)
        first[:1] = True
        return np.full(len(lines), np.nan), [refuse(lines, first, Reason.UNKNOWN_UNIT, label)]
    found = numbers(cells)
    return np.where(usable, found.values * amount.factor, np.nan), [
        refuse(lines, usable & found.bad, Reason.BAD_NUMBER, cells),
        refuse(lines, usable & found.empty, Reason.EMPTY_VALUE, cells),
    ]


def _measure(
    draft: SeriesDraft,
    value: Floats,
    start: Instants,
    end: Instants,
    codes: Integers,
    quality: NDArray[np.int8],
) -> Measure:
    kept = np.flatnonzero(~np.isnan(value))
    return Measure(draft, codes[kept], start[kept], end[kept], value[kept], quality[kept])


def _read_before(
    index: Floats, volume: Floats, written: Instants, codes: Integers, usable: Mask
) -> bool:
    """Tell whether the steps of the index fit the day that begins better than the one that ends."""
    order = np.lexsort((written, codes))
    order = order[usable[order]]
    if len(order) < 2:
        return False
    step = np.diff(index[order])
    side = (np.diff(codes[order]) == 0) & (np.diff(written[order].astype("datetime64[D]")) == _DAY)
    ends = np.abs(step - volume[order][1:]) <= _HALF_LITRE
    begins = np.abs(step - volume[order][:-1]) <= _HALF_LITRE
    return bool(np.count_nonzero(begins & side) > np.count_nonzero(ends & side))


def _index_times(written: Instants, usable: Mask, edge: Instants) -> Instants:
    """Return when the index holds: at the times written where they differ, else at `edge`."""
    clock = written[usable] - written[usable].astype("datetime64[D]")
    if len(np.unique(clock)) < 2:
        return edge
    return localise(written)[0]


def _blank(cells: Mapping[str, pa.Array]) -> Mask:
    """Tell the rows without anything in the columns of interest."""
    blank = np.ones(len(cells["date"]), bool)
    for column in cells.values():
        blank &= truth(pc.equal(column, ""))
    return blank


def _quality(cells: pa.Array | None, count: int) -> NDArray[np.int8]:
    quality = np.full(count, Quality.MEASURED, np.int8)
    if cells is not None:
        words = pc.utf8_lower(cells)
        quality[truth(pc.starts_with(words, "est"))] = Quality.ESTIMATED
        quality[truth(pc.starts_with(words, "corr"))] = Quality.CORRECTED
    return quality


READERS = (
    Reader(
        "water.customer_csv",
        Text(fr="Eau, espace client (CSV)", en="Water, customer portal (CSV)"),
        _recognise,
        _read,
    ),
)
