"""After a competence is transferred, the past stays and the rest goes to who has it."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, select

from beffroi.commons.competences import Receiver, declare, listed, transfer
from beffroi.commons.organisations import Named, change, put_place
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.errors import BeffroiError
from beffroi.ingest.importer import ImportOptions, import_path
from beffroi.ingest.messages import send
from beffroi.ingest.report import Report
from beffroi.store.erasing import erase
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.state.places import Competence, Ground, Identity
from beffroi.store.store import Store
from beffroi.territory.kinds import Level
from tests.web.senders import rows

ON = date(2024, 1, 1)
ACT = "délibération 2023-41"
MIDNIGHT = "2024-01-01T00:00:00+01:00"


def water(
    *observations: object, meter: str = "Reservoir", type_: str = "meter"
) -> dict[str, object]:
    """A message of volumes of a water meter."""
    return rows(
        *observations,
        asset={"type": type_, "key": meter},
        quantity="water.volume",
        kind="interval",
        unit="m3",
    )


def day(of: str, value: float = 5.0) -> list[object]:
    start = f"{of}T00:00:00+01:00"
    return [start, f"{of}T23:00:00+01:00", value]


def refused(store: Store, content: dict[str, object], owner: int = 1) -> dict[str, object]:
    with pytest.raises(BeffroiError) as caught:
        send(store, owner, str(content)[-40:].encode().hex()[:60], content)
    assert caught.value.type.code == "competence.transferred"
    return caught.value.to_dict("en")


def write(folder: Path, name: str, days: list[str], meter: str = "Reservoir") -> Path:
    lines = [f"{meter};{one};12,5" for one in days]
    path = folder / name
    path.write_text("Compteur;Date;Volume (m3)\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def bring(store: Store, path: Path, owner: int = 1, **options: object) -> Report:
    (report,) = import_path(
        store.writer("test"),
        store.settings,
        path,
        ImportOptions(owner, **options),  # type: ignore[arg-type]
    )
    return report


def days(first: str, count: int) -> list[str]:
    begun = date.fromisoformat(first).toordinal()
    return [f"{date.fromordinal(begun + one):%d/%m/%Y}" for one in range(count)]


@pytest.fixture
def syndicat(store: Store) -> int:
    return create_organisation(store.writer("test"), "Syndicat des eaux", kind="syndicat")


def give(store: Store, to: int | None, on: date = ON) -> None:
    receiver = Receiver("Syndicat des eaux", "200000008", to)
    transfer(store.writer("test"), 1, "water", on, receiver, ACT)


def points(store: Store, owner: int) -> int:
    with store.writer("test").look(owner) as session:
        ids = session.scalars(
            select(models.Series.id).where(models.Series.organisation_id == owner)
        ).all()
    door = store.reader(store.whole("test", "test"))
    return sum(door.count(Selection(tuple(ids), view="raw")).values())


def test_an_import_keeps_the_past_and_refuses_the_rest_with_a_reason(
    store: Store, syndicat: int, tmp_path: Path
) -> None:
    before = bring(store, write(tmp_path, "a.csv", days("2023-12-01", 20)))
    assert (before.status, before.kept) == ("stored", 20), before.error
    give(store, syndicat)
    both = bring(store, write(tmp_path, "b.csv", days("2023-12-15", 30)))
    # From 15 December on: six days known, eleven new ones of the past, thirteen of January.
    assert (both.unchanged, both.kept, both.refused["transferred"]) == (6, 11, 13), both.error
    assert both.observations == 17
    (told,) = [text.en for text in both.warnings if "competence" in text.en]
    assert "Syndicat des eaux" in told
    assert "01/01/2024" in told
    assert ACT in told
    assert points(store, 1) == 31


def test_a_file_of_which_nothing_is_left_is_refused_with_what_to_do(
    store: Store, syndicat: int, tmp_path: Path
) -> None:
    give(store, syndicat)
    path = write(tmp_path, "a.csv", days("2024-03-01", 5))
    for dry in (True, False):
        report = bring(store, path, dry_run=dry)
        assert report.status == "refused"
        assert report.error is not None
        assert report.error["code"] == "competence.transferred"
    new = bring(store, write(tmp_path, "b.csv", days("2020-03-01", 5), "Jamais vu"))
    assert new.error is not None  # a series of the past that nobody declared in time
    with store.writer("test").look() as session:
        assert session.scalars(select(models.Series)).all() == []
    theirs = bring(store, path, syndicat)
    assert (theirs.status, theirs.kept) == ("stored", 5), theirs.error


def test_a_message_is_refused_whole_and_the_instant_of_the_transfer_is_still_the_past(
    store: Store, syndicat: int, tmp_path: Path
) -> None:
    bring(store, write(tmp_path, "a.csv", days("2023-12-01", 3)))
    with store.writer("test").look(1) as session:
        known = session.scalars(select(models.Series)).one()
        said = {
            "source": known.source,
            "kind": known.kind,
            "qualifier": known.qualifier,
            "unit": "m3",
            "quantity": known.quantity,
            "asset": {"type": "meter", "key": "Reservoir"},
        }
    give(store, syndicat)
    last = ["2023-12-31T00:00:00+01:00", MIDNIGHT, 4.0]
    assert send(store, 1, "past", rows(last, **said)).rows == 1
    after = [MIDNIGHT, "2024-01-02T00:00:00+01:00", 4.0]
    assert "2 measures" not in str(refused(store, rows(last, after, **said))["what"])
    astride = ["2023-12-31T12:00:00+01:00", "2024-01-01T12:00:00+01:00", 4.0]
    assert send(store, 1, "astride", rows(astride, **said)).rows == 1  # it began before
    what = refused(store, water(last, meter="Autre reservoir"))
    assert "Syndicat des eaux" in str(what["what"])
    assert "building" in str(what["do"])
    assert send(store, syndicat, "theirs", rows(after, **said)).rows == 1


def test_what_an_authority_consumes_is_its_own(store: Store, syndicat: int) -> None:
    give(store, syndicat)
    later = day("2024-06-01")
    assert send(store, 1, "a", water(later, type_="delivery_point", meter="École")).rows == 1
    refused(store, water(later, meter="Piscine"))
    put_assets(
        store.writer("test"),
        1,
        [
            Description("building", "bassin", "Piscine municipale"),
            Description("meter", "Piscine", parent="bassin"),
        ],
    )
    assert send(store, 1, "c", water(later, meter="Piscine")).rows == 1
    assert send(store, 1, "d", rows([*later])).rows == 1  # electricity


def test_a_competence_that_came_back_leaves_a_gap(store: Store, syndicat: int) -> None:
    give(store, syndicat)
    declare(store.writer("test"), 1, "water", date(2025, 1, 1), "délibération 2024-90")
    assert send(store, 1, "a", water(day("2025-01-01"))).rows == 1
    assert send(store, 1, "b", water(day("2023-12-31"))).rows == 1
    refused(store, water(day("2024-12-30")))
    with store.writer("test").look() as session:
        spans = [(one.since, one.until, one.holder) for one in listed(session, 1)]
        theirs = [(one.since, one.until) for one in listed(session, syndicat)]
    assert spans == [(None, ON, "Syndicat des eaux"), (date(2025, 1, 1), None, "")]
    assert theirs == [(ON, None)]


def test_acts_that_contradict_one_another_are_refused(store: Store, syndicat: int) -> None:
    door = store.writer("test")
    declare(door, 1, "water", date(2020, 1, 1), "statuts")
    with pytest.raises(BeffroiError, match=r"organisation\.day_refused"):
        declare(door, 1, "water", date(2022, 1, 1), "x")
    with pytest.raises(BeffroiError, match=r"organisation\.day_refused"):
        give(store, syndicat, date(2020, 1, 1))
    with pytest.raises(BeffroiError, match=r"organisation\.day_refused"):
        give(store, 1)
    with pytest.raises(BeffroiError, match=r"competence\.unknown"):
        declare(door, 1, "eau", None, "x")
    give(store, None)
    with pytest.raises(BeffroiError, match=r"organisation\.day_refused"):
        give(store, syndicat, date(2025, 1, 1))


def test_nothing_is_asked_where_nothing_was_transferred(store: Store, tmp_path: Path) -> None:
    def looks(path: Path) -> int:
        asked: list[str] = []

        def note(*given: object) -> None:
            asked.append(str(given[2]))

        event.listen(store.state.reading, "before_cursor_execute", note)
        assert bring(store, path).status == "stored"
        event.remove(store.state.reading, "before_cursor_execute", note)
        return len([one for one in asked if "FROM competence" in one])

    assert looks(write(tmp_path, "a.csv", days("2023-12-01", 5))) == 1
    declare(store.writer("test"), 1, "water", None, "statuts")  # held, not transferred
    assert looks(write(tmp_path, "b.csv", days("2024-12-01", 5))) == 1


def test_an_erased_organisation_leaves_nothing_of_its_places(store: Store, syndicat: int) -> None:
    door = store.writer("test")
    give(store, syndicat)
    put_place(door, 1, Level.COMMUNE, "99001", None)
    change(door, 1, date(2020, 1, 1), ON, Named(name="Autre"))
    erase(door, 1)
    with door.look() as session:
        for table in (Ground, Identity):
            assert session.scalars(select(table)).all() == []
        (left,) = session.scalars(select(Competence))
        assert left.organisation_id == syndicat


def test_a_key_that_another_organisation_has_is_refused(store: Store, syndicat: int) -> None:
    door = store.writer("test")
    change(door, syndicat, date(2020, 1, 1), ON, Named(siren="200000008"))
    with pytest.raises(BeffroiError, match=r"organisation\.known"):
        change(door, 1, date(2020, 1, 1), ON, Named(siren="200000008"))
