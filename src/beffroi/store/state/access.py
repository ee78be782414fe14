"""Who sees which rows on a server: policies that the server itself holds to, its owner too.

A session says whose rows it needs, for the time of its transaction: `beffroi.scope` is `all`, or
the numbers of organisations. Where it says nothing it sees nothing. A mistake in a query, or words
that a hostile file slipped into one, then find no row of another organisation.

Policies are made from the tables as the models declare them, after every migration: a new table
that holds rows of organisations is guarded from its first day.
"""

from sqlalchemy import Column, Connection, Table, text

from beffroi.store.state import (
    flow,
    households,
    lending,
    loop,
    merkle,
    people,
    places,
    publishing,
    registers,
)
from beffroi.store.state.models import Base

#: Tables that say nothing of any organisation.
OPEN = frozenset(
    {
        "lake_version",
        "installation",
        # Hashes and signatures: whoever appends to the journal makes the one tree grow.
        "journal_tree",
        "journal_node",
        "journal_head",
        "journal_cosignature",
        # What all members of a group see of it.
        "comparison",
        # Files of the official geography, which are public.
        "geography_file",
    }
)
#: Tables of what proves who somebody is: no organisation owns it, and no session that acts for one
#: has any need to see it. Only the installation's own work does.
INNER = frozenset(
    {
        "ceremony",
        "external_identity",
        "factor",
        "password",
        "person_session",
        "recovery_code",
        "throttle",
    }
)
#: Tables that the installation alone writes; policies of `lending` say who sees what of them.
TOLD = frozenset({"journal_access"})
#: Tables whose rows are seen by the organisations that another table joins them to, by its column.
JOINED = {"person": ("membership", "person_id")}
#: Where a number stands for several organisations: readers of each of them see such rows.
SHARED = {"data_file": 0}
_POLICY, _SHARED_POLICY = "beffroi_scope", "beffroi_shared"
_RESTRICTING = "beffroi_households"
_SCOPE = "current_setting('beffroi.scope', true)"
# Both are read once a query, not once a row.
_ALL = f"(SELECT {_SCOPE} = 'all')"
_OWN = f"(SELECT unnest(string_to_array(nullif({_SCOPE}, 'all'), ','))::integer)"
# The modules of these declare tables.
_NAMED = (
    flow.Message,
    households.HouseholdLink,
    loop.Finding,
    merkle.Tree,
    people.Person,
    places.Ground,
    publishing.Publication,
    registers.AlgorithmRun,
)
#: What parties to an agreement see of each other, beside what is their own.
_PARTIES = lending.policies(_OWN)


def guarded() -> list[Table]:
    """List the tables that hold rows of organisations, those that others depend on first."""
    return [table for table in Base.metadata.sorted_tables if table.name not in OPEN]


def guard(connection: Connection) -> None:
    """Give every table that holds rows of organisations its policies, within a transaction."""
    name = connection.dialect.identifier_preparer.format_table
    for table in guarded():
        known = name(table)
        more = _PARTIES.get(table.name, {})
        for policy in (_POLICY, _SHARED_POLICY, _RESTRICTING, *more):
            connection.execute(text(f"DROP POLICY IF EXISTS {policy} ON {known}"))
        connection.execute(text(f"ALTER TABLE {known} ENABLE ROW LEVEL SECURITY"))
        connection.execute(text(f"ALTER TABLE {known} FORCE ROW LEVEL SECURITY"))
        sees = rule(table)
        connection.execute(
            text(f"CREATE POLICY {_POLICY} ON {known} USING ({sees}) WITH CHECK ({sees})")
        )
        if table.name in SHARED:
            shared = f"{_owner(table)} = {SHARED[table.name]}"
            connection.execute(
                text(f"CREATE POLICY {_SHARED_POLICY} ON {known} FOR SELECT USING ({shared})")
            )
        if table.name in households.RESTRICTED:  # whatever other policies show
            seen = households.RESTRICTED[table.name]
            connection.exec_driver_sql(
                f"CREATE POLICY {_RESTRICTING} ON {known} AS RESTRICTIVE FOR SELECT USING ({seen})"
            )
        for policy, clause in more.items():
            connection.exec_driver_sql(f"CREATE POLICY {policy} ON {known} {clause}")


def unguarded(connection: Connection) -> list[str]:
    """List the tables that should be guarded and are not: somebody took their policy away."""
    rows = connection.execute(
        text(
            "SELECT c.relname, p.polname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relnamespace = current_schema()::regnamespace "
            "AND c.relrowsecurity AND c.relforcerowsecurity"
        )
    )
    wanted = {(table.name, _POLICY) for table in guarded()}
    wanted |= {(name, _RESTRICTING) for name in households.RESTRICTED}
    return sorted({name for name, _ in wanted - {(row.relname, row.polname) for row in rows}})


def rule(table: Table) -> str:
    """Write the condition under which a session sees a row, or writes one.

    >>> "EXISTS" in rule(Base.metadata.tables["decision"])
    True
    """
    if table.name in INNER | TOLD:
        return _ALL
    if table.name in JOINED:
        joining, column = JOINED[table.name]
        return (
            f"{_ALL} OR EXISTS (SELECT 1 FROM {joining} "  # noqa: S608 - names of the models
            f"WHERE {joining}.{column} = {table.name}.id)"
        )
    owner = _owner(table)
    if owner is not None:
        return f"{_ALL} OR {owner} IN {_OWN}"
    # A row without an organisation of its own is seen with the one that it depends on.
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        parent: Column[object] = key.column
        if parent.table.name not in OPEN:
            above = parent.table.name
            return (
                f"{_ALL} OR EXISTS (SELECT 1 FROM {above} "  # noqa: S608 - names of the models
                f"WHERE {above}.{parent.name} = {table.name}.{key.parent.name})"
            )
    raise LookupError(f"{table.name}: say whose its rows are, or name it in OPEN")


def _owner(table: Table) -> str | None:
    if table.name == "organisation":
        return "id"
    return next((n for n in ("organisation_id", "organisation") if n in table.columns), None)
