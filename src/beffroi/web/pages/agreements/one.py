"""`/{organisation}/conventions/{agreement}`: its terms, what it shows and showed, its history."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.commons.agreements.listing import Listed, shown
from beffroi.commons.agreements.stances import STANCES, STEPS
from beffroi.store.read import ReadDoor
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.agreements.lending import Shown, shown_of
from beffroi.web.pages.agreements.listing import standing_of
from beffroi.web.pages.agreements.reading import read_lately
from beffroi.web.pages.agreements.telling import Term, day, last_day, sentence, status_of, terms_of
from beffroi.web.pages.agreements.words import ONE, SHOWN
from beffroi.web.pages.declaring import Page, View, Visit
from beffroi.web.pages.people import names_of, organisations_of

WORDS = {**SHOWN, **ONE}
#: What a party does about an agreement, by the word of its address.
ACTS = {
    "signer": "accept",
    "refuser": "refuse",
    "suspendre": "suspend",
    "reprendre": "resume",
    "resilier": "revoke",
}


@dataclass(frozen=True, slots=True)
class Party:
    """A side of an agreement, and where it stands."""

    name: str
    own: bool
    lends: bool
    stance: Text
    status: Text | None
    """How the agreement stands for it, where it reads."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step that a party took."""

    at: datetime
    who: str
    party: str
    said: Text
    why: str


@dataclass(frozen=True, slots=True)
class Act:
    """What one may do about it: the word of the address, and its name."""

    word: str
    label: Text


@dataclass(frozen=True, slots=True)
class One:
    """An agreement whole."""

    base: str
    number: int
    title: str
    status: str
    status_said: Text
    said: Text
    valid: Text
    terms: tuple[Term, ...]
    conditions: tuple[str, ...]
    parties: tuple[Party, ...]
    shown: Shown | None
    """None: nothing of the other one is shown before it is in force."""
    read: Text
    history: tuple[Done, ...]
    acts: tuple[Act, ...]
    may_act: bool


def found(visit: Visit) -> tuple[Listed, ReadDoor]:
    """Return the agreement of an address, as the organisation sees it, and its read door.

    Raises:
        BeffroiError: `store.not_found`, for one of others too.
    """
    own = visit.organisation
    door = visit.reader("agreements")
    return shown(visit.own(), [own], visit.number("agreement")).seen_by(own), door


def stance_of(one: Listed, own: int) -> str:
    """Return where a party stands."""
    if one.row.organisation_id == own:
        return one.row.stance
    return next(each.stance for each in one.parties if each.organisation_id == own)


def acts_of(one: Listed, own: int) -> tuple[Act, ...]:
    """List what a party may do from where it stands; nothing about one that has run out."""
    part, _ = standing_of(one, own)
    if part == "over":
        return ()
    stance = stance_of(one, own)
    steps = {word: STEPS[name] for word, name in ACTS.items()}
    return tuple(
        Act(word, ONE[f"act_{ACTS[word]}"]) for word, step in steps.items() if stance in step.from_
    )


def context_of(visit: Visit) -> One:
    """Return what the page of an agreement shows."""
    one, door = found(visit)
    row, own = one.row, visit.organisation
    sides = {row.organisation_id, *(each.organisation_id for each in one.parties)}
    names = organisations_of(visit.own(), sides)
    part, status = standing_of(one, own)
    return One(
        f"/{own}/conventions",
        row.id,
        row.title,
        status,
        status_of(status),
        sentence(one, own, names),
        ONE["valid"].fill(since=day(row.valid_from), until=day(last_day(row.valid_until))),
        terms_of(one.terms),
        one.terms.conditions,
        _parties(one, own, names),
        _shown(visit, one, door, part, status),
        read_lately(visit, {row.id: row.organisation_id})[row.id],
        history_of(visit, one, names),
        acts_of(one, own),
        visit.may(Right.AGREE),
    )


def history_of(visit: Visit, one: Listed, names: dict[int, str]) -> tuple[Done, ...]:
    """Return the steps of an agreement, the last one first, with who took each."""
    people = names_of(visit.own(), {step.actor for step in one.steps})
    return tuple(
        Done(
            step.at,
            people[step.actor],
            names.get(step.organisation_id, ""),
            ONE[f"step_{step.step}"],
            step.why,
        )
        for step in reversed(one.steps)
    )


def _shown(visit: Visit, one: Listed, door: ReadDoor, part: str, status: str) -> Shown | None:
    provider = one.row.organisation_id
    if provider == visit.organisation:
        if part == "over":
            return None
        with door.session() as session:
            return shown_of(session, provider, one.terms, own=True)
    if status != "in_force":
        return None
    with visit.own().look() as session:
        return shown_of(session, provider, one.terms, own=False)


def _parties(one: Listed, own: int, names: dict[int, str]) -> tuple[Party, ...]:
    provider = one.row.organisation_id
    first = Party(names.get(provider, ""), provider == own, True, STANCES[one.row.stance], None)
    return (
        first,
        *(
            Party(
                names.get(each.organisation_id, ""),
                each.organisation_id == own,
                False,
                STANCES[each.stance],
                status_of(one.status(each.organisation_id)),
            )
            for each in one.parties
        ),
    )


def _one(visit: Visit) -> View:
    context = context_of(visit)
    title = Text(fr=context.title, en=context.title)
    return View("agreements/one.html", title, context, WORDS)


PAGES = (
    Page(
        "GET",
        "/{organisation}/conventions/{agreement}",
        holder(Right.READ_INDICATORS),
        _one,
        context=One,
    ),
)
