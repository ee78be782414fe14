"""The catalogue of errors: codes, both languages, and raises that fill every placeholder."""

import ast
import importlib
import pkgutil
import re
from collections import Counter

import pytest

import beffroi.errors
from beffroi.errors import ErrorType, catalogue
from tests.house.tree import SRC, name_of, parsed, place, source, tracked


def declared() -> dict[str, ErrorType]:
    """Return every error type by the name of its constant, `file.CONSTANT`."""
    found = {}
    for info in pkgutil.iter_modules(beffroi.errors.__path__):
        module = importlib.import_module(f"beffroi.errors.{info.name}")
        for name, value in vars(module).items():
            if isinstance(value, ErrorType):
                found[f"{info.name}.{name}"] = value
    return found


TYPES = declared()


def test_no_code_is_declared_twice() -> None:
    codes = Counter(error.code for error in TYPES.values())
    assert [code for code, count in codes.items() if count > 1] == []
    assert set(codes) == set(catalogue())


@pytest.mark.parametrize("error", TYPES.values(), ids=lambda error: error.code)
def test_an_error_is_whole_in_both_languages(error: ErrorType) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_0-9]+", error.code)
    assert 400 <= error.status < 600
    for text in (error.title, error.what, error.do):
        french, english = text.placeholders()
        assert french == english
        assert text.fr.strip()
        assert text.en.strip()


def test_every_error_is_raised_somewhere() -> None:
    rest = [path for path in tracked("src/*.py") if not path.is_relative_to(SRC / "errors")]
    words = set().union(*(re.findall(r"[A-Z][A-Z0-9_]+", source(path)) for path in rest))
    unused = [name for name in TYPES if name.partition(".")[2] not in words]
    assert unused == [], "remove these errors, or raise them"


def test_every_raise_gives_the_details_that_its_texts_need() -> None:
    wrong = []
    for path in tracked("src/*.py"):
        known = imported_types(parsed(path))
        for node in ast.walk(parsed(path)):
            if not (isinstance(node, ast.Call) and name_of(node) == "BeffroiError" and node.args):
                continue
            error = known.get(name_of(node.args[0]))
            given = {word.arg for word in node.keywords}
            if error is not None and None not in given and needed(error) - given:
                wrong.append(f"{place(path, node)}: lacks {sorted(needed(error) - given)}")
    assert wrong == []


def imported_types(tree: ast.Module) -> dict[str, ErrorType]:
    return {
        alias.asname or alias.name: TYPES[f"{node.module.rpartition('.')[2]}.{alias.name}"]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("beffroi.errors.")
        for alias in node.names
        if node.module and f"{node.module.rpartition('.')[2]}.{alias.name}" in TYPES
    }


def needed(error: ErrorType) -> frozenset[str]:
    return frozenset().union(*(t.placeholders()[0] for t in (error.title, error.what, error.do)))


def test_no_refusal_of_a_file_gives_its_reason_in_one_language_only() -> None:
    bare = [
        place(path, node)
        for path in tracked("src/beffroi/readers/*.py", "src/beffroi/ingest/*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and name_of(node) == "BeffroiError"
        for word in node.keywords
        if word.arg in ("reason", "what", "tried")
        and isinstance(word.value, ast.Constant | ast.JoinedStr)
    ]
    assert bare == [], "give a Text(fr=..., en=...)"
