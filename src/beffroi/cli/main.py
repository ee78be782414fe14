"""The `beffroi` command, built in the language of its user."""

import importlib
import pkgutil
from pathlib import Path

import typer

import beffroi.cli.commands as commands
from beffroi.cli.context import default_home, language_of
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
    """Run the command line."""
    home: Path = default_home()
    build(language_of(home))()
