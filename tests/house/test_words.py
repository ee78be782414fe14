"""Words: French typography, reasons beside exceptions, nothing of one machine in the tree."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from beffroi.quantities import QUANTITIES
from scripts.typography import NBSP, french_files, mend, wrong
from tests.house.tree import ROOT, place, source, tracked

SILENCERS = re.compile(
    r"#\s*(?:type: ignore|noqa)\b(?P<code>(?:\[[\w, -]+\]|: ?[A-Z0-9, ]+)?)(?P<rest>.*)"
)
MACHINE = re.compile(r"(?<![\w.~$}])/(?:work|tmp|home|root|mnt)/\w")


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ("Qu'est-ce que c'est?", "Qu’est-ce que c’est~?"),
        ("l'{name}", "l’{name}"),
        ("« {name} » : lu", "«~{name}~»~: lu"),
        ("«{name}»", "«~{name}~»"),
        ("12 % de {cost} €", "12~% de {cost}~€"),
        ("{share:.0f}%", "{share:.0f}~%"),
        ("Attendez...", "Attendez…"),
        ("Écrivez AAAA-MM-JJTHH:MM", "Écrivez AAAA-MM-JJTHH:MM"),
        ("voir https://example.org/a?b=1", "voir https://example.org/a?b=1"),
        ("le réglage `a : b`", "le réglage `a : b`"),
        ("déjà~: juste~!", "déjà~: juste~!"),
        (r"par un code\u00a0: juste", "par un code~: juste"),
    ],
)
def test_french_is_mended_as_printers_write_it(found: str, right: str) -> None:
    mended = mend(found.replace("~", NBSP))
    assert mended == right.replace("~", NBSP)
    assert mend(mended) == mended


@pytest.mark.parametrize("path", french_files(), ids=place)
def test_french_texts_are_well_written(path: Path) -> None:
    found = [f"line {line}, write: {right.replace(NBSP, '⍽')}" for line, _, right in wrong(path)]
    assert found == [], "`make format` mends these"


def test_the_typography_command_mends_a_file(tmp_path: Path) -> None:
    path = tmp_path / "texts.py"
    path.write_text('x = Text(fr="Où : l\'Écully ?", en="Where: Écully?")\n', "utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "typography.py"), str(path)]
    seen = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert seen.returncode == 1
    assert "texts.py:1" in seen.stdout
    assert subprocess.run([*command, "--fix"], check=True, cwd=ROOT).returncode == 0
    assert path.read_text("utf-8") == (
        f'x = Text(fr="Où{NBSP}: l’Écully{NBSP}?", en="Where: Écully?")\n'
    )


def french_labels(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["fr"]] if isinstance(node.get("fr"), str) else []
        return own + [text for value in node.values() for text in french_labels(value)]
    if isinstance(node, list):
        return [text for value in node for text in french_labels(value)]
    return []


def test_french_labels_in_data_are_well_written() -> None:
    texts = [quantity.label.fr for quantity in QUANTITIES.values()]
    for path in tracked("src/*.toml"):
        texts += french_labels(tomllib.loads(source(path)))
    assert [text for text in texts if mend(text) != text] == []


def test_a_silenced_check_says_which_and_why() -> None:
    """Tests hand in what is wrong on purpose: there, the code of the check says enough."""
    bare = []
    for path in tracked("src/*.py", "scripts/*.py", "benchmarks/*.py"):
        for number, line in enumerate(source(path).splitlines(), 1):
            match = SILENCERS.search(line)
            if match and not (match["code"] and re.search(r"\w{3}", match["rest"])):
                bare.append(f"{place(path)}:{number}")
    assert bare == [], "write `# noqa: CODE - reason` or `# type: ignore[code]  # reason`"


def test_no_path_of_one_machine_is_in_the_tree() -> None:
    kinds = ("*.py", "*.md", "*.toml", "*.sh", "Makefile", ".ci/run", "*.yaml", "*.sql")
    found = [
        f"{place(path)}:{number}"
        for path in tracked(*kinds)
        if path != Path(__file__)
        for number, line in enumerate(source(path).splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert found == []
