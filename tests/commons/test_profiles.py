"""The population of a territory, and where nobody here knows it."""

from datetime import date
from pathlib import Path

from beffroi.commons.geography import load
from beffroi.commons.organisations import end_place, put_place
from beffroi.commons.profiles import profiles
from beffroi.decide.organisations import create_organisation
from beffroi.settings import Settings
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.territory.kinds import Level
from beffroi.territory.profile import Profile
from tests.territory.files import DENSITY_2026, EPCI_2026

TODAY = date(2026, 6, 1)


def told(store: Store, *owners: int) -> list[Profile]:
    with store.writer("test").look() as session:
        found = profiles(session, owners, TODAY)
    assert list(found) == list(owners)
    return list(found.values())


def bring(store: Store, folder: Path, name: str, text: str) -> WriteDoor:
    path = folder / name
    path.write_text(text, "utf-8")
    door = store.writer("test")
    load(door, Settings(), path, None)
    return door


def test_a_territory_is_as_populous_as_its_communes(store: Store, tmp_path: Path) -> None:
    door = bring(store, tmp_path, "epcicom2026.csv", EPCI_2026)
    town, group, half, past = (
        create_organisation(door, name) for name in ("Bourg", "CC", "Moitié", "Passé")
    )
    put_place(door, town, Level.COMMUNE, "99001", None)
    put_place(door, group, Level.EPCI, "249900018", None)
    put_place(door, group, Level.COMMUNE, "99001", None)  # of that EPCI: counted once
    put_place(door, half, Level.COMMUNE, "99001", None)
    put_place(door, half, Level.COMMUNE, "97001", None)  # of no EPCI that was loaded
    put_place(door, past, Level.COMMUNE, "99001", None)
    end_place(door, past, Level.COMMUNE, "99001", date(2026, 1, 1))
    counts = [one.population for one in told(store, town, group, half, past)]
    assert counts == [1_480, 4_100, None, None]  # 2,050 + 1,480 + 570


def test_without_files_only_what_was_said_is_known(store: Store) -> None:
    door = store.writer("test")
    said = create_organisation(door, "Simulée", attributes={"population": 640})
    odd = create_organisation(door, "Étrange", attributes={"population": "beaucoup"})
    put_place(door, odd, Level.COMMUNE, "99001", None)
    assert told(store, said, odd) == [Profile(640), Profile(None)]


def test_a_territory_has_the_type_where_most_people_live(store: Store, tmp_path: Path) -> None:
    door = bring(store, tmp_path, "grille_densite_2026.csv", DENSITY_2026)
    town, group, two, far = (
        create_organisation(door, name) for name in ("Bourg", "CC", "Deux", "Loin")
    )
    put_place(door, town, Level.COMMUNE, "99001", None)
    put_place(door, group, Level.EPCI, "249900018", None)
    for code in ("99001", "99003"):
        put_place(door, two, Level.COMMUNE, code, None)
    put_place(door, far, Level.COMMUNE, "97001", None)
    # Without the list of EPCI, who lives where is not known, nor what an EPCI is made of.
    assert [one.density for one in told(store, town, group, two, far)] == [
        "6",
        None,
        "several",
        None,
    ]
    bring(store, tmp_path, "epcicom2026.csv", EPCI_2026)
    assert [one.density for one in told(store, town, group, two, far)] == [
        "6",
        "several",  # 2,050 of 4,100 live in Cèdre Nouveau: not more than half
        "5",  # 2,050 of 3,530
        None,
    ]
