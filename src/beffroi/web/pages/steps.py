"""What happened to findings, as lines of a history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beffroi.decide.decisions import WORDS as CHOICE_WORDS
from beffroi.texts import Text
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.people import names_of
from beffroi.web.pages.wording import FINDING as WORDS


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a finding."""

    at: str
    who: str
    said: Text
    quote: str = ""
    kind: str = ""
    """How it is shown: `good` for a proven saving, `past` for what no longer counts."""
    finding: int = 0
    """The finding that it happened to."""
    place: str = ""


def steps_of(visit: Visit, history: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return what happened, the last thing first."""
    names = names_of(visit.own(), {one["actor"] for one in history if one.get("actor")})
    ordered = sorted(history, key=lambda one: str(one["at"]))
    return tuple(_step(one, names) for one in reversed(ordered))


def _step(one: Mapping[str, Any], names: Mapping[str, str]) -> Step:
    who = names.get(str(one.get("actor", "")), "")
    said, quote, kind = _said(one)
    return Step(one["at"], who, said, quote, kind, one.get("finding", 0), one.get("place", ""))


def _said(one: Mapping[str, Any]) -> tuple[Text, str, str]:
    if one["kind"] == "decision":
        said = WORDS["decided"].fill(choice=CHOICE_WORDS[one["choice"]])
        return said, one["reason"], "" if one["live"] else "past"
    if one["kind"] == "action":
        return WORDS["acted"], one["what"], "" if one["live"] else "past"
    if one["kind"] == "withdrawal":
        return WORDS["withdrawn"], one["reason"], "past"
    sentence = Text(fr=one["sentence"], en=one["sentence"])  # said in the language of the reader
    return sentence, "", "good" if one["proven"] else ""
