"""`beffroi dev`: for those who write domains."""

import json
from pathlib import Path
from typing import Annotated

import typer

import beffroi.domains
from beffroi.cli.context import JsonOption, Say, shown_errors
from beffroi.cli.frame import Frame
from beffroi.cli.screen import Screen
from beffroi.domains import room
from beffroi.domains.checker import check_domain
from beffroi.domains.fingerprints import stamp
from beffroi.domains.scaffold import new_domain
from beffroi.errors import BeffroiError
from beffroi.errors.domains import DOMAIN_UNKNOWN
from beffroi.texts import Text

HERE = Path(beffroi.domains.__file__).parent


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    commands = app.group("dev", no_args_is_help=True)
    _stamp(commands, say)
    name_help = say(Text(fr="Nom du domaine.", en="Name of the domain."))
    into_help = say(
        Text(fr="Dossier des domaines, sinon celui du code.", en="Folder of the domains.")
    )

    @commands.command(
        "new-domain",
        help=say(
            Text(fr="Écrire le squelette d’un domaine.", en="Write the skeleton of a domain.")
        ),
    )
    def new(
        name: Annotated[str, typer.Argument(help=name_help)],
        into: Annotated[Path, typer.Option("--into", help=into_help)] = HERE,
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json):
            folder = new_domain(name, into)
        if as_json:
            typer.echo(json.dumps({"folder": str(folder)}))
            return
        done = Text(
            fr="Squelette écrit dans {folder}. Complétez-le, puis vérifiez-le : "
            "beffroi dev check-domain {name}",
            en="Skeleton written in {folder}. Fill it in, then: beffroi dev check-domain {name}",
        )
        typer.echo(say(done.fill(folder=folder, name=name)))

    @commands.command(
        "check-domain",
        help=say(Text(fr="Dire ce qui manque à un domaine.", en="Say what a domain lacks.")),
    )
    def check(
        name: Annotated[str, typer.Argument(help=name_help)],
        into: Annotated[Path, typer.Option("--into", help=into_help)] = HERE,
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json):
            folder = into / name
            if not folder.is_dir():
                known = sorted(path.parent.name for path in into.glob("*/domain.py"))
                raise BeffroiError(DOMAIN_UNKNOWN, domain=name, known=", ".join(known))
            problems = check_domain(folder)
        if as_json:
            rows = [
                {"place": p.place, "problem": say(p.problem), "todo": say(p.todo)} for p in problems
            ]
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for item in problems:
                line = Text(fr="{place} : {problem} → {todo}", en="{place}: {problem} → {todo}")
                Screen().print(
                    say(line.fill(place=item.place, problem=item.problem, todo=item.todo))
                )
            if not problems:
                typer.echo(say(Text(fr="Domaine complet.", en="The domain is whole.")))
        raise typer.Exit(1 if problems else 0)


def _stamp(commands: Frame, say: Say) -> None:
    name_help = say(Text(fr="Nom du domaine.", en="Name of the domain."))
    same_help = say(
        Text(
            fr="Pourquoi ce que voit le code changé reste le même.",
            en="Why what the changed code sees stays the same.",
        )
    )

    @commands.command(
        "stamp-cards",
        help=say(
            Text(
                fr="Noter l’empreinte du code de chaque version d’algorithme.",
                en="Keep the fingerprint of the code of each version of an algorithm.",
            )
        ),
    )
    def stamp_(
        name: Annotated[str, typer.Argument(help=name_help)],
        same: Annotated[str, typer.Option("--same", help=same_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json):
            path = stamp(room(name), same)
        done = Text(fr="Empreintes écrites dans {path}.", en="Fingerprints written in {path}.")
        typer.echo(json.dumps({"file": str(path)}) if as_json else say(done.fill(path=path)))
