"""What surrounds a page: who visits, where, and what they may go to."""

from sqlalchemy.orm import Session

from beffroi.demo.place import is_demo
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.trust.people import sessions
from beffroi.trust.people.roles import Right
from beffroi.trust.people.sessions import AWAITING
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.rendering import Link, Shell

_COMMUNE = Text(fr="Ma commune", en="My commune")
_OTHERS = Text(fr="Ma collectivité", en="My authority")
_FINDINGS = Text(fr="Constats", en="Findings")
_INDICATORS = Text(fr="Indicateurs", en="Indicators")
_HELP = Text(fr="Aide", en="Help")

#: What a form did, told on the page that follows (`?done=`).
TOASTS = {
    "act": Text(
        fr="Décision enregistrée : agir. Elle figure dans l’historique et au journal.",
        en="Decision recorded: act. It is in the history and in the journal.",
    ),
    "watch": Text(
        fr="Décision enregistrée : surveiller. Elle figure dans l’historique et au journal.",
        en="Decision recorded: watch. It is in the history and in the journal.",
    ),
    "dismiss": Text(
        fr="Décision enregistrée : écarter. Elle figure dans l’historique et au journal.",
        en="Decision recorded: dismiss. It is in the history and in the journal.",
    ),
    "reopen": Text(
        fr="Le constat est de nouveau à décider ; l’historique garde tout.",
        en="The finding is to be decided again; its history keeps everything.",
    ),
    "given": Text(fr="Le constat est confié.", en="The finding is given."),
    "taken": Text(
        fr="Le constat n’est plus confié à personne.", en="The finding is given to nobody any more."
    ),
    "said": Text(fr="Votre commentaire est gardé.", en="Your comment is kept."),
    "unsaid": Text(
        fr="Votre commentaire est retiré ; il n’en reste aucun mot.",
        en="Your comment is withdrawn; no word of it is left.",
    ),
    "followed": Text(fr="Vous suivez ce constat.", en="You follow this finding."),
    "unfollowed": Text(
        fr="Vous ne suivez plus ce constat.", en="You no longer follow this finding."
    ),
    "many": Text(fr="Les décisions sont enregistrées.", en="The decisions are recorded."),
    "session": Text(fr="Cette session est fermée.", en="That session is ended."),
    "factor": Text(fr="Ce second facteur est retiré.", en="That second factor is removed."),
    "password": Text(
        fr="Mot de passe changé ; vos autres sessions sont fermées.",
        en="Password changed; your other sessions are ended.",
    ),
    "left": Text(fr="Vous êtes déconnecté.", en="You are signed out."),
}


def shell_of(visit: Visit) -> Shell:
    """Return what surrounds the page of a visit."""
    who = visit.signed
    known = who is not None and who.level != AWAITING
    place, links = _place(visit) if known else ("", ())
    return Shell(
        visit.look.language,
        visit.look.theme,
        _back(visit),
        who.name if who is not None else "",
        sessions.page_token(visit.visitor.cookie) if who is not None else "",
        place,
        links,
        TOASTS.get(visit.query.get("done", "")),
        is_demo(visit.store.home.root),
    )


def _back(visit: Visit) -> str:
    """Return the address of the page, without the news that it told once."""
    kept = [(name, value) for name, value in visit.query.items() if name != "done" and value]
    asked = "&".join(f"{name}={value}" for name, value in kept)
    return f"{visit.here}?{asked}" if asked else visit.here


def _place(visit: Visit) -> tuple[str, tuple[Link, ...]]:
    if "organisation" not in visit.path or not visit.may(Right.READ_INDICATORS):
        return "", ()
    number = visit.organisation
    with visit.own().look(number) as session:
        row = organisation_of(session, number)
    if row is None:
        return "", ()
    first = _COMMUNE if row.kind == "commune" else _OTHERS
    base = f"/{number}"
    whole = (
        (first, base),
        (_FINDINGS, f"{base}/constats"),
        (_INDICATORS, f"{base}/indicateurs"),
        (_HELP, f"{base}/aide"),
    )
    return row.name, tuple(
        Link(label, address, _current(visit.here, address, base)) for label, address in whole
    )


def organisation_of(session: Session, number: int) -> models.Organisation | None:
    """Return an organisation, None where it does not exist."""
    return session.get(models.Organisation, number) if number > 0 else None


def _current(here: str, address: str, base: str) -> bool:
    return here == address or (address != base and here.startswith(f"{address}/"))
