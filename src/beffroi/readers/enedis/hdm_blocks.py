"""The blocks of an HDM file: where they begin and what their preamble says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from beffroi.readers.contract import Quality
from beffroi.readers.enedis.lines import Lines, count_lines
from beffroi.readers.enedis.words import fold, stage_quality

#: Lines of a block before its rows: labels, their values, names of columns.
OPENING = 3
_MARKS = (b"Identifiant PRM", b"riode;")
_STARTS = re.compile(r"identifiant prm|periode")


class Kind(StrEnum):
    """What a block holds."""

    CURVE = "courbe de charge"
    INDEX = "index"
    MAXIMUM = "puissance maximale quotidienne"
    CALENDAR = "periode"
    OTHER = "?"


@dataclass(frozen=True, slots=True)
class Block:
    """What the opening of a block says."""

    kind: Kind
    names: tuple[str, ...] = ()  # of the columns, folded
    prm: str = ""
    what: str = ""
    way: str = ""
    unit: str = ""
    step: int = 0  # minutes
    quality: Quality = Quality.MEASURED
    label: str = ""


def segments(lines: Lines) -> Iterator[tuple[bool, Lines]]:
    """Cut lines where blocks begin; say of each part whether it opens a block."""
    data, number, done = lines.data, lines.first, 0
    for start in _starts(data):
        part = data[done:start]
        yield done > 0 or _opens(data, 0), Lines(part, number)
        number += count_lines(part)
        done = start
    yield done > 0 or _opens(data, 0), Lines(data[done:] if done else data, number)


def _starts(data: bytes) -> list[int]:
    found = set()
    for mark in _MARKS:
        at = data.find(mark)
        while at >= 0:
            start = data.rfind(b"\n", 0, at) + 1
            if start and _opens(data, start):
                found.add(start)
            at = data.find(mark, at + 1)
    return sorted(found)


def _opens(data: bytes, start: int) -> bool:
    return _STARTS.match(fold(data[start : start + 40].decode(errors="replace"))) is not None


def take_opening(known: list[bytes], lines: Lines) -> tuple[list[bytes], Lines]:
    """Move lines of an opening from some lines to those known of it; return both."""
    data, first = lines.data, lines.first
    known = list(known)
    while data and len(known) < OPENING and not is_calendar(known):
        line, mark, data = data.partition(b"\n")
        first += len(mark)
        if line.strip(b" \r"):
            known.append(line)
    return known, Lines(data, first)


def is_calendar(opening: list[bytes]) -> bool:
    """Tell whether the block lists calendars: it has no preamble and is not read."""
    return bool(opening) and fold(opening[0].decode(errors="replace")).startswith("periode")


def open_block(opening: list[bytes]) -> Block | None:
    """Return what the lines of an opening say, None while some are missing."""
    if is_calendar(opening):
        return Block(Kind.CALENDAR)
    if len(opening) < OPENING:
        return None
    labels, values, names = (line.decode(errors="replace").split(";") for line in opening)
    said = {fold(label): value.strip('"\r ') for label, value in zip(labels, values, strict=False)}
    label = said.get("type de donnees", "")
    kinds = {str(kind): kind for kind in Kind}
    step = said.get("pas en minutes", "")
    return Block(
        kinds.get(fold(label), Kind.OTHER),
        tuple(fold(name) for name in names),
        said.get("identifiant prm", ""),
        said.get("grandeur physique", ""),
        said.get("grandeur metier", ""),
        said.get("unite", ""),
        int(step) if step.isdecimal() and len(step) < 4 else 0,
        stage_quality(said.get("etape metier", "")),
        label,
    )
