"""The technical log: its two forms, its levels, and the secrets that it must not hold."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from beffroi.errors import BeffroiError
from beffroi.logs import configure, logger


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_away_from_a_terminal_each_event_is_one_json_line() -> None:
    stream = io.StringIO()
    configure("info", stream=stream)
    logger("beffroi.ingest").info("batch stored", rows=3, place="Écully")
    (line,) = lines(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "batch stored",
        "level": "info",
        "logger": "beffroi.ingest",
        "rows": 3,
        "place": "Écully",
    }


def test_a_terminal_gets_a_sentence() -> None:
    stream = Terminal()
    configure("info", stream=stream)
    logger("beffroi.ingest").info("batch stored", rows=3)
    assert "batch stored" in stream.getvalue()
    with pytest.raises(json.JSONDecodeError):
        json.loads(stream.getvalue())


def test_json_may_be_asked_for_on_a_terminal() -> None:
    stream = Terminal()
    configure("info", json=True, stream=stream)
    logger("x").info("hello")
    assert lines(stream)[0]["event"] == "hello"


@pytest.mark.parametrize(
    ("level", "kept"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
    ],
)
def test_lower_levels_are_left_out_for_us_and_for_libraries(level: str, kept: list[str]) -> None:
    stream = io.StringIO()
    configure(level, stream=stream)
    for name in ("debug", "info", "warning", "error"):
        getattr(logger("ours"), name)("event")
        getattr(logging.getLogger("library"), name)("event")
    assert [line["level"] for line in lines(stream)] == [name for name in kept for _ in range(2)]


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(BeffroiError) as caught:
        configure("loud")
    assert caught.value.type.code == "settings.invalid"


@pytest.mark.parametrize("form", [True, False])
def test_secrets_are_masked_in_both_forms_wherever_they_stand(form: bool) -> None:
    stream = io.StringIO()
    configure("info", json=form, stream=stream)
    log = logger("x")
    log.info("a", mot_de_passe="hunter2", Authorization="Bearer hunter2")
    log.info("b", request={"headers": [{"cookie": "hunter2"}]})
    log.info("cannot reach postgresql://beffroi:hunter2@db/state")
    logging.getLogger("sqlalchemy").warning("cannot reach %s", "postgresql://u:hunter2@db")
    try:
        raise ValueError("postgresql://u:hunter2@db")
    except ValueError:
        log.exception("failed")
    assert "hunter2" not in stream.getvalue()
    assert stream.getvalue().count("***") >= 6


def test_context_is_carried_to_every_line() -> None:
    stream = io.StringIO()
    configure("info", stream=stream)
    with structlog.contextvars.bound_contextvars(batch="b1"):
        logger("x").info("one")
    logger("x").info("two")
    assert [line.get("batch") for line in lines(stream)] == ["b1", None]
