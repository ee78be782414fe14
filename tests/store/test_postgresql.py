"""The state on PostgreSQL: who sees what, which role, whose database, which settings."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Integer, Table, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, mapped_column

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store import state as state_package
from beffroi.store.read import Selection
from beffroi.store.scope import Scope
from beffroi.store.state import access, loop, models
from beffroi.store.state.access import whose
from beffroi.store.state.database import open_state
from beffroi.store.state.models import Base
from beffroi.store.state.owning import Inner, Nobody, Owned, Told
from beffroi.store.state.tables import tables
from beffroi.store.state.types import UtcDateTime
from beffroi.store.store import Store
from tests.installation import half_hours, only, put
from tests.postgresql import TEMPLATE, Server


def settings(state: str) -> Settings:
    return replace(Settings.load(None, {}), state=state)


def refused(code: str, root: Path, state: str) -> dict[str, object]:
    with pytest.raises(BeffroiError) as caught:
        Store.create(root, settings(state))
    assert caught.value.type.code == code
    assert not root.exists()  # a server that refuses leaves no folder behind
    return caught.value.to_dict("en")


@pytest.fixture
def two(tmp_path: Path, address: str) -> Iterator[Store]:
    """An installation of two communes, with a row of each in every table that has an owner."""
    with Store.create(tmp_path / "home", settings(address)) as store:
        for name in ("Une", "Autre"):
            create_organisation(store.writer("test"), name)
        put(store, half_hours("2024-01-01", [1.0, 2.0]))
        with store.writer("test").change("test", "test") as change:
            for owner in (1, 2):
                _fill(change.session, owner)
        yield store


def _fill(session: Session, owner: int) -> None:
    """Put a row in every table that the models declare, whatever its columns."""
    made: dict[str, int] = {"organisation": owner}
    for table in access.guarded():
        if table.name == "organisation":
            continue
        row = {
            column.name: _value(column, made, owner)
            for column in table.columns
            if column is not table.autoincrement_column
        }
        if table.name == "journal":  # numbered by whoever appends
            made["journal"] = row["id"] = 1000 + owner
        # A table with a number of its own gives it; the rest is depended upon by nobody.
        if table.autoincrement_column is not None:
            made[table.name] = session.execute(
                table.insert().values(**row).returning(table.autoincrement_column)
            ).scalar_one()
        else:
            session.execute(table.insert().values(**row))


def _value(column: Column[Any], made: dict[str, int], owner: int) -> object:
    if column.name in ("organisation_id", "organisation"):
        return owner
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return made.get(key.column.table.name)
    if isinstance(column.type, UtcDateTime):
        return utc_now()
    if column.primary_key and column.type.python_type is int:
        return owner  # a row of each
    if isinstance(column.type, JSON):
        return {}
    if column.name == "kind":
        return "gauge"  # a word that the store reads
    values: dict[type, object] = {
        str: f"of {owner}",
        int: 7,
        float: 1.0,
        bool: False,
        bytes: b"",
        date: date(2024, 1, 1),
    }
    return values[column.type.python_type]


def test_every_table_of_organisations_is_guarded_even_from_its_owner(address: str) -> None:
    state = open_state(Path(), address)
    with state.read() as session:
        assert access.unguarded(session.connection()) == []
        forced = set(
            session.scalars(
                text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
            )
        )
        found = set(
            session.scalars(
                text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            )
        )
    state.close()
    nobodys = {table.name: table for table in tables() if isinstance(whose(table), Nobody)}
    assert {table.name for table in tables()} - forced == nobodys.keys()
    assert found - forced == nobodys.keys() | {"alembic_version"}
    for table in nobodys.values():  # nothing there is of anybody
        assert not {"organisation_id", "organisation", "person_id"} & set(table.columns.keys())


def test_a_table_that_does_not_say_whose_its_rows_are_cannot_be_declared() -> None:
    with pytest.raises(LookupError, match="Secret"):
        type("Secret", (Base,), {"__tablename__": "secret", "id": mapped_column(Integer)})
    assert "secret" not in Base.metadata.tables


def test_the_modules_that_declare_tables_are_all_known() -> None:
    package = Path(state_package.__path__[0])
    declaring = {
        path.stem for path in package.glob("*.py") if "__tablename__" in path.read_text("utf-8")
    }
    known = (package / "tables.py").read_text("utf-8")
    assert {name for name in declaring if name not in known} == set()
    assert len(declaring) > 5


@pytest.mark.parametrize("table", access.guarded(), ids=lambda table: table.name)
def test_a_session_sees_and_touches_nothing_out_of_its_reach(two: Store, table: Table) -> None:
    count = f"SELECT count(*) FROM {table.name}"  # noqa: S608 - a table of the models
    with two.state.read() as session:
        everything = session.scalar(text(count))
    said = whose(table)
    public = isinstance(said, Owned) and said.public
    seen = []
    for reach in ((1,), (2,), (), (99,)):
        with two.state.read(reach) as session:
            seen.append(session.scalar(text(count)))
    if isinstance(whose(table), Inner):  # proofs of people: nobody who acts for an organisation
        assert (seen, everything) == ([0, 0, 0, 0], 2)
        with pytest.raises(DBAPIError, match="row-level"), two.state.write((1,)) as session:
            session.execute(
                table.insert().values(**{one.name: _value(one, {}, 9) for one in table.columns})
            )
    else:
        assert seen[1] >= 1
        assert seen[0] >= 1
    # What is public is read by whoever says for whom they read.
    assert seen[2:] == [0, everything if public else 0]
    shared = 0
    if table.name in ("journal", "batch"):  # the installation's own
        with two.state.read() as session:
            shared = session.scalar(text(f"{count} WHERE organisation_id IS NULL")) or 0
    if public:
        assert seen[:2] == [everything, everything]
    elif not isinstance(whose(table), Inner):
        assert seen[0] + seen[1] + shared == everything
    with two.state.writing.connect() as connection:  # somebody forgot to say for whom
        assert connection.scalar(text(count)) == 0
    # Another's rows can neither be removed, nor taken, nor made.
    with two.state.write((3,)) as session:
        session.execute(table.delete())
    with two.state.read() as session:
        assert session.scalar(text(count)) == everything
    if isinstance(whose(table), Told):  # its own neither: only the installation tells
        with two.state.write((1,)) as session:
            session.execute(table.delete())
        with two.state.read() as session:
            assert session.scalar(text(count)) == everything
    elif "organisation_id" in table.columns:
        for statement in (
            update(table).values(organisation_id=2),
            update(table).values(organisation_id=None),
        ):
            if isinstance(whose(table), Inner):  # it has no row in its reach
                with two.state.write((1,)) as session:
                    assert session.connection().execute(statement).rowcount == 0
                continue
            with pytest.raises(DBAPIError), two.state.write((1,)) as session:
                session.execute(statement)


def test_a_hostile_reach_sees_nothing(two: Store) -> None:
    for said in ("1) OR (true", "ALL", "all ", "'all'", "1;2", "", "-1", "*"):
        engine = two.state.reading.execution_options(beffroi_scope=said)
        with Session(engine) as session:
            try:
                found = session.scalars(select(models.Organisation.id)).all()
            except DBAPIError:  # the server does not take it for numbers
                found = []
        assert found == [], said


def test_the_reach_ends_with_its_transaction(two: Store) -> None:
    with two.state.read() as session:
        assert len(session.scalars(select(models.Organisation.id)).all()) == 2
    with two.state.reading.connect() as connection:  # the same one, from the pool
        assert connection.scalar(text("SELECT count(*) FROM organisation")) == 0


def test_the_read_door_sees_its_scope_and_says_why_it_refuses(two: Store) -> None:
    series = only_of(two, 1)
    door = two.reader(Scope(frozenset({2}), "autre", "test"))
    with door.session() as session:
        assert session.scalars(select(models.Organisation.id)).all() == [2]
        assert {row.finding_id for row in session.scalars(select(loop.Decision))} == {
            row.id for row in session.scalars(select(loop.Finding))
        }
    with pytest.raises(BeffroiError) as caught:
        door.observations(Selection(series))
    assert caught.value.type.code == "store.out_of_scope"


def only_of(store: Store, owner: int) -> tuple[int, ...]:
    with store.writer("test").look(owner) as session:
        return tuple(session.scalars(select(models.Series.id).where(models.Series.points > 0)))


def test_a_reader_sees_one_instant_over_several_queries(two: Store) -> None:
    query = select(models.JournalEntry.id)
    with two.state.read() as session:
        before = session.scalars(query).all()
        create_organisation(two.writer("test"), "Troisième")
        session.expire_all()
        assert session.scalars(query).all() == before
        with pytest.raises(DBAPIError, match="read-only"):
            session.execute(text("DELETE FROM lake_version"))


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS", "MEMBER"])
def test_a_role_that_no_policy_holds_is_refused(
    server: Server, address: str, tmp_path: Path, power: str
) -> None:
    role, name = f"too_{power.lower()}", address.split("/")[3].split("?")[0]
    if power == "MEMBER":
        server.run("CREATE ROLE {} BYPASSRLS", "lofty")
        server.run("CREATE ROLE {} LOGIN IN ROLE {}", role, "lofty")
    else:
        server.run(f"CREATE ROLE {{}} LOGIN {power}", role)
    error = refused("store.role_unsafe", tmp_path / "home", server.address(name, role))
    assert "NOBYPASSRLS" in str(error["do"])
    assert name in str(error["do"])


def test_a_table_that_lost_its_policy_stops_everything(server: Server, two: Store) -> None:
    name = two.state.server.split("/")[-1]
    two.close()
    server.run("ALTER TABLE finding NO FORCE ROW LEVEL SECURITY", database=name)
    with pytest.raises(BeffroiError) as caught:
        Store.open(two.home.root)
    assert caught.value.type.code == "store.state_unguarded"
    assert "finding" in str(caught.value)


def test_a_database_serves_one_installation(tmp_path: Path, address: str) -> None:
    Store.create(tmp_path / "one", settings(address)).close()
    refused("store.state_taken", tmp_path / "two", address)
    # Nor does another home open it, nor a copy from before, nor one that lost its own.
    Store.create(tmp_path / "two", settings("")).close()
    for identity in ((tmp_path / "two" / ".installation").read_text("utf-8"), ""):
        (tmp_path / "two" / ".installation").write_text(identity, "utf-8")
        with pytest.raises(BeffroiError) as caught:
            Store.open(tmp_path / "two", settings(address))
        assert caught.value.type.code == "store.state_other"
    Store.open(tmp_path / "one").close()


def test_an_empty_database_is_never_taken_for_the_state(
    server: Server, tmp_path: Path, address: str
) -> None:
    Store.create(tmp_path / "one", settings(address)).close()
    empty = server.address(server.fresh(TEMPLATE))
    with pytest.raises(BeffroiError) as caught:
        Store.open(tmp_path / "one", settings(empty))
    assert caught.value.type.code == "store.state_other"


def test_a_missing_driver_is_said_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = refused("store.driver_missing", tmp_path / "home", "postgresql://role@localhost/base")
    assert "beffroi[postgresql]" in str(error["do"])


def test_a_long_name_has_a_key_that_fits(two: Store) -> None:
    assert create_organisation(two.writer("test"), "Communauté de communes " * 8) == 3


def test_the_password_is_libpqs_business(
    server: Server, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    name = address.split("/")[3].split("?")[0]
    server.run("CREATE ROLE {} LOGIN PASSWORD 'très secret'", "careful")
    server.run("GRANT {} TO {}", "beffroi", "careful")
    own = server.address(name, "careful")
    error = refused("store.state_unreachable", tmp_path / "home", own)
    assert error["retryable"]
    monkeypatch.setenv("PGPASSWORD", "faux secret")
    error = refused("store.state_unreachable", tmp_path / "home", own)
    assert "faux" not in str(error)
    monkeypatch.delenv("PGPASSWORD")
    keys = tmp_path / "pgpass"
    keys.write_text(f"*:*:{name}:careful:très secret\n", "utf-8")
    keys.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(keys))
    open_state(tmp_path / "x", own).close()


def test_a_server_that_was_restarted_is_found_again(tmp_path: Path, server: Server) -> None:
    state = server.address(server.fresh(TEMPLATE))
    with Store.create(tmp_path / "home", settings(state)) as store:
        create_organisation(store.writer("test"), "Essai")
        put(store, half_hours("2024-01-01", [1.0]))
        door = store.reader(store.whole("test", "test"))
        server.stop()
        with pytest.raises(BeffroiError) as caught:
            put(store, half_hours("2024-01-01T01:00", [2.0]))
        assert caught.value.type.code == "store.state_unreachable"
        assert caught.value.type.retryable
        with pytest.raises(BeffroiError) as caught:
            door.observations(Selection((1,)))
        assert caught.value.type.code == "store.state_unreachable"
        server.start()
        put(store, half_hours("2024-01-01T01:00", [2.0]))
        assert door.observations(only(store))["value"].to_pylist() == [1.0, 2.0]
