"""`GET /api/organisations`: for which ones the caller may act, and what that allows."""

from pydantic import BaseModel, Field
from sqlalchemy import select

from beffroi.store.erased import ERASED
from beffroi.store.federation.elsewhere import ELSEWHERE
from beffroi.store.state import models
from beffroi.trust.people.memberships import rights
from beffroi.trust.people.sessions import TWO_PROOFS
from beffroi.web.access.admitting import ACTOR, Caller
from beffroi.web.access.demands import reader
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.reading.paging import Page, page, place


class OrganisationSeen(BaseModel):
    """An organisation that the caller may act for."""

    organisation: int
    key: str = Field(description="SIREN where it is known")
    name: str
    kind: str
    rights: list[str] = Field(description="Rights of a person, scopes of a token")


class OrganisationsSeen(BaseModel):
    """A page of organisations, by number."""

    organisations: list[OrganisationSeen]
    next: str | None


def _organisations(call: Call) -> Reply:
    asked, row = call.query, models.Organisation
    after = place(asked.after, int)
    query = (
        select(row)
        .where(row.kind.not_in((ERASED, ELSEWHERE)))
        .order_by(row.id)
        .limit(asked.limit + 1)
    )
    own = _own(call.caller)
    if own is not None:
        query = query.where(row.id.in_(own))
    if after is not None:
        query = query.where(row.id > after[0])
    with call.store.writer(ACTOR).look() as session:
        found = list(session.scalars(query))
    shown, following = page(found, lambda one: (one.id,), after, asked.limit)
    return Reply(
        OrganisationsSeen(
            organisations=[
                OrganisationSeen(
                    organisation=one.id,
                    key=one.key,
                    name=one.name,
                    kind=one.kind,
                    rights=_rights(call.caller, one.id),
                )
                for one in shown
            ],
            next=following,
        )
    )


def _own(caller: Caller) -> set[int] | None:
    """Return the organisations that a caller acts for; None where it is for all of them."""
    if caller.bearer is not None:
        return {caller.bearer.organisation}
    own = {one.organisation for one in caller.who.held}
    return None if None in own else {one for one in own if one is not None}


def _rights(caller: Caller, organisation: int) -> list[str]:
    if caller.bearer is not None:
        return sorted(caller.bearer.scopes)
    second = caller.who.level == TWO_PROOFS
    return sorted(rights(caller.who.held, organisation, second_factor=second))


ROUTES = (
    Route(
        "GET",
        "/api/organisations",
        reader(None, None),
        _organisations,
        "The organisations that the caller may act for",
        reply=OrganisationsSeen,
        query=Page,
    ),
)
