"""Who may write what: one writer in a folder, several where the state is a server."""

from contextlib import AbstractContextManager
from typing import Protocol


class Locks(Protocol):
    """Locks by name, that end with the process that holds them."""

    def hold(self, name: str, patience: float) -> AbstractContextManager[None]:
        """Hold a lock until the end of the context, after waiting `patience` seconds at most.

        Raises:
            BeffroiError: `store.home_busy` where another process holds it.
        """

    def close(self) -> None:
        """Let go of what the locks need."""
