"""The `beffroi` command, built in the language of its user."""

import importlib
import io
import sys
from functools import partial
from typing import Annotated, Any

import typer
import typer.main
from typer.completion import completion_init  # type: ignore[attr-defined]  # its only name
from typer.exceptions import TyperException

from beffroi.cli.frame import Awaited, Frame
from beffroi.cli.home import default_home, language_of
from beffroi.cli.screen import Screen, show_error, write_json
from beffroi.cli.usage import problem_of
from beffroi.cli.words import WORDS, Word
from beffroi.errors import BeffroiError
from beffroi.errors.cli import USAGE
from beffroi.texts import Language, Text

_ABOUT = Text(
    fr="Beffroi : des mesures du territoire aux décisions dont on rend compte.",
    en="Beffroi: from the measures of a territory to decisions that are accounted for.",
)


def build(language: Language = "fr") -> Frame:
    """Build the application: a module of `cli/commands` comes when one of its words is called.

    >>> build().info.no_args_is_help
    True
    """
    app = Frame(
        language,
        awaited=[
            Awaited(w.name, w.about.in_(language), partial(_load, w, language)) for w in WORDS
        ],
        name="beffroi",
        help=_ABOUT.in_(language),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def beffroi(
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_say_version)
        ] = False,
    ) -> None:
        pass

    return app


def _load(word: Word, language: Language) -> Any:
    """Import the module of a word, and return the command that it makes of it."""
    frame = Frame(language)
    module = importlib.import_module(f"beffroi.cli.commands.{word.module}")
    module.register(frame, lambda text: text.in_(language))
    return typer.main.get_group(frame).commands[word.name]


def _say_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # it brings what reads e-mail along

        typer.echo(version("beffroi"))
        raise typer.Exit


def main() -> None:
    """Run the command line; an error of usage is shown as any other, in JSON when asked for."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without accents stops nobody
    language = language_of(default_home())
    completion_init()  # for shells that ask what may come next
    try:
        sys.exit(build(language)(standalone_mode=False))
    except typer.Abort:
        sys.exit(130)
    except TyperException as error:
        sys.exit(_misused(error, language))


def _misused(error: TyperException, language: Language) -> int:
    """Say what is wrong in the way a command was written; return the status to end with."""
    command = getattr(getattr(error, "ctx", None), "command_path", "beffroi")
    problem = problem_of(error)
    if problem is None:  # nothing was asked for: its help is the answer
        typer.echo(error.format_message())
        return 2
    data = BeffroiError(USAGE, problem=problem, command=command).to_dict(language)
    if "--json" in sys.argv:
        write_json({"error": data})
    else:
        show_error(Screen(stderr=True), data)
    return 2
