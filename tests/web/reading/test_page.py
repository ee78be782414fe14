"""The examples of `docs/fr/api.md` run, and its answers have the form of the true ones."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope
from tests.people import Browser
from tests.web.reading.callers import Program, finding, signed, winter

PAGE = Path(__file__).parents[3] / "docs" / "fr" / "api.md"
BLOCK = re.compile(r"```(bash|json)\n(.*?)```", re.DOTALL)
SITE = "http://127.0.0.1:8080"


@pytest.fixture
def kind() -> str:
    """What the page shows is the same on both."""
    return "sqlite"


def test_the_examples_of_the_page_run(store: Store, client: TestClient) -> None:
    finding(store, winter(store))
    mayor = signed(store, client, (1, "elected"), (1, "agent"))
    program = Program(store, client, 1, TokenScope.READ_MEASURES, TokenScope.READ_INDICATORS)
    ran, last = 0, None
    for language, block in BLOCK.findall(PAGE.read_text("utf-8")):
        if language == "json":
            assert last is not None
            assert form(json.loads(block)) == form(last.json())
            continue
        for line in block.replace("\\\n", " ").strip().splitlines():
            last = run(mayor, program, line)
            assert last.status_code in (200, 201), (line, last.text)
            ran += 1
    assert ran >= 15


def run(person: Browser, program: Browser, line: str) -> Any:
    words = iter(shlex.split(line))
    assert next(words) == "curl"
    path = next(words)
    assert path.startswith(SITE)
    body, headers = None, {}
    for word in words:
        value = next(words)
        if word == "-d":
            body = json.loads(value)
        elif word == "-H":
            name, _, said = value.partition(": ")
            headers[name] = said
        else:
            assert (word, value) == ("-b", "$TEMOIN")
    who = program if "Authorization" in headers else person
    page = "X-Beffroi-Page" in headers
    return who.ask("POST" if body else "GET", path[len(SITE) :], body, page=page)


def form(answer: Any) -> Any:
    """The names of an answer, and those of the first of each list."""
    if isinstance(answer, dict):
        return {name: form(value) for name, value in answer.items() if value is not None}
    return [form(one) for one in answer[:1]] if isinstance(answer, list) else type(answer).__name__
