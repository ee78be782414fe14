"""`.../findings`: what was seen, the greatest stake first, and what a person decides about it."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from beffroi.decide.decisions import decide
from beffroi.decide.findings import CURRENT, STATUS, get, order
from beffroi.decide.ranking import ranked, shown
from beffroi.domains import algorithm, domain
from beffroi.periods import PARIS, utc_now
from beffroi.store.state import models
from beffroi.store.tokens import TokenScope
from beffroi.trust.algorithms.mention import mention
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder, reader
from beffroi.web.access.reading import Body, Query, Words
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.reading.paging import PATH, Key, Page, page, place

INDICATORS = reader(Right.READ_INDICATORS, TokenScope.READ_INDICATORS)


class Asked(Page):
    """Which findings."""

    domain: str = Field(default="", max_length=32)
    status: Literal["", "all", *STATUS] = Field(  # type: ignore[valid-type]  # of the table
        default="", description="by default, what people still have before them"
    )


class ActionSeen(BaseModel):
    """Something that could be done."""

    key: str
    label: str


class FindingSeen(BaseModel):
    """What a detector saw."""

    id: int
    domain: str
    detector: str
    version: str
    organisation: str
    asset: str
    asset_name: str
    place: str
    latitude: float | None = Field(description="of the place, WGS84; null where nobody said")
    longitude: float | None
    quantity: str
    series: int | None
    since: date
    until: date | None
    detected_at: datetime
    severity: str
    confidence: float
    stake: dict[str, dict[str, float]] = Field(
        description="by unit and year: value, low and high of its interval"
    )
    explanation: str
    actions: list[ActionSeen]
    status: str
    measured_to: date | None
    past: bool = Field(description="its meter has sent nothing for long")


class FindingsSeen(BaseModel):
    """A page of findings, the greatest stake first."""

    findings: list[FindingSeen]
    next: str | None


class FindingShown(FindingSeen):
    """A finding with its evidence and its history."""

    chart: dict[str, Any] | None = Field(
        description="Vega-Lite; null for whoever may read no measure: it shows some"
    )
    history: list[dict[str, Any]]


class Choice(Body):
    """What somebody chose, and why."""

    choice: Literal["act", "watch", "dismiss"]
    reason: Words


class DecisionSeen(BaseModel):
    """A decision that was made, and the one that it replaces."""

    decision: int
    finding: int
    choice: str
    person: str
    replaces: int | None


class Contact(Query):
    """Where a person writes to the authority."""

    contact: str = Field(min_length=1, max_length=200)


class MentionSeen(BaseModel):
    """The explicit mention of an algorithm, to be put on a decision."""

    algorithm: str
    text: str
    when: str
    persons_concerned: bool
    source: str


def _today() -> date:
    return utc_now().astimezone(PARIS).date()


def _list(call: Call) -> Reply:
    asked = call.query
    after = place(asked.after, bool, bool, bool, bool, float, int)
    if asked.domain:
        domain(asked.domain)  # a name that is none is an error, not an empty list
    status = {"": CURRENT, "all": None}.get(asked.status, (asked.status,))
    rows = ranked(
        call.reader("findings"),
        call.language,
        _today(),
        domain=asked.domain or None,
        status=status,
    )
    some, following = page(rows, _key, after, asked.limit)
    found = [FindingSeen.model_validate(row) for row in some]
    return Reply(FindingsSeen(findings=found, next=following))


def _key(row: dict[str, Any]) -> Key:
    return *order(row), row["id"]


def _one(call: Call) -> Reply:
    row = shown(call.reader("findings"), call.number("finding"), call.language, _today())
    return Reply(FindingShown.model_validate(row))


def _mention(call: Call) -> Reply:
    door = call.reader("findings")
    row = shown(door, call.number("finding"), call.language, _today())
    with door.session() as session:
        name = session.get_one(models.Organisation, call.number("organisation")).name
    made = mention(algorithm(row["detector"]), name, call.query.contact, call.language)
    return Reply(MentionSeen.model_validate(made))


def _decide(call: Call) -> Reply:
    who, number = call.caller.who, call.number("finding")
    organisation = call.number("organisation")
    door = call.store.writer(who.reference)
    with door.look(organisation) as session:
        get(session, number, [organisation])
    made = decide(door, number, call.body.choice, call.body.reason)
    return Reply(
        DecisionSeen(
            decision=made.id,
            finding=number,
            choice=call.body.choice,
            person=who.reference,
            replaces=made.earlier.id if made.earlier else None,
        )
    )


ROUTES = (
    Route(
        "GET",
        f"{PATH}/findings",
        INDICATORS,
        _list,
        "The findings of an organisation and those that are lent to it, the greatest stake first",
        reply=FindingsSeen,
        refusals=(404,),
        query=Asked,
    ),
    Route(
        "GET",
        f"{PATH}/findings/{{finding}}",
        INDICATORS,
        _one,
        "One finding, with its evidence and its history",
        reply=FindingShown,
        refusals=(404,),
    ),
    Route(
        "GET",
        f"{PATH}/findings/{{finding}}/mention",
        INDICATORS,
        _mention,
        "The mention of its algorithm (CRPA, L311-3-1) for a decision that rests on it",
        reply=MentionSeen,
        refusals=(404,),
        query=Contact,
    ),
    Route(
        "POST",
        f"{PATH}/findings/{{finding}}/decisions",
        holder(Right.DECIDE),
        _decide,
        "Decide about a finding: a person does, never a program",
        body=Choice,
        reply=DecisionSeen,
        status=201,
        refusals=(400, 404, 409),
    ),
)
