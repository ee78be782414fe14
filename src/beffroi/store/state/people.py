"""The state of people: who they are, what they may do, how they prove it.

A person is a reference, a name and an e-mail; the journal holds the reference only, so that a
person can be erased and the journal stay true.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Inner, Joined, Owned


class Person(Base):
    """Somebody who acts here; one who is erased keeps the reference and nothing else."""

    __tablename__ = "person"
    whose = Joined("membership", "person_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Membership(Base):
    """A role of a person in an organisation, for a time; without organisation, in all of them.

    One that is delegated depends on the membership that it comes from, and ends with it.
    """

    __tablename__ = "membership"
    whose = Owned()
    __table_args__ = (Index("membership_of_person", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    given_by: Mapped[str]
    delegated_from_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))


class Password(Base):
    """What is kept of a password: an Argon2 hash, which holds its own parameters."""

    __tablename__ = "password"
    whose = Inner()

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    hash: Mapped[str]
    set_at: Mapped[datetime]


class Factor(Base):
    """A second proof: an authenticator application (`totp`) or a passkey (`passkey`)."""

    __tablename__ = "factor"
    whose = Inner()
    __table_args__ = (Index("factor_of_person", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str]
    secret: Mapped[bytes] = mapped_column(LargeBinary)  # of a passkey: its public key
    credential: Mapped[str | None] = mapped_column(unique=True)  # of a passkey: its number
    counter: Mapped[int] = mapped_column(BigInteger)  # the last step, or the uses of a passkey
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code on paper that stands once for a lost second factor."""

    __tablename__ = "recovery_code"
    whose = Inner()

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class PersonSession(Base):
    """A browser that a person signed in with; the secret of its cookie is not kept.

    `level`: 0 while a second factor is awaited, 1 with one proof, 2 with two. Once ended, a row
    stays for a while: the browser that bears it is one that the person used before (`known`).
    """

    __tablename__ = "person_session"
    whose = Inner()

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    known: Mapped[bool]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # by its person: the browser stays known
    revoked_at: Mapped[datetime | None]  # for safety: it proves nothing any more


class ExternalIdentity(Base):
    """The person that an identity provider knows under a subject."""

    __tablename__ = "external_identity"
    whose = Inner()
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[datetime]


class Ceremony(Base):
    """What was begun and is awaited once: an invitation, the challenge of a passkey, a redirection.

    Whoever comes back bears its secret, of which the hash is kept here; reading it ends it.
    """

    __tablename__ = "ceremony"
    whose = Inner()

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    content: Mapped[dict[str, Any]]
    until: Mapped[datetime] = mapped_column(index=True)


class Throttle(Base):
    """How often something was tried in vain; its key is a hash, of no address that can be read."""

    __tablename__ = "throttle"
    whose = Inner()

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)


#: What stands for a moment only: a backup that is restored brings none of it back.
FLEETING = frozenset({"person_session", "ceremony", "throttle"})
