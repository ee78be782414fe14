"""The `beffroi` command, built in the language of its user."""

import importlib
import io
import pkgutil
import sys
from typing import Any

import typer
from typer.exceptions import TyperException

import beffroi.cli.commands as commands
from beffroi.cli.context import default_home, language_of, show_error
from beffroi.cli.frame import Frame
from beffroi.cli.screen import Screen, write_json
from beffroi.cli.usage import problem_of
from beffroi.errors import BeffroiError
from beffroi.errors.cli import USAGE
from beffroi.texts import Language, Text

_ABOUT = Text(
    fr="Beffroi : des mesures du territoire aux décisions dont on rend compte.",
    en="Beffroi: from the measures of a territory to decisions that are accounted for.",
)


def build(language: Language = "fr", word: str = "") -> Frame:
    """Build the application: each module of `cli/commands` registers its own.

    Where a module says that it has all the commands of a first `word`, it comes alone: the others
    take longer to import than some commands to run.

    >>> build().info.no_args_is_help
    True
    """
    app = Frame(
        language,
        name="beffroi",
        help=_ABOUT.in_(language),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    names = [info.name for info in pkgutil.iter_modules(commands.__path__)]
    if word in names and getattr(_module(word), "ALONE", False):
        names = [word]
    modules = [_module(name) for name in names]
    for module in sorted(modules, key=lambda module: module.ORDER):
        module.register(app, lambda text: text.in_(language))
    return app


def _module(name: str) -> Any:
    return importlib.import_module(f"{commands.__name__}.{name}")


def main() -> None:
    """Run the command line; an error of usage is shown as any other, in JSON when asked for."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without accents stops nobody
    language = language_of(default_home())
    try:
        sys.exit(build(language, "".join(sys.argv[1:2]))(standalone_mode=False))
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
