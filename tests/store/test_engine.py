"""The engine that a home keeps: its time zone, its walls, and connections that share nothing."""

from pathlib import Path

import duckdb
import pytest

from beffroi.store import engine


def test_each_connection_is_in_utc_and_stays_within_the_home(tmp_path: Path) -> None:
    outside = tmp_path / "dehors.csv"
    outside.write_text("a\n1\n", "utf-8")
    home = tmp_path / "home"
    home.mkdir()
    for _ in range(2):
        with engine.connect(home, home, 128) as connection:
            assert connection.execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)
            with pytest.raises(duckdb.Error):
                connection.execute(f"SELECT * FROM read_csv('{outside}')")  # noqa: S608
            with pytest.raises(duckdb.Error):
                connection.execute("SET enable_external_access = true")


def test_what_a_connection_makes_ends_with_it(tmp_path: Path) -> None:
    with engine.connect(tmp_path, tmp_path, 128) as connection:
        connection.execute("CREATE TEMP TABLE kept AS SELECT 1")
        with engine.connect(tmp_path, tmp_path, 128) as other, pytest.raises(duckdb.Error):
            other.execute("FROM kept")
    with engine.connect(tmp_path, tmp_path, 128) as later, pytest.raises(duckdb.Error):
        later.execute("FROM kept")
