"""Accesses of one authority to the data of another: told in the journal, to the other one too."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from beffroi.store.journal import entry
from beffroi.store.journal.append import Receipt, Told, append
from beffroi.store.state.merkle import Access
from beffroi.store.state.models import JournalEntry
from beffroi.store.write import WriteDoor

#: The action of entries that tell an access.
ACCESS = "access.read"
_ROWS = 5_000
_END: tuple[int, Iterator[Any]] = (0, iter(()))


@dataclass(frozen=True, slots=True)
class Accessed:
    """Data of others that somebody is about to see: numbers and words of the program only."""

    organisation: int | None
    """For whom they read; nobody for the installation's own work."""
    owners: frozenset[int]
    """Whose data."""
    purpose: str
    question: str
    """What kind: `observations`, `aggregate`, `latest`..."""
    agreement: int
    """The agreement that allows it."""
    series: int
    """How many series, or findings."""


def accessed(door: WriteDoor, accesses: Iterable[Accessed]) -> list[Receipt]:
    """Tell accesses in the journal: one entry for each kind of question, one transaction for all.

    A page that asks ten questions tells them at once, before it answers: whatever the number of
    owners, it waits for the disk once. Where nothing is of another, nothing is written.

    Raises:
        BeffroiError: `store.home_unwritable`: what cannot be told must not be shown.
    """
    merged: dict[tuple[int | None, str, str, int], tuple[set[int], int]] = {}
    for one in accesses:
        kind = (one.organisation, one.purpose, one.question, one.agreement)
        others = one.owners - {one.organisation}
        if others:
            owners, series = merged.get(kind, (set(), 0))
            merged[kind] = owners | others, series + one.series
    if not merged:
        return []
    told = [
        Told(
            door.actor,
            ACCESS,
            purpose,
            organisation,
            question,
            {"agreement": agreement, "owners": sorted(owners), "series": series},
        )
        for (organisation, purpose, question, agreement), (owners, series) in merged.items()
    ]
    with door.keep() as session:
        receipts = append(session, told)
        session.execute(
            insert(Access),
            [
                {"entry_id": receipt.number, "organisation_id": owner}
                for receipt, one in zip(receipts, told, strict=True)
                for owner in one.detail["owners"]
            ],
        )
    return receipts


def unlinked(session: Session) -> int | None:
    """Return the first entry whose access is hidden from an owner, or shown to anyone else."""
    row = JournalEntry
    stray = session.scalar(
        select(func.min(Access.entry_id))
        .outerjoin(row, row.id == Access.entry_id)
        .where(or_(row.id.is_(None), row.action != ACCESS))
    )
    missing = _ill_shown(session)
    return min((one for one in (stray, missing) if one is not None), default=None)


def _ill_shown(session: Session) -> int | None:
    """Return the first access that is not shown to exactly those whose data it is of."""
    row = JournalEntry
    told = select(row.id, row.detail, row.what).where(row.action == ACCESS).order_by(row.id)
    shown = select(Access.entry_id, Access.organisation_id).order_by(
        Access.entry_id, Access.organisation_id
    )
    some = {"yield_per": _ROWS}
    with (
        closing(session.execute(told, execution_options=some)) as entries,
        closing(session.execute(shown, execution_options=some)) as rows,
    ):
        links = groupby(rows, key=lambda link: link.entry_id)
        linked, group = next(links, _END)
        for number, detail, what in entries:
            while linked and linked < number:
                linked, group = next(links, _END)
            owners = [link.organisation_id for link in group] if linked == number else []
            if len(what) == entry.SALT and owners != detail.get("owners"):
                return int(number)
    return None
