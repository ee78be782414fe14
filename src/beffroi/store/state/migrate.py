"""Bringing the tables of a state up to date, on either database."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

_MIGRATIONS = Path(__file__).parent / "migrations"

#: The last revision of `migrations/versions`; revisions are numbered in order.
HEAD = "0026"


def current(connection: Connection) -> str | None:
    """Return the revision of a state; None where it has no table yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(connection: Connection) -> None:
    """Run what is missing of the migrations, within the transaction of a connection."""
    # Alembic takes half a second to import: only a state to be changed pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
