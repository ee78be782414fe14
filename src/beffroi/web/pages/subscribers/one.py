"""`/{organisation}/abonnes/{subscriber}`: one of them, the letter, and what the service did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from beffroi.decide.customers.following import LONGEST, WAYS, follow, missing, problem
from beffroi.decide.customers.telling import Whole, whole
from beffroi.store.state.models import Organisation
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.charts import Drawing, drawing
from beffroi.web.pages.declaring import Download, Fault, Move, Page, View, Visit
from beffroi.web.pages.findings import Option
from beffroi.web.pages.forms import day_of
from beffroi.web.pages.people import names_of
from beffroi.web.pages.subscribers.letter import LAW, LETTERS, letter
from beffroi.web.pages.subscribers.listing import PURPOSE, Line, line_of
from beffroi.web.pages.subscribers.words import DONE, ONE

_TITLE = Text(fr="Abonné {home}", en="Subscriber {home}")
_FIELDS = ("choice", "way", "day", "reason")
#: What the form offers; to reopen is offered where something was noted.
_CHOICES = {key: DONE[key] for key in ("inform", "watch", "dismiss")}


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody of the service did."""

    at: str
    who: str
    said: Text
    reason: str


@dataclass(frozen=True, slots=True)
class Subscriber:
    """What was seen behind the meter of a household, its evidence, and the form to follow it up."""

    base: str
    line: Line
    algorithm: str
    version: str
    confidence: float
    until: str
    ideas: tuple[Text, ...]
    drawing: Drawing | None
    letter: bool
    """Whether there is something to write to the subscriber."""
    lawful: bool
    """Whether the law asks that the subscriber be informed."""
    may_follow: bool
    noted: tuple[Noted, ...]
    choices: tuple[Option, ...]
    ways: tuple[Option, ...]
    day: str
    reason: str
    reopens: bool
    faults: tuple[Fault, ...]


def _seen(visit: Visit) -> Whole:
    """Return what the address names, to whoever may read it.

    Raises:
        BeffroiError: `store.not_found`.
    """
    return whole(visit.reader(PURPOSE), visit.organisation, visit.path["subscriber"])


def _one(visit: Visit) -> View:
    return _page(visit, _seen(visit))


def _page(
    visit: Visit,
    seen: Whole,
    typed: Mapping[str, str] | None = None,
    faults: tuple[Fault, ...] = (),
) -> View:
    typed, told = typed or {}, seen.told
    choice = typed.get("choice", "inform")
    way = typed.get("way", "letter")
    context = Subscriber(
        f"/{visit.organisation}/abonnes",
        line_of(visit, told),
        told.detector,
        told.version,
        100 * told.confidence,
        told.until.isoformat() if told.until else "",
        told.actions,
        drawing(seen.chart, visit.language),
        told.detector in LETTERS,
        told.detector == LAW,
        visit.may(Right.DECIDE),
        _noted(visit, seen),
        tuple(Option(key, label, key == choice) for key, label in _CHOICES.items()),
        tuple(Option(key, label, key == way) for key, label in WAYS.items()),
        typed.get("day", visit.today.isoformat()),
        typed.get("reason", ""),
        told.status in ("informed", "watching", "dismissed"),
        faults,
    )
    title = _TITLE.fill(home=told.home)
    status = 422 if faults else 200
    return View("subscribers/one.html", title, context, ONE, status, faulty=bool(faults))


def _noted(visit: Visit, seen: Whole) -> tuple[Noted, ...]:
    names = names_of(visit.own(), {one.actor for one in seen.steps})
    return tuple(
        Noted(
            one.at.isoformat(),
            names.get(one.actor, one.actor),
            DONE[f"{one.choice}_done"].fill(
                way=WAYS.get(one.way, Text(fr="", en="")),
                day=_written(one.day),
            ),
            one.reason,
        )
        for one in seen.steps
    )


def _written(day: date | None) -> Text:
    if day is None:
        return Text(fr="", en="")
    return Text(fr=f"{day:%d/%m/%Y}", en=day.isoformat())


def _follow(visit: Visit) -> View | Move:
    return _note(visit, visit.said("choice"))


def _reopen(visit: Visit) -> View | Move:
    return _note(visit, "reopen")


def _note(visit: Visit, choice: str) -> View | Move:
    seen = _seen(visit)
    typed = {name: visit.said(name).strip()[:LONGEST] for name in _FIELDS} | {"choice": choice}
    day, since = day_of(typed["day"]), seen.told.since
    wrong = problem(choice, typed["way"], day, typed["reason"], since)
    if wrong is not None:
        fault = Fault(DONE["wrong"].fill(problem=wrong), _field(choice, typed["way"]))
        return _page(visit, seen, typed, (fault,))
    follow(
        visit.writer(),
        visit.organisation,
        seen.told.reference,
        choice,
        way=typed["way"],
        day=day,
        reason=typed["reason"],
    )
    return Move(f"/{visit.organisation}/abonnes/{seen.told.reference}?done=subscriber")


def _field(choice: str, way: str) -> str:
    """Return the field that a fault is about."""
    if choice not in _CHOICES and choice != "reopen":
        return "choice"
    if choice != "inform":
        return "reason"
    return "day" if way in WAYS else "way"


def _letter(visit: Visit) -> Download:
    seen = _seen(visit)
    if seen.told.detector not in LETTERS:  # an empty home is visited, not written to
        raise missing(visit.path["subscriber"])
    with visit.own().look(visit.organisation) as session:
        service = session.get_one(Organisation, visit.organisation).name
    content = letter(service, seen.told, visit.today)
    return Download(f"courrier-{seen.told.home}.html", "text/html; charset=utf-8", content)


_PATH = "/{organisation}/abonnes/{subscriber}"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_HOUSEHOLDS), _one, context=Subscriber),
    Page("GET", f"{_PATH}/courrier", holder(Right.READ_HOUSEHOLDS), _letter),
    # The reader's door finds none for whoever decides but may not read households.
    Page("POST", _PATH, holder(Right.DECIDE), _follow),
    Page("POST", f"{_PATH}/rouvrir", holder(Right.DECIDE), _reopen),
)
