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
    own_comment: int = 0
    """The number of a comment that the reader wrote and may withdraw."""


def steps_of(
    visit: Visit, history: Sequence[Mapping[str, Any]], *, may_withdraw: bool = False
) -> tuple[Step, ...]:
    """Return what happened, the last thing first."""
    people = {one[name] for one in history for name in ("actor", "person") if one.get(name)}
    names = names_of(visit.own(), people)
    me = visit.caller.who.reference if may_withdraw else None
    ordered = sorted(history, key=lambda one: str(one["at"]))
    return tuple(_step(one, names, me) for one in reversed(ordered))


def _step(one: Mapping[str, Any], names: Mapping[str, str], me: str | None) -> Step:
    who = names.get(str(one.get("actor", "")), "")
    said, quote, kind = _said(one, names)
    own = one["kind"] == "comment" and one["live"] and one["actor"] == me
    return Step(
        one["at"],
        who,
        said,
        quote,
        kind,
        one.get("finding", 0),
        one.get("place", ""),
        one["id"] if own else 0,
    )


def _said(one: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Text, str, str]:
    if one["kind"] == "comment":
        word = "commented" if one["live"] else "uncommented"
        return WORDS[word], one["said"], "" if one["live"] else "past"
    if one["kind"] == "assignment":
        person = one["person"]
        given = WORDS["given"].fill(name=names.get(person, person)) if person else WORDS["freed"]
        return given, "", ""
    if one["kind"] == "decision":
        said = WORDS["decided"].fill(choice=CHOICE_WORDS[one["choice"]])
        return said, one["reason"], "" if one["live"] else "past"
    if one["kind"] == "action":
        return WORDS["acted"], one["what"], "" if one["live"] else "past"
    if one["kind"] == "withdrawal":
        return WORDS["withdrawn"], one["reason"], "past"
    sentence = Text(fr=one["sentence"], en=one["sentence"])  # said in the language of the reader
    return sentence, "", "good" if one["proven"] else ""
