"""Settings: where a value comes from, and what a wrong one says."""

from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.settings import FILE_NAME, Settings, choose


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / FILE_NAME).write_text('language = "en"\nmax_columns = 50\n', "utf-8")
    return tmp_path


def test_without_anything_the_defaults_hold() -> None:
    settings = Settings.load(environ={})
    assert (settings.language, settings.max_columns) == ("fr", 20_000)


def test_the_file_goes_before_the_defaults_and_the_environment_before_the_file(home: Path) -> None:
    settings = Settings.load(home, {"BEFFROI_MAX_COLUMNS": "7", "OTHER": "x"})
    assert (settings.language, settings.max_columns) == ("en", 7)


def test_a_home_without_a_file_is_fine(tmp_path: Path) -> None:
    assert Settings.load(tmp_path, {}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("BEFFROI_LANGUAGE", "de", "fr, en"),
        ("BEFFROI_MAX_COLUMNS", "many", "whole number"),
        ("BEFFROI_MAX_COLUMNS", "1.5", "whole number"),
        ("BEFFROI_MAX_COLUMNS", "1", "at least 2"),
        ("BEFFROI_MEMORY_LIMIT_MB", "127", "at least 128"),
        ("BEFFROI_STATE", "mysql://role@host/base", "postgresql://"),
        ("BEFFROI_STATE", "state.sqlite", "postgresql://"),
        ("BEFFROI_LOG_LEVEL", "loud", "debug, info, warning, error"),
    ],
)
def test_a_wrong_value_says_where_it_stands_and_what_is_needed(
    variable: str, value: str, said: str
) -> None:
    with pytest.raises(BeffroiError) as caught:
        Settings.load(environ={variable: value})
    error = caught.value.to_dict("en")
    assert error["code"] == "settings.invalid"
    assert value in str(error["what"])
    assert said in str(error["what"])
    assert variable in str(error["do"])


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://role:hunter2@host/base",
        "postgresql://role:@host/base",
        "postgresql://role@host/base?password=hunter2",
        "postgresql://role@host/base?sslpassword=hunter2",
    ],
)
def test_a_password_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        Settings.load(environ={"BEFFROI_STATE": address})
    assert "PGPASSFILE" in str(caught.value.to_dict("en")["what"])
    assert "hunter2" not in str(caught.value.to_dict("en")) + str(caught.value)


def test_where_the_state_is_can_be_written_and_taken_back(home: Path) -> None:
    address = "postgresql://role@host/base?sslmode=verify-full"
    for chosen in (address, address, ""):
        choose(home, "state", chosen)
        assert Settings.load(home, {}).state == chosen
        assert Settings.load(home, {}).max_columns == 50


@pytest.mark.parametrize("value", ["2", "128"])
def test_the_smallest_value_is_accepted(value: str) -> None:
    name = {"2": "max_columns", "128": "memory_limit_mb"}[value]
    assert getattr(Settings.load(environ={f"BEFFROI_{name.upper()}": value}), name) == int(value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("max_colums = 3", "max_colums"),
        ("language = 3", "fr, en"),
        ("max_columns = true", "whole number"),
        ("language = ", FILE_NAME),
        (b"\xff\xfe", FILE_NAME),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: str | bytes, said: str) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    (tmp_path / FILE_NAME).write_bytes(raw)
    with pytest.raises(BeffroiError) as caught:
        Settings.load(tmp_path, {})
    error = caught.value.to_dict("en")
    assert said in str(error["what"])
    assert str(tmp_path / FILE_NAME) in str(error["do"])


def test_the_reason_is_in_the_language_of_the_reader() -> None:
    with pytest.raises(BeffroiError) as caught:
        Settings.load(environ={"BEFFROI_MAX_COLUMNS": "x"})
    assert "nombre entier" in str(caught.value.to_dict("fr")["what"])


def test_the_table_describes_every_setting_in_both_languages() -> None:
    table = Settings.table()
    assert {name for name, *_ in table} == set(Settings.__dataclass_fields__)
    assert ("language", "fr|en", "fr") in [row[:3] for row in table]
    assert all(help_.fr and help_.en for *_, help_ in table)
