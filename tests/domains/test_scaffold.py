"""A new domain fails the checks with a precise word until it is filled in, then passes them."""

import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import beffroi.domains as rooms
from beffroi.domains import domains
from beffroi.domains.checker import MARK, Problem, check_domain, load_domain
from beffroi.domains.contract import Domain
from beffroi.domains.parameters import Parameters
from beffroi.domains.scaffold import new_domain
from beffroi.errors import BeffroiError
from tests.domains.cases import faults, run_indicator

CASE = '[[case]]\nindicator = "lavoirs.total"\n[[case]]\ndetector = "lavoirs.look"\n'


def filled(into: Path) -> Path:
    """A scaffold whose every mark an author replaced."""
    folder = new_domain("lavoirs", into)
    for path in folder.rglob("*.*"):
        path.write_text(path.read_text("utf-8").replace(MARK, "written"), "utf-8")
    (folder / "cases/values.toml").write_text(CASE, "utf-8")
    return folder


def broken(into: Path, name: str, old: str, new: str) -> list[Problem]:
    """The problems of a filled domain in which one file was changed."""
    folder = filled(into)
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return check_domain(folder)


def test_a_skeleton_lists_each_line_to_be_written(tmp_path: Path) -> None:
    folder = new_domain("lavoirs", tmp_path)
    problems = check_domain(folder)
    places = {problem.place.split(":")[0] for problem in problems}
    assert places >= {
        "README.md",
        "domain.py",
        "indicators.py",
        "detectors.py",
        "parameters/numbers.toml",
        "cases/values.toml",
    }
    lines = sum(path.read_text("utf-8").count("\n") for path in folder.rglob("*.*"))
    assert 10 < len(problems) < lines
    assert all(problem.todo.fr and problem.todo.en for problem in problems)


def test_what_is_asked_is_a_clean_sentence_in_each_language(tmp_path: Path) -> None:
    problems = check_domain(new_domain("lavoirs", tmp_path))
    asked = {problem.todo.fr.partition(":")[2].strip() for problem in problems}
    assert {"son nom", "libellé", "the unit", "what this domain is, in one sentence"} <= asked
    assert "label" in {problem.todo.en.partition(":")[2].strip() for problem in problems}
    assert not [word for word in asked if set(word) & set('"()=#')]


def ruff(*words: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *map(str, words)], capture_output=True, text=True
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("name", ["lavoirs", "waste", "panels", "a1"])
@pytest.mark.parametrize("written", [False, True])
def test_a_skeleton_follows_the_style_of_the_house(
    tmp_path: Path, name: str, written: bool
) -> None:
    pytest.importorskip("ruff", reason="`make lint` installs it")
    source = Path(rooms.__file__).parents[1]
    rules = tmp_path / "pyproject.toml"
    shutil.copy(source.parents[1] / "pyproject.toml", rules)
    # The house around the new domain, so that its imports are known as those of the house.
    into = tmp_path / "src/beffroi/domains"
    into.mkdir(parents=True)
    for path in (*source.iterdir(), *(source / "domains").iterdir()):
        if path.name != "domains":
            (tmp_path / "src/beffroi" / path.relative_to(source)).symlink_to(path)
    folder = new_domain(name, into)
    for path in folder.rglob("*.py") if written else ():
        path.write_text(path.read_text("utf-8").replace(MARK, "written"), "utf-8")
    assert ruff("check", "--no-cache", "--config", rules, folder) == ""
    assert ruff("format", "--no-cache", "--check", "--config", rules, folder) == ""


def test_the_example_of_a_case_is_a_case(tmp_path: Path) -> None:
    folder = new_domain("lavoirs", tmp_path)
    lines = (folder / "cases/values.toml").read_text("utf-8").splitlines()
    start = lines.index("# [[case]]")
    text = "\n".join(line.removeprefix("# ") for line in lines[start:-1])
    [case] = tomllib.loads(text)["case"]
    assert case["first"] == date(2024, 1, 1)
    domain = load_domain(folder)
    assert isinstance(domain, Domain)
    assert faults(case) == []
    run_indicator(domain, Parameters({}), case)


def test_a_domain_may_have_no_numbers(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    shutil.rmtree(folder / "parameters")
    assert check_domain(folder) == []


def test_a_filled_domain_is_whole(tmp_path: Path) -> None:
    assert check_domain(filled(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "word"),
    [
        ("domain.py", 'key="lavoirs"', 'key="other"', "domain.py", "name of the folder"),
        ("domain.py", '"other.value"', '"no.such"', "domain.py", "declare it"),
        ("domain.py", "DOMAIN = ", "NOTHING = ", "domain.py", "DOMAIN"),
        ("domain.py", "from beffroi.texts", "from nowhere", "domain.py", "imports"),
        ("indicators.py", 'unit="1"', 'unit="furlong"', "lavoirs.total", "units"),
        ("indicators.py", 'level="meter"', 'level="moon"', "lavoirs.total", "asset type"),
        ("indicators.py", 'key="lavoirs.total"', 'key="total"', "total", "lavoirs."),
        (
            "detectors.py",
            "references=(Reference",
            "references=() and (Reference",
            "lavoirs.look",
            "cite",
        ),
        ("detectors.py", 'fr="written: comment il voit"', 'fr=" "', "lavoirs.look", "French"),
        ("cases/values.toml", "lavoirs.look", "lavoirs.other", "lavoirs.look", "case"),
        (
            "parameters/numbers.toml",
            "# [price]",
            "[price]\nvalues = [{value = 1.0}]",
            "parameters/",
            "reference",
        ),
    ],
)
def test_each_fault_is_named(
    tmp_path: Path, name: str, old: str, new: str, place: str, word: str
) -> None:
    problems = broken(tmp_path, name, old, new)
    assert any(place in problem.place and word in problem.todo.en for problem in problems), problems


@pytest.mark.parametrize("missing", ["README.md", "indicators.py", "detectors.py", "domain.py"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    folder = filled(tmp_path)
    (folder / missing).unlink()
    assert missing in {problem.place for problem in check_domain(folder)}


@pytest.mark.parametrize("name", ["Énergie", "../x", "", "a", "x" * 40, "7up"])
def test_a_bad_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        new_domain(name, tmp_path)
    assert caught.value.type.code == "domain.name_invalid"
    assert list(tmp_path.iterdir()) == []


def test_a_domain_is_never_written_over(tmp_path: Path) -> None:
    new_domain("lavoirs", tmp_path)
    with pytest.raises(BeffroiError) as caught:
        new_domain("lavoirs", tmp_path)
    assert caught.value.type.code == "domain.exists"


@pytest.mark.parametrize("key", sorted(domains()))
def test_every_domain_of_the_product_is_whole(key: str) -> None:
    assert check_domain(Path(rooms.__file__).parent / key) == []
