"""The frame of every command: its help in the language of its user."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import typer
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
    "version": Text(fr="Dire la version installée.", en="Say which version is installed."),
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


class Awaited(TyperCommand):
    """A first word whose module is not imported yet: enough of it for help and completion.

    Args:
        name: As it is typed.
        about: What it is for.
        load: Imports its module, and returns the command of that word.
    """

    def __init__(
        self, name: str, about: str, load: Callable[[], TyperCommand | TyperGroup]
    ) -> None:
        super().__init__(name, help=about)
        self._load = load

    @cached_property
    def whole(self) -> TyperCommand | TyperGroup:
        """The command itself."""
        command = self._load()
        command.help = self.help
        return command


class Frame(typer.Typer):
    """An application, or a group of its commands, in one language.

    Args:
        language: Of its help.
        usual: The command meant where none is named.
        awaited: Commands that come when they are called.
        options: See Typer.
    """

    def __init__(
        self,
        language: Language,
        usual: str = "",
        awaited: Sequence[Awaited] = (),
        **options: Any,
    ) -> None:
        self.language: Language = language
        self._command, self._group = _classes(language, usual, awaited)
        super().__init__(cls=self._group, rich_markup_mode="rich", add_completion=False, **options)

    def command(self, name: str | None = None, **options: Any) -> Callable[[_Run], _Run]:
        """Add a command: see Typer."""
        return super().command(name, cls=self._command, **options)

    def group(self, name: str, help_: Text | None = None, **options: Any) -> "Frame":
        """Add a group of commands; `words.py` says what those of a first word are for."""
        group = Frame(self.language, help=help_ and help_.in_(self.language), **options)
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


def _classes(
    language: Language, usual: str, awaited: Sequence[Awaited]
) -> tuple[type[TyperCommand], type[TyperGroup]]:
    class Command(TyperCommand):
        def get_params(self, ctx: Any) -> list[Any]:
            return [_worded(one, language, ctx) for one in super().get_params(ctx)]

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            return super().parse_args(ctx, completed(args))

        def format_help(self, ctx: Any, formatter: Any) -> None:
            _speak(language)
            super().format_help(ctx, formatter)

    class Group(TyperGroup):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            for command in awaited:
                self.add_command(command)

        def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
            # What runs or completes a command asks for it here, what lists them does not.
            name, command, rest = super().resolve_command(ctx, args)
            return name, whole(command), rest

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            named = bool(args) and (args[0] in self.commands or args[0] == "--help")
            meant = usual and not named and (args or not self.no_args_is_help)
            return super().parse_args(ctx, [usual, *args] if meant else args)

        def format_help(self, ctx: Any, formatter: Any) -> None:
            _speak(language)
            super().format_help(ctx, formatter)

        def get_params(self, ctx: Any) -> list[Any]:
            return [_worded(one, language, ctx) for one in super().get_params(ctx)]

    return Command, Group


def whole(command: Any) -> Any:
    """Return a command whose module is imported, the same where it already was."""
    return command.whole if isinstance(command, Awaited) else command


def _speak(language: Language) -> None:
    from typer import rich_utils  # it takes as long as all the rest, and only help needs it

    for name, text in _WORDS.items():
        setattr(rich_utils, name, text.format(language))


def _worded(parameter: Any, language: Language, context: Any) -> Any:
    """Give a parameter the words of a language: what it is for, and of which kind it is."""
    if isinstance(parameter, TyperOption):
        if parameter.name in SHARED:
            parameter.help = SHARED[parameter.name].in_(language)
        kind = parameter.display_type(context).strip("<>")
        if parameter.metavar is None and kind in _KINDS:
            parameter.metavar = _KINDS[kind].in_(language)
    return parameter
