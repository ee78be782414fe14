"""The commands of `beffroi` and their help, as a person gets them."""

from typing import Any, TypeAlias

import typer.main

from beffroi.cli.frame import whole
from beffroi.cli.main import build
from beffroi.texts import Language

Command: TypeAlias = Any  # Typer carries a click of its own, without public types


def leaves(language: Language = "en") -> dict[str, Command]:
    """Return the commands that do something, by their words: `import`, `meters list`, ..."""
    return _leaves(typer.main.get_command(build(language)), "")


def _leaves(command: Command, path: str) -> dict[str, Command]:
    children: dict[str, Command] = getattr(command, "commands", {})
    alone = path and (not children or command.invoke_without_command)
    result = {path: command} if alone else {}
    for name, child in children.items():
        result |= _leaves(whole(child), f"{path} {name}".strip())
    return result


def options(command: Command) -> set[str]:
    """Return every spelling of the options of a command."""
    words = {word for item in command.params for word in (*item.opts, *item.secondary_opts)}
    return {word for word in words if word.startswith("-")} | {"--help"}


def help_text(name: str, command: Command) -> str:
    """Return usage, purpose, arguments and options in plain text."""
    context = command.make_context(name, [], resilient_parsing=True)
    lines = [" ".join(["beffroi", name, *command.collect_usage_pieces(context)]), ""]
    lines += [(command.help or "").strip(), ""]
    for item in command.params:
        words = ", ".join((*item.opts, *item.secondary_opts))
        lines.append(f"  {words:<28} {getattr(item, 'help', None) or ''}".rstrip())
    return "\n".join(lines).strip()
