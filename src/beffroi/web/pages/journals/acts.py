"""Actions of the journal as sentences, and the kinds that people look for."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from beffroi.publish.sites import results, tapwater
from beffroi.publish.sites.sentences import KEYS
from beffroi.texts import Text

_FILE = Path(__file__).with_name("acts.toml")
#: Of an action that only an older version wrote.
_OTHER = Text(fr="a fait « {action} » : {subject}", en="did “{action}”: {subject}")


#: What the code calls a thing by its kind and its number.
_NUMBERED = re.compile(r"(?:request|batch|deposit|finding|action|job|release) (\d+)", re.ASCII)
#: What a public site shows, by the name that addresses have for it.
_PUBLISHED = {key: told.label for key, told in KEYS.items()} | {
    tapwater.KEY: tapwater.LABEL,
    results.KEY: results.LABEL,
}
_NUMBER = Text(fr="n° {n}", en="no. {n}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of actions, by how their names begin."""

    label: Text
    actions: tuple[str, ...]


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds by key.

    >>> kinds()["people"].actions
    ('people.', 'token.', 'notices.')
    """
    content = tomllib.loads(_FILE.read_text("utf-8"))["kinds"]
    return {
        key: Kind(Text(fr=row["fr"], en=row["en"]), tuple(row["actions"]))
        for key, row in content.items()
    }


@cache
def acts() -> dict[str, Text]:
    """Return what each action is called."""
    content = tomllib.loads(_FILE.read_text("utf-8"))["acts"]
    return {key: Text(**row) for key, row in content.items()}


def said_of(action: str, subject: str) -> Text:
    r"""Say what was done, to what.

    >>> said_of("token.revoke", "passerelle").fr
    'a retiré un jeton\xa0: passerelle'
    >>> said_of("token.revoke", "").en
    'revoked a token'
    """
    found = acts().get(action, _OTHER)
    said = found.fill(subject=_named(action, subject), action=action)
    # What an entry was about may have been erased: the sentence then ends before it.
    return said if subject else Text(fr=_cut(said.fr), en=_cut(said.en))


def _named(action: str, subject: str) -> Text | str:
    """Name what an action is about as people do, not as the code does."""
    if numbered := _NUMBERED.fullmatch(subject):
        return _NUMBER.fill(n=numbered[1])
    return _PUBLISHED.get(subject, subject) if action.startswith("site.") else subject


def _cut(sentence: str) -> str:
    return sentence.strip().rstrip(":").strip()
