"""What a command imports, and the table of first words that lets it import no more."""

import json
import os
import pkgutil
import subprocess
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import typer.main

import beffroi.cli.commands as commands
from beffroi.cli.frame import Frame
from beffroi.cli.words import WORDS
from beffroi.store.store import Store

#: What takes longest to import, and the floors that bring it.
STORE = {"sqlalchemy", "pyarrow", "duckdb", "deltalake", "numpy", "rich.markdown"}
HEAVY = {"scipy", "pandas", "fastapi", "pint", "cryptography", "beffroi.domains", "beffroi.ingest"}
PROGRAM = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
sys.argv[0] = "beffroi"
from beffroi.cli.main import main
main()
"""


def run(*words: str, **environ: str) -> tuple[str, set[str]]:
    """Run the program as a terminal does: what it says, and the modules that it imported."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environ},
    )
    return done.stdout, set(json.loads(done.stderr))


def called(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("beffroi.cli.commands.")}


def test_a_command_imports_its_own_module_alone(store: Store) -> None:
    said, modules = run("jobs", "--json", "--home", str(store.home.root))
    assert json.loads(said) == []
    assert called(modules) == {"beffroi.cli.commands.jobs"}
    assert modules & HEAVY == set()
    assert "sqlalchemy" in modules  # else what is not there would say nothing


def test_completion_and_the_version_open_nothing() -> None:
    asked = {"COMP_WORDS": "beffroi jo", "COMP_CWORD": "1", "_BEFFROI_COMPLETE": "complete_bash"}
    said, modules = run(**asked)
    assert said.split() == ["join", "journal", "jobs"]
    assert (called(modules), modules & (STORE | HEAVY)) == (set(), set())
    said, modules = run("--version")
    assert said.strip().count(".") == 2
    assert (called(modules), modules & (STORE | HEAVY)) == (set(), set())


def test_completion_goes_on_inside_a_group() -> None:
    asked = {"COMP_WORDS": "beffroi jobs ", "COMP_CWORD": "2", "_BEFFROI_COMPLETE": "complete_bash"}
    said, _ = run(**asked)
    assert said.split() == ["retry", "cancel"]


def test_help_lists_every_word_with_what_it_is_for(tmp_path: Path) -> None:
    said, modules = run("--help", COLUMNS="300", HOME=str(tmp_path))
    lines = {line.strip("│ ").partition(" ")[0]: line for line in said.splitlines()}
    assert [word.name for word in WORDS if word.about.fr not in lines.get(word.name, "")] == []
    assert (called(modules), modules & (STORE | HEAVY) - {"rich.markdown"}) == (set(), set())


def test_each_module_registers_the_words_that_the_table_gives_it() -> None:
    table = defaultdict(set)
    for word in WORDS:
        table[word.module].add(word.name)
    registered = {}
    for info in pkgutil.iter_modules(commands.__path__):
        frame = Frame("fr")
        import_module(f"{commands.__name__}.{info.name}").register(frame, lambda text: text.fr)
        registered[info.name] = set(typer.main.get_group(frame).commands)
    assert registered == table, "say in cli/words.py which words a module of commands has"
