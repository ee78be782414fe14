"""What SQLAlchemy makes of a statement, kept from one installation to the next.

It keeps that by engine and by dialect, which are new with each installation: the tests would write
the same statements in SQL again for each of them, a fifth of their time. Here engines of one kind
share what is kept. What is kept is found by all that a statement is made of but its values, and
written by the dialect of one driver for one server: no installation has a say in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from beffroi.store.state import postgresql, sqlite


@contextmanager
def kept() -> Iterator[None]:
    """Let engines of states share what is made of their statements."""
    made: Any = LRUCache(4000)  # as an engine has, with room for all that tests ask

    def create(*words: Any, **options: Any) -> Engine:
        engine = create_engine(*words, **options)
        engine.update_execution_options(compiled_cache=made)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        # A dialect is part of what a statement is found by, here and in the caches of mappers.
        for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
            patch.setattr(dialect, "__eq__", lambda one, other: type(one) is type(other))
            patch.setattr(dialect, "__hash__", lambda one: hash(type(one)))
        for module in (postgresql, sqlite):
            patch.setattr(module, "create_engine", create)
        yield
