"""The import contracts hold, and each of them notices what it forbids."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources and of their contracts, that a test may break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "beffroi", tmp_path / "src" / "beffroi", ignore=ignore)
    return tmp_path


def test_the_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("texts.py", "import beffroi.errors.base", "A floor imports only"),
        ("errors/extra.py", "import beffroi.settings", "A floor imports only"),
        ("readers/extra.py", "import beffroi.domains.contract", "A floor imports only"),
        ("readers/extra.py", "import beffroi.store.lake", "A floor imports only"),
        ("analysis/extra.py", "import beffroi.readers.contract", "A floor imports only"),
        ("attic/__init__.py", "", "A floor imports only"),
        ("analysis/extra.py", "import sqlalchemy", "Readers, quality and analysis are pure"),
        ("domains/extra.py", "import duckdb", "A domain describes"),
        ("domains/one/detectors.py", "import beffroi.domains.two.prices", "A domain never"),
    ],
)
def test_a_broken_floor_is_seen(copy: Path, place: str, line: str, contract: str) -> None:
    for name in ("store/lake.py", "domains/two/prices.py", place):
        path = copy / "src" / "beffroi" / name
        for folder in (path.parent, path):
            target = folder if folder.suffix else folder / "__init__.py"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
    path = copy / "src" / "beffroi" / place
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    result = lint_imports(copy)
    assert result.returncode == 1
    broken = result.stdout.partition("Broken contracts")[2]
    assert contract in broken, result.stdout
