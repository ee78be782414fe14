"""The fingerprint of the code of an algorithm: what its version stands for.

It covers the modules that the algorithm reaches by its imports in its own domain, or package where
no domain owns it, and in `beffroi.analysis`, and the dated numbers of the domain. Comments,
docstrings, layout, the words said to people and the cards themselves do not count.
`fingerprints.toml` of each domain keeps the one of each version.
"""

import ast
import hashlib
import importlib.util
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from beffroi.domains.contract import Algorithm, Room, Shared
from beffroi.errors import BeffroiError
from beffroi.errors.domains import CODE_CHANGED

_HERE = Path(__file__).parent
FILE = "fingerprints.toml"
#: Calls that only make words for people.
_FOR_PEOPLE = ("Text", "cards.")
#: Hexadecimal digits kept: 64 bits tell versions apart.
_DIGITS = 16


def fingerprint(room: Room, algorithm: Algorithm) -> str:
    """Return the fingerprint of the code that runs, 16 hexadecimal digits."""
    return _fingerprint(_home(room), algorithm.modules)


def reached(room: Room, algorithm: Algorithm) -> frozenset[str]:
    """Return the modules whose code an algorithm stands for."""
    return _reached(_home(room), algorithm.modules)


def _home(room: Room) -> str:
    return room.home if isinstance(room, Shared) else f"beffroi.domains.{room.key}"


def _folder(room: Room) -> Path:
    path = _file(_home(room))
    return path.parent if path else _HERE / room.key


@cache
def _reached(home: str, modules: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name not in found and _counts(name, home):
            found.add(name)
            waiting += _imports(name)
    return frozenset(found)


@cache
def _fingerprint(home: str, modules: tuple[str, ...]) -> str:
    whole = hashlib.sha256()
    for name in sorted(_reached(home, modules)):
        whole.update(f"{name}\n{_code(name)}\n".encode())
    folder = _HERE / home.rpartition(".")[2]
    for path in sorted((folder / "parameters").glob("*.toml")):
        whole.update(repr(tomllib.loads(path.read_text("utf-8"))).encode())
    return whole.hexdigest()[:_DIGITS]


def changed(room: Room, folder: Path | None = None) -> list[str]:
    """List the algorithms whose code is not what their version stands for."""
    kept = recorded(folder or _folder(room))
    return [
        one.key
        for one in room.algorithms
        if (kept.get(one.key, {}).get("version"), kept.get(one.key, {}).get("fingerprint"))
        != (one.version, fingerprint(room, one))
    ]


def stamp(room: Room, same: str = "", folder: Path | None = None) -> Path:
    """Write the fingerprints of a room for its versions of today, and return the file.

    `same` says why what changed code sees does not change, where its version stays.

    Raises:
        BeffroiError: `domain.code_changed` where code changed under a version, with no reason.
    """
    folder = folder or _folder(room)
    kept = recorded(folder)
    lines = ["# Written by “beffroi dev stamp-cards”: see fingerprints.py beside the domains.\n"]
    wrong = []
    for one in sorted(room.algorithms, key=lambda one: one.key):
        before, now = kept.get(one.key, {}), fingerprint(room, one)
        moved = before.get("version") == one.version and before.get("fingerprint") != now
        if moved and not same.strip():
            wrong.append(one.key)
        reason = " ".join(same.split()) if moved else before.get("same", "")
        lines.append(f'["{one.key}"]\nversion = "{one.version}"\nfingerprint = "{now}"\n')
        if reason and before.get("version") == one.version:
            lines.append(f"same = {_quoted(reason)}\n")
    if wrong:
        raise BeffroiError(CODE_CHANGED, algorithms=", ".join(wrong))
    path = folder / FILE
    path.write_text("".join(lines), "utf-8")
    return path


def recorded(folder: Path) -> dict[str, dict[str, str]]:
    """Return what is kept of each algorithm of a domain: `version`, `fingerprint`, `same`."""
    path = folder / FILE
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _counts(name: str, home: str) -> bool:
    if name.endswith(".cards"):
        return False
    return f"{name}.".startswith((f"{home}.", "beffroi.analysis."))


@cache
def _file(name: str) -> Path | None:
    """Return the file of a module, none for a name that is no module."""
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:  # what holds the name is no package
        return None
    return Path(spec.origin) if spec and spec.origin else None


@cache
def _tree(name: str) -> ast.Module:
    path = _file(name)
    return ast.parse(path.read_text("utf-8") if path else "")


def _imports(name: str) -> Iterator[str]:
    for node in ast.walk(_tree(name)):
        if isinstance(node, ast.ImportFrom) and node.module and "beffroi" in node.module:
            for alias in node.names:  # a module of a package, or a name of a module
                inner = f"{node.module}.{alias.name}"
                yield inner if _file(inner) else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@cache
def _code(name: str) -> str:
    return plain(_tree(name))


def plain(node: object) -> str:
    """Write a tree the same on every Python: no place, no docstring, no words said to people.

    >>> plain(ast.parse('x = 1  # one')) == plain(ast.parse('x   =  1'))
    True
    >>> plain(ast.parse('x = 1')) == plain(ast.parse('x = 2'))
    False
    """
    if isinstance(node, list):
        return "[" + ",".join(plain(one) for one in node if not _says_nothing(one)) + "]"
    if not isinstance(node, ast.AST):
        return repr(node)
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(_FOR_PEOPLE):
        return "words"
    fields = (
        f"{name}={plain(value)}"
        for name, value in ast.iter_fields(node)
        if name not in ("ctx", "kind", "type_comment", "type_ignores") and value not in (None, [])
    )
    return f"{type(node).__name__}({','.join(fields)})"


def _says_nothing(node: object) -> bool:
    """Tell whether a statement computes nothing: an import, a docstring, a note on a constant."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True  # what it reaches counts on its own
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
