"""The state of agreements: who lends which measures to whom, each step of it, each use of it.

An agreement is in force for a recipient when its provider and that recipient both hold their
stance at `accepted`: each side writes its own stance only, which the policies below hold to on a
server. What the policies lend is lent to the read door, for one question at a time (`lending`):
a session that says nothing sees no row of anybody else, whatever was agreed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from beffroi.store.state.models import Base

ACCEPTED, WAITING, ENDED = "accepted", "waiting", "ended"
#: JSON that policies look into.
_JSON = JSON().with_variant(JSONB(), "postgresql")


class Agreement(Base):
    """What an organisation lends; `organisation_id` is the provider, `stance` is its own."""

    __tablename__ = "agreement"
    __table_args__ = (Index("agreement_of_provider", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    # Whom it names: a row that somebody makes for itself in `agreement_party` opens nothing.
    recipients: Mapped[list[Any]] = mapped_column(_JSON)
    title: Mapped[str]
    terms: Mapped[dict[str, Any]] = mapped_column(_JSON)
    stance: Mapped[str] = mapped_column(String(16))
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]


class AgreementParty(Base):
    """A recipient of an agreement, and its stance."""

    __tablename__ = "agreement_party"
    __table_args__ = (Index("agreement_of_recipient", "organisation_id", "provider_id"),)

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    stance: Mapped[str] = mapped_column(String(16))


class AgreementStep(Base):
    """Something that a party did about an agreement."""

    __tablename__ = "agreement_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    step: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    actor: Mapped[str]
    why: Mapped[str]


class AccessTrace(Base):
    """One question about measures of another authority: who asked, under which agreement."""

    __tablename__ = "access_trace"
    __table_args__ = (
        Index("access_of_provider", "organisation_id", "at"),
        Index("access_of_reader", "reader_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # whose measures
    reader_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    at: Mapped[datetime]
    actor: Mapped[str]
    purpose: Mapped[str]
    what: Mapped[str] = mapped_column(String(32))  # observations, count, or a step
    series: Mapped[int]  # how many


class TotalGroup(Base):
    """Assets of an organisation whose total may be told: who is in it never changes."""

    __tablename__ = "total_group"
    __table_args__ = (Index("total_group_of", "organisation_id", "quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    quantity: Mapped[str]
    qualifier: Mapped[str]
    asset_type: Mapped[str] = mapped_column(String(64))
    insee: Mapped[str] = mapped_column(String(16))  # "" where assets say none
    step: Mapped[str] = mapped_column(String(16))
    size: Mapped[int]  # when it was made: an erased member is missed
    made_at: Mapped[datetime]


class TotalMember(Base):
    """A series of a group: of one at most."""

    __tablename__ = "total_member"

    series_id: Mapped[int] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("total_group.id"), index=True)


class TotalGiven(Base):
    """A total that was told: it is told the same for ever, whatever is corrected since."""

    __tablename__ = "total_given"

    group_id: Mapped[int] = mapped_column(ForeignKey("total_group.id"), primary_key=True)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    end: Mapped[datetime]
    value: Mapped[float]


@contextmanager
def lending(session: Session) -> Iterator[None]:
    """Let a session see what agreements in force lend to its organisation, for one question."""
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    query = text("SELECT set_config('beffroi.lent', :lent, true)")
    session.execute(query, {"lent": "on"})
    yield
    # Where the question failed, so did the transaction, and what it was lent with it.
    session.execute(query, {"lent": ""})


def policies(own: str) -> dict[str, dict[str, str]]:
    """Return the policies of a server beside the usual one, by table and name.

    `own` is the set of the organisations that a session acts for.
    """
    lent = "(SELECT current_setting('beffroi.lent', true) = 'on')"
    in_force = (
        "SELECT 1 FROM agreement g JOIN agreement_party p ON p.agreement_id = g.id "
        "AND g.recipients @> to_jsonb(p.organisation_id) "
        f"WHERE p.organisation_id IN {own} AND p.stance = '{ACCEPTED}' "
        f"AND g.stance = '{ACCEPTED}' AND g.valid_from <= now() AND g.valid_until > now()"
    )
    by_asset = "(g.terms ->> 'minimum_group')::integer = 0"

    def one_of(terms: str, value: str) -> str:
        listed = f"g.terms -> '{terms}'"
        return f"({listed} = '[]'::jsonb OR {listed} ? {value})"

    def asset(name: str) -> str:
        return " AND ".join(
            (
                one_of("asset_types", f"{name}.type"),
                one_of("assets", f"{name}.key"),
                one_of("territories", f"coalesce({name}.attributes ->> 'insee', '')"),
            )
        )

    def whose(owner: str) -> str:
        # Both say whose: the first is found by its index (the array keeps the server from listing
        # all that is lent to a region, for each question), the second is the provider's own word.
        return f"p.provider_id = ANY (ARRAY[{owner}]) AND g.organisation_id = {owner}"

    named = f"SELECT 1 FROM {own} o(id) WHERE agreement.recipients @> to_jsonb(o.id)"
    return {
        "agreement": {"beffroi_party": _seen(f"EXISTS ({named})")},
        # Parties know each other by name.
        "organisation": {
            "beffroi_party": _seen(
                "EXISTS (SELECT 1 FROM agreement g WHERE g.organisation_id = organisation.id "
                f"AND EXISTS (SELECT 1 FROM {own} o(id) WHERE g.recipients @> to_jsonb(o.id))) "
                f"OR EXISTS (SELECT 1 FROM agreement g WHERE g.organisation_id IN {own} "
                "AND g.recipients @> to_jsonb(organisation.id))"
            )
        },
        "agreement_party": {
            "beffroi_provider": _seen(f"provider_id IN {own}"),
            # A provider names recipients; it never answers for them.
            "beffroi_offer": "FOR INSERT WITH CHECK "
            f"(provider_id IN {own} AND stance = '{WAITING}')",
        },
        "agreement_step": {
            "beffroi_party": _seen(
                "EXISTS (SELECT 1 FROM agreement g WHERE g.id = agreement_step.agreement_id)"
            )
        },
        "access_trace": {
            "beffroi_reader": _seen(f"reader_id IN {own}"),
            "beffroi_leave": f"FOR INSERT WITH CHECK (reader_id IN {own})",
        },
        "asset": {
            "beffroi_lent": _seen(
                f"{lent} AND EXISTS ({in_force} AND {by_asset} "
                f"AND {whose('asset.organisation_id')} AND {asset('asset')})"
            )
        },
        "series": {
            "beffroi_lent": _seen(
                f"{lent} AND EXISTS (SELECT 1 FROM asset a WHERE a.id = series.asset_id AND "
                f"EXISTS ({in_force} AND {by_asset} AND "
                f"{whose('series.organisation_id')} AND "
                f"g.terms -> 'quantities' ? series.quantity AND {asset('a')}))"
            )
        },
        # Who reads a finding reads days of all that it was made of; the door looks at the rest.
        "finding": {
            "beffroi_lent": _seen(
                f"{lent} AND EXISTS (SELECT 1 FROM asset a WHERE a.id = finding.asset_id AND "
                f"EXISTS ({in_force} AND {by_asset} AND {whose('finding.organisation_id')} AND "
                "(g.terms ->> 'findings')::boolean AND g.terms ->> 'since' IS NULL AND "
                "g.terms ->> 'until' IS NULL AND "
                "g.terms ->> 'granularity' IN ('raw', 'hour', 'day') AND "
                f"g.terms -> 'quantities' ? finding.quantity AND {asset('a')}))"
            )
        },
        # A file holds all that an organisation measured in a year; the door filters within.
        "data_file": {
            "beffroi_lent": _seen(
                f"{lent} AND EXISTS ({in_force} AND {whose('data_file.organisation')})"
            )
        },
    }


def _seen(condition: str) -> str:
    return f"FOR SELECT USING ({condition})"
