"""HTML from a view: Jinja with everything escaped, and words in the language of the reader."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from types import CodeType, SimpleNamespace
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from beffroi.figures import number
from beffroi.texts import Language, Text
from beffroi.web.pages import writing
from beffroi.web.pages.bundle import bundle
from beffroi.web.pages.declaring import Fault, View
from beffroi.web.pages.menu import Group

#: What the names of words begin with that the script of a page says.
SPOKEN = "spoken_"
_FAULTY = Text(fr="Erreur : {title}", en="Error: {title}")


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds every page."""

    language: Language
    theme: str
    here: str
    """Where a choice of language or theme comes back to."""
    person: str = ""
    token: str = ""
    """What forms of the page prove that they come from it with."""
    place: str = ""
    """The name of the organisation that the page is about."""
    groups: tuple[Group, ...] = ()
    """Where to go: the bar, then what stands behind « Plus »."""
    toast: Text | None = None
    simulated: bool = False


class _Compiled(BytecodeCache):
    """Templates compiled for one language serve the other: only what fills them differs."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is compiled of the same text."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_compiled = _Compiled()


@cache
def environment(language: Language) -> Environment:
    """Return the templates as readers of a language see them."""
    made = Environment(
        loader=PackageLoader("beffroi.web.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_compiled,
    )
    made.filters |= {
        "say": partial(say, language=language),
        "fill": fill,
        "about": partial(_about, language=language),
        "number": partial(number, language=language),
        "amount": partial(writing.amount, language=language),
        "percent": partial(writing.percent, language=language),
        "change": partial(writing.change, language=language),
        "points": partial(writing.points, language=language),
        "day": partial(_day, language=language),
        "spoken": _spoken,
        "moment": partial(_moment, language=language),
    }
    made.globals["file"] = lambda name: bundle().address(name)
    return made


def render(view: View, shell: Shell) -> str:
    """Write a page.

    Raises:
        BeffroiError: `server.bundle_missing`.
    """
    language = shell.language
    title = _FAULTY.fill(title=view.title) if view.faulty else view.title
    return (
        environment(language)
        .get_template(view.template)
        .render(
            page=view.context,
            w=named(view.words, language),
            shell=shell,
            title=title.in_(language),
            s=named(SHELL, language),
        )
    )


def say(text: Text, language: Language) -> str:
    """Return a text in a language, as a filter."""
    return text.in_(language)


def fill(text: str, **values: Any) -> str:
    """Fill the placeholders of a text; what comes out is escaped as a whole."""
    return text.format(**values)


def named(words: Mapping[str, Text], language: Language) -> SimpleNamespace:
    """Return words in a language by their names, as templates ask for them.

    Not a `dict`, whose own methods Jinja finds first: `w.clear` would be one of them.

    >>> named({"clear": Text(fr="Tout montrer", en="Show all")}, "fr").clear
    'Tout montrer'
    """
    return SimpleNamespace(**{name: text.in_(language) for name, text in words.items()})


def _spoken(words: SimpleNamespace) -> str:
    """Return the words of a script as the JSON that it reads from an attribute."""
    said = vars(words).items()
    own = {key.removeprefix(SPOKEN): text for key, text in said if key.startswith(SPOKEN)}
    return json.dumps(own, ensure_ascii=False)


def _day(value: date | str, language: Language) -> str:
    return writing.day(date.fromisoformat(value) if isinstance(value, str) else value, language)


def _moment(value: datetime | str, language: Language) -> str:
    known = datetime.fromisoformat(value) if isinstance(value, str) else value
    return writing.moment(known, language)


SHELL = {
    "skip": Text(fr="Aller au contenu", en="Skip to content"),
    "more": Text(fr="Plus", en="More"),
    "main": Text(fr="Navigation principale", en="Main navigation"),
    "account": Text(fr="Mon compte", en="My account"),
    "leave": Text(fr="Se déconnecter", en="Sign out"),
    "enter": Text(fr="Se connecter", en="Sign in"),
    "help": Text(fr="Aide", en="Help"),
    "journal": Text(fr="Journal", en="Journal"),
    "register": Text(fr="Algorithmes", en="Algorithms"),
    "language": Text(fr="Read in English", en="Lire en français"),
    "light": Text(fr="Thème clair", en="Light theme"),
    "dark": Text(fr="Thème sombre", en="Dark theme"),
    "device": Text(fr="Thème de l’appareil", en="Theme of the device"),
    "done": Text(fr="C’est fait", en="Done"),
    "foot": Text(
        fr="Beffroi, logiciel libre (EUPL 1.2). Aucune mesure d’audience, aucun service tiers.",
        en="Beffroi, free software (EUPL 1.2). No tracking, no third-party service.",
    ),
    "simulated": Text(
        fr="Démonstration : noms, mesures et défauts sont inventés.",
        en="Demonstration: names, measures and faults are made up.",
    ),
}


def _about(faults: Iterable[Fault], field: str, language: Language) -> str:
    """Return what is wrong with a field; empty where nothing is."""
    return next((one.text.in_(language) for one in faults if one.field == field), "")
