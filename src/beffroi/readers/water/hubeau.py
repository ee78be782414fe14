"""Results of the sanitary control of tap water, as Hub'Eau hands them out: JSON or CSV.

An answer of `qualite_eau_potable/resultats_dis` is `{"count", "first", "next", "data": [...]}`, one
object a result; several pages may stand in one list. `resultat_numerique` is 0 where
`resultat_alphanumerique` is `<0,5`: the text tells, the number is only compared with it.
The hour of `date_prelevement` carries a `Z` although it is that of the sampling: it is kept as
written. `reseaux` names a network several times, under several names.

Reference: https://hubeau.eaufrance.fr/page/api-qualite-eau-potable
"""

import json
import re
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.readers.building import (
    Integers,
    Mask,
    moments,
    numbers,
    query,
    refusals,
    refuse,
    text_column,
    truth,
)
from beffroi.readers.contract import READ_SCHEMA, Piece, Reader, ReadOptions, Reason
from beffroi.readers.documents import broken, json_document
from beffroi.readers.results import RESULT_SCHEMA
from beffroi.readers.rows import Rows, header_lines, read_rows, repaired
from beffroi.readers.source import Head, Source
from beffroi.readers.water.pages import page_notes
from beffroi.texts import Text

_JSON, _CSV = "Hub’Eau JSON", "Hub’Eau CSV"
_HEADER_BYTES = 1 << 16
#: By column of `RESULT_SCHEMA`: the field of Hub'Eau.
_FIELDS = {
    "sample": "code_prelevement",
    "day": "date_prelevement",
    "commune": "code_commune",
    "commune_name": "nom_commune",
    "conclusion": "conclusion_conformite_prelevement",
    "bact_limits": "conformite_limites_bact_prelevement",
    "pc_limits": "conformite_limites_pc_prelevement",
    "bact_references": "conformite_references_bact_prelevement",
    "pc_references": "conformite_references_pc_prelevement",
    "distributor": "nom_distributeur",
    "authority": "nom_moa",
    "parameter": "code_parametre",
    "code_se": "code_parametre_se",
    "name": "libelle_parametre",
    "place": "code_lieu_analyse",
    "text": "resultat_alphanumerique",
    "number": "resultat_numerique",
    "unit": "libelle_unite",
    "quality_limit": "limite_qualite_parametre",
    "quality_reference": "reference_qualite_parametre",
}
#: Without them a table is not of results.
_NEEDED = ("sample", "day", "commune", "parameter", "text")
_NETWORKS = {"networks": "reseaux", "network": "code_reseau", "network_name": "nom_reseau"}
_FORMATS = tuple(
    f"{day}{clock}"
    for day in ("%Y-%m-%d", "%d/%m/%Y")
    for clock in ("T%H:%M:%SZ", "T%H:%M:%S", " %H:%M:%S", " %H:%M", "")
)
_COMMUNE = r"^(\d{2}|2[AB])\d{3}$"
_SIGN = r"^([<>])=?"
#: How far the number may be from the text, of it: both are rounded.
_ROUNDING = 0.01
_NO_ROWS = Text(
    fr="aucune liste « data » de résultats ne s’y trouve", en="no list “data” of results is in it"
)
_NO_HEADER = Text(fr="il manque des colonnes : {lacking}", en="columns are missing: {lacking}")
#: What no state keeps in a text: NUL, and halves of characters, which JSON may name alone.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_MARKS = (b'"code_prelevement"', b'"code_parametre"')
_ENDPOINT = b"qualite_eau_potable/resultats_dis"


def _recognise_json(head: Head) -> float:
    text = head.data.lstrip(b"\xef\xbb\xbf \r\n\t")
    if text[:1] not in (b"{", b"["):
        return 0.0
    found = all(mark in text for mark in _MARKS) or (_ENDPOINT in text and b'"data"' in text)
    return 0.97 if found else 0.0


def _recognise_csv(head: Head) -> float:
    if b"\x00" in head.data:
        return 0.0
    return 0.97 if {"code_prelevement", "code_parametre"} <= {*_titles(head.data)[0]} else 0.0


def _titles(data: bytes) -> tuple[list[str], str]:
    """Return the names of columns on the first line, and what separates them."""
    line = header_lines(data)[0]
    delimiter = max(";,\t", key=line.count)
    return [cell.strip().strip('"').lower() for cell in line.split(delimiter)], delimiter


def _read_json(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    text = json_document(source, _JSON, "OBJECT", "ARRAY")
    cells = pa.table({"doc": [text]})
    (paged,) = query(_PAGED, cells)["paged"].to_pylist()
    if paged is None:
        raise broken(source, _JSON, _NO_ROWS)
    table = query(_ROWS.format(path=paged), cells)
    said = query(_SAID, cells).to_pylist()[0]
    lines = np.arange(1, table.num_rows + 1, dtype=np.int64)
    found = {name: text_column(table[name]) for name in table.column_names}
    yield _piece(lines, found, page_notes(table.num_rows, said["count"], said["next"]))


def _read_csv(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    with source.open() as stream:
        data = stream.read(_HEADER_BYTES)
    titles, delimiter = _titles(data)
    places = {
        name: titles.index(title)
        for name, title in {**_FIELDS, **_NETWORKS}.items()
        if title in titles
    }
    lacking = [_FIELDS[name] for name in _NEEDED if name not in places]
    if lacking:
        raise broken(source, _CSV, _NO_HEADER.fill(lacking=", ".join(lacking)))
    quoted = b'"' in data
    for rows in read_rows(source, _CSV, places, len(titles), 1, delimiter, quoted):
        yield _rows_piece(rows)


def _rows_piece(rows: Rows) -> Piece:
    count = len(rows.lines)
    blank = pa.array([""] * count, pa.string())
    cells = {name: _repaired(cell) for name, cell in rows.cells.items()}
    found = {name: cells.get(name, blank) for name in (*_FIELDS, "networks")}
    if "networks" not in cells and "network" in cells:
        codes, names = cells["network"].to_pylist(), cells.get("network_name", blank).to_pylist()
        pairs = zip(codes, names, strict=True)
        written = [json.dumps([{"code": code, "nom": name}]) for code, name in pairs]
        found["networks"] = pa.array(written, pa.string())
    piece = _piece(rows.lines, found, ())
    return Piece(
        (), piece.observations, refusals(piece.refused, rows.malformed),
        piece.rows + rows.malformed.num_rows, results=piece.results,
    )  # fmt: skip


def _repaired(cells: pa.Array) -> pa.Array:
    """Decode cells that were read as Latin-1; few differ."""
    coded = pc.fill_null(cells, "").dictionary_encode()
    words = pa.array([repaired(word) for word in coded.dictionary.to_pylist()], pa.string())
    return text_column(words.take(coded.indices))


def _piece(lines: Integers, cells: Mapping[str, pa.Array], notes: tuple[Text, ...]) -> Piece:
    cells = {
        name: pc.replace_substring(pc.fill_null(cell, ""), "\x00", "")
        for name, cell in cells.items()
    }
    when, dated = moments(cells["day"], *_FORMATS)
    named = np.ones(len(lines), bool)
    for name in ("sample", "parameter"):
        named &= ~truth(pc.equal(cells[name], ""))
    named &= truth(pc.match_substring_regex(cells["commune"], _COMMUNE))
    value, sign, mixed = _values(cells["text"], cells["number"])
    kept = named & dated & ~mixed
    row = pa.array(_shown(cells))
    refused = refusals(
        refuse(lines, ~named, Reason.BAD_ROW, row),
        refuse(lines, named & ~dated, Reason.BAD_TIME, cells["day"]),
        refuse(lines, named & dated & mixed, Reason.BAD_NUMBER, cells["text"]),
    )
    columns = {
        **cells,
        "line": pa.array(lines),
        "day": pa.array(when.astype("datetime64[D]")),
        "clock": _clock(cells["day"]),
        "networks": _networks(cells["networks"]),
        "sign": sign,
        "value": pa.array(value, mask=np.isnan(value)),
    }
    table = pa.table([columns[name] for name in RESULT_SCHEMA.names], RESULT_SCHEMA.names)
    results = table.filter(pa.array(kept)).cast(RESULT_SCHEMA)
    return Piece((), READ_SCHEMA.empty_table(), refused, len(lines), notes, results=results)


def _values(text: pa.Array, number: pa.Array) -> tuple[np.ndarray, pa.Array, Mask]:
    """Return values (NaN for what is no number), their signs, and which contradict themselves."""
    bare = pc.replace_substring_regex(text, _SIGN + r"\s*", "")
    signed = truth(pc.match_substring_regex(text, _SIGN))
    sign = pc.if_else(pa.array(signed), pc.utf8_slice_codeunits(text, 0, 1), "")
    written, told = numbers(bare), numbers(number)
    both = written.good & told.good & ~signed
    with np.errstate(invalid="ignore"):
        far = np.abs(written.values - told.values) > _ROUNDING * np.abs(written.values) + 1e-9
    # `1.234,5` is a number to somebody, but nobody says which.
    digits = truth(pc.match_substring_regex(bare, "^[+-]?[0-9][0-9., \u00a0]*$"))
    return written.values, sign, (both & far) | (digits & written.bad)


def _clock(cells: pa.Array) -> pa.Array:
    found = pc.extract_regex(cells, r"[T ](?P<clock>\d{2}:\d{2})")
    return pc.fill_null(pc.struct_field(found, "clock"), "")


def _networks(cells: pa.Array) -> pa.Array:
    """Return each network once, with the first of its names; lists that differ are few."""
    coded = cells.dictionary_encode()
    kept = [_once(text) for text in coded.dictionary.to_pylist()]
    return pa.array(kept, pa.string()).take(coded.indices)


def _once(text: str) -> str:
    try:
        listed = json.loads(text or "[]")
    except (ValueError, RecursionError):
        listed = []
    found: dict[str, str] = {}
    for one in listed if isinstance(listed, list) else []:
        if not isinstance(one, dict) or not isinstance(one.get("code"), str):
            continue
        code, name = (_UNKEPT.sub("", str(one.get(key) or "")) for key in ("code", "nom"))
        if code:
            found.setdefault(code, name or code)
    return json.dumps([*found.items()], ensure_ascii=False)


def _shown(cells: Mapping[str, pa.Array]) -> list[str]:
    parts = (cells[name].to_pylist() for name in ("sample", "commune", "parameter", "text"))
    return [" ; ".join(row) for row in zip(*parts, strict=True)]


_PAGED = """
SELECT CASE
    WHEN json_type(doc) = 'OBJECT' AND json_type(doc, '$.data') = 'ARRAY' THEN '$.data[*]'
    WHEN json_type(doc, '$[0].data') = 'ARRAY' THEN '$[*].data[*]'
    WHEN json_exists(doc, '$[0].code_prelevement') THEN '$[*]'
END AS paged FROM cells
"""
_EXTRACT = ", ".join(f"r->>'$.{field}' AS {name}" for name, field in _FIELDS.items())
_ROWS = f"""
SELECT {_EXTRACT}, r->>'$.reseaux' AS networks
FROM (SELECT unnest(json_extract(doc, '{{path}}')) AS r FROM cells)
"""  # noqa: S608 - the names and paths are those above
_SAID = """
SELECT greatest(TRY_CAST(doc->>'$.count' AS BIGINT), list_max(list_transform(
           json_extract(doc, '$[*].count'), lambda x: TRY_CAST(x AS BIGINT)))) AS count,
       coalesce(doc->>'$.next', doc->>'$[#-1].next') AS next
FROM cells
"""
READERS = (
    Reader(
        "water.hubeau_json",
        Text(fr="Qualité de l’eau, Hub’Eau (JSON)", en="Water quality, Hub’Eau (JSON)"),
        _recognise_json,
        _read_json,
    ),
    Reader(
        "water.hubeau_csv",
        Text(fr="Qualité de l’eau, Hub’Eau (CSV)", en="Water quality, Hub’Eau (CSV)"),
        _recognise_csv,
        _read_csv,
    ),
)
