"""What surrounds a page: who visits, where, and what they may go to."""

from urllib.parse import urlencode

from sqlalchemy.orm import Session

from beffroi.demo.place import is_demo
from beffroi.store.state import models
from beffroi.trust.people import sessions
from beffroi.trust.people.sessions import AWAITING, Signed
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.menu import Group, menu
from beffroi.web.pages.rendering import Shell
from beffroi.web.pages.toasts import TOASTS


def shell_of(visit: Visit) -> Shell:
    """Return what surrounds the page of a visit."""
    who = visit.signed
    known = who is not None and who.level != AWAITING
    place, groups = _place(visit) if known else ("", ())
    return Shell(
        visit.look.language,
        visit.look.theme,
        _back(visit),
        who.name if who is not None else "",
        sessions.page_token(visit.visitor.cookie) if who is not None else "",
        place,
        groups,
        TOASTS.get(visit.query.get("done", "")),
        is_demo(visit.store.home.root),
    )


def _back(visit: Visit) -> str:
    """Return the address of the page, without the news that it told once."""
    kept = [(name, value) for name, value in visit.query.items() if name != "done" and value]
    asked = urlencode(kept)
    return f"{visit.here}?{asked}" if asked else visit.here


def _place(visit: Visit) -> tuple[str, tuple[Group, ...]]:
    number = visit.organisation if "organisation" in visit.path else _only(visit.signed)
    if not number or not visit.rights(number):
        return "", ()
    with visit.own().look(number) as session:
        row = organisation_of(session, number)
    if row is None:
        return "", ()
    return row.name, menu(row.kind, f"/{number}", visit.here, visit.rights(number))


def _only(who: Signed | None) -> int:
    """Return the one organisation that somebody acts for, whose menu their own pages keep."""
    held = {one.organisation for one in who.held} if who is not None else set()
    return (held.pop() or 0) if len(held) == 1 else 0


def organisation_of(session: Session, number: int) -> models.Organisation | None:
    """Return an organisation, None where it does not exist."""
    return session.get(models.Organisation, number) if number > 0 else None
