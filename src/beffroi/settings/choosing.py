"""Writing one setting in the file of a home."""

import json
import re
from pathlib import Path
from typing import Literal

FILE_NAME = "beffroi.toml"


def choose(home: Path, name: Literal["state", "lake", "backup_to"], address: str) -> None:
    """Write in the settings of a home where its state, lake or backups are; empty: as usual."""
    path = home / FILE_NAME
    known = path.read_text("utf-8").splitlines() if path.is_file() else []
    lines = [line for line in known if not re.match(rf"""\s*["']?{name}["']?\s*=""", line)]
    if address:
        lines.append(f"{name} = {json.dumps(address)}")
    if lines != known:
        path.write_text("\n".join(lines) + "\n" if lines else "", "utf-8")
