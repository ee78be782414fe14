"""Files of households: no number is left anywhere, and the same number finds the same pseudonym."""

from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.ingest import ImportOptions, import_path, resume
from beffroi.ingest.households import NOT_KEPT
from beffroi.store.checking.check import check
from beffroi.store.erasing import erase
from beffroi.store.households.naming import declare_households, veiled
from beffroi.store.recovery import recover
from beffroi.store.state import models
from beffroi.store.state.households import HouseholdLink
from beffroi.store.state.models import Base
from beffroi.store.store import Store
from tests.conftest import KINDS
from tests.ingest.bring import bring, bring_one
from tests.store.households.build import key, reader

NUMBERS = ("09111642617347", "09111642617348")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Both kinds of state."""
    found: str = request.param
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The consumption of two homes, of which one cell cannot be read, in a file named after one."""
    lines = ["PRM;date;consommation (kWh)"]
    for number in NUMBERS:
        lines += [f"{number};{day:02d}/01/2024;{day},5" for day in range(1, 21)]
    lines += [f"{NUMBERS[0]};21/01/2024;douze"]
    path = tmp_path / f"conso {NUMBERS[0]}.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def everything(store: Store) -> bytes:
    """Every byte of the folder, and every row of the state."""
    files = [path.read_bytes() for path in store.home.root.rglob("*") if path.is_file()]
    with store.writer("test").look() as session:
        rows = [str(session.execute(select(table)).all()) for table in Base.metadata.sorted_tables]
    return b"".join(files) + "".join(rows).encode()


def keys(store: Store, owner: int = 1) -> list[str]:
    with reader(store, households=True, owner=owner).session() as session:
        own = models.Asset.organisation_id == owner
        return sorted(session.scalars(select(models.Asset.key).where(own)))


def test_no_number_is_left_in_the_home(store: Store, file: Path) -> None:
    report = bring_one(store, file, households=True)
    assert (report.status, report.kept, report.file) == ("stored", 40, "foyers.csv")
    assert NOT_KEPT in report.notes
    assert sum(report.refused.values()) == 1
    found = everything(store)
    assert not any(number.encode() in found for number in NUMBERS)
    assert all(one.startswith("foyer-") for one in keys(store))
    assert len(keys(store)) == 2
    assert not [path for path in store.home.originals.rglob("*") if path.is_file()]
    assert check(store, deep=True) == []


def test_the_same_number_finds_the_same_pseudonym_and_another_one_next_door(
    store: Store, file: Path
) -> None:
    bring_one(store, file, households=True)
    before = keys(store)
    again = bring_one(store, file, households=True)
    assert (again.status, again.kept, keys(store)) == ("stored", 0, before)
    # Once it is declared, a file that says nothing of households is veiled too.
    said = bring_one(store, file)
    assert (said.kept, keys(store)) == (0, before)
    assert NUMBERS[0] not in said.file
    other = create_organisation(store.writer("test"), "Autre")
    options = ImportOptions(other, households=True)
    assert list(import_path(store.writer("test"), store.settings, file, options))
    assert not {*keys(store, other)} & {*before}


def test_a_file_that_says_nothing_is_of_the_authority(store: Store, file: Path) -> None:
    report = bring_one(store, file)
    assert report.file == file.name
    assert keys(store) == list(NUMBERS)
    assert len(list(reader(store).latest()["series"])) == 2


def test_a_dry_run_declares_nothing(store: Store, file: Path) -> None:
    report = bring_one(store, file, households=True, dry_run=True)
    assert {row["asset"] for row in report.series} == {"foyer-?"}
    assert keys(store) == []


def test_measures_sent_by_a_gateway_are_veiled_too(store: Store) -> None:
    door = store.writer("test")
    (name,) = declare_households(door, 1, {("delivery_point", NUMBERS[0]): {}}).values()
    one, two = veiled(door, 1, [key(NUMBERS[0]), key(NUMBERS[1])])
    assert (one.asset, two.asset) == (name, NUMBERS[1])


def test_an_interrupted_import_is_resumed_as_one_of_households(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("beffroi.ingest.importer.Repairing.finish", dies)
        patched.setattr("beffroi.store.intake.forget", lambda *_: None)
        with pytest.raises(SystemExit):
            bring_one(store, file, households=True)
    recover(store.writer("test"))
    (report,) = resume(store.writer("test"), store.settings)
    assert (report.status, report.kept, len(keys(store))) == ("stored", 40, 2)
    found = everything(store)
    assert not any(number.encode() in found for number in NUMBERS)


def test_an_erased_household_leaves_no_link(store: Store, file: Path) -> None:
    bring_one(store, file, households=True)
    with reader(store, households=True).session() as session:
        first = session.scalars(select(models.Series.id).order_by(models.Series.id)).first()
    assert first is not None
    erase(store.writer("dpo"), 1, [first])
    assert len(keys(store)) == 1
    with store.writer("test").look() as session:
        assert session.scalars(select(HouseholdLink.pseudonym)).all() == keys(store)
    erase(store.writer("dpo"), 1)
    with store.writer("test").look() as session:
        assert session.scalars(select(HouseholdLink.pseudonym)).all() == []


def test_a_number_known_in_clear_is_not_brought_beside_its_own_past(
    store: Store, file: Path
) -> None:
    bring_one(store, file)
    file.write_text(file.read_text("utf-8") + f"\n{NUMBERS[0]};22/01/2024;3", "utf-8")
    for dry in (True, False):
        (report,) = bring(store, file, households=True, dry_run=dry)
        assert report.error is not None
        assert report.error["code"] == "household.in_clear"
    assert keys(store) == sorted(NUMBERS)
