"""Telling a home that holds a demonstration from one that holds real measures."""

from datetime import date
from pathlib import Path

#: The last day that is simulated: the same measures whatever the day of the clock.
LAST_DAY = date(2026, 10, 31)
MARK = "DEMONSTRATION.txt"
_SENTENCE = (
    "Ce dossier ne contient que des données simulées par « beffroi demo ».\n"
    "This folder only holds data simulated by “beffroi demo”.\n"
)


def mark(home: Path) -> None:
    """Write down that a home holds simulated measures only."""
    (home / MARK).write_text(_SENTENCE, "utf-8")


def is_demo(home: Path) -> bool:
    """Tell whether a home was made by the demonstration: only such a one may be replaced."""
    return (home / MARK).is_file()
