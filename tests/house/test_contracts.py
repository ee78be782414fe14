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


#: What stands where, the contract that forbids it, and the import that it must report.
WRONG = [
    ("texts.py", "import beffroi.errors.base", "A floor imports only"),
    ("errors/extra.py", "import beffroi.settings", "A floor imports only"),
    ("readers/extra.py", "import beffroi.domains.contract", "A floor imports only"),
    ("readers/extra.py", "import beffroi.store.lake", "A floor imports only"),
    ("analysis/extra.py", "import beffroi.readers.contract", "A floor imports only"),
    ("analysis/extra.py", "import sqlalchemy", "Readers, quality and analysis are pure"),
    ("domains/extra.py", "import duckdb", "A domain describes"),
    ("domains/one/prices.py", "import beffroi.domains.two.prices", "A domain never"),
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the contracts say of a copy of the sources where every one of them is broken."""
    root = tmp_path_factory.mktemp("broken")
    source = root / "src" / "beffroi"
    shutil.copy(ROOT / "pyproject.toml", root)
    shutil.copytree(ROOT / "src" / "beffroi", source, ignore=shutil.ignore_patterns("__pycache__"))
    for name, line, _ in [*WRONG, ("domains/two/prices.py", "", ""), ("attic/room.py", "", "")]:
        path = source / name
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        before = path.read_text("utf-8") if path.is_file() else ""
        path.write_text(f"{before}\n{line}\n", "utf-8")
    result = lint_imports(root)
    assert result.returncode == 1
    return result.stdout.partition("Broken contracts")[2]


def test_the_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("place", "line", "contract"), WRONG)
def test_a_broken_floor_is_seen(broken: str, place: str, line: str, contract: str) -> None:
    importer = "beffroi." + place.removesuffix(".py").replace("/", ".")
    _, _, said = broken.partition(f"{contract}")
    assert f"{importer} -> {line.removeprefix('import ')}" in said


def test_a_package_without_a_floor_is_seen(broken: str) -> None:
    assert "attic" in broken
