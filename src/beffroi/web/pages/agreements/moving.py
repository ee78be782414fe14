"""Signing, refusing, suspending, resuming, revoking: what it changes is told before it is done."""

from dataclasses import dataclass

from beffroi.commons.agreements.stances import take
from beffroi.errors import BeffroiError
from beffroi.errors.flow import NO_SUCH_PAGE
from beffroi.errors.sharing import STEP_REFUSED
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.agreements.form_words import MOVING
from beffroi.web.pages.agreements.losing import Loss, losses
from beffroi.web.pages.agreements.one import ACTS, One, context_of, found
from beffroi.web.pages.agreements.words import ONE
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.people import organisations_of

LONGEST_REASON = 2000
#: The acts that say why, and those after which somebody reads less.
_REASONED = frozenset({"refuse", "suspend", "revoke"})
_STOPPING = frozenset({"suspend", "revoke"})


@dataclass(frozen=True, slots=True)
class Moving:
    """An act about an agreement, before it is done."""

    one: One
    word: str
    act: str
    about: Text
    losses: tuple[Loss, ...]
    reasoned: bool
    possible: bool
    """Whether the organisation may still do it from where it stands."""
    why: str = ""
    faults: tuple[Fault, ...] = ()


def _act(visit: Visit) -> str:
    """Return the act of an address.

    Raises:
        BeffroiError: `server.no_such_page`.
    """
    word = visit.path["act"]
    if word not in ACTS:
        raise BeffroiError(NO_SUCH_PAGE, method="GET", path=visit.here[:80])
    return ACTS[word]


def _form(visit: Visit) -> View:
    return _page(visit, _act(visit))


def _page(visit: Visit, act: str, why: str = "", faults: tuple[Fault, ...] = ()) -> View:
    context = context_of(visit)
    lost: tuple[Loss, ...] = ()
    if act in _STOPPING:
        one, _ = found(visit)
        sides = {each.organisation_id for each in one.parties}
        lost = losses(visit, one, organisations_of(visit.own(), sides))
    word = visit.path["act"]
    shown = Moving(
        context,
        word,
        act,
        MOVING[f"about_{act}"],
        lost,
        act in _REASONED,
        word in {one.word for one in context.acts},
        why,
        faults,
    )
    title = MOVING[f"title_{act}"].fill(title=context.title)
    words = {**ONE, **MOVING, "go": MOVING[f"go_{act}"]}
    status = 422 if faults else 200
    return View("agreements/act.html", title, shown, words, status, faulty=bool(faults))


def _take(visit: Visit) -> View | Move:
    act, why = _act(visit), visit.said("why").strip()
    own, number = visit.organisation, visit.number("agreement")
    found(visit)  # another's is not told apart from none
    faults: list[Fault] = []
    if act in _REASONED and not why:
        faults.append(Fault(MOVING["why_missing"], "why"))
    if len(why) > LONGEST_REASON:
        faults.append(Fault(MOVING["why_long"], "why"))
    if not faults:
        try:
            take(visit.writer(), number, own, act, why)
        except BeffroiError as error:
            if error.type is not STEP_REFUSED:
                raise
            faults.append(fault_of(error))
    if faults:
        return _page(visit, act, why, tuple(faults))
    return Move(f"/{own}/conventions/{number}?done=agreement_{act}")


_PATH = "/{organisation}/conventions/{agreement}/{act}"
#: The form asks for a recent proof too: whoever must sign in again has not typed anything yet.
PAGES = (
    Page("GET", _PATH, holder(Right.AGREE, recent=True), _form),
    Page("POST", _PATH, holder(Right.AGREE, recent=True), _take),
)
