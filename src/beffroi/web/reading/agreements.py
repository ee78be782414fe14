"""`.../agreements`: those of an organisation, and what it does about them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, Field
from sqlalchemy import select

from beffroi.commons.agreements.drafting import draft, from_template
from beffroi.commons.agreements.listing import listed, shown
from beffroi.commons.agreements.proposing import propose
from beffroi.commons.agreements.stances import take
from beffroi.commons.agreements.telling import Told, tell
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.admitting import ACTOR
from beffroi.web.access.demands import holder, reader
from beffroi.web.access.reading import Body, Words
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.reading.paging import PATH, Page, page, place

#: A day of our time: further ones have no instant in Python.
_Day: TypeAlias = Annotated[date, Field(strict=False, ge=date(1900, 1, 1), lt=date(2200, 1, 1))]
_WHO = Text(fr="collectivité", en="authority")


class RecipientSeen(BaseModel):
    """A recipient, where it stands, and how the agreement stands for it."""

    organisation: int
    stance: str
    status: str


class StepSeen(BaseModel):
    """Something that a party did about an agreement."""

    step: str
    organisation: int
    at: datetime
    actor: str
    why: str


class AgreementSeen(BaseModel):
    """An agreement, as one of its parties sees it."""

    agreement: int
    title: str
    provider: int
    provider_stance: str
    recipients: list[RecipientSeen]
    valid_from: datetime
    valid_until: datetime
    proposed_at: datetime
    proposed_by: str
    terms: dict[str, Any]
    steps: list[StepSeen]


class AgreementsSeen(BaseModel):
    """A page of agreements, the newest first."""

    agreements: list[AgreementSeen]
    next: str | None


class NewAgreement(Body):
    """What the file of `beffroi agreements propose` says; parties are named by SIREN."""

    template: str = Field(default="", max_length=60)
    title: Words
    provider: Words
    recipients: list[Words] = Field(min_length=1, max_length=100)
    purpose: Words | None = None
    legal_basis: Words | None = None
    domains: list[Words] | None = Field(default=None, max_length=100)
    quantities: list[Words] | None = Field(default=None, max_length=1000)
    asset_types: list[Words] | None = Field(default=None, max_length=100)
    territories: list[Words] | None = Field(default=None, max_length=1000)
    assets: list[Words] | None = Field(default=None, max_length=1000)
    granularity: Literal["raw", "hour", "day", "month", "year"] | None = None
    views: list[Literal["raw", "repaired"]] | None = None
    minimum_group: int | None = Field(default=None, ge=0, le=1_000_000)
    since: _Day | None = None
    until: _Day | None = None
    valid_from: _Day | None = None
    valid_until: _Day | None = None
    findings: bool | None = None
    conditions: list[Words] | None = Field(default=None, max_length=100)


class NewStep(Body):
    """What a party does about an agreement."""

    step: Literal["accept", "refuse", "suspend", "resume", "revoke"]
    why: Words | None = None


class TotalSeen(BaseModel):
    """A total of a group of assets over a civil step."""

    group: int
    quantity: str
    qualifier: str
    asset_type: str
    insee: str
    assets: int
    start: datetime
    end: datetime
    value: float
    unit: str


class TotalsSeen(BaseModel):
    """A page of totals, by instant and group."""

    totals: list[TotalSeen]
    next: str | None


def _list(call: Call) -> Reply:
    asked, own = call.query, call.number("organisation")
    after = place(asked.after, int)
    before = -after[0] if after else None
    rows = listed(call.store.writer(ACTOR), [own], before=before, most=asked.limit + 1)
    some, following = page(rows, lambda one: (-one.row.id,), after, asked.limit)
    seen = [AgreementSeen.model_validate(one.seen_by(own).to_dict()) for one in some]
    return Reply(AgreementsSeen(agreements=seen, next=following))


def _one(call: Call) -> Reply:
    own, number = call.number("organisation"), call.number("agreement")
    found = shown(call.store.writer(ACTOR), [own], number)
    return Reply(AgreementSeen.model_validate(found.seen_by(own).to_dict()))


def _propose(call: Call) -> Reply:
    own, form = call.number("organisation"), call.body.model_dump(exclude_none=True)
    template = form.pop("template")
    said = from_template(template) if template else {}
    made = draft({**said, **form}, lambda siren: by_siren(call.store, siren))
    door = call.store.writer(call.caller.who.reference)
    number = propose(door, made, own)
    return Reply(AgreementSeen.model_validate(shown(door, [own], number).seen_by(own).to_dict()))


def by_siren(store: Store, siren: str) -> int:
    """Return an organisation by its SIREN, which is public; names and numbers are not asked for.

    Raises:
        BeffroiError: `store.not_found`.
    """
    row = models.Organisation
    with store.writer(ACTOR).look() as session:
        found = session.scalar(select(row.id).where(row.key == siren))
    if found is None:
        raise BeffroiError(NOT_FOUND, what=_WHO, key=siren[:80], command="organisations")
    return found


def _step(call: Call) -> Reply:
    own, number = call.number("organisation"), call.number("agreement")
    door = call.store.writer(call.caller.who.reference)
    take(door, number, own, call.body.step, call.body.why or "")
    return Reply(AgreementSeen.model_validate(shown(door, [own], number).seen_by(own).to_dict()))


def _totals(call: Call) -> Reply:
    asked = call.query
    after = place(asked.after, str, int)
    rows = tell(call.reader("agreement"), call.number("agreement"))
    some, following = page(rows, _place, after, asked.limit)
    seen = [TotalSeen.model_validate(one.to_dict()) for one in some]
    return Reply(TotalsSeen(totals=seen, next=following))


def _place(told: Told) -> tuple[str, int]:
    return told.total.start.isoformat(), told.total.group


ROUTES = (
    Route(
        "GET",
        f"{PATH}/agreements",
        holder(Right.READ_INDICATORS),
        _list,
        "The agreements of an organisation, the newest first",
        reply=AgreementsSeen,
        query=Page,
    ),
    Route(
        "POST",
        f"{PATH}/agreements",
        holder(Right.AGREE, recent=True),
        _propose,
        "Propose an agreement for one of its parties",
        body=NewAgreement,
        reply=AgreementSeen,
        status=201,
        refusals=(400, 404, 409),
    ),
    Route(
        "GET",
        f"{PATH}/agreements/{{agreement}}",
        holder(Right.READ_INDICATORS),
        _one,
        "One agreement",
        reply=AgreementSeen,
        refusals=(404,),
    ),
    Route(
        "POST",
        f"{PATH}/agreements/{{agreement}}/steps",
        holder(Right.AGREE, recent=True),
        _step,
        "Accept, refuse, suspend, resume or revoke an agreement, for one's own side",
        body=NewStep,
        reply=AgreementSeen,
        status=201,
        refusals=(404, 409),
    ),
    Route(
        "GET",
        f"{PATH}/agreements/{{agreement}}/totals",
        reader(Right.READ_INDICATORS, TokenScope.READ_INDICATORS),
        _totals,
        "The totals that an agreement lends, never one asset alone",
        reply=TotalsSeen,
        query=Page,
    ),
)
