"""The files that house rules look at."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "beffroi"


@cache
def tracked(*patterns: str) -> tuple[Path, ...]:
    """Return the files under version control, or on their way to it, that match."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    listed = subprocess.run(
        [*command, *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    names = sorted({name for name in listed.split("\0") if name})
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


@cache
def source(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(source(path), str(path))


def name_of(node: ast.AST) -> str:
    """Return the last name of `a`, `a.b` or `a.b()`."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return getattr(node, "id", "") or getattr(node, "attr", "")


def place(path: Path, node: ast.AST | None = None) -> str:
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")
