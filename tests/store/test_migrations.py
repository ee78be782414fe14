"""The migrations make the tables that the models declare."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from beffroi.errors import BeffroiError
from beffroi.store.state import database, loop, migrate
from beffroi.store.state.database import HEAD, open_state
from beffroi.store.state.models import Base
from tests import tables

MIGRATIONS = Path(database.__file__).parent / "migrations"


@pytest.fixture
def where(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a state that has no table yet; empty for a file."""
    if kind == "sqlite":
        return ""
    server = request.getfixturevalue("server")
    found: str = server.address(server.fresh())
    return found


def test_migrations_and_models_agree(tmp_path: Path, where: str) -> None:
    assert loop.Finding.metadata is Base.metadata
    state = open_state(tmp_path / "state.sqlite", where)
    with state.writing.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    state.close()


def test_the_head_is_the_last_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_state_of_a_newer_version_is_refused(tmp_path: Path, where: str) -> None:
    path = tmp_path / "state.sqlite"
    state = open_state(path, where)
    with state.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    state.close()
    with pytest.raises(BeffroiError) as caught:
        open_state(path, where)
    assert caught.value.type.code == "store.state_newer"


def test_tables_that_tests_copy_are_those_of_the_migrations(tmp_path: Path) -> None:
    found = []
    for name, upgrade in (("copied", migrate.upgrade), ("migrated", tables.migrated)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(migrate, "upgrade", upgrade)
            open_state(tmp_path / name).close()
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            # Constraints without a name are in no order.
            statements = [re.split(r",?\s*\n\s*", one) for one in connection.iterdump()]
        found.append(sorted(sorted(lines) for lines in statements))
    assert found[0] == found[1]
    assert any('CREATE TABLE "token" (' in lines for lines in found[0])
