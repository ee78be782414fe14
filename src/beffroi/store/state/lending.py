"""What a server lets a party to agreements see of others: the second wall behind the read door.

Rows of measures are lent to the door, for one question at a time (`lending`): a session that says
nothing sees no row of anybody else, whatever was agreed. One that does sees the rows that an
agreement in force lends, by its own conditions and by the clock of the server.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from beffroi.store.state.sharing import ACCEPTED, WAITING


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
                f"NOT {name}.household",  # never lent by itself
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
        # An authority sees the accesses to its data, whoever asked.
        "journal": {
            "beffroi_owner": _seen(
                "action = 'access.read' AND EXISTS (SELECT 1 FROM journal_access a "
                f"WHERE a.entry_id = journal.id AND a.organisation_id IN {own})"
            )
        },
        # The installation alone tells them: a link that somebody made would show any entry.
        "journal_access": {"beffroi_owner": _seen(f"organisation_id IN {own}")},
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
                f"{lent} AND EXISTS ({in_force} AND {by_asset} "
                f"AND {whose('data_file.organisation')})"
            )
        },
    }


def _seen(condition: str) -> str:
    return f"FOR SELECT USING ({condition})"
