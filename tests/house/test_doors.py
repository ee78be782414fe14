"""One write door, one read door: the rest of the product goes through them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import SRC, name_of, parsed, place, tracked

OPENERS = {"sessionmaker", "scoped_session", "create_engine", "begin", "begin_nested"}
LAKE = {"deltalake", "delta_scan", "DeltaTable"}


def openings(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the places that open a session, a transaction or an engine."""
    session = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in {"Session", "AsyncSession"}
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = name_of(node)
        whole = ast.unparse(node.func) if called == "Session" else called
        if called in OPENERS | session or whole.endswith("orm.Session"):
            yield node


def lake_uses(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the places that touch the lake itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").split(".")[0]}
            if (node.module or "").startswith("beffroi.store.lake"):
                names.add("deltalake")
        elif isinstance(node, ast.Attribute):
            names = {"deltalake"} if node.attr == "lake" else {node.attr}
        else:
            names = {name_of(node)}
        if names & LAKE:
            yield node


def writing_uses(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the places that reach for the writing engine."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "writing":
            yield node


def outside_store() -> list[Path]:
    return [path for path in tracked("src/*.py") if not path.is_relative_to(SRC / "store")]


def test_only_the_store_opens_sessions() -> None:
    found = [place(path, node) for path in outside_store() for node in openings(parsed(path))]
    assert found == [], "write through `store.door(actor).change(...)`, read through a scope"


def test_only_the_store_touches_the_lake() -> None:
    found = [place(path, node) for path in outside_store() for node in lake_uses(parsed(path))]
    assert found == [], "read through the read door, with a scope; write through the write door"


def test_only_the_write_door_opens_a_writing_session() -> None:
    found = [
        place(path, node)
        for path in tracked("src/beffroi/*.py")
        if path != SRC / "store" / "write.py" and path.parent != SRC / "store" / "state"
        for node in writing_uses(parsed(path))
    ]
    assert found == [], "make the change within `WriteDoor.change(...)`"


@pytest.mark.parametrize(
    "line",
    [
        "from sqlalchemy.orm import Session\nwith Session(engine) as s: pass",
        "from sqlalchemy.orm import Session as S\nS(engine)",
        "sqlalchemy.orm.Session(engine)",
        "orm.sessionmaker(engine)",
        "with engine.begin() as c: pass",
    ],
)
def test_the_check_sees_an_opening(line: str) -> None:
    assert list(openings(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "import deltalake",
        "from deltalake import DeltaTable",
        "from beffroi.store.lake import Lake",
        "store.lake.files()",
    ],
)
def test_the_check_sees_the_lake(line: str) -> None:
    assert list(lake_uses(ast.parse(line)))
