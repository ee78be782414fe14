"""Something that may be published: what would leave, and what the gate says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from beffroi.store import sites
from beffroi.texts import Text
from beffroi.trust.gate.answer import Status
from beffroi.trust.gate.form import Form
from beffroi.trust.gate.reading import Rows

#: Of what is said in both languages, the form that a content keeps.
Said = dict[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A figure that stays inside, and why."""

    what: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would leave, all of it public once it has; nothing where the gate refuses."""

    key: str
    label: Text
    status: Status
    reasons: tuple[Text, ...] = ()
    content: Mapping[str, Any] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    about: tuple[str, ...] = ()
    """What it is made of, by name: for whoever publishes."""
    left_out: tuple[str, ...] = ()
    """What is not in it, since too little is known of it."""
    table: tuple[Form, Rows] | None = None
    """What the gate is to remember of it."""

    @property
    def digest(self) -> str:
        """What tells this content from any other: whoever publishes has seen this very one."""
        return sites.digest_of(self.content)


def said(text: Text) -> Said:
    """Return a text as a content keeps it.

    >>> text_of(said(Text(fr="gaz", en="gas"))).en
    'gas'
    """
    return {"fr": text.fr, "en": text.en}


def text_of(kept: Mapping[str, str]) -> Text:
    """Return a text that a content kept."""
    return Text(fr=kept["fr"], en=kept["en"])
