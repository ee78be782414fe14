"""PostgreSQL itself holds to agreements: a hostile session gets nothing more by any query."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from beffroi.periods import Step
from beffroi.settings import Settings
from beffroi.store.read import Selection
from beffroi.store.state import access
from beffroi.store.store import Store
from tests.postgresql import TEMPLATE, Server
from tests.store.sharing.build import acting, agree, hours, measure, offer, organisation

LENT = "SELECT set_config('beffroi.lent', 'on', true)"


@pytest.fixture(scope="module")
def base(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a state: organisation 2 is a recipient.

    Organisation 1 lends it the electricity of buildings by month, and only totals of its gas;
    3 has proposed, 4 lends to 3 only.
    """
    address = server.address(server.fresh(TEMPLATE))
    settings = replace(Settings.load(None, {}), state=address)
    with Store.create(tmp_path_factory.mktemp("wall") / "home", settings) as store:
        for name in ("Commune", "Syndicat", "Hésitante", "Autre"):
            organisation(store, name)
        for owner in (1, 3, 4):
            measure(store, owner, "ecole", hours("2024-01-01", [1.0] * 24))
            measure(store, owner, "ecole", hours("2024-01-01", [1.0] * 24), "gas.energy")
            measure(store, owner, "pompe", hours("2024-01-01", [1.0]), asset_type="meter")
        agree(store, 1, 2, asset_types=["building"])
        agree(store, 1, 2, quantities=["gas.energy"], minimum_group=3)
        offer(store, 3, (2,))
        agree(store, 4, 3)
        acting(store, 2).aggregate(Selection((1,)), Step.MONTH)
        yield address


@pytest.fixture
def hostile(base: str) -> Iterator[Any]:
    """A raw session of the service's own role; what it does is undone."""
    with psycopg.connect(base) as connection:
        yield connection
        connection.rollback()


def scope(connection: Any, *said: str, of: str = "2") -> None:
    connection.execute("SELECT set_config('beffroi.scope', %s, true)", (of,))
    for one in said:
        connection.execute(one)


def seen(connection: Any, query: str) -> list[Any]:
    return [row[0] for row in connection.execute(query)]


def test_a_session_that_was_lent_nothing_sees_nothing_of_others(hostile: Any) -> None:
    scope(hostile)
    for table in ("series", "asset", "latest", "batch", "finding", "journal"):
        assert seen(hostile, f"SELECT 1 FROM {table} WHERE organisation_id <> 2") == [], table
    assert seen(hostile, "SELECT 1 FROM data_file WHERE organisation NOT IN (0, 2)") == []
    assert seen(hostile, "SELECT entry_id FROM journal_access") == []  # nobody read from it
    # Only the names of those with whom it has an agreement, or was offered one.
    assert seen(hostile, "SELECT id FROM organisation ORDER BY id") == [1, 2, 3]


def test_for_a_question_it_sees_what_agreements_in_force_lend(hostile: Any) -> None:
    scope(hostile, LENT)
    found = hostile.execute("SELECT organisation_id, quantity FROM series").fetchall()
    assert found == [(1, "electricity.active_energy")]
    assert hostile.execute("SELECT organisation_id, key FROM asset").fetchall() == [(1, "ecole")]
    assert seen(hostile, "SELECT organisation FROM data_file WHERE organisation NOT IN (0, 2)") == [
        1
    ] * len(seen(hostile, "SELECT 1 FROM data_file WHERE organisation = 1"))
    for table in ("latest", "batch", "finding", "journal"):
        assert seen(hostile, f"SELECT 1 FROM {table} WHERE organisation_id <> 2") == [], table


@pytest.mark.parametrize("stop", ["suspended", "revoked", "ended", "refused", "waiting"])
@pytest.mark.parametrize("table", ["agreement", "agreement_party"])
def test_either_side_stops_it_at_once(hostile: Any, stop: str, table: str) -> None:
    scope(hostile, of="1" if table == "agreement" else "2")
    hostile.execute(f"UPDATE {table} SET stance = %s", (stop,))
    scope(hostile, LENT)
    assert seen(hostile, "SELECT id FROM series") == []


def test_it_sees_the_agreements_that_it_is_a_party_to(hostile: Any) -> None:
    scope(hostile)
    assert seen(hostile, "SELECT organisation_id FROM agreement ORDER BY id") == [1, 1, 3]
    assert seen(hostile, "SELECT DISTINCT organisation_id FROM agreement_party") == [2]
    assert 4 not in seen(hostile, "SELECT organisation_id FROM agreement_step")
    scope(hostile, of="1")
    assert seen(hostile, "SELECT organisation_id FROM agreement_party") == [2, 2]


@pytest.mark.parametrize(
    "statement",
    [
        # It answers for nobody else, widens nothing, and gives itself nothing.
        "UPDATE agreement SET stance = 'accepted' WHERE organisation_id = 3",
        "UPDATE agreement SET terms = jsonb_set(terms, '{granularity}', '\"raw\"')",
        "UPDATE agreement SET valid_until = now() + interval '99 years'",
        "UPDATE agreement SET organisation_id = 4",
        "DELETE FROM agreement",
        "UPDATE agreement_party SET organisation_id = 2 WHERE organisation_id = 3",
        "DELETE FROM journal_access",
        "UPDATE series SET organisation_id = 2",
        "DELETE FROM series",
        "UPDATE asset SET type = 'building'",
    ],
)
def test_it_changes_nothing_of_others(hostile: Any, statement: str) -> None:
    scope(hostile, LENT)
    assert hostile.execute(statement).rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO agreement SELECT 99, 4, '[2]', '', terms, 'accepted', valid_from, "
        "valid_until, proposed_at, '' FROM agreement LIMIT 1",
        "INSERT INTO agreement_party VALUES (3, 4, 3, 'accepted')",
        "INSERT INTO agreement_step (agreement_id, organisation_id, step, at, actor, why) "
        "VALUES (3, 3, 'accept', now(), '', '')",
        # Not even in its own: a link to an entry would show the entry.
        "INSERT INTO journal_access VALUES (1, 2)",
    ],
)
def test_it_makes_nothing_in_the_name_of_others(hostile: Any, statement: str) -> None:
    scope(hostile)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        hostile.execute(statement)


def test_both_sides_of_an_access_see_its_entry_and_nobody_else(hostile: Any) -> None:
    entries = "SELECT organisation_id FROM journal WHERE action = 'access.read'"
    for who, found in ((1, [2]), (2, [2]), (3, []), (4, [])):
        scope(hostile, of=str(who))
        assert seen(hostile, entries) == found
        assert seen(hostile, "SELECT organisation_id FROM journal_access") == [1] * (who == 1)
        statement = "UPDATE journal SET purpose = '' WHERE organisation_id <> " + str(who)
        assert hostile.execute(statement).rowcount == 0


def test_a_provider_names_recipients_and_never_answers_for_them(hostile: Any) -> None:
    scope(hostile, of="3")
    hostile.execute("INSERT INTO agreement_party VALUES (3, 4, 3, 'waiting')")
    assert (
        hostile.execute("UPDATE agreement_party SET stance = 'x' WHERE agreement_id = 3").rowcount
        == 0
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        hostile.execute("INSERT INTO agreement_party VALUES (3, 1, 3, 'accepted')")


def test_rows_of_the_wall_are_of_known_tables(hostile: Any) -> None:
    names = {table.name for table in access.guarded()}
    found = hostile.execute("SELECT tablename FROM pg_policies").fetchall()
    assert {name for (name,) in found} == names


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO agreement_party VALUES (4, 2, 4, 'accepted')",
        "UPDATE agreement_party SET agreement_id = 4 WHERE agreement_id = 1",
        "UPDATE agreement_party SET agreement_id = 4, provider_id = 4 WHERE agreement_id = 1",
    ],
)
def test_a_party_row_of_ones_own_making_opens_nothing(hostile: Any, statement: str) -> None:
    scope(hostile, LENT)
    try:
        hostile.execute(statement)
    except psycopg.Error:
        return
    assert 4 not in seen(hostile, "SELECT organisation_id FROM series")
    assert 4 not in seen(hostile, "SELECT organisation_id FROM agreement")
