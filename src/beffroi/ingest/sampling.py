"""Samples of tap water in an import: those of the territory are kept, the others are told.

An organisation brings what concerns its own communes: a syndicat those of its members, a commune
its own. Where its territory was not declared, all is kept, and that is said.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from beffroi.errors import BeffroiError
from beffroi.errors.water import RESULTS_ELSEWHERE
from beffroi.ingest.grounds import Grounds
from beffroi.ingest.report import Report
from beffroi.periods import PARIS, utc_now
from beffroi.readers import Piece
from beffroi.readers.contract import REFUSED_SCHEMA, Reason
from beffroi.store.intake import Intake
from beffroi.store.sampling import RESULT_KEY, Brought, Place, SampleDraft, bring, compare
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_HEAD = (
    *("day", "clock", "conclusion", "bact_limits", "pc_limits", "bact_references"),
    *("pc_references", "distributor", "authority"),
)
_SHOWN = 5
#: A file that is tried comes after all those that were imported.
_AFTER_ALL = 2**31 - 1
_KEPT = Text(
    fr="{samples} prélèvements, du {first} au {last}, et {results} résultats.",
    en="{samples} samples, from {first} to {last}, and {results} results.",
)
_ELSEWHERE = Text(
    fr="{n} résultats ne sont pas gardés : leurs communes ({names}) ne sont pas du territoire de "
    "la collectivité. Si elles le sont, déclarez-les (« beffroi organisations territory »), puis "
    "importez le fichier de nouveau.",
    en="{n} results are not kept: their communes ({names}) are not of the territory of the "
    "authority. If they are, declare them (“beffroi organisations territory”), then import the "
    "file again.",
)
_UNKNOWN = Text(
    fr="{n} résultats ne sont pas gardés : aucune commune n’a pour code {names}.",
    en="{n} results are not kept: no commune has the code {names}.",
)
_UNDECLARED = Text(
    fr="Le territoire de la collectivité n’est pas déclaré : les résultats de toutes les communes "
    "du fichier sont gardés.",
    en="The territory of the authority is not declared: the results of all communes of the file "
    "are kept.",
)
_TWICE = Text(
    fr="{n} résultats sont donnés deux fois, avec des valeurs différentes : les derniers comptent.",
    en="{n} results are given twice with different values: the last ones count.",
)
_CORRECTED = Text(
    fr="{n} résultats déjà connus sont corrigés par ce fichier ; ce qui était écrit avant reste "
    "dans l’historique, et revient si l’import est annulé.",
    en="{n} results known already are corrected by this file; what was written before stays in the "
    "history, and comes back if the import is undone.",
)


@dataclass(slots=True)
class Sampling:
    """The samples of one file, taken out of its pieces on the way."""

    organisation: int
    grounds: Grounds
    report: Report
    today: date
    rows: list[pa.Table] = field(default_factory=list)
    away: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, door: WriteDoor, organisation: int, report: Report) -> "Sampling":
        """Begin with a file; the territory is looked up at its first result only."""
        today = utc_now().astimezone(PARIS).date()
        return cls(organisation, Grounds(door, organisation, today), report, today)

    @property
    def count(self) -> int:
        """How many results are kept so far."""
        return sum(table.num_rows for table in self.rows)

    def taken(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        """Yield the pieces of a file, having kept their results.

        Raises:
            BeffroiError: `water.results_elsewhere` where nothing is left of them.
        """
        for piece in pieces:
            if piece.results is not None and piece.results.num_rows:
                self._add(piece.results)
            yield piece
        self._tell()

    def _tell(self) -> None:
        """Say in the report what was kept and what was not."""
        report = self.report
        if self.away:
            report.warn(_ELSEWHERE.fill(n=sum(self.away.values()), names=_names(self.away)))
        if self.unknown:
            report.warn(_UNKNOWN.fill(n=sum(self.unknown.values()), names=_names(self.unknown)))
        if not self.count:
            if self.away or self.unknown:
                names = _names(self.away + self.unknown)
                raise BeffroiError(RESULTS_ELSEWHERE, name=report.file, communes=names)
            return
        table = pa.concat_tables(self.rows)
        first, last = pc.min(table["day"]).as_py(), pc.max(table["day"]).as_py()
        samples = len(table["sample"].unique())
        report.first, report.last = (datetime.combine(d, time(), UTC) for d in (first, last))
        said = {"first": first.strftime("%d/%m/%Y"), "last": last.strftime("%d/%m/%Y")}
        report.note((_KEPT.fill(samples=samples, results=table.num_rows, **said),))
        if self.grounds.undeclared:
            report.warn(_UNDECLARED)

    def look(self, door: WriteDoor) -> None:
        """Count in the report what the file would bring, before anything of it is kept."""
        if self.count:
            rows, results = self._results()
            place = Place(self.organisation, 0, _AFTER_ALL)
            with door.look(self.organisation) as session:
                found, _, _ = compare(session, place, _samples(rows), results)
            self._count(found)

    def store(self, way_in: Intake, root: int | None) -> None:
        """Compare what was kept with what is known, and add what differs to a batch."""
        if not self.count:
            return
        rows, results = self._results()
        place = Place(self.organisation, way_in.batch, root or way_in.batch)
        with way_in.door.change(
            "water.samples", "import", self.organisation, f"batch {way_in.batch}"
        ) as change:
            found = bring(change.session, place, _samples(rows), results)
            change.detail = {
                "samples": found.samples_new,
                "new": found.new,
                "changed": found.changed,
            }
        self._count(found)

    def _results(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return all rows, and the last one of each result."""
        rows = pa.concat_tables(self.rows).to_pylist()
        results: dict[tuple[str, ...], dict[str, Any]] = {}
        for row in rows:
            key = tuple(row[name] for name in RESULT_KEY)
            before = results.get(key)
            if before is not None:
                differs = (before["text"], before["unit"]) != (row["text"], row["unit"])
                self.report.conflicting += differs
                self.report.repeated += not differs
            results[key] = row
        return rows, list(results.values())

    def _count(self, found: Brought) -> None:
        report = self.report
        report.kept, report.changed = report.kept + found.new, report.changed + found.changed
        report.unchanged += found.unchanged
        if report.conflicting:
            report.warn(_TWICE.fill(n=report.conflicting))
        if found.changed:
            report.warn(_CORRECTED.fill(n=found.changed))

    def _add(self, results: pa.Table) -> None:
        late = pc.greater(results["day"], pa.scalar(self.today, pa.date32()))
        self._refuse(results.filter(late), Reason.FUTURE)
        results = results.filter(pc.invert(late))
        for code in results["commune"].unique().to_pylist():
            if self.grounds.holds(code):
                continue
            wrong = pc.equal(results["commune"], code)
            part, results = results.filter(wrong), results.filter(pc.invert(wrong))
            exists = self.grounds.exists(code)
            name = part["commune_name"][0].as_py() or code
            (self.away if exists else self.unknown)[name if exists else code] += part.num_rows
            self._refuse(part, Reason.ELSEWHERE if exists else Reason.NO_COMMUNE)
        if results.num_rows:
            self.rows.append(results)
            self.report.observations += results.num_rows

    def _refuse(self, rows: pa.Table, reason: Reason) -> None:
        if not rows.num_rows:
            return
        text = pc.binary_join_element_wise(rows["sample"], rows["commune"], rows["text"], " ; ")
        columns = [rows["line"], pa.array([reason.value] * rows.num_rows, pa.string()), text]
        self.report.refuse(pa.table(columns, schema=REFUSED_SCHEMA))


def _samples(rows: list[dict[str, Any]]) -> list[SampleDraft]:
    heads: dict[str, dict[str, Any]] = {}
    communes: dict[str, dict[str, str]] = {}
    for row in rows:
        heads[row["sample"]] = row
        name = row["commune_name"] or row["commune"]
        communes.setdefault(row["sample"], {})[row["commune"]] = name
    return [
        SampleDraft(
            code,
            {**{name: row[name] for name in _HEAD}, "networks": json.loads(row["networks"])},
            communes[code],
        )
        for code, row in heads.items()
    ]


def _names(counted: Counter[str]) -> str:
    first = [name for name, _ in counted.most_common(_SHOWN)]
    return ", ".join(first) + ("…" if len(counted) > _SHOWN else "")
