"""What an address demands of whoever calls it."""

from dataclasses import dataclass
from enum import StrEnum

from beffroi.store.tokens import TokenScope
from beffroi.trust.people.roles import Right


class Who(StrEnum):
    """Who may call."""

    ANYONE = "anyone"
    TOKEN = "token"  # noqa: S105 - a program that bears a token
    AWAITED = "awaited"  # somebody who gave a password, whether or not a second proof is awaited
    SIGNED = "signed"  # somebody who gave all that their account asks for
    READER = "reader"  # somebody as above, or a program that bears a token


@dataclass(frozen=True, slots=True)
class Demand:
    """A declaration, shown in the document of the API and enforced before a body is read.

    A right is one in the organisation that the address names, else in the installation as a whole.
    A reader has the right where they are a person, the scope where they are a program.
    """

    who: Who
    scope: TokenScope | None = None
    right: Right | None = None
    otherwise: Right | None = None
    """Another right that serves as well."""
    recent: bool = False
    """Whether a proof must have been given lately: for what cannot be undone."""

    @property
    def session(self) -> bool:
        """Whether a session is asked for, or serves as well."""
        return self.who in (Who.AWAITED, Who.SIGNED, Who.READER)

    @property
    def token(self) -> bool:
        """Whether a token is asked for, or serves as well."""
        return self.who in (Who.TOKEN, Who.READER)

    def to_dict(self) -> dict[str, object]:
        """Return it as the document of the API says it."""
        said = {
            "who": self.who,
            "scope": self.scope,
            "right": self.right,
            "otherwise": self.otherwise,
            "recent": self.recent,
        }
        return {name: value for name, value in said.items() if value}


ANYONE = Demand(Who.ANYONE)
AWAITED = Demand(Who.AWAITED)
SIGNED = Demand(Who.SIGNED)
RECENT = Demand(Who.SIGNED, recent=True)


def token(scope: TokenScope) -> Demand:
    """Demand a token with a scope."""
    return Demand(Who.TOKEN, scope=scope)


def reader(right: Right | None, scope: TokenScope | None) -> Demand:
    """Demand somebody who holds a right, or a token with a scope; None: any of theirs."""
    return Demand(Who.READER, scope=scope, right=right)


def holder(right: Right, *, otherwise: Right | None = None, recent: bool = False) -> Demand:
    """Demand somebody who holds a right, or another that serves as well."""
    return Demand(Who.SIGNED, right=right, otherwise=otherwise, recent=recent)
