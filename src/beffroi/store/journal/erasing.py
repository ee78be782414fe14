"""Texts of entries erased for good, with the salt that would let anyone guess them.

The commitment takes the place of the salt: the leaf, and with it the whole tree, stands.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from beffroi.store.journal import entry
from beffroi.store.state.models import JournalEntry

#: Actions that erase texts of entries: their details say how many lost what they were about, under
#: `entries`, and how many who acted, under `actors`.
ERASURES = ("store.erase", "people.erase")


def erase_organisation(session: Session, organisation: int, name: str) -> int:
    """Erase what entries of an organisation are about, and those that only give its name.

    Returns:
        How many entries lost it.
    """
    row = JournalEntry
    named = row.organisation_id.is_(None) & (row.subject == name)
    return _what(session, or_(row.organisation_id == organisation, named))


def erase_words(session: Session, organisation: int, words: Collection[str]) -> int:
    """Erase what entries of an organisation are about where it holds one of some words.

    Returns:
        How many entries lost it.
    """
    known = sorted(re.escape(word) for word in words if word)
    if not known:
        return 0
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)")
    return _what(session, JournalEntry.organisation_id == organisation, pattern)


def erase_actor(session: Session, actor: str) -> int:
    """Erase who acted, from every entry of a person; what was done stays.

    Returns:
        How many entries lost it.
    """
    count = 0
    for row in _entries(session, JournalEntry.actor == actor):
        count += 1
        row.who = bytes.fromhex(entry.sealed(row.who, entry.who(row.actor)))
        row.actor = ""
    session.flush()
    return count


def _what(
    session: Session, which: ColumnElement[bool], pattern: re.Pattern[str] | None = None
) -> int:
    count = 0
    for row in _entries(session, which):
        texts = _texts([row.subject, row.detail])
        spoken = pattern is None or any(pattern.search(one) for one in texts)
        if not spoken or len(row.what) != entry.SALT:
            continue
        count += 1
        told = entry.what(row.subject, entry.plain(row.detail))
        row.what = bytes.fromhex(entry.sealed(row.what, told))
        row.subject, row.detail = "", {}
    session.flush()
    return count


def _entries(session: Session, which: ColumnElement[bool]) -> Iterator[JournalEntry]:
    yield from session.scalars(select(JournalEntry).where(which).order_by(JournalEntry.id))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of plain data, names of values too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from map(str, value)
        yield from (text for one in value.values() for text in _texts(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _texts(one))
