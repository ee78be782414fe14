"""Errors in the way a command was written, in both languages."""

import re

from typer.exceptions import TyperException

from beffroi.cli.screen import sound
from beffroi.texts import Text

_MISSING = Text(fr="Il manque {name}.", en="{name} is missing.")
_BAD = Text(fr="La valeur de {name} ne convient pas : {said}.", en="Bad value for {name}: {said}.")
_OPTION = Text(fr="L’option {name} n’existe pas.", en="There is no option {name}.")
_NEAR = Text(fr=" Vouliez-vous dire {near} ?", en=" Did you mean {near}?")
_COMMAND = Text(fr="La commande {name} n’existe pas.", en="There is no command {name}.")
_EXTRA = Text(fr="« {name} » est de trop.", en="“{name}” is too much.")
_CHOICE = Text(
    fr="« {given} » n’est pas un choix ; choisissez parmi {choices}",
    en="“{given}” is no choice; choose among {choices}",
)
_NOT_A_CHOICE = re.compile(r"(?:Value error, )?'(.*)' is not one of (.+?)\.?")
#: Choices that are English words.
_WORDS = {
    "raw": "brut",
    "repaired": "réparé",
    "hour": "heure",
    "day": "jour",
    "month": "mois",
    "year": "année",
}
_KINDS = {
    int: Text(fr="un nombre entier est attendu", en="a whole number is expected"),
    float: Text(
        fr="un nombre est attendu",
        en="a number is expected",
    ),
}


def problem_of(error: TyperException) -> Text | None:
    """Say what is wrong; nothing when a command was written without what it acts on.

    The library that reads commands speaks English only: what it says of a bad value is kept as a
    detail, the rest is said from what the error carries.
    """
    said = sound(error.format_message())
    if type(error).__name__ == "NoArgsIsHelpError":
        return None
    parameter = getattr(error, "param", None)
    if parameter is not None:
        name = parameter.opts[-1] if parameter.param_type_name == "option" else parameter.name
        if type(error).__name__ == "MissingParameter":
            return _MISSING.fill(name=name)
        kind = _choices(str(error)) or _KINDS.get(parameter.type_descriptor.annotation)
        return _BAD.fill(name=name, said=kind or sound(str(error)).rstrip("."))
    option = getattr(error, "option_name", None)
    if option is not None and type(error).__name__ == "NoSuchOption":
        return _suggest(_OPTION, option, ", ".join(getattr(error, "possibilities", None) or ()))
    command = re.fullmatch(r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?", said)
    if command is not None:
        return _suggest(_COMMAND, command[1], (command[2] or "").replace("'", ""))
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.+)\)", said)
    return _EXTRA.fill(name=extra[1]) if extra else Text(fr=said, en=said)


def _choices(said: str) -> Text | None:
    """Say which choices there are, when a value is none of them.

    >>> _choices("Value error, 'week' is not one of 'hour', 'day'.").en
    '“week” is no choice; choose among hour, day'
    """
    match = _NOT_A_CHOICE.fullmatch(said.strip())
    if match is None:
        return None
    choices = re.findall("'([^']*)'", match[2])
    french = [f"{word} ({_WORDS[word]})" if word in _WORDS else word for word in choices]
    listed = Text(fr=", ".join(french), en=", ".join(choices))
    return _CHOICE.fill(given=sound(match[1]), choices=listed)


def _suggest(known: Text, name: str, near: str) -> Text:
    first = known.fill(name=sound(name))
    more = _NEAR.fill(near=near) if near else Text(fr="", en="")
    return Text(fr=first.fr + more.fr, en=first.en + more.en)
