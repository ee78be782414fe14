"""What people say about a finding, on its page: who has it, who may have it, who follows it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from beffroi.decide.discussing import assigned, followers
from beffroi.decide.findings import get
from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.trust.people.colleagues import colleagues
from beffroi.trust.people.roles import Right
from beffroi.web.pages.declaring import Fault, Visit
from beffroi.web.pages.people import names_of


@dataclass(frozen=True, slots=True)
class Talk:
    """Who has a finding and who follows it, and a comment that is being written."""

    able: tuple[tuple[str, str], ...]
    """People who may see it: reference and name."""
    person: str
    """Who has it, by reference; empty where nobody does."""
    name: str
    mine: bool
    follows: bool
    followers: int
    said: str = ""
    faults: tuple[Fault, ...] = ()


def talk_of(visit: Visit, finding: int, said: str = "", faults: tuple[Fault, ...] = ()) -> Talk:
    """Return what people say about a finding of one's own."""
    me = visit.caller.who.reference
    with visit.own().look() as session:
        known = able(session, visit.organisation, finding)
        has = assigned(session, finding) or ""
        hears = followers(session, finding)
    name = names_of(visit.own(), [has])[has] if has else ""
    able_ones = tuple(known.items())
    return Talk(able_ones, has, name, has == me, me in hears, len(hears), said, faults)


def able(session: Session, organisation: int, finding: int) -> dict[str, str]:
    """Return the names of the people who may see a finding, by reference.

    Raises:
        BeffroiError: `store.not_found`.
    """
    row = get(session, finding, [organisation])
    asset = session.get_one(models.Asset, row.asset_id)
    wanted = {Right.READ_INDICATORS} | ({Right.READ_HOUSEHOLDS} if asset.household else set())
    found = colleagues(session, organisation, wanted, utc_now())
    return {one.reference: one.name for one in found}
