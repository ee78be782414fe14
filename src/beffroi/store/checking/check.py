"""All that is verified, in one look at the state."""

from collections.abc import Callable

from sqlalchemy import select

from beffroi.store import latest
from beffroi.store.checking import files, inputs, rollups, series
from beffroi.store.checking.problems import Problem, problem
from beffroi.store.journal.claims import verify_all
from beffroi.store.journal.words import told
from beffroi.store.state import models
from beffroi.store.store import Store

Progress = Callable[[str, int, int], None]
_ACTOR = "beffroi"


def check(
    store: Store, *, deep: bool = False, progress: Progress = lambda *_: None
) -> list[Problem]:
    """Verify the lake against the state and what was received; an empty list where all is well.

    Args:
        deep: Also read every byte: pages of files, last measures, rollups, hashes of originals.
        progress: Told the name of each pass, and how far it is.
    """
    door = store.writer(_ACTOR)
    problems = files.log(door)
    with door.look() as session:
        seen = files.visible(session)
        known = series.known(session)
        owners = list(session.scalars(select(models.Organisation.id)))
        ready = latest.read(session, owners)
    found = files.disk(door, seen, deep=deep, progress=progress)
    bad = {one.about for one in found}
    problems += files.still(door, found)
    problems += files.orphans(door)
    sound = [file for file in seen if file.path not in bad]
    problems += series.against_assets(door)
    problems += series.against_latest(known, ready)
    problems += series.against_lake(door, known, sound, deep=deep, progress=progress)
    if deep and not bad:
        problems += rollups.against_measures(store, known, progress)
    problems += inputs.received(door, deep=deep, progress=progress)
    with door.look() as session:
        wrong = verify_all(session, progress=progress, home=store.home).wrong
    return problems + [problem("journal", one.number, reason=told(one)) for one in wrong]
