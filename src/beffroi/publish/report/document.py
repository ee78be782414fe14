"""A report as it is laid out, in one language: what a PDF, a workbook and a page all write.

The `kind` of a block says which it is to whoever sees plain data only, as templates do.
"""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says; a workbook writes its number, and a bar is as long as its share."""

    text: str
    number: float | None = None
    unit: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, whether it holds figures, and its part of the width."""

    title: str
    figures: bool = False
    part: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row says what the row is about."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    across: bool = False
    """Whether paper has room for it only with its lines as columns."""
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure."""

    label: str
    figure: str
    note: str
    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Key figures side by side."""

    cards: tuple[Card, ...]
    kind: str = field(default="cards", init=False)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (SVG), what it shows in words, and the table of the same figures."""

    svg: str
    alt: str
    table: Table
    kind: str = field(default="chart", init=False)


@dataclass(frozen=True, slots=True)
class Items:
    """Sentences, one under the other."""

    items: tuple[str, ...]
    numbered: bool = False
    kind: str = field(default="items", init=False)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `head` is a title of its own, and `quiet` something that may be passed over."""

    text: str
    head: str = ""
    quiet: bool = False
    kind: str = field(default="words", init=False)


Block: TypeAlias = Table | Cards | Chart | Items | Words


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report; `key` names it in an address."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report, laid out."""

    language: str
    title: str
    organisation: str
    period: str
    subject: str
    about: str
    """When it was made, and of which measures."""
    warning: str
    """That the measures are made up, where they are."""
    sections: tuple[Section, ...]
