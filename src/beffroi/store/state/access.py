"""Who sees which rows on a server: policies that the server itself holds to, its owner too.

A session says whose rows it needs, for the time of its transaction: `beffroi.scope` is `all`, or
the numbers of organisations. Where it says nothing it sees nothing. A mistake in a query, or words
that a hostile file slipped into one, then find no row of another organisation.

Policies are made from the tables as the models declare them, after every migration: a new table
that holds rows of organisations is guarded from its first day.
"""

from sqlalchemy import Connection, Table, text

from beffroi.store.state import households, lending
from beffroi.store.state.owning import Above, Inner, Joined, Nobody, Owned, Told, Whose
from beffroi.store.state.tables import tables

_POLICY, _SHARED_POLICY = "beffroi_scope", "beffroi_shared"
_RESTRICTING = "beffroi_households"
_SCOPE = "current_setting('beffroi.scope', true)"
# Both are read once a query, not once a row.
_ALL = f"(SELECT {_SCOPE} = 'all')"
_OWN = f"(SELECT unnest(string_to_array(nullif({_SCOPE}, 'all'), ','))::integer)"
#: Whoever said for whom they read, whatever they said.
_ANYBODY = f"(SELECT coalesce({_SCOPE}, '') <> '')"
#: What parties to an agreement see of each other, beside what is their own.
_PARTIES = lending.policies(_OWN)


def whose(table: Table) -> Whose:
    """Return what a table says of its rows.

    >>> [whose(table).column for table in tables() if table.name == "decision"]
    ['finding_id']
    """
    found: Whose = table.info["whose"]
    return found


def guarded() -> list[Table]:
    """List the tables that hold rows of organisations, those that others depend on first."""
    return [table for table in tables() if not isinstance(whose(table), Nobody)]


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
        said = whose(table)
        if isinstance(said, Owned) and (said.public or said.everyone is not None):
            shared = _ANYBODY if said.public else f"{said.column} = {said.everyone}"
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

    >>> [rule(table) for table in tables() if table.name == "password"]
    ["(SELECT current_setting('beffroi.scope', true) = 'all')"]
    """
    match whose(table):
        case Owned(column):
            return f"{_ALL} OR {column} IN {_OWN}"
        case Above(column):
            (key,) = table.columns[column].foreign_keys
            seen = f"{key.column.table.name}.{key.column.name} = {table.name}.{column}"
            return _with(key.column.table.name, seen)
        case Joined(joining, column):
            return _with(joining, f"{joining}.{column} = {table.name}.id")
        case Inner() | Told():
            return _ALL
        case Nobody():
            raise LookupError(f"{table.name}: no policy is made for what is of nobody")


def _with(table: str, condition: str) -> str:
    """See a row with that of another table, which its own policies show or hide."""
    return f"{_ALL} OR EXISTS (SELECT 1 FROM {table} WHERE {condition})"  # noqa: S608 - names of the models
