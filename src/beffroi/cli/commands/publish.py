"""`beffroi publish`: the gate through which everything leaves for the public."""

import csv
import io
from pathlib import Path
from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import styled
from beffroi.cli.tables import SHOWN, day, light
from beffroi.figures import numbers
from beffroi.store.publications import listed
from beffroi.store.state.publishing import Publication
from beffroi.texts import Text
from beffroi.trust.gate.answer import STATUSES, Answer, Status
from beffroi.trust.gate.form import Form, parse
from beffroi.trust.gate.reading import Rows, read
from beffroi.trust.gate.recording import examine, make_known, publish

_STYLES = {Status.OPEN: "bold green", Status.PROTECTED: "bold yellow", Status.BLOCKED: "bold red"}
_COUNTED = Text(
    fr="{held} cases retenues sur {cells} ; reste {bits} bits d’information sur {before}.",
    en="{held} cells of {cells} held back; {bits} bits of {before} are left.",
)
_ONE = Text(
    fr="1 case retenue sur {cells} ; reste {bits} bits d’information sur {before}.",
    en="1 cell of {cells} held back; {bits} bits of {before} are left.",
)
_COARSER = Text(fr="Passerait sans rien retenir :", en="Would pass with nothing held back:")
_WRITTEN = Text(
    fr="Forme à publier écrite dans {path}.", en="The form to be published was written to {path}."
)
_KEPT = Text(
    fr="Publication n° {number} gardée en mémoire : les suivantes seront confrontées à elle.",
    en="Publication {number} recorded: later ones will be checked together with it.",
)
_FILE = Text(fr="Tableau à publier (CSV).", en="Table to be published (CSV).")
_FORM = Text(
    fr="Déclaration du tableau ; par défaut, à côté, en .toml.",
    en="Declaration of the table; beside it, in .toml, by default.",
)
_OUT = Text(
    fr="Fichier où écrire la forme qui peut sortir.", en="File to write the form that may leave to."
)
_ELSEWHERE = Text(
    fr="Déjà publié ailleurs : le faire connaître tel quel, sans contrôle.",
    en="Published elsewhere already: make it known as it is, without a check.",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("publish", no_args_is_help=True)
    _check(group, say)
    _record(group, say)
    _list(group, say)


def _check(group: Frame, say: Say) -> None:
    @group.command(
        "check",
        help=say(
            Text(
                fr="Dire ce qu’un tableau exposerait, et quelle forme peut sortir.",
                en="Say what a table would expose, and which form may leave.",
            )
        ),
    )
    def check_(
        home: HomeOption,
        file: Annotated[Path, typer.Argument(help=say(_FILE))],
        form: Annotated[Path | None, typer.Option("--form", help=say(_FORM))] = None,
        out: Annotated[Path | None, typer.Option("--out", help=say(_OUT))] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            declared, rows = _brought(file, form)
            answer = examine(session.store.writer(session.actor), declared, rows)
            _write(answer, declared, out)
            if as_json:
                session.answer(answer.to_dict(session.language))
            else:
                _show(session, answer, out)
            if answer.status is Status.BLOCKED:
                raise typer.Exit(1)


def _record(group: Frame, say: Say) -> None:
    owner_help = say(Text(fr="Collectivité qui publie.", en="Authority that publishes."))

    @group.command(
        "record",
        help=say(
            Text(
                fr="Contrôler un tableau et garder en mémoire ce qui en est publié.",
                en="Check a table and record what is published of it.",
            )
        ),
    )
    def record_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=owner_help)],
        file: Annotated[Path, typer.Argument(help=say(_FILE))],
        form: Annotated[Path | None, typer.Option("--form", help=say(_FORM))] = None,
        out: Annotated[Path | None, typer.Option("--out", help=say(_OUT))] = None,
        elsewhere: Annotated[bool, typer.Option("--already-public", help=say(_ELSEWHERE))] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            declared, rows = _brought(file, form)
            if elsewhere:
                number, said = make_known(session.write(), owner.id, declared, rows), {}
            else:
                answer, number = publish(session.write(), owner.id, declared, rows)
                _write(answer, declared, out)
                said = answer.to_dict(session.language)
                if not as_json:
                    _show(session, answer, out)
            if as_json:
                session.answer({"publication": number, **said})
                return
            session.console.print(session.say(_KEPT.fill(number=number)))


def _list(group: Frame, say: Say) -> None:
    @group.command(
        "list",
        help=say(Text(fr="Lister ce qui a été publié.", en="List what was published.")),
    )
    def list_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            names = {row.id: row.name for row in session.organisations(organisation)}
            rows = listed(session.store.writer(session.actor), list(names))
            if as_json:
                session.answer([_plain(row) for row in rows])
                return
            titles = (
                Text(fr="titre", en="title"),
                Text(fr="collectivité", en="authority"),
                Text(fr="le", en="on"),
                Text(fr="cases", en="cells"),
                Text(fr="retenues", en="held back"),
            )
            table = light("n°", *map(session.say, titles), right=(0, 4, 5))
            for row in rows:
                figures = (day(row.published_at), str(row.cells), str(row.held_back))
                table.add_row(str(row.id), row.title, names[row.organisation_id], *figures)
            session.console.print(table)


def _brought(file: Path, form: Path | None) -> tuple[Form, Rows]:
    """Read a table and its declaration."""
    declaration = form or file.with_suffix(".toml")
    declared = parse(declaration.read_text("utf-8", "replace"), declaration.name)
    return declared, read(file.read_text("utf-8", "replace"), declared, file.name)


def _write(answer: Answer, form: Form, out: Path | None) -> None:
    """Write what may leave: neither a reason nor a count is in it."""
    if out is None or answer.status is Status.BLOCKED:
        return
    text = io.StringIO()
    lines: Any = csv.writer(text, lineterminator="\n")
    if form.sensitive:
        lines.writerow([column for column, _ in answer.rows[0]])
        lines.writerows([value for _, value in row] for row in answer.rows)
    else:
        levels = [level for one in form.dimensions for level in one.levels]
        lines.writerow([*levels, form.measure, "unit", "held_back"])
        for cell in answer.cells:
            codes = dict(cell.codes)
            value = "" if cell.value is None else f"{cell.value:.12g}"
            held = int(cell.value is None)
            lines.writerow([*(codes.get(one, "") for one in levels), value, form.unit, held])
    out.write_text(text.getvalue(), "utf-8")


def _show(session: Session, answer: Answer, out: Path | None) -> None:
    console, say = session.console, session.say
    console.print(styled((say(STATUSES[answer.status]), _STYLES[answer.status])))
    for text in (*answer.reasons, *answer.warnings):
        console.print(f"• {say(text)}", soft_wrap=True)
    if answer.held:
        counted = (_COUNTED if answer.held > 1 else _ONE).fill(
            held=answer.held,
            cells=len(answer.cells),
            bits=numbers(answer.bits, 2),
            before=numbers(answer.bits_before, 2),
        )
        console.print(say(counted), soft_wrap=True)
        _held(session, answer)
    if answer.coarser:
        console.print(say(_COARSER))
        for one in answer.coarser:
            console.print(
                f"• {', '.join(map(say, one.changes))} ({say(numbers(one.bits, 2))} bits)"
            )
    if out is not None and answer.status is not Status.BLOCKED:
        console.print(say(_WRITTEN.fill(path=out)), soft_wrap=True)


def _held(session: Session, answer: Answer) -> None:
    titles = (Text(fr="case retenue", en="cell held back"), Text(fr="pourquoi", en="why"))
    table = light(*map(session.say, titles))
    held = [cell for cell in answer.cells if cell.why is not None]
    for cell in held[:SHOWN]:
        codes = ", ".join(f"{level} {code}" for level, code in cell.codes if level)
        total = Text(fr="total", en="total")
        table.add_row(codes or session.say(total), session.say(cell.why or total))
    session.console.print(table)


def _plain(row: Publication) -> dict[str, Any]:
    return {
        "publication": row.id,
        "organisation": row.organisation_id,
        "title": row.title,
        "source": row.source,
        "measure": row.measure,
        "unit": row.unit,
        "rule": row.rule,
        "checked": row.checked,
        "cells": row.cells,
        "held_back": row.held_back,
        "sha256": row.digest,
        "published_at": row.published_at.isoformat(),
        "actor": row.actor,
    }
