"""The `beffroi` command, built in the language of its user."""

import importlib
import io
import pkgutil
import sys

import typer
from typer.exceptions import TyperException

import beffroi.cli.commands as commands
from beffroi.cli.context import default_home, language_of
from beffroi.cli.screen import sound, write_json
from beffroi.errors import BeffroiError
from beffroi.errors.cli import USAGE
from beffroi.texts import Language, Text

_ABOUT = Text(
    fr="Beffroi : des mesures du territoire aux décisions dont on rend compte.",
    en="Beffroi: from the measures of a territory to decisions that are accounted for.",
)


def build(language: Language = "fr") -> typer.Typer:
    """Build the application: each module of `cli/commands` registers its own.

    >>> build().info.no_args_is_help
    True
    """
    app = typer.Typer(
        name="beffroi",
        help=_ABOUT.in_(language),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_show_locals=False,
    )
    modules = [
        importlib.import_module(f"{commands.__name__}.{info.name}")
        for info in pkgutil.iter_modules(commands.__path__)
    ]
    for module in sorted(modules, key=lambda module: module.ORDER):
        module.register(app, lambda text: text.in_(language))
    return app


def main() -> None:
    """Run the command line; an error of usage is JSON too when JSON is asked for."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without accents stops nobody
    language = language_of(default_home())
    app = build(language)
    if "--json" not in sys.argv:
        app()
        return
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as error:
        problem = BeffroiError(USAGE, problem=sound(_problem(error)), command="beffroi")
        write_json({"error": problem.to_dict(language)})
        sys.exit(2)


def _problem(error: Exception) -> str:
    said = getattr(error, "format_message", None)
    return str(said() if said else error)
