"""`.../series/{series}/access`: why one may read a series, or not; why another may one's own."""

from pydantic import BaseModel, Field

from beffroi.commons.agreements.explaining import Reason, explain, explain_to_reader
from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.state.people import Person
from beffroi.store.store import Store
from beffroi.trust.people.roles import Right
from beffroi.trust.people.scoping import explain_roles
from beffroi.web.access.demands import holder
from beffroi.web.access.reading import Query
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.reading.paging import PATH


class Asked(Query):
    """For whom."""

    reader: int = Field(
        default=0,
        ge=0,
        le=999_999_999,
        description="another organisation, about a series of one's own; by default, oneself",
    )


class RoleSaid(BaseModel):
    """What one of the caller's roles in the organisation says."""

    role: str | None
    by_delegation: bool
    allows: bool
    why: str


class RuleSaid(BaseModel):
    """What ownership, or an agreement, says."""

    agreement: int | None
    allows: bool
    why: str


class AccessSeen(BaseModel):
    """Whether a series may be read, and each rule that was looked at."""

    series: int
    reader: int
    allowed: bool
    roles: list[RoleSaid] = Field(description="empty about another organisation")
    rules: list[RuleSaid]


def _access(call: Call) -> Reply:
    organisation, series = call.number("organisation"), call.number("series")
    reader = call.query.reader or organisation
    door = call.store.writer(call.caller.who.reference)
    roles: list[RoleSaid] = []
    if reader == organisation:
        rules, roles = explain_to_reader(door, organisation, series), _roles(call, organisation)
    elif _owns(call.store, organisation, series):
        rules = explain(door, reader, series)
    else:
        raise call.reader("access").scope.refuse(f"series {series}")
    return Reply(
        AccessSeen(
            series=series,
            reader=reader,
            allowed=_allows(rules) and (not roles or any(one.allows for one in roles)),
            roles=roles,
            rules=[
                RuleSaid(agreement=one.agreement, allows=one.allows, why=one.why.in_(call.language))
                for one in rules
            ],
        )
    )


def _owns(store: Store, organisation: int, series: int) -> bool:
    with store.writer("server").look(organisation) as session:
        row = session.get(models.Series, series)
    return row is not None and row.organisation_id == organisation


def _roles(call: Call, organisation: int) -> list[RoleSaid]:
    door, who = call.store.writer("server"), call.caller.who
    with door.look() as session:
        person = session.get_one(Person, who.person)
    return [
        RoleSaid(
            role=one.held.role if one.held else None,
            by_delegation=bool(one.held and one.held.lent),
            allows=one.allows,
            why=one.why.in_(call.language),
        )
        for one in explain_roles(door, person, utc_now())
        if one.held is None or one.held.organisation in (None, organisation)
    ]


def _allows(rules: list[Reason]) -> bool:
    return any(one.allows for one in rules)


ROUTES = (
    Route(
        "GET",
        f"{PATH}/series/{{series}}/access",
        holder(Right.READ_INDICATORS),
        _access,
        "Why one may, or may not, read a series",
        reply=AccessSeen,
        query=Asked,
    ),
)
