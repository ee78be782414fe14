"""The frame of every command: its help in the language of its user."""

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup, TyperOption

from beffroi.texts import Language, Text

_Run = TypeVar("_Run", bound=Callable[..., Any])

#: Options that several commands share, explained once.
SHARED = {
    "home": Text(fr="Dossier de l’installation.", en="Folder of the installation."),
    "organisation": Text(
        fr="Une seule collectivité : SIREN, nom ou numéro.",
        en="One authority only: SIREN, name or number.",
    ),
    "acting": Text(
        fr="Lire pour cette collectivité : ses mesures, et ce que des conventions lui prêtent.",
        en="Read for this authority: its measures, and what agreements lend to it.",
    ),
    "as_json": Text(fr="Répondre en JSON.", en="Answer in JSON."),
    "help": Text(fr="Montrer cette aide.", en="Show this help."),
}
_KINDS = {
    "path": Text(fr="<chemin>", en="<path>"),
    "int": Text(fr="<nombre>", en="<number>"),
    "float": Text(fr="<nombre>", en="<number>"),
    "str": Text(fr="<texte>", en="<text>"),
    "bool": Text(fr="", en=""),
}
#: Words of the library that lays help out, under their names there.
_WORDS = {
    "COMMANDS_PANEL_TITLE": Text(fr="Commandes", en="Commands"),
    "DEFAULT_STRING": Text(fr="[par défaut : {{}}]", en="[default: {{}}]"),
    "ENVVAR_STRING": Text(fr="[variable : {{}}]", en="[env var: {{}}]"),
    "REQUIRED_LONG_STRING": Text(fr="[obligatoire]", en="[required]"),
}


class Frame(typer.Typer):
    """An application, or a group of its commands, in one language."""

    def __init__(self, language: Language, usual: str = "", **options: Any) -> None:
        self.language: Language = language
        self._command, self._group = _classes(language, usual)
        super().__init__(cls=self._group, rich_markup_mode="rich", add_completion=False, **options)
        for name, text in _WORDS.items():
            setattr(rich_utils, name, text.format(language))

    def command(self, name: str | None = None, **options: Any) -> Callable[[_Run], _Run]:
        """Add a command: see Typer."""
        return super().command(name, cls=self._command, **options)

    def group(self, name: str, help_: Text, **options: Any) -> "Frame":
        """Add a group of commands; `usual` is the one meant where none is named."""
        group = Frame(self.language, help=help_.in_(self.language), **options)
        self.add_typer(group, name=name)
        return group


#: Options which may go without their value: it is then the screen.
_TO_SCREEN = ("--csv",)


def completed(args: list[str]) -> list[str]:
    """Give their usual value to the options that were written without one.

    >>> completed(["ecole", "--csv", "--step", "day"])
    ['ecole', '--csv', '-', '--step', 'day']
    >>> completed(["ecole", "--csv", "out.csv"])
    ['ecole', '--csv', 'out.csv']
    """
    result: list[str] = []
    for place, word in enumerate(args):
        result.append(word)
        following = args[place + 1 : place + 2]
        if word in _TO_SCREEN and (not following or following[0].startswith("--")):
            result.append("-")
    return result


def _classes(language: Language, usual: str) -> tuple[type[TyperCommand], type[TyperGroup]]:
    class Command(TyperCommand):
        def get_params(self, ctx: Any) -> list[Any]:
            return [_worded(one, language, ctx) for one in super().get_params(ctx)]

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            return super().parse_args(ctx, completed(args))

    class Group(TyperGroup):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            named = bool(args) and (args[0] in self.commands or args[0] == "--help")
            meant = usual and not named and (args or not self.no_args_is_help)
            return super().parse_args(ctx, [usual, *args] if meant else args)

        def get_params(self, ctx: Any) -> list[Any]:
            return [_worded(one, language, ctx) for one in super().get_params(ctx)]

    return Command, Group


def _worded(parameter: Any, language: Language, context: Any) -> Any:
    """Give a parameter the words of a language: what it is for, and of which kind it is."""
    if isinstance(parameter, TyperOption):
        if parameter.name in SHARED:
            parameter.help = SHARED[parameter.name].in_(language)
        kind = parameter.display_type(context).strip("<>")
        if parameter.metavar is None and kind in _KINDS:
            parameter.metavar = _KINDS[kind].in_(language)
    return parameter
