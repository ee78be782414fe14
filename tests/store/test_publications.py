"""The record of publications, on both kinds of state."""

from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.store import publications
from beffroi.store.erasing import erase
from beffroi.store.publications import Draft
from beffroi.store.state import models
from beffroi.store.state.copying import to_file
from beffroi.store.state.publishing import Publication
from beffroi.store.state.sqlite import open_sqlite
from beffroi.store.store import Store

CONTENT = {"shown": {"commune=1": 12.5}, "sums": [], "made_of": {}, "guards": [], "rounding": 0.0}


def draft(title: str = "Gaz", source: str = "gas") -> Draft:
    return Draft(title, source, "kwh", "kWh", "energy", 3, 1, True, CONTENT)


def test_what_anybody_published_over_a_source_is_found(store: Store) -> None:
    door = store.writer("agent")
    other = create_organisation(door, "Autre")
    first = publications.record(door, 1, draft())
    second = publications.record(door, other, draft("Gaz, EPCI"))
    publications.record(door, 1, draft("Eau", "water"))
    assert [row.id for row in publications.over(door, "gas", "kwh")] == [first.id, second.id]
    assert [row.title for row in publications.listed(door, [other])] == ["Gaz, EPCI"]
    assert publications.require(door, first.id).content == CONTENT


def test_the_same_content_has_the_same_digest(store: Store) -> None:
    door = store.writer("agent")
    one, two = (publications.record(door, 1, draft(title)) for title in ("a", "b"))
    assert one.digest == two.digest
    assert len(one.digest) == 64


def test_one_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(BeffroiError) as caught:
        publications.require(store.writer("agent"), 99)
    assert caught.value.type.code == "store.not_found"


def test_an_authority_sees_its_own_rows_only(store: Store) -> None:
    """On a server; the file of one commune has nobody else."""
    door = store.writer("agent")
    other = create_organisation(door, "Autre")
    publications.record(door, other, draft())
    with door.look(1) as session:
        seen = session.scalars(select(Publication.id)).all()
    assert len(seen) == (0 if store.settings.state else 1)


def test_recording_is_in_the_journal(store: Store) -> None:
    row = publications.record(store.writer("agent"), 1, draft())
    with store.writer("agent").look() as session:
        entry = session.scalars(
            select(models.JournalEntry).order_by(models.JournalEntry.id.desc())
        ).first()
    assert entry is not None
    assert entry.action == "publication.record"
    assert entry.detail["sha256"] == row.digest


def test_what_was_published_outlives_its_authority_without_its_agent(store: Store) -> None:
    door = store.writer("Jeanne Dupont")
    publications.record(door, 1, draft())
    erase(store.writer("agent"), 1)
    [row] = publications.over(door, "gas", "kwh")
    assert row.content == CONTENT
    assert row.actor == "–"


def test_a_backup_holds_it(store: Store, tmp_path: Path) -> None:
    publications.record(store.writer("agent"), 1, draft())
    with store.state.read() as session:
        to_file(session.connection(), tmp_path / "copy.sqlite")
    copy = open_sqlite(tmp_path / "copy.sqlite")
    with copy.read() as session:
        assert session.scalars(select(Publication)).one().content == CONTENT
    copy.close()
