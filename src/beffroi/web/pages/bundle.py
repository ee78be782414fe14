"""What browsers are given beside pages: styles, script, font and icon, bundled from `front/`.

Names change with content, so a browser keeps them for good; nothing else of the folder is served.
"""

import gzip
import json
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from beffroi.errors import BeffroiError
from beffroi.errors.flow import BUNDLE_MISSING

FOLDER = Path(__file__).parents[1] / "bundle"
ADDRESS = "/statique"
SCRIPT = "text/javascript"
FOR_GOOD = "public, max-age=31536000, immutable"
#: Below, what compressing gains is not worth its headers [bytes].
_SMALL = 1024
_NEEDED = ("app.css", "behaviour.js", "deposits.js", "icon.svg")


@dataclass(frozen=True, slots=True)
class File:
    """A file to serve."""

    content: bytes
    type: str
    packed: bytes
    """The same compressed (gzip); empty where that gains nothing. It holds no secret."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files by the name they are served under, and that name by the one they are known by."""

    files: MappingProxyType[str, File]
    names: MappingProxyType[str, str]

    def address(self, name: str) -> str:
        """Return the address of a file."""
        return f"{ADDRESS}/{self.names[name]}"


@cache
def bundle(folder: Path = FOLDER) -> Bundle:
    """Read the bundle, once.

    Raises:
        BeffroiError: `server.bundle_missing`.
    """
    try:
        names = json.loads((folder / "manifest.json").read_text("utf-8"))
        files = {name: _file(folder / name) for name in names.values()}
        if any(name not in names for name in _NEEDED):
            raise ValueError("the manifest lacks a file")
    except (OSError, ValueError) as error:
        raise BeffroiError(BUNDLE_MISSING, folder=folder) from error
    return Bundle(MappingProxyType(files), MappingProxyType(names))


def _file(path: Path) -> File:
    # What a system knows of types varies from one to the next.
    known = {".woff2": "font/woff2", ".js": SCRIPT, ".svg": "image/svg+xml"}
    found = known.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    content, kind = path.read_bytes(), found or "application/octet-stream"
    packed = gzip.compress(content, 6, mtime=0) if len(content) > _SMALL else b""
    return File(content, kind, packed if len(packed) < 0.9 * len(content) else b"")
