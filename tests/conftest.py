"""Fixtures that every test may use."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import typer.main
from hypothesis import settings

from beffroi.cli.frame import Frame
from beffroi.decide.organisations import create_organisation
from beffroi.settings import Settings
from beffroi.store.state.database import open_state
from beffroi.store.store import Store
from tests import compiled, postgresql, tables
from tests.filled import Copies, Fill

# The same examples at each run; a slow machine is no failure.
settings.register_profile("house", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("house")

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
#: The two kinds of state; `BEFFROI_TEST_STATE=postgresql` runs every test on the second one.
KINDS = ("sqlite", "postgresql")
Create: TypeAlias = Callable[[Path], Store]
Filled: TypeAlias = Callable[[Fill, Path], Store]
#: A folder in memory, where the system has one, and the room that it must have [bytes]: tests wait
#: for the disk thousands of times, and no test sees what a loss of power would undo.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - pytest makes a folder of its own there

#: Files with tests that take more than ten seconds each.
LONGEST = (
    "tests/demo/test_readme.py",
    "tests/store/rollups/test_rollups.py",
    "tests/store/test_backup.py",
    "tests/web/browser/test_axe.py",
    "tests/web/pages/hostile/test_fields.py",
    "tests/web/reading/test_machine.py",
    "tests/web/test_killed.py",
)


def pytest_configure() -> None:
    """Give the tests their temporary folders in memory, unless told where."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and among what tests make only.

    What collection made stays to the end: looking for garbage would go through it again every few
    tests, a fifth of the time of those that open an application. What is young is looked at as
    often as ever.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 50)


@pytest.fixture(scope="session", autouse=True)
def _tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Make the tables of a file of state once; those of a server are too, in `server`."""
    with compiled.kept(), tables.copied(tmp_path_factory.mktemp("tables")):
        yield


@pytest.fixture(scope="session", autouse=True)
def _commands() -> Iterator[None]:
    """Make the commands once a language: Typer makes all of them for each call."""
    made: dict[str, Any] = {}

    def command(app: Frame) -> Any:
        if app.language not in made:
            made[app.language] = typer.main.get_command(app)
        return made[app.language]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", command)
        yield


@pytest.fixture
def shared_data() -> Path:
    """The folder of real files beside the repository; the test skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real files of ../shared/data are not on this machine")
    return SHARED_DATA


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.Server]:
    """A PostgreSQL server, started once; skipped where there is none, never in CI."""
    found = postgresql.programs()
    if found is None:
        said = "no PostgreSQL: install the test group, or set BEFFROI_TEST_POSTGRESQL"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    with postgresql.started(found) as server:
        server.run("CREATE DATABASE {} OWNER {}", postgresql.TEMPLATE, postgresql.ROLE)
        # Tables are made once: each test gets a copy of them.
        open_state(Path(), server.address(postgresql.TEMPLATE)).close()
        yield server


@pytest.fixture
def address(server: postgresql.Server) -> Iterator[str]:
    """The address of a database that serves nobody yet."""
    name = server.fresh(postgresql.TEMPLATE)
    yield server.address(name)
    server.drop(name)


@pytest.fixture
def kind() -> str:
    """The kind of state; the tests of the store run on both."""
    return os.environ.get("BEFFROI_TEST_STATE", "sqlite")


@pytest.fixture
def create(kind: str, request: pytest.FixtureRequest) -> Create:
    """Make a new installation in a folder, with a state of the kind that is tested."""
    state = request.getfixturevalue("address") if kind == "postgresql" else ""
    return lambda root: Store.create(root, replace(Settings.load(root), state=state))


@pytest.fixture
def store(tmp_path: Path, create: Create) -> Iterator[Store]:
    """A new installation for one commune, whose identifier is 1."""
    with create(tmp_path / "l'essai") as made:
        assert create_organisation(made.writer("test"), "Essai") == 1
        yield made


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """The installations that were filled, to be copied."""
    return Copies(tmp_path_factory.mktemp("filled"))


@pytest.fixture
def filled(kind: str, copies: Copies, request: pytest.FixtureRequest) -> Iterator[Filled]:
    """Open copies of installations that were filled once, with a state of the kind tested."""
    server = request.getfixturevalue("server") if kind == "postgresql" else None
    with ExitStack() as stack:

        def copy(fill: Fill, root: Path) -> Store:
            store, database = copies.copy(fill, root, server)
            if server is not None:
                stack.callback(server.drop, database)
            stack.callback(store.close)
            return store

        yield copy
