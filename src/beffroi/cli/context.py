"""What every command shares: the home, the actor, the language, and how answers are shown."""

import errno
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeAlias

import typer
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from sqlalchemy import select
from sqlalchemy.exc import DataError

from beffroi import logs
from beffroi.cli.home import default_home, language_of
from beffroi.cli.screen import Screen, show_error, sound, write_json
from beffroi.demo.place import LAST_DAY, is_demo
from beffroi.errors import BeffroiError
from beffroi.errors.cli import FILE_REFUSED, UNEXPECTED, USAGE
from beffroi.errors.federation import KEPT_ELSEWHERE
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import PARIS, utc_now
from beffroi.settings import Settings
from beffroi.store.erased import ERASED
from beffroi.store.federation.elsewhere import ELSEWHERE
from beffroi.store.read import ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.texts import Language, Text

Say: TypeAlias = Callable[[Text], str]
log = logs.logger(__name__)
_TOO_LARGE = Text(fr="Un nombre est trop grand.", en="A number is too large.")


# `frame.SHARED` says what these options are for, in both languages.
HomeOption: TypeAlias = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="BEFFROI_HOME",
        show_default="~/beffroi",
        default_factory=default_home,
    ),
]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json")]
OrganisationOption: TypeAlias = Annotated[str, typer.Option("--organisation")]
ActingOption: TypeAlias = Annotated[str, typer.Option("--acting")]


@dataclass(frozen=True, slots=True)
class Session:
    """An open installation, seen from a command."""

    store: Store
    language: Language
    actor: str
    as_json: bool
    console: Screen

    def read(self, purpose: str, acting: str = "", *, households: bool = False) -> ReadDoor:
        """Return the read door with the scope of the installation's administrator.

        It sees nothing of households, but for the few commands that are about them.

        Acting for an organisation, it reads its own measures and what agreements lend to it.

        Raises:
            BeffroiError: `store.not_found`, `federation.kept_elsewhere`.
        """
        if acting:
            own = self.organisation(acting)
            if own.kind == ELSEWHERE:  # what it lends here is read under the agreement that says so
                raise BeffroiError(KEPT_ELSEWHERE, name=own.name)
            return self.store.reader(Scope.of(own.id, self.actor, purpose, households=households))
        whole = self.store.whole(self.actor, purpose)
        return self.store.reader(replace(whole, households=households))

    def write(self) -> WriteDoor:
        """Return the write door of the person at the keyboard.

        Raises:
            BeffroiError: `store.home_unwritable`, before anything is computed in vain.
        """
        door = self.store.writer(self.actor)
        door.require()
        return door

    def say(self, text: Text) -> str:
        """Return a text in the language of the session."""
        return text.in_(self.language)

    def answer(self, data: Any) -> None:
        """Print plain data as JSON."""
        write_json(data)

    @property
    def today(self) -> date:
        """The day at which findings are read: for a simulation, the day when it ends."""
        if is_demo(self.store.home.root):
            return LAST_DAY
        return utc_now().astimezone(PARIS).date()

    def organisations(self, asked: str = "", *, whole: bool = False) -> list[models.Organisation]:
        """Return the organisation asked for, or all of them.

        The first words of its name, two at least, do where no other name begins with them; not for
        what does not come back, which asks for the `whole` name.

        Raises:
            BeffroiError: `store.not_found`.
        """
        with self.read("cli").session() as session:
            row = models.Organisation
            rows = list(session.scalars(select(row).where(row.kind != ERASED).order_by(row.id)))
        same = _typed(asked)
        found = [r for r in rows if not asked or same in (r.key, _typed(r.name), str(r.id))]
        if not found and not whole:
            begun = [r for r in rows if " " in same and _typed(r.name).startswith(f"{same} ")]
            found = begun if len(begun) == 1 else []
        if not found:
            what = Text(fr="collectivité", en="authority")
            raise BeffroiError(NOT_FOUND, what=what, key=asked, command="organisations")
        return found

    def names(self) -> dict[int, str]:
        """Return the name of each organisation by number, of those that were erased too."""
        with self.read("cli").session() as session:
            return {row.id: row.name for row in session.scalars(select(models.Organisation))}

    def organisation(self, asked: str = "", *, whole: bool = False) -> models.Organisation:
        """Return the organisation asked for, or the only one: none is meant by omission.

        See `organisations` for `whole`.

        Raises:
            BeffroiError: `cli.usage` where several are possible; `store.not_found`.
        """
        found = self.organisations(asked, whole=whole)
        here = [one for one in found if asked or one.kind != ELSEWHERE] or found
        if len(here) > 1:
            raise BeffroiError(USAGE, problem=_WHICH, command="beffroi organisations")
        return here[0]


#: Nobody should write for another authority without having said so.
_WHICH = Text(
    fr="Plusieurs collectivités sont possibles : dites laquelle par son SIREN ou son numéro "
    "(--organisation). « beffroi organisations list » les donne tous.",
    en="Several authorities are possible: say which one by its SIREN or number (--organisation). "
    "“beffroi organisations list” gives them all.",
)


def _typed(name: str) -> str:
    """Write a name as keyboards do: nobody should have to type a curly apostrophe.

    >>> _typed("Syndicat d’énergie")
    "Syndicat d'énergie"
    """
    return name.replace("’", "'")


@contextmanager
def opened(home: Path, *, as_json: bool = False) -> Iterator[Session]:
    """Open a home for a command; an error of the catalogue is shown and ends the command."""
    with shown_errors(as_json=as_json, home=home):
        settings = Settings.load(home)
        logs.configure(settings.log_level)
        with Store.open(home, settings) as store:
            yield Session(store, settings.language, user(), as_json, Screen())


@contextmanager
def shown_errors(*, as_json: bool, home: Path | None = None) -> Iterator[None]:
    """Show errors of the catalogue as every face does: what happened and what to do."""
    logs.configure(_log_level(home))
    try:
        yield
    except BeffroiError as error:
        fail(error, as_json=as_json, language=language_of(home))
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            raise  # whoever read the answer has read enough
        # The last wall: nobody is shown the inside of the program unless they ask for it.
        log.debug("unexpected error", exc_info=True)
        fail(_told(error), as_json=as_json, language=language_of(home))


def _told(error: Exception) -> BeffroiError:
    if isinstance(error, OSError) and error.filename is not None:
        return BeffroiError(FILE_REFUSED, name=error.filename, reason=reason_of(error))
    if isinstance(error, OverflowError | DataError):  # the state cannot even look for it
        return BeffroiError(USAGE, problem=_TOO_LARGE, command="beffroi")
    return BeffroiError(UNEXPECTED, reason=f"{type(error).__name__} – {error}")


def _log_level(home: Path | None) -> str:
    """Return the level of the log, even when the settings cannot be read."""
    try:
        return Settings.load(home).log_level
    except (BeffroiError, OSError):
        return "warning"


def fail(error: BeffroiError, *, as_json: bool, language: Language) -> NoReturn:
    """Show an error and end the command with status 1."""
    data = error.to_dict(language)
    if as_json:
        write_json({"error": data})
    else:
        show_error(Screen(stderr=True), data)
    raise typer.Exit(1) from error


def user() -> str:
    """Return the name under which this person acts."""
    try:
        return sound(os.environ.get("BEFFROI_ACTOR") or getpass.getuser())
    except (KeyError, OSError):
        return "inconnu"


#: What a long work says that it is doing, under the names that it gives to `Progress`.
PASSES = {
    "analysis": Text(fr="Analyse", en="Analysis"),
    "first_years": Text(fr="1/4 Premières années", en="1/4 First years"),
    "first_analysis": Text(fr="2/4 Analyse", en="2/4 Analysis"),
    "last_year": Text(fr="3/4 Décisions et dernière année", en="3/4 Decisions and last year"),
    "last_analysis": Text(fr="4/4 Analyse finale", en="4/4 Final analysis"),
}


@contextmanager
def progress(session: Session, label: Text) -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar on a terminal; nothing with --json or when output is redirected.

    Each pass of a work has its own bar, with the time that is left to it.
    """
    console = Screen(stderr=True)
    if session.as_json or not console.is_terminal:
        yield lambda *_: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        tasks = {"": bar.add_task(session.say(label), total=None)}

        def step(name: str, done: int, whole: int) -> None:
            if name in PASSES and name not in tasks:
                for known in tasks.values():
                    bar.remove_task(known)
                tasks.clear()
                tasks[name] = bar.add_task(session.say(PASSES[name]), total=None)
            task = next(reversed(tasks.values()))
            bar.update(task, completed=done, total=whole or None)

        yield step
