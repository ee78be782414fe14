"""Files on object storage, through the drivers that the lake library brings.

The handler of the library is used as it is: the wrapper that makes a file system of Arrow of it
hands it buffers, which it refuses to write. The drivers read credentials, endpoint and region by
themselves from the usual variables (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, `AWS_REGION`...).
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deltalake._internal import DeltaFileSystemHandler
from deltalake.exceptions import DeltaError, TableNotFoundError

from beffroi.errors import BeffroiError
from beffroi.errors.lake import LAKE_OTHER, LAKE_TAKEN, LAKE_UNREACHABLE

#: Two commits of one version must not both succeed; a server that is gone is told within a minute.
OPTIONS = {
    "aws_conditional_put": "etag",
    "connect_timeout": "5s",
    "timeout": "120s",
    "max_retries": "3",
    "retry_timeout": "30s",
}
_BLOCK = 8 << 20
#: Which installation the files are of; written once, when the lake is made.
_OWNER = "installation"
_NOISE = re.compile(r"\x1b\[[0-9;]*m|↳|<[^>]*>")
_TRIES = re.compile(r" in [\d.]+\w?s\b|, after \d+ retries, max_retries \d+, retry_timeout \w+")


@dataclass(slots=True)
class Far:
    """A place `s3://bucket/prefix` and the installation whose it must be."""

    address: str
    identity: str = ""
    _handler: Any = None
    _known: bool = False

    @property
    def place(self) -> str:
        """The address, without the slash at its end."""
        return self.address.rstrip("/")

    def send(self, path: Path, name: str) -> None:
        """Bring a file there, whole or not at all; what has this name is replaced.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_other`.
        """
        self.require()
        with path.open("rb") as source, self.told():
            sink = self._opened().open_output_stream(name)
            while block := source.read(_BLOCK):
                sink.write(block)
            sink.close()

    def fetch(self, name: str, target: Path) -> bool:
        """Bring a file here, on the disk when this returns; tell whether it was there.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_other`.
        """
        self.require()
        with self.told():
            try:
                source = self._opened().open_input_file(name)
            except FileNotFoundError:
                return False
        with target.open("wb") as sink:
            while True:
                with self.told():
                    block = bytes(source.read(_BLOCK))
                if not block:
                    break
                sink.write(block)
            sink.flush()
            os.fsync(sink.fileno())
        return True

    def delete(self, names: Iterable[str]) -> None:
        """Remove files; one that is not there is no error.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_other`.
        """
        self.require()
        for name in names:
            with self.told():
                self._opened().delete_file(name)

    def sizes(self, folder: str) -> dict[str, int]:
        """List the files of a folder and of those within, with their sizes.

        Raises:
            BeffroiError: `store.lake_unreachable`.
        """
        with self.told():
            found = self._opened().get_file_info_selector(folder, True, True)
            return {one.path: one.size for one in found if one.is_file}

    def holds(self, name: str) -> bool:
        """Tell whether a file is there.

        Raises:
            BeffroiError: `store.lake_unreachable`.
        """
        with self.told():
            return bool(self._opened().get_file_info([name])[0].is_file)

    def require(self) -> None:
        """Check once that the files are of this installation.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_other`.
        """
        if not self._known and self.owner() != self.identity:
            raise BeffroiError(LAKE_OTHER, place=self.place)
        self._known = True

    def require_free(self) -> None:
        """Refuse a place where files are already.

        Raises:
            BeffroiError: `store.lake_unreachable`, `store.lake_taken`.
        """
        if self.sizes(""):
            raise BeffroiError(LAKE_TAKEN, place=self.place)

    def owner(self) -> str:
        """Return which installation the files are of; empty where nobody said.

        Raises:
            BeffroiError: `store.lake_unreachable`.
        """
        with self.told():
            try:
                return bytes(self._opened().open_input_file(_OWNER).read()).decode().strip()
            except FileNotFoundError:
                return ""

    def claim(self) -> None:
        """Say that the files are of this installation.

        Raises:
            BeffroiError: `store.lake_unreachable`.
        """
        with self.told():
            sink = self._opened().open_output_stream(_OWNER)
            sink.write(f"{self.identity}\n".encode())
            sink.close()
        self._known = True

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say in the words of the catalogue that the storage refused or is gone.

        Raises:
            BeffroiError: `store.lake_unreachable`.
        """
        try:
            yield
        except TableNotFoundError:
            raise  # it answered: the log is not there
        except (OSError, DeltaError) as error:
            said = _TRIES.sub("", " ".join(_NOISE.sub(" ", str(error)).split()))
            raise BeffroiError(LAKE_UNREACHABLE, place=self.place, reason=said[:300]) from error

    def _opened(self) -> Any:
        if self._handler is None:
            self._handler = DeltaFileSystemHandler(self.place, OPTIONS)
        return self._handler
