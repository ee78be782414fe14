"""`beffroi imports`, `undo`: what was imported, and taking it back."""

from typing import Annotated

import typer

from beffroi.cli.context import (
    HomeOption,
    JsonOption,
    OrganisationOption,
    Say,
    Session,
    opened,
    progress,
)
from beffroi.cli.frame import Frame
from beffroi.cli.screen import show_error
from beffroi.cli.tables import MORE, SHOWN, day, light
from beffroi.decide.catalogue import list_batches
from beffroi.figures import numbers
from beffroi.ingest.tending import settle
from beffroi.ingest.undoing import undo
from beffroi.store.state.models import Batch
from beffroi.texts import Text

STATUS = {
    "done": Text(fr="en place", en="in place"),
    "undone": Text(fr="annulé", en="undone"),
    "failed": Text(fr="refusé", en="refused"),
    "erased": Text(fr="effacé", en="erased"),
    "interrupted": Text(fr="interrompu", en="interrupted"),
    "reading": Text(fr="en cours", en="going on"),
    "sealed": Text(fr="en cours", en="going on"),
}


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _imports(app)
    _undo(app, say)


def _imports(app: Frame) -> None:
    @app.command("imports")
    def imports(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id if organisation else None
            rows = list_batches(session.read("imports"), owner)
            if as_json:
                session.answer([_plain(row) for row in rows])
                return
            _show(session, rows)


def _undo(app: Frame, say: Say) -> None:
    batch_help = say(Text(fr="Numéro de l’import.", en="Number of the import."))

    @app.command("undo")
    def undo_(
        home: HomeOption,
        batch: Annotated[int, typer.Argument(help=batch_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            with progress(session, Text(fr="Annulation", en="Undoing")) as step:
                reports = list(undo(session.write(), session.store.settings, batch, step))
                settle(session.write())
            if as_json:
                session.answer([report.to_dict(session.language) for report in reports])
                return
            first, *others = reports
            done = Text(
                fr="Import {batch} annulé : {n} mesures retirées ou rendues à leur valeur "
                "d’avant. Pour revenir en arrière : beffroi undo {again}",
                en="Import {batch} undone: {n} measures withdrawn or given their former value. "
                "To take this back: beffroi undo {again}",
            )
            text = done.fill(batch=batch, n=numbers(first.changed), again=first.batch)
            session.console.print(session.say(text))
            for report in others:
                again = Text(
                    fr="{file}, qui disait les mêmes choses, a été relu : {n} mesures.",
                    en="{file}, which said the same things, was read again: {n} measures.",
                )
                session.console.print(
                    session.say(again.fill(file=report.file, n=numbers(report.kept)))
                )
                if report.error:
                    show_error(session.console, report.error)


def _plain(row: Batch) -> dict[str, object]:
    report = row.report
    return {
        "id": row.id,
        "organisation": row.organisation_id,
        "file": "/".join(part for part in (row.name, row.member) if part),
        "reader": row.reader,
        "status": row.status,
        "received_at": row.received_at.isoformat(),
        "actor": row.actor,
        "kept": report.get("kept"),
        "changed": report.get("changed"),
        "undoes": report.get("undoes"),
    }


def _show(session: Session, rows: list[Batch]) -> None:
    say = session.say
    if not rows:
        empty = Text(
            fr="Aucun import : beffroi import FICHIER.", en="No import: beffroi import FILE."
        )
        session.console.print(say(empty))
        return
    names = (
        Text(fr="reçu", en="received"),
        Text(fr="fichier", en="file"),
        Text(fr="état", en="status"),
        Text(fr="ajoutées", en="added"),
        Text(fr="corrigées", en="corrected"),
    )
    table = light("n°", *map(say, names), right=(0, 4, 5))
    for row in rows[:SHOWN]:
        report = row.report
        file = "/".join(part for part in (row.name, row.member) if part)
        taken = Text(fr="annulation de {n}", en="undoing of {n}")
        what = say(taken.fill(n=report["undoes"])) if "undoes" in report else file
        figures = (say(numbers(report.get(key) or 0)) for key in ("kept", "changed"))
        status = say(STATUS.get(row.status, Text(fr=row.status, en=row.status)))
        table.add_row(str(row.id), day(row.received_at), what, status, *figures)
    session.console.print(table)
    if len(rows) > SHOWN:
        session.console.print(say(MORE.fill(n=len(rows) - SHOWN)))
