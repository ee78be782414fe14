"""What the form of shared costs says, as a plan in the form that `read_plan` reads."""

import json
import re
from dataclasses import dataclass

from beffroi.commons.costs.model import BASES as BASES_KNOWN
from beffroi.web.pages.costs.words import WORDS
from beffroi.web.pages.declaring import Visit

LONGEST = 20_000
_COLUMNS = ("name", "population", "meters", "tax_base", "paid")
#: The place that an error names: of which list, and the how manyth.
_PLACE = re.compile(r"(members|costs)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed: a line a member, a line a cost."""

    title: str = ""
    year: str = ""
    members: str = ""
    costs: str = ""
    key: str = ""
    """Another key that all costs are tried with; empty: none."""


def of_visit(visit: Visit) -> Typed:
    """Return what was typed."""

    def said(name: str) -> str:
        return visit.said(name).strip()[:LONGEST]

    key = said("key")
    return Typed(
        said("title"),
        said("year"),
        said("members"),
        said("costs"),
        key if key in BASES_KNOWN else "",
    )


def lines(text: str) -> list[list[str]]:
    r"""Cut a text into cells, as a spreadsheet pastes them or as people type them.

    >>> lines("École ; 1 200;\n\nMairie\t300")
    [['École', '1 200', ''], ['Mairie', '300']]
    """
    rows = [re.split(r"[;\t]", line) for line in text.splitlines() if line.strip()]
    return [[cell.strip() for cell in row] for row in rows]


def plan_of(typed: Typed) -> str:
    """Write the form as a plan in TOML, which may be kept and read again by the command."""
    said = [f"title = {_text(typed.title)}", f"year = {typed.year if _number(typed.year) else 0}"]
    for row in lines(typed.members):
        said += ["", "[[members]]"]
        cells = zip(_COLUMNS, row, strict=False)
        said += [f"{name} = {_text(cell)}" for name, cell in cells if cell]
    for row in lines(typed.costs):
        said += ["", "[[costs]]"]
        label, amount, key = (*row, "", "", "")[:3]
        said += [f"label = {_text(label)}", f"amount = {_text(amount)}"]
        said.append(f"key = {_text(_key(key))}")
    return "\n".join(said) + "\n"


def place_of(place: str) -> tuple[str, int]:
    """Return the field that an error is about, and its line; 0 where it is none.

    >>> place_of("members[2].population"), place_of("year")
    (('members', 3), ('year', 0))
    """
    found = _PLACE.match(place)
    if found:
        return found[1], int(found[2]) + 1
    return (place if place in ("title", "year", "members", "costs") else ""), 0


def _text(given: str) -> str:
    """Write a text as TOML does: JSON writes the same one."""
    return json.dumps(given, ensure_ascii=True)


def _number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) == 4


def _key(given: str) -> str:
    """Return a key by its own name, or by what it is called on screens."""
    plain = given.casefold()
    for key, label in BASES_KNOWN.items():
        if plain in (key, label.fr.casefold(), label.en.casefold()):
            return key
    short = {WORDS[f"short_{key}"].fr: key for key in BASES_KNOWN}
    return short.get(plain, given or "equal")
