"""GRDF ADICT, the flow for third parties that a customer allows: one JSON object a line.

Times carry their offset. `Vrai` and `Faux` stand for booleans. A consumption says whether it is
published (billing) or informative (daily), and whether gas was drawn or injected.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.readers.building import offset_moments, query, text_column, truth
from beffroi.readers.contract import Piece, Reader, ReadOptions
from beffroi.readers.documents import broken, line_blocks
from beffroi.readers.grdf.readings import INFORMATIVE, INJECTION, PUBLISHED, Readings, to_piece
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

_FORMAT = "GRDF ADICT"
_NOTHING = Text(fr="aucune ligne n’est un objet JSON", en="no line is a JSON object")
_FIELDS: Final = {
    "pce": "$.pce.id_pce",
    "start": "$.consommation.date_debut_consommation",
    "finish": "$.consommation.date_fin_consommation",
    "energy": "$.consommation.energie",
    "volume": "$.consommation.volume_brut",
    "qualification": "$.consommation.type_qualif_conso",
    "kind": "$.consommation.type_conso",
    "flow": "$.consommation.sens_flux_gaz",
    "gas_day": "$.consommation.journee_gaziere",
    "first": "$.releve_debut.index_brut_debut.valeur_index",
    "first_clock": "$.releve_debut.index_brut_debut.horodate_Index",
    "first_date": "$.releve_debut.date_releve",
    "last": "$.releve_fin.index_brut_fin.valeur_index",
    "last_clock": "$.releve_fin.index_brut_fin.horodate_Index",
    "last_date": "$.releve_fin.date_releve",
}
_EXTRACT = ", ".join(f"doc->>'{path}' AS {name}" for name, path in _FIELDS.items())
_READINGS = f"""
SELECT line, text, doc IS NOT NULL AS whole, {_EXTRACT}
FROM (
    SELECT line, text, CASE WHEN json_type(good) = 'OBJECT' THEN good END AS doc
    FROM (SELECT line, text, CASE WHEN json_valid(text) THEN text END AS good FROM cells)
    WHERE trim(text, E' \\r\\t') <> ''
)
ORDER BY line
"""  # noqa: S608 - the names and paths are those above


def _recognise(head: Head) -> float:
    text = head.data.lstrip(b"\xef\xbb\xbf \r\n\t")
    marks = (b'"id_pce"', b'"consommation"', b'"date_debut_consommation"')
    return 0.95 if text[:1] == b"{" and all(mark in text for mark in marks) else 0.0


def _read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    understood = False
    for first, lines in line_blocks(source, _FORMAT):
        numbered = np.arange(first, first + len(lines), dtype=np.int64)
        cells = pa.table({"line": numbered, "text": pa.array(lines, pa.string())})
        table = query(_READINGS, cells)
        if not table.num_rows:
            continue
        readings = _readings(table)
        understood = understood or not bool(np.all(readings.malformed))
        yield to_piece(readings)
    if not understood:
        raise broken(source, _FORMAT, _NOTHING)


def _readings(table: pa.Table) -> Readings:
    cells = {name: text_column(table[name]) for name in _FIELDS}
    clocks = pa.concat_arrays(
        [
            cells["start"],
            cells["finish"],
            pc.coalesce(cells["first_clock"], cells["first_date"], cells["start"]),
            pc.coalesce(cells["last_clock"], cells["last_date"], cells["finish"]),
        ]
    )
    moments, read = offset_moments(clocks)
    start, end, first_at, last_at = np.split(moments, 4)
    has_start, has_end, _, _ = np.split(read, 4)
    kind = pc.utf8_lower(pc.fill_null(cells["kind"], ""))
    flow = pc.utf8_lower(pc.fill_null(cells["flow"], ""))
    daily = ~truth(pc.equal(pc.fill_null(cells["gas_day"], ""), ""))
    informative = truth(pc.starts_with(kind, "info")) | (truth(pc.equal(kind, "")) & daily)
    injected = truth(pc.starts_with(flow, "inj"))
    return Readings(
        line=table["line"].to_numpy().astype(np.int64),
        pce=cells["pce"],
        qualifier=np.where(informative, INFORMATIVE, PUBLISHED) + INJECTION * injected,
        start=start,
        end=end,
        dated=has_start & has_end,
        when=pc.coalesce(cells["start"], text_column(table["text"])),
        energy=cells["energy"],
        volume=cells["volume"],
        first=cells["first"],
        last=cells["last"],
        qualification=cells["qualification"],
        first_at=first_at,
        last_at=last_at,
        malformed=~truth(table["whole"].combine_chunks()),
    )


READERS = (
    Reader(
        "grdf.adict",
        Text(fr="GRDF ADICT (JSON par lignes)", en="GRDF ADICT (JSON lines)"),
        _recognise,
        _read,
    ),
)
