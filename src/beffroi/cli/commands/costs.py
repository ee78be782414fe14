"""`beffroi costs`: what each member of a shared service owes, and what if one joins or leaves."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, shown_errors
from beffroi.cli.costs import plain, show, show_changes
from beffroi.cli.frame import Frame
from beffroi.cli.home import language_of
from beffroi.cli.screen import Screen, sound, write_json
from beffroi.commons.costs import Plan, read_member, read_plan, simulate, statement
from beffroi.commons.costs.writing import rows, written
from beffroi.errors import BeffroiError
from beffroi.errors.commons import COSTS_INVALID
from beffroi.errors.files import FILE_MISSING
from beffroi.periods import parse_day
from beffroi.texts import Text

_FILE = Text(fr="<fichier>", en="<file>")
_PLAN = Text(fr="Fichier TOML de la répartition.", en="TOML file of the sharing.")
_NOT_TEXT = Text(fr="ce n’est pas du texte UTF-8", en="it is no UTF-8 text")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("costs", no_args_is_help=True)
    _statement(group, say)
    _simulate(group, say)


def _statement(group: Frame, say: Say) -> None:
    csv_help = say(
        Text(
            fr="Écrire l’état par membre en CSV : dans ce fichier, à l’écran s’il n’est pas donné.",
            en="Write the statement by member as CSV: to this file, to the screen when none.",
        )
    )
    about = Text(
        fr="Établir ce que doit chaque membre pour l’année, avec le calcul.",
        en="Make the yearly statement by member, with its computation.",
    )

    @group.command("statement", help=say(about))
    def statement_(
        home: HomeOption,
        file: Annotated[Path, typer.Argument(help=say(_PLAN))],
        as_json: JsonOption = False,
        as_csv: Annotated[
            str, typer.Option("--csv", help=csv_help, metavar=say(_FILE), show_default=False)
        ] = "",
    ) -> None:
        with shown_errors(as_json=as_json, home=home):
            found = statement(_plan(file))
            if as_csv == "-":
                rows(sys.stdout, found)
            elif as_csv:
                # The mark of order lets a spreadsheet know that accents are UTF-8.
                with Path(as_csv).open("w", encoding="utf-8-sig", newline="") as out:
                    rows(out, found)
            if as_json:
                write_json(plain(found))
            elif not as_csv:
                show(Screen(), found, language_of(home))


def _simulate(group: Frame, say: Say) -> None:
    join_help = say(
        Text(
            fr="Qui entrerait : « Nom;population=1200;meters=30;since=2026-07-01 ».",
            en="Who would join: “Name;population=1200;meters=30;since=2026-07-01”.",
        )
    )
    leave_help = say(Text(fr="Qui partirait : son nom.", en="Who would leave: its name."))
    on_help = say(Text(fr="Jour du départ ; sinon toute l’année.", en="Day of leaving."))
    about = Text(
        fr="Simuler l’arrivée ou le départ d’un membre : ce qui change pour chacun.",
        en="Simulate a member that joins or leaves: what changes for each.",
    )

    @group.command("simulate", help=say(about))
    def simulate_(
        home: HomeOption,
        file: Annotated[Path, typer.Argument(help=say(_PLAN))],
        join: Annotated[
            list[str] | None, typer.Option("--join", help=join_help, show_default=False)
        ] = None,
        leave: Annotated[
            list[str] | None, typer.Option("--leave", help=leave_help, show_default=False)
        ] = None,
        on: Annotated[str, typer.Option("--on", help=on_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json, home=home):
            plan = _plan(file)
            new = [read_member(_said(sound(one)), "--join") for one in join or []]
            gone = [sound(one) for one in leave or []]
            changes = simulate(plan, new, gone, parse_day(on) if on else None)
            if as_json:
                write_json(
                    [
                        {
                            "member": one.member,
                            "before": written(one.before),
                            "after": written(one.after),
                            "difference": written(one.difference),
                        }
                        for one in changes
                    ]
                )
                return
            show_changes(Screen(), changes, language_of(home))


def _plan(path: Path) -> Plan:
    if not path.is_file():
        raise BeffroiError(FILE_MISSING, name=sound(path.name))
    try:
        return read_plan(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BeffroiError(COSTS_INVALID, place=path.name, reason=_NOT_TEXT) from error


def _said(text: str) -> dict[str, str]:
    """Read a member written on one line: its name, then what is known of it."""
    name, *rest = text.split(";")
    parts = (part.partition("=") for part in rest if part.strip())
    return {"name": name.strip(), **{key.strip(): value.strip() for key, _, value in parts}}
