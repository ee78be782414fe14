"""Telling a home that holds a demonstration from one that holds real measures."""

from pathlib import Path

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
