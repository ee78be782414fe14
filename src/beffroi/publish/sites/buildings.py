"""Yearly indicators of the buildings of an authority, by use, as the gate lets them out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from beffroi.decide.indicators import Value, compute
from beffroi.domains import domains
from beffroi.domains.energy.uses import LIVED_IN
from beffroi.errors import BeffroiError
from beffroi.errors.site import NOTHING_TO_PUBLISH
from beffroi.publish.sites.moving import moved
from beffroi.publish.sites.panels import Panel, panel
from beffroi.publish.sites.prepared import Held, Prepared, said
from beffroi.publish.sites.sentences import KEYS, METHOD, sentence
from beffroi.publish.sites.uses import uses
from beffroi.store import publications, sites
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.gate.answer import Answer, Cell, Status
from beffroi.trust.gate.form import Dimension, Form
from beffroi.trust.gate.reading import Rows
from beffroi.trust.gate.recording import examine
from beffroi.trust.gate.rules import rule
from beffroi.trust.gate.table import Leaf

OWN, STRICT = "own", "energy"
_MEASURES = {"kWh": "kwh", "EUR": "eur", "kgCO2e": "kgco2e"}
_NO_YEAR = Text(
    fr="aucun bâtiment n’a une année entière de mesures", en="no building has a whole year measured"
)
_TOTAL = Text(fr="tous usages", en="all uses")
_USE = Text(fr="Usage", en="Use")
_YEAR = Text(fr="Année", en="Year")
_WHERE = Text(fr="{use}, {year}", en="{use}, {year}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the buildings of an authority for an indicator."""

    key: str
    panel: Panel
    names: Mapping[int, str]


def known(door: ReadDoor, organisation: int, key: str) -> Known:
    """Compute an indicator of an authority's buildings; those of households never count.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    door = replace(door, scope=replace(door.scope, households=False))
    indicator = KEYS[key].indicator
    values: Sequence[Value] = [
        value
        for domain in domains().values()
        if any(one.key == indicator for one in domain.indicators)
        for value in compute(door, organisation, domain, [indicator])
    ]
    found = panel(values, uses())
    assets = [*(one.asset for one in found.buildings), *found.left_out]
    with door.session() as session:
        query = select(models.Asset.id, models.Asset.name).where(models.Asset.id.in_(assets))
        names = {row.id: row.name for row in session.execute(query)}
    return Known(key, found, names)


def prepare(
    door: WriteDoor, organisation: int, found: Known, *, own: bool, simulated: bool
) -> Prepared:
    """Check what would be published; nothing is recorded.

    `own`: whoever publishes answers for the authority being the only occupant of these buildings.

    Raises:
        BeffroiError: `site.nothing`, where no year is whole.
    """
    chosen = found.panel
    buildings = [one for one in chosen.buildings if not (own and one.use in LIVED_IN)]
    if not buildings:
        raise BeffroiError(NOTHING_TO_PUBLISH, reason=_NO_YEAR)
    lived = {one.asset for one in chosen.buildings} - {one.asset for one in buildings}
    members = {"rule": OWN if own else STRICT, "uses": _by_use(buildings)}
    with door.look(organisation) as session:
        row = session.get_one(models.Organisation, organisation)
        owner = row.key
        before = [
            one.members for one in sites.history(session, organisation) if one.key == found.key
        ]
    form, rows = _table(door, owner, found.key, buildings, own=own)
    answer = examine(door, form, rows)
    reasons = list(answer.reasons)
    status = answer.status
    if (why := moved(members, before, rule(STRICT).min_count)) is not None:
        status, reasons = Status.BLOCKED, [why]
    made = Prepared(
        found.key,
        KEYS[found.key].label,
        status,
        tuple(reasons),
        members=members,
        held=tuple(_held(answer)),
        about=tuple(sorted(found.names.get(one.asset, "–") for one in buildings)),
        left_out=tuple(sorted(found.names.get(one, "–") for one in {*chosen.left_out, *lived})),
        table=(form, rows),
    )
    if status is Status.BLOCKED:
        return made
    return replace(made, content=content_of(form, answer, found, simulated=simulated))


def _table(
    door: WriteDoor,
    owner: str,
    key: str,
    buildings: Sequence[Any],
    *,
    own: bool,
) -> tuple[Form, Rows]:
    unit = _unit(key)
    measure = _MEASURES[unit]
    # A source is a set of contributors. Those that the authority alone occupies are told by name;
    # under the strict rule all tables of the authority are one source, checked as one system.
    source = f"site.{owner}"
    if own:
        told = "|".join(str(one.asset) for one in buildings)
        source += f".own.{hashlib.sha256(told.encode()).hexdigest()[:12]}"
    leaves = tuple(
        Leaf(((one.use,), (str(year),)), value, 1, value, str(one.asset))
        for one in buildings
        for year, value in one.years.items()
    )
    columns = {
        "usage": [leaf.codes[0][0] for leaf in leaves],
        "annee": [leaf.codes[1][0] for leaf in leaves],
        "equipement": [leaf.contributor for leaf in leaves],
        measure: [f"{leaf.value:.0f}" for leaf in leaves],
    }
    dimensions = (
        Dimension("usage", ("usage",)),
        Dimension("annee", ("annee",), total=False, repeated=True),
    )
    form = Form(
        title=KEYS[key].label.fr,
        source=source,
        rule=rule(OWN if own else STRICT),
        measure=measure,
        unit=unit,
        dimensions=dimensions,
        contributor="equipement",
        rounding=1.0,
    )
    # A new version takes the place of the one before it: a year that came late corrects it.
    last = publications.over(door, source, measure)
    return replace(form, revises=last[-1].id if last else None), Rows(columns, leaves)


def content_of(form: Form, answer: Answer, found: Known, *, simulated: bool) -> dict[str, Any]:
    """Return what leaves: the cells that the gate shows, and a sentence made of them alone."""
    cells = {_place(cell): cell.value for cell in answer.cells}
    totals = {year: cells.get(("", str(year))) for year in found.panel.years}
    labels = {use: said(label) for use, label in uses().items() if any(u == use for u, _ in cells)}
    return {
        "kind": "table",
        "label": said(KEYS[found.key].label),
        "sentence": said(sentence(found.key, totals)),
        "unit": form.unit,
        "measure": form.measure,
        "method": said(METHOD),
        "columns": [
            {"name": "usage", "label": said(_USE)},
            {"name": "annee", "label": said(_YEAR)},
        ],
        "codes": {"usage": {"": said(_TOTAL), **labels}},
        "rows": [[use, year, value] for (use, year), value in sorted(cells.items())],
        "totals": [[year, value] for year, value in totals.items()],
        "held_back": answer.held > 0,
        "references": [one.title for one in _declared(found.key).references],
        "simulated": simulated,
    }


def _held(answer: Answer) -> list[Held]:
    labels = {**uses(), "": _TOTAL}
    return [
        Held(_WHERE.fill(use=labels.get(use, _TOTAL), year=year), cell.why)
        for cell in answer.cells
        if cell.why is not None
        for use, year in [_place(cell)]
    ]


def _place(cell: Cell) -> tuple[str, str]:
    codes = dict(cell.codes)
    return codes.get("usage", ""), codes["annee"]


def _by_use(buildings: Sequence[Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in buildings:
        found.setdefault(one.use, []).append(one.asset)
    return found


def _declared(key: str) -> Any:
    wanted = KEYS[key].indicator
    return next(
        one for domain in domains().values() for one in domain.indicators if one.key == wanted
    )


def _unit(key: str) -> str:
    return str(_declared(key).unit)
