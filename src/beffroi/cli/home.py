"""Where the installation is and which language it speaks, known before anything of it is opened."""

import os
from pathlib import Path

from beffroi.errors import BeffroiError
from beffroi.settings import Settings
from beffroi.texts import Language


def default_home() -> Path:
    """Return the home used when none is given: `BEFFROI_HOME`, else `beffroi` in one's folder."""
    return Path(os.environ.get("BEFFROI_HOME") or Path.home() / "beffroi")


def language_of(home: Path | None) -> Language:
    """Return the language of messages, even when the settings cannot be read."""
    try:
        return Settings.load(home).language
    except (BeffroiError, OSError):
        return "fr"
