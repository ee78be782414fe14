"""Texts shown to people, in both languages side by side.

French is the first language, English is complete: a text without one of them does not type-check.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Literal, TypeAlias

#: Where a formula would begin: at the beginning, or after what separates cells.
_RUN = re.compile(r"""^(?=[=+\-@\t\r])|(?<=[;,\t\r\n])(?="*[=+\-@])""")

Language: TypeAlias = Literal["fr", "en"]
DEFAULT_LANGUAGE: Language = "fr"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or a label in French and in English, possibly with `{placeholders}`.

    >>> hello = Text(fr="{n} mesures", en="{n} measures")
    >>> hello.format("fr", n=3)
    '3 mesures'
    """

    fr: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text as it is, without filling placeholders."""
        return self.fr if language == "fr" else self.en

    def format(self, language: Language, /, **values: object) -> str:
        """Return the text with its placeholders filled; every placeholder must be given."""
        return self.in_(language).format(**values)

    def fill(self, values: Mapping[str, object] | None = None, /, **more: object) -> "Text":
        """Return a text whose placeholders are filled in both languages.

        A value that is itself a `Text` is filled in the matching language.

        >>> Text(fr="le {day}", en="on {day}").fill(day=Text(fr="lundi", en="Monday")).en
        'on Monday'
        """
        given = {**(values or {}), **more}

        def side(language: Language) -> str:
            local = {
                key: value.in_(language) if isinstance(value, Text) else value
                for key, value in given.items()
            }
            return self.in_(language).format(**local)

        return Text(fr=side("fr"), en=side("en"))

    def placeholders(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the placeholder names of the French and of the English side.

        >>> sorted(Text(fr="{a} {b}", en="{b} {a}").placeholders()[0])
        ['a', 'b']
        """
        return _names(self.fr), _names(self.en)


def cell(text: str) -> str:
    """Return a text that a spreadsheet takes for no formula, quoted where it would.

    One that expects another separator than that of the file begins a cell within the text.

    >>> cell("=1+1"), cell("Mairie"), cell("Mairie;=1+1"), cell("de 2,5 à 3 ; -4")
    ("'=1+1", 'Mairie', "Mairie;'=1+1", 'de 2,5 à 3 ; -4')
    """
    return _RUN.sub("'", text)


def _names(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)
