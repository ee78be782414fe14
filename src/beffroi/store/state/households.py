"""The state of households: what ties a point to its pseudonym, and who sees it.

An asset that is of a household, and each of its series, says so in its row. A session that is told
to hide them (`hide`) finds neither these rows, nor findings about them, nor what ties a number to a
pseudonym, whatever it asks; on a server, policies of the server itself hold to it too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    event,
    exists,
    false,
    text,
)
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria

from beffroi.store.state.customers import HouseholdFinding, HouseholdStep
from beffroi.store.state.loop import Finding
from beffroi.store.state.models import Asset, Base, Series
from beffroi.store.state.owning import Owned

_HIDES = "current_setting('beffroi.households', true) = 'hidden'"
#: True where a session hides nothing; read once a query.
_SHOWN = f"(SELECT ({_HIDES}) IS NOT TRUE)"
#: Policies that restrict all others of a table, by its name.
RESTRICTED = {
    "asset": f"{_SHOWN} OR NOT household",
    "series": f"{_SHOWN} OR NOT household",
    "finding": f"{_SHOWN} OR EXISTS (SELECT 1 FROM asset a WHERE a.id = finding.asset_id)",
    "household_key": _SHOWN,
    "household_link": _SHOWN,
    "household_finding": _SHOWN,
    "household_step": _SHOWN,
}
_TOLD = text("SELECT set_config('beffroi.households', :said, true)")


class HouseholdKey(Base):
    """The key with which an organisation looks numbers of delivery points up (HMAC-SHA-256)."""

    __tablename__ = "household_key"
    whose = Owned()

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str] = mapped_column(String(64))  # 32 bytes, in hexadecimal


class HouseholdLink(Base):
    """What ties a number to its pseudonym: not the number, but what the key makes of it.

    Without this row nobody can tell whose measures a pseudonym holds, not even with the key and
    the number: the pseudonym was drawn, not computed.
    """

    __tablename__ = "household_link"
    whose = Owned()
    __table_args__ = (
        UniqueConstraint("organisation_id", "lookup"),
        UniqueConstraint("organisation_id", "pseudonym"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    lookup: Mapped[str] = mapped_column(String(64))
    pseudonym: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]


def hide(session: Session) -> None:
    """Keep a session from seeing anything of households, until it ends."""
    session.info["households"] = "hidden"
    event.listen(session, "do_orm_execute", _without)
    _tell(session, "hidden")


@contextmanager
def shown(session: Session) -> Iterator[None]:
    """Let a session see households for one question of the door itself."""
    before = session.info.pop("households", "")
    _tell(session, "")
    yield
    # Where the question failed, so did the transaction, and what it was shown with it.
    session.info["households"] = before
    _tell(session, before)


def _tell(session: Session, said: str) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_TOLD, {"said": said})


# A table, not the class: the criteria themselves must not be restricted.
_HOME = Asset.__table__.alias("home")


def _elsewhere(finding: type[Finding]) -> ColumnElement[bool]:
    """Tell findings that are not of a household, by the key of their asset: no list of homes."""
    return ~exists().where(_HOME.c.id == finding.asset_id, _HOME.c.household)


_CRITERIA = (
    with_loader_criteria(Asset, Asset.household.is_(False), include_aliases=True),
    with_loader_criteria(Series, Series.household.is_(False), include_aliases=True),
    with_loader_criteria(Finding, _elsewhere, include_aliases=True),
    with_loader_criteria(HouseholdKey, false(), include_aliases=True),
    with_loader_criteria(HouseholdLink, false(), include_aliases=True),
    with_loader_criteria(HouseholdFinding, false(), include_aliases=True),
    with_loader_criteria(HouseholdStep, false(), include_aliases=True),
)


def _without(asked: ORMExecuteState) -> None:
    if asked.session.info.get("households") == "hidden" and asked.is_select:
        asked.statement = asked.statement.options(*_CRITERIA)
