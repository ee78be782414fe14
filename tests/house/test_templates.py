"""Templates hold no words: each one that people read is a `Text`, in French and in English."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "src" / "beffroi" / "web" / "pages" / "templates"
#: What is the same in every language.
NAMES = {"Beffroi", "Français", "English", "RSS", "Atom", "JSON", "CSV", "PDF"}
#: Parts that stand within a tag: classes, attributes.
ATTRIBUTES = r"{% block kind %}.*?{% endblock %}|{% set more %}.*?{% endset %}"
#: Attributes that are read out or shown.
SAID = r"""(?:alt|title|placeholder|aria-label|aria-description|content)="([^"]*)\""""


def words(template: str) -> list[str]:
    """List what a template itself says, outside of tags and of what it is handed."""
    bare = re.sub(ATTRIBUTES, " ", template, flags=re.S)
    bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", bare, flags=re.S)
    bare = re.sub(r"<meta[^>]*>|<!doctype[^>]*>", " ", bare)
    read = " ".join(re.findall(SAID, bare))
    # A macro may write attributes alone, for the tag that calls it.
    shown = re.sub(r'<[^>]*>|[\w-]+="[^"]*"', " ", bare)
    found = re.findall(r"[^\W\d_]{2,}", f"{read} {re.sub(r'&[a-z]+;', ' ', shown)}")
    return [one for one in found if one not in NAMES]


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.stem)
def test_a_template_holds_no_words(path: Path) -> None:
    assert words(path.read_text("utf-8")) == []


def test_words_of_a_template_are_seen() -> None:
    assert words('<p>{{ w.a }} Voici <b title="Deux mots">ceci</b></p>') == [
        *("Deux", "mots", "Voici", "ceci")
    ]
