"""The write door: every change carries its actor, purpose and trace, in one transaction."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.reasons import READ_ONLY, reason_of
from beffroi.errors.store import HOME_BUSY, HOME_UNWRITABLE
from beffroi.store.disk import disk_errors
from beffroi.store.erased import require_standing
from beffroi.store.home import Home
from beffroi.store.journal.append import Receipt, Told, append
from beffroi.store.lake import Lake
from beffroi.store.state.database import Reach, State
from beffroi.store.state.scrubbing import busy


@dataclass(slots=True)
class Change:
    """A change being made: its session, and what the journal will say of it."""

    session: Session
    action: str
    subject: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    more: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Subject and detail of further entries, where one change is of several things alike."""
    receipt: Receipt | None = None
    """Where its entry is in the journal, once the change is kept."""


@dataclass(frozen=True, slots=True)
class WriteDoor:
    """Writes for a named actor. No other code opens a writing session."""

    home: Home
    state: State
    lake: Lake
    actor: str
    memory_mb: int = 1024
    patience: float = 0.0
    """How long to wait for another process to end its writing [s]."""

    def require(self) -> None:
        """Check that the home may be written at all, before a long work is begun.

        Raises:
            BeffroiError: `store.home_unwritable`.
        """
        if not self.state.writable:
            raise BeffroiError(HOME_UNWRITABLE, home=self.home.root, reason=READ_ONLY)

    @contextmanager
    def hold(self, *names: str, patience: float | None = None) -> Iterator[None]:
        """Hold the only right to write things: the measures of an organisation, the stream...

        `patience` is how long to wait for another process [s]; that of the door by default.

        Raises:
            BeffroiError: `store.home_busy`, `store.home_unwritable`.
        """
        locks, wait = self.state.locks, self.patience if patience is None else patience
        with ExitStack() as stack:
            stack.enter_context(disk_errors(self.home.root))
            if locks is None:
                stack.enter_context(self.home.lock(wait))
            else:
                for name in sorted(names):
                    stack.enter_context(locks.hold(name, wait))
            yield

    @contextmanager
    def look(self, organisation: int | None = None) -> Iterator[Session]:
        """Open a session that cannot write; of an organisation, it sees its rows only."""
        with self.state.read(_reach(organisation)) as session:
            yield session

    @contextmanager
    def keep(self, organisation: int | None = None) -> Iterator[Session]:
        """Write what is its own trace: messages, and the notes that workers keep of jobs.

        The journal tells what people and the program decided. A lease that is renewed decides
        nothing, and the row of a message already says who sent it, when and how much.

        Raises:
            BeffroiError: `store.not_found` for an organisation that was erased meanwhile;
                `store.home_unwritable` when the disk refuses.
        """
        with self.change("", "", organisation) as change:
            yield change.session

    @contextmanager
    def change(
        self,
        action: str,
        purpose: str,
        organisation: int | None = None,
        subject: str = "",
        *,
        closing: bool = False,
    ) -> Iterator[Change]:
        """Make a change and write its journal entry, both or neither.

        On a server, a change for an organisation reaches the rows of that organisation only; one
        without is the installation's own work. An organisation that was erased meanwhile is
        refused, whatever was checked before, but where what concerned it is `closing`.

        Raises:
            BeffroiError: `store.not_found`; `store.home_unwritable` when the disk refuses;
                `store.home_busy`, `store.state_unreachable`.
        """
        self.require()
        try:
            with self.state.write(_reach(organisation)) as session:
                if organisation is not None and not closing:
                    require_standing(session, organisation, writing=True)
                change = Change(session, action, subject)
                yield change
                if not change.action:
                    return
                entries = [(change.subject, change.detail), *change.more]
                change.receipt, *_ = append(
                    session,
                    [
                        Told(self.actor, action, purpose, organisation, subject, detail)
                        for subject, detail in entries
                    ],
                )
        except OperationalError as error:
            if busy(error):  # nothing is wrong with the disk
                raise BeffroiError(HOME_BUSY, home=self.home.root) from error
            reason = reason_of(error.orig)
            raise BeffroiError(HOME_UNWRITABLE, home=self.home.root, reason=reason) from error


def _reach(organisation: int | None) -> Reach:
    return None if organisation is None else (organisation,)
