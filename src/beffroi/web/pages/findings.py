"""`/{organisation}/constats`: the findings, filtered by the address, decided one by one or many."""

from dataclasses import dataclass, replace

from beffroi.decide.decisions import decide_all
from beffroi.decide.discussing import followed, given
from beffroi.decide.findings import CURRENT, STATUS
from beffroi.decide.ranking import ranked
from beffroi.domains import domains
from beffroi.errors import BeffroiError
from beffroi.errors.decide import ACTION_LIVE
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit, number_of
from beffroi.web.pages.rows import Row, own_findings, row_of
from beffroi.web.pages.wording import FINDINGS as WORDS

MANY = 25
#: The choices of the forms; to reopen is offered where something was decided.
CHOICES = ("act", "watch", "dismiss")
LONGEST_REASON = 2000
_TITLE = Text(fr="Constats", en="Findings")
_CURRENT = Text(fr="en cours", en="under way")
_ALL = Text(fr="tous", en="all")
WHOSE = {
    "": Text(fr="tous", en="all"),
    "mine": Text(fr="mes constats", en="mine"),
    "followed": Text(fr="ceux que je suis", en="those I follow"),
}
_WHO = {"mine": given, "followed": followed}
NO_REASON = Text(
    fr="Écrivez pourquoi : la décision porte un motif.",
    en="Write why: a decision carries a reason.",
)
NO_CHOICE = Text(
    fr="Choisissez : agir, surveiller ou écarter.", en="Choose: act, watch or dismiss."
)
_LONG = Text(fr="Le motif est trop long.", en="The reason is too long.")
_NONE_PICKED = Text(fr="Cochez au moins un constat.", en="Tick at least one finding.")
_ACTED = Text(
    fr="Une action a été faite pour l’un de ces constats : il ne peut pas être écarté.",
    en="An action was done for one of these findings: it cannot be dismissed.",
)


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter may have."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of findings and the filters that chose them."""

    base: str
    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    status: tuple[Option, ...]
    domain: tuple[Option, ...]
    who: tuple[Option, ...]
    asked: str
    """The filters, as they stand in the address."""
    may_decide: bool
    picked: frozenset[int] = frozenset()
    choice: str = ""
    reason: str = ""
    faults: tuple[Fault, ...] = ()


def _list(visit: Visit) -> View:
    return View("findings.html", _TITLE, _findings(visit), WORDS)


def _findings(visit: Visit) -> Findings:
    status, domain = _asked(visit, "status"), _asked(visit, "domain")
    status = status if status in ("all", *STATUS) else ""
    domain = domain if domain in domains() else ""
    who = _asked(visit, "who")
    who = who if who in _WHO else ""
    number, door = visit.organisation, visit.reader("findings")
    wanted = {"": CURRENT, "all": None}.get(status, (status,))
    found = ranked(door, visit.language, visit.today, domain=domain or None, status=wanted)
    if wanted_by := _WHO.get(who):
        with door.session() as session:
            own = wanted_by(session, number, visit.caller.who.reference)
        found = [one for one in found if one["id"] in own]
    pages = max(1, -(-len(found) // MANY))
    page = min(max(number_of(_asked(visit, "p") or "1"), 1), pages)
    with door.session() as session:
        mine = own_findings(session, number)
    filters = (("status", status), ("domain", domain), ("who", who))
    kept = [f"{key}={value}" for key, value in filters if value]
    states = [("", _CURRENT), *STATUS.items(), ("all", _ALL)]
    return Findings(
        f"/{number}/constats",
        tuple(row_of(one, mine) for one in found[(page - 1) * MANY : page * MANY]),
        len(found),
        page,
        pages,
        tuple(Option(value, label, value == status) for value, label in states),
        tuple(Option(key, one.label, key == domain) for key, one in sorted(domains().items())),
        tuple(Option(value, label, value == who) for value, label in WHOSE.items()),
        "&".join(kept),
        visit.may(Right.DECIDE),
    )


def _asked(visit: Visit, name: str) -> str:
    """Return a filter: of the address, or as the form of the same page sends it back."""
    return visit.query.get(name, "") or visit.said(name)


def _decide(visit: Visit) -> View | Move:
    choice, reason = visit.said("choice"), visit.said("reason").strip()
    picked = frozenset(number_of(one) for one in visit.form.get("finding", ()))
    faults = [] if picked else [Fault(_NONE_PICKED, "bulk")]
    faults += faults_of(choice, reason)
    if not faults:
        faults += _decided(visit, picked, choice, reason)
    if not faults:
        kept = "&".join(
            f"{name}={value}"
            for name in ("status", "domain", "who")
            if (value := _asked(visit, name)).isidentifier()
        )
        return Move(f"/{visit.organisation}/constats?{kept}{'&' if kept else ''}done=many")
    shown = replace(
        _findings(visit), picked=picked, choice=choice, reason=reason, faults=tuple(faults)
    )
    return View("findings.html", _TITLE, shown, WORDS, 422, faulty=True)


def _decided(visit: Visit, picked: frozenset[int], choice: str, reason: str) -> list[Fault]:
    """Decide about each finding that is one's own; one that cannot be refuses all of them."""
    try:
        decide_all(visit.writer(), visit.organisation, sorted(picked), choice, reason)
    except BeffroiError as error:
        if error.type is not ACTION_LIVE:
            raise
        return [Fault(_ACTED)]
    return []


def faults_of(choice: str, reason: str, choices: tuple[str, ...] = CHOICES) -> list[Fault]:
    """Return what a decision lacks."""
    found = [] if choice in choices else [Fault(NO_CHOICE, "choice")]
    if not reason:
        found.append(Fault(NO_REASON, "reason"))
    elif len(reason) > LONGEST_REASON:
        found.append(Fault(_LONG, "reason"))
    return found


PAGES = (
    Page(
        "GET",
        "/{organisation}/constats",
        holder(Right.READ_INDICATORS),
        _list,
        context=Findings,
        asks=("status", "domain", "who", "p"),
    ),
    Page("POST", "/{organisation}/constats", holder(Right.DECIDE), _decide),
)
