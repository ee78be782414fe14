"""What the addresses of people take and answer."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias

from pydantic import AwareDatetime, BaseModel, Field

from beffroi.store.state.people import Factor, Membership, Person, PersonSession
from beffroi.trust.people.loans import Loan
from beffroi.trust.people.memberships import Held
from beffroi.web.access.reading import Body

_Words = Field(min_length=1, max_length=254)
#: An instant with its offset, of our time: further ones have no UTC in Python.
Moment: TypeAlias = Annotated[
    AwareDatetime,
    Field(strict=False, ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
]


class SignIn(Body):
    """An e-mail and a password."""

    email: str = _Words
    password: str = Field(min_length=1, max_length=512)


class TakeUp(Body):
    """An invitation, and the password that its person chooses."""

    invitation: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=512)


class NewPassword(Body):
    """Another password."""

    password: str = Field(min_length=1, max_length=512)


class Code(Body):
    """A code of an application, or a recovery code."""

    code: str = Field(min_length=1, max_length=80)


class NewTotp(Body):
    """A code that proves that an application kept the secret it was offered."""

    ceremony: str = Field(min_length=1, max_length=200)
    code: str = Field(min_length=1, max_length=80)
    name: str = Field(default="", max_length=60)


class Credential(Body):
    """What a device answered, as `PublicKeyCredential.toJSON()` writes it."""

    ceremony: str = Field(min_length=1, max_length=200)
    credential: dict[str, Any]


class NewPasskey(Credential):
    """A passkey that a device has made."""

    name: str = Field(default="", max_length=60)


class NewMember(Body):
    """A role for somebody, who is invited where they have no account yet."""

    name: str = Field(min_length=1, max_length=120)
    email: str = _Words
    role: str = Field(min_length=1, max_length=32)
    until: Moment | None = None


class NewLoan(Body):
    """A role that one lends: to whom, in which organisation, until when."""

    to: str = _Words
    organisation: int = Field(ge=1, lt=1 << 31)
    role: str = Field(min_length=1, max_length=32)
    until: Moment


class RoleSeen(BaseModel):
    """A role that somebody has."""

    membership: int
    organisation: int | None
    role: str
    since: datetime
    until: datetime | None
    lent: bool

    @classmethod
    def of(cls, held: Held) -> "RoleSeen":
        """Show a role."""
        return cls(
            membership=held.membership,
            organisation=held.organisation,
            role=held.role,
            since=held.since,
            until=held.until,
            lent=held.lent,
        )


class SessionSeen(BaseModel):
    """The session of the caller: `page` is what changes must show, see `X-Beffroi-Page`."""

    person: str
    name: str
    awaited: list[str]
    """What second proof is awaited; empty once the person is signed in."""
    second_factor: bool
    page: str


class MeSeen(BaseModel):
    """One's own account."""

    person: str
    name: str
    email: str
    roles: list[RoleSeen]
    factors: list["FactorSeen"]
    recovery_codes_left: int


class FactorSeen(BaseModel):
    """A second factor, without its secret."""

    factor: int
    kind: str
    name: str
    created_at: datetime
    used_at: datetime | None

    @classmethod
    def of(cls, row: Factor) -> "FactorSeen":
        """Show a factor."""
        return cls(
            factor=row.id,
            kind=row.kind,
            name=row.name,
            created_at=row.created_at,
            used_at=row.used_at,
        )


class BrowserSeen(BaseModel):
    """A browser that somebody is signed in with."""

    session: int
    agent: str
    created_at: datetime
    seen_at: datetime
    second_factor: bool
    current: bool

    @classmethod
    def of(cls, row: PersonSession, current: int) -> "BrowserSeen":
        """Show a session."""
        return cls(
            session=row.id,
            agent=row.agent,
            created_at=row.created_at,
            seen_at=row.seen_at,
            second_factor=row.level > 1,
            current=row.id == current,
        )


class BrowsersSeen(BaseModel):
    """The browsers that somebody is signed in with."""

    sessions: list[BrowserSeen]


class TotpOffered(BaseModel):
    """A secret for an application: `address` is what a QR code holds."""

    ceremony: str
    secret: str
    address: str


class Challenged(BaseModel):
    """What a browser hands to `navigator.credentials`."""

    ceremony: str
    options: dict[str, Any]


class CodesSeen(BaseModel):
    """Recovery codes, shown once; `page` is that of the renewed session."""

    recovery_codes: list[str]
    page: str


class PersonSeen(BaseModel):
    """Somebody of an organisation."""

    person: str
    name: str
    email: str | None
    closed: bool
    roles: list[RoleSeen]

    @classmethod
    def of(cls, person: Person, roles: list[Held]) -> "PersonSeen":
        """Show a person."""
        return cls(
            person=person.reference,
            name=person.name,
            email=person.email,
            closed=person.closed_at is not None,
            roles=[RoleSeen.of(one) for one in roles],
        )


class PeopleSeen(BaseModel):
    """The people of an organisation."""

    people: list[PersonSeen]


class Invited(BaseModel):
    """A person who has a role now; `invitation` is empty where they have an account already."""

    person: str
    membership: int
    invitation: str


class Lent(BaseModel):
    """A role that was lent."""

    membership: int
    until: datetime | None

    @classmethod
    def of(cls, row: Membership) -> "Lent":
        """Show a loan."""
        return cls(membership=row.id, until=row.until)


class LoanSeen(BaseModel):
    """A role that one lends, and to whom."""

    membership: int
    organisation: int
    role: str
    to: str
    to_name: str
    since: datetime
    until: datetime

    @classmethod
    def of(cls, row: Loan) -> "LoanSeen":
        """Show a loan."""
        return cls(**asdict(row))


class LoansSeen(BaseModel):
    """The roles that one lends."""

    delegations: list[LoanSeen]
