"""The check of one publication, from its rows to the answer."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from beffroi.texts import Text
from beffroi.trust.gate import identifiers
from beffroi.trust.gate.answer import HELD, SECONDARY, Answer, Cell, Status
from beffroi.trust.gate.coarser import coarser, told
from beffroi.trust.gate.differencing import Contradiction, joint, rounded_to
from beffroi.trust.gate.form import Form
from beffroi.trust.gate.primary import Why
from beffroi.trust.gate.protecting import Protected, protect
from beffroi.trust.gate.reading import Rows
from beffroi.trust.gate.records import alike
from beffroi.trust.gate.releases import Guard, Release, known_margins
from beffroi.trust.gate.table import Table, build

_DIRECT = Text(
    fr="la colonne « {column} » désigne des personnes ou des points : {what}",
    en="the column “{column}” names persons or points: {what}",
)
_QUASI = Text(
    fr="la colonne « {column} » peut désigner quelqu’un avec d’autres : {what}",
    en="the column “{column}” may name somebody together with others: {what}",
)
_CELLS = Text(fr="cases retenues, {why} : {n}", en="cells held back, {why}: {n}")
_SUMS = Text(
    fr="sommes de cases retenues qui se calculeraient, {why} : {n}",
    en="sums of cells held back that could be computed, {why}: {n}",
)
_ALIKE = Text(fr="lignes retenues, {why} : {n}", en="rows held back, {why}: {n}")
_FEW = Text(
    fr="moins de {k} personnes ont les mêmes caractéristiques",
    en="fewer than {k} persons have the same characteristics",
)
_UNIFORM = Text(
    fr="les personnes semblables ont moins de {l} valeurs de « {column} »",
    en="persons who are alike have fewer than {l} values of “{column}”",
)
_ALL = Text(fr="rien ne reste à montrer", en="nothing is left to be shown")
_CONTRADICTS = Text(
    fr="le tableau contredit ce qui est déjà publié (n° {releases}){where} : corrigez-le, ou "
    "déclarez qu’il le corrige (« revises »)",
    en="the table contradicts what is published already (no. {releases}){where}: mend it, or "
    "declare that it corrects it (“revises”)",
)
_EXPOSED = Text(
    fr="cases sensibles déjà publiées, que rien ne peut plus protéger : {n}",
    en="sensitive cells published before, which nothing can protect any more: {n}",
)
_FAILED = Text(
    fr="valeurs qui se calculeraient avec ce qui est déjà public, quoi qu’on retienne ici : {n}",
    en="values that could be computed with what is public already, whatever is held back: {n}",
)


def check(form: Form, rows: Rows, releases: Sequence[Release] = ()) -> Answer:
    """Check a table, or records, that somebody wants to publish.

    `releases` are the earlier publications over the same source, the oldest first.

    Raises:
        BeffroiError: `gate.table_too_large`.
    """
    apart = (form.contributor, form.measure, form.count, form.largest)
    named = identifiers.found(rows.columns, apart)
    warnings = tuple(
        _QUASI.fill(column=one.column, what=one.what)
        for one in named
        if one.kind is identifiers.Kind.QUASI
    )
    direct = tuple(
        _DIRECT.fill(column=one.column, what=one.what)
        for one in named
        if one.kind is identifiers.Kind.DIRECT
    )
    if direct:
        return Answer(Status.BLOCKED, direct, warnings=warnings)
    if form.sensitive:
        return _records(form, rows, warnings)
    table = build(form, rows.leaves, known_margins(tuple(releases)))
    together = joint(form, table, releases)
    if isinstance(together, Contradiction):
        where = Text(fr=", case {cell}", en=", cell {cell}").fill(cell=together.cell)
        said = _CONTRADICTS.fill(
            releases=", ".join(map(str, together.releases)),
            where=where if together.cell else Text(fr="", en=""),
        )
        return Answer(Status.BLOCKED, (said,), warnings=warnings)
    found = protect(form.rule, table, together)
    status = Status.PROTECTED if found.hidden else Status.OPEN
    nothing = len(found.hidden) == len(table)
    blocked = nothing or bool(found.failed)
    return Answer(
        Status.BLOCKED if blocked else status,
        (*_reasons(form, found), *([_ALL] if nothing else [])),
        () if blocked else tuple(_cells(form, table, found)),
        (),
        0.0 if blocked else told(table, found.hidden),
        told(table),
        tuple(coarser(form, rows.leaves, releases)) if found.hidden or blocked else (),
        None if blocked else _release(form, table, found.hidden, found.guards),
        warnings,
    )


def shown_whole(form: Form, rows: Rows, releases: Sequence[Release] = ()) -> Release:
    """Return what is kept of a table that was published elsewhere, without any check."""
    table = build(form, rows.leaves, known_margins(tuple(releases)))
    return _release(form, table, frozenset(), ())


def _reasons(form: Form, found: Protected) -> list[Text]:
    """Say what is held back, by reason."""
    alone = _alone(found)
    single = Counter(why for cell, why in alone.items() if cell in found.hidden)
    sums = Counter(one.why for one in found.sensitive if len(one.cells) > 1)
    said = [_CELLS.fill(n=n, why=_why(form)[why]) for why, n in sorted(single.items())]
    if others := len(found.hidden - set(alone)):
        said.append(_CELLS.fill(n=others, why=SECONDARY))
    said += [_SUMS.fill(n=n, why=_why(form)[why]) for why, n in sorted(sums.items())]
    if found.exposed:
        said.append(_EXPOSED.fill(n=len(found.exposed)))
    if found.failed:
        said.append(_FAILED.fill(n=len(found.failed)))
    return said


def _alone(found: Protected) -> dict[int, Why]:
    """Say why each cell is sensitive by itself, before an earlier release."""
    why: dict[int, Why] = {}
    for one in found.sensitive:
        if len(one.cells) == 1:
            why.setdefault(one.cells[0], one.why)
    return why


def _why(form: Form) -> dict[str, Text]:
    own = form.rule
    share = f"{100 * own.largest_share:g}"
    return {
        why: text.fill(least=own.min_count, label=own.label, share=share)
        for why, text in HELD.items()
    }


def _cells(form: Form, table: Table, found: Protected) -> list[Cell]:
    why = _why(form)
    alone = {cell: why[one] for cell, one in _alone(found).items()}
    shown = rounded_to(table.value, form.rounding)
    cells = []
    for cell, place in enumerate(table.places):
        if cell in found.hidden:
            cells.append(Cell(place, None, alone.get(cell, SECONDARY)))
        else:
            cells.append(Cell(place, float(shown[cell])))
    return cells


def _release(
    form: Form, table: Table, hidden: frozenset[int], guards: tuple[Guard, ...]
) -> Release:
    """Return what is kept of a publication: what is public, and what it leaves unknown."""
    shown = rounded_to(table.value, form.rounding)
    keys = np.array(table.keys, object)
    return Release(
        0,
        form.title,
        {keys[cell]: float(shown[cell]) for cell in range(len(table)) if cell not in hidden},
        tuple((keys[one.whole], tuple(keys[list(one.parts)])) for one in table.sums),
        table.made_of,
        guards,
        form.rounding,
        form.revises,
    )


def _records(form: Form, rows: Rows, warnings: tuple[Text, ...]) -> Answer:
    groups = alike(form, rows)
    few = sum(len(one.rows) for one in groups if one.few)
    uniform = sum(len(one.rows) for one in groups if one.uniform and not one.few)
    kept = sorted(n for one in groups if not (one.few or one.uniform) for n in one.rows)
    reasons = []
    if few:
        reasons.append(_ALIKE.fill(n=few, why=_FEW.fill(k=form.rule.min_count)))
    if uniform:
        why = _UNIFORM.fill(l=form.diversity, column=form.sensitive)
        reasons.append(_ALIKE.fill(n=uniform, why=why))
    if not kept:
        return Answer(Status.BLOCKED, (*reasons, _ALL), warnings=warnings)
    columns = [level for one in form.dimensions for level in one.levels] + [form.sensitive]
    shown = tuple(tuple((name, rows.columns[name][n]) for name in columns) for n in kept)
    status = Status.PROTECTED if reasons else Status.OPEN
    return Answer(status, tuple(reasons), rows=shown, warnings=warnings)
