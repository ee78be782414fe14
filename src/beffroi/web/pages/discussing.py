"""`/{organisation}/constats/{finding}/...`: given to somebody, commented, followed; each undone."""

from beffroi.decide.discussing import LONGEST_COMMENT, assign, comment, follow, withdraw
from beffroi.decide.findings import get
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.finding import page_of
from beffroi.web.pages.talking import able

_NOBODY = Text(
    fr="Choisissez quelqu’un de la collectivité, ou personne.",
    en="Choose somebody of the authority, or nobody.",
)
_EMPTY = Text(fr="Écrivez quelque chose.", en="Write something.")
_LONG = Text(fr="Le commentaire est trop long.", en="The comment is too long.")


def _require(visit: Visit) -> int:
    """Return the number of the finding, which must be one's own and seen.

    Raises:
        BeffroiError: `store.not_found`, the same for one of another, or of a household that the
            person does not read.
    """
    finding = visit.number("finding")
    with visit.reader("findings").session() as session:
        get(session, finding, [visit.organisation])
    return finding


def _assign(visit: Visit) -> View | Move:
    finding, person = _require(visit), visit.said("person")
    with visit.own().look() as session:
        known = able(session, visit.organisation, finding)
    if person and person not in known:
        return page_of(visit, talk_faults=(Fault(_NOBODY, "person"),))
    assign(visit.writer(), finding, person or None)
    return _back(visit, "given" if person else "taken")


def _comment(visit: Visit) -> View | Move:
    finding, said = _require(visit), visit.said("said").strip()
    wrong = _EMPTY if not said else _LONG if len(said) > LONGEST_COMMENT else None
    if wrong is not None:
        return page_of(visit, talk_faults=(Fault(wrong, "said"),), said=said)
    comment(visit.writer(), finding, said)
    return _back(visit, "said")


def _withdraw(visit: Visit) -> Move:
    withdraw(visit.writer(), _require(visit), visit.number("comment"))
    return _back(visit, "unsaid")


def _follow(visit: Visit) -> Move:
    wanted = visit.said("follow") == "yes"
    follow(visit.writer(), _require(visit), wanted=wanted)
    return _back(visit, "followed" if wanted else "unfollowed")


def _back(visit: Visit, done: str) -> Move:
    finding = visit.number("finding")
    return Move(f"/{visit.organisation}/constats/{finding}?done={done}#history")


_PATH = "/{organisation}/constats/{finding}"
PAGES = (
    Page("POST", f"{_PATH}/confier", holder(Right.DECIDE), _assign),
    Page("POST", f"{_PATH}/commenter", holder(Right.DECIDE), _comment),
    Page("POST", f"{_PATH}/commentaires/{{comment}}/retirer", holder(Right.DECIDE), _withdraw),
    Page("POST", f"{_PATH}/suivre", holder(Right.READ_INDICATORS), _follow),
)
