"""What ties a number to a pseudonym: told with a trace, drawn anew once it was erased."""

from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.describe import describe_from_csv
from beffroi.errors import BeffroiError
from beffroi.store.households.linking import find, unlink
from beffroi.store.households.naming import declare_households
from beffroi.store.state import models
from beffroi.store.state.models import Base
from beffroi.store.store import Store
from tests.ingest.bring import bring_one
from tests.store.households.build import POINT, home, reader

NUMBER = "09111642617347"


def assets(store: Store) -> dict[str, bool]:
    with store.writer("test").look() as session:
        return {row.key: row.household for row in session.scalars(select(models.Asset))}


def journal(store: Store, action: str) -> list[tuple[str, str]]:
    with store.writer("test").look() as session:
        entry = models.JournalEntry
        rows = session.scalars(select(entry).where(entry.action == action))
        return [(row.actor, row.subject) for row in rows]


def test_the_link_is_told_with_a_trace(store: Store) -> None:
    home(store, NUMBER)
    name = find(store.writer("dpo"), 1, "09 111 642 617 347")
    assert {name: True} == assets(store)
    assert journal(store, "household.find") == [("dpo", name)]
    with pytest.raises(BeffroiError) as caught:
        find(store.writer("dpo"), 1, "1" * 14)
    assert caught.value.type.code == "household.unknown"
    assert "1" * 14 not in str(caught.value)


def test_an_erased_link_is_not_found_again_even_with_the_number(store: Store) -> None:
    home(store, NUMBER)
    before = unlink(store.writer("dpo"), 1, NUMBER)
    with pytest.raises(BeffroiError):
        find(store.writer("dpo"), 1, NUMBER)
    (after,) = declare_households(store.writer("test"), 1, {(POINT, NUMBER): {}}).values()
    assert after != before
    assert assets(store) == {before: True, after: True}


def test_a_point_that_turns_out_to_be_a_household_loses_its_number_everywhere(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / f"{NUMBER}.csv"
    rows = [f"{NUMBER};{day:02d}/01/2024;{day}" for day in range(1, 21)]
    file.write_text("\n".join(["PRM;date;consommation (kWh)", *rows]), "utf-8")
    bring_one(store, file)
    kinds = models.Asset.type
    with store.writer("test").look() as session:
        kind = session.scalar(select(kinds))
    table = tmp_path / "parc.csv"
    words = {"delivery_point": "Point de livraison", "meter": "Compteur"}
    table.write_text(
        f"Sorte;Identifiant;Nom;Titulaire\n{words[str(kind)]};{NUMBER};M. Martin;foyer\n", "utf-8"
    )
    assert describe_from_csv(store.writer("test"), 1, table) == 1
    (name,) = assets(store)
    assert name.startswith("foyer-")
    assert reader(store).latest().num_rows == 0
    assert reader(store, households=True).latest()["value"].to_pylist() == [20_000.0]
    files = b"".join(p.read_bytes() for p in store.home.root.rglob("*") if p.is_file())
    with store.writer("test").look() as session:
        held = [str(session.execute(select(one)).all()) for one in Base.metadata.sorted_tables]
    for word in (NUMBER, "Martin"):
        assert word not in "".join(held)
        if not store.state.server:  # the log of a server keeps what it wrote
            assert word.encode() not in files
    assert bring_one(store, file).kept == 0  # the same measures, under the pseudonym


def test_what_is_declared_twice_is_declared_once(store: Store) -> None:
    door = store.writer("test")
    first = declare_households(door, 1, {(POINT, NUMBER): {"insee": "59350", "name": "Martin"}})
    assert declare_households(door, 1, {(POINT, NUMBER): {}}) == first
    with door.look() as session:
        (row,) = session.scalars(select(models.Asset))
        assert (row.name, row.attributes) == (first[NUMBER], {"insee": "59350"})
