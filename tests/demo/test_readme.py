"""The excerpts of the two readmes are what the demonstration prints."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build

ROOT = Path(__file__).parents[2]


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_readmes_show_what_the_demonstration_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = CliRunner().invoke(build(), ["demo", "--no-serve", "--home", str(tmp_path / "demo")])
    assert done.exit_code == 0, done.output
    printed = words(done.output)
    for name in ("README.md", "LISEZMOI.md"):
        (excerpt,) = re.findall(r"```text\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
        for part in excerpt.split("…"):
            assert words(part)
            for paragraph in re.split(r"\n(?= *\d+  )", part.strip("\n")):
                assert words(paragraph) in printed
