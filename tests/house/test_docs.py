"""The documentation builds without a broken link, and says what the code does."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import ROOT, place, source, tracked

pytest.importorskip("beffroi.cli.main", reason="this checkout has no command line")

from beffroi.decide.spelling import allowed, attributes
from scripts import docs
from scripts.commands import Command, leaves, options

WRITTEN = tuple(
    path
    for path in tracked("docs/*.md", "README.md", "LISEZMOI.md", "CONTRIBUTING.md")
    if "reference" not in path.parts
)
COMMAND = re.compile(r"^\s*(?:\$ )?beffroi\s+(?P<words>[^#\n]*)", re.MULTILINE)
FENCE = re.compile(r"```(?:console|sh|bash)\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "site"
    docs.build(folder)
    return folder


def test_the_site_builds_without_a_broken_link(site: Path) -> None:
    assert (site / "index.html").is_file()
    assert (site / "fr" / "constats" / "index.html").is_file()
    assert "settings.invalid" in (site / "reference" / "errors" / "index.html").read_text("utf-8")


def test_pages_fetch_nothing_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r'<(?:script|img|link rel="stylesheet")[^>]+(?:src|href)="(?:https?:)?//')
    found = [path.name for path in site.rglob("*.html") if fetched.search(path.read_text("utf-8"))]
    assert found == []


def test_a_broken_link_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "zensical.toml").write_text('[project]\nsite_name = "Small"\n', "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Small\n\n[there](nowhere.md)\n", "utf-8")
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    monkeypatch.setattr(docs, "PAGES", {})
    with pytest.raises(subprocess.CalledProcessError):
        docs.build(tmp_path / "site")
    assert "page does not exist" in capfd.readouterr().err


def shown() -> list[tuple[str, str]]:
    """Return (place, words after `beffroi`) of each command of the written pages."""
    return [
        (place(path), match["words"].strip())
        for path in WRITTEN
        for block in FENCE.findall(source(path))
        for match in COMMAND.finditer(block)
    ]


@cache
def commands() -> dict[str, Command]:
    """The commands, made once for all that asks about them."""
    return leaves()


@cache
def written() -> str:
    """The words of the pages, on one line."""
    return " ".join(" ".join(source(path).split()) for path in WRITTEN)


@pytest.mark.parametrize(("where", "words"), shown())
def test_a_command_of_the_pages_exists_with_its_options(where: str, words: str) -> None:
    known = commands()
    found = [name for name in known if f"{words} ".startswith(f"{name} ")]
    assert found, f"{where}: there is no command `beffroi {words}`"
    given = {word.partition("=")[0] for word in words.split() if re.match(r"--?[a-z]", word)}
    command = max(found, key=len)
    assert given <= options(known[command]), f"{where}: `beffroi {command}` has no such option"


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_a_written_page(command: str) -> None:
    assert f"beffroi {command}" in written(), "say in docs/ what this command is for"


def test_every_page_is_in_the_menu() -> None:
    menu = source(ROOT / "zensical.toml")
    names = [path.relative_to(ROOT / "docs").as_posix() for path in WRITTEN if "docs" in path.parts]
    names += ["reference/index.md", *(f"reference/{name}.md" for name in docs.PAGES)]
    assert [name for name in names if f'"{name}"' not in menu] == []


def test_both_readmes_give_the_same_commands() -> None:
    blocks = [FENCE.findall(source(ROOT / name)) for name in ("README.md", "LISEZMOI.md")]
    assert blocks[0] == blocks[1]
    assert "make demo\nmake test\n" in blocks[0]


@pytest.mark.parametrize("name", ["README.md", "LISEZMOI.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_of_the_root_pages_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", source(ROOT / name))
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("path", [p for p in WRITTEN if "docs" in p.parts], ids=place)
def test_links_of_the_pages_lead_somewhere_in_a_clone_too(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", source(path))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_values_of_assets_are_listed_in_the_guide() -> None:
    guide = source(ROOT / "docs" / "fr" / "importer.md").replace("\u00a0", " ")
    lists = [allowed((label for _, label in a.choices), "fr") for a in attributes().values()]
    assert [words for words in lists if words.replace("\u00a0", " ") not in guide] == []


def test_the_makefile_has_the_targets_that_pages_name() -> None:
    targets = set(re.findall(r"^([a-z]+):", source(ROOT / "Makefile"), re.MULTILINE))
    pages = [*WRITTEN, ROOT / "CHANGELOG.md"]
    named = {word for path in pages for word in re.findall(r"`?\bmake ([a-z]+)\b`", source(path))}
    assert named <= targets
    assert {"demo", "test", "lint", "bench", "clean"} <= targets
