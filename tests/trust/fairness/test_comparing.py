"""Groups of meters laid side by side: worked out by hand, silent where nothing can be compared."""

from typing import Any

from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.territory.profile import Profile
from beffroi.trust.algorithms.facts import facts
from tests.trust.fairness.estates import KEY, estate, finding, series


def fairness(store: Store, owners: list[int], profiles: dict[int, Profile]) -> dict[str, Any]:
    scope = Scope(frozenset(owners), "dpo", "oversight")
    told: dict[str, Any] = facts(store.reader(scope), owners, profiles)[KEY]["fairness"]
    return told


def another(store: Store, name: str) -> int:
    return create_organisation(store.writer("test"), name)


def test_counts_shares_and_spreads_by_population(store: Store) -> None:
    other = another(store, "Autre")
    estate(store, 1, 10, ["dismiss"] * 8 + ["act"] * 2 + [""])  # the eleventh on the first meter
    estate(store, other, 20, ["dismiss", "act dismiss", "dismiss act"] + ["act"] * 6 + ["watch"])
    told = fairness(store, [1, other], {1: Profile(499), other: Profile(2_000)})["population"]
    small, large = told["groups"]["0-499"], told["groups"]["2000-9999"]
    assert list(told["groups"]) == ["0-499", "2000-9999"]
    assert small | {"shares": 0} == {
        "organisations": 1,
        "meters": 10,
        "reported": 10,
        "findings": 11,
        "decided": 10,
        "confirmed": 2,
        "watched": 0,
        "dismissed": 8,
        "shares": 0,
    }
    # The last choice stands: two dismissed of ten, one watched; seven confirmed.
    assert (large["confirmed"], large["watched"], large["dismissed"]) == (7, 1, 2)
    # Wilson at 95 % for 8 of 10 and for 10 of 20 (Brown, Cai and DasGupta, 2001, formula 4).
    assert small["shares"]["dismissed"] == {"share": 0.8, "low": 0.49, "high": 0.943}
    assert large["shares"]["reported"] == {"share": 0.5, "low": 0.299, "high": 0.701}
    assert told["spreads"]["dismissed"] == {
        "difference": 0.6,
        "ratio": 0.25,
        "established": False,  # 8 of 10 and 2 of 10 at 97.5 % each: 0.45 to 0.95, 0.05 to 0.55
    }
    assert told["spreads"]["reported"]["ratio"] == 0.5
    assert told["outside"]["meters"] == 0


def test_ten_decided_findings_are_needed(store: Store) -> None:
    other = another(store, "Autre")
    estate(store, 1, 9, ["dismiss"] * 9)
    estate(store, other, 11, ["act"] * 10)
    told = fairness(store, [1, other], {})["estate"]
    few, enough = told["groups"]["1-10"], told["groups"]["11-50"]
    assert few["decided"] == 9
    assert set(few["shares"].values()) == {None}
    assert enough["shares"]["confirmed"]["share"] == 1.0
    assert set(told["spreads"].values()) == {None}


def test_what_is_not_known_is_outside(store: Store) -> None:
    other = another(store, "Autre")
    estate(store, 1, 2, ["act"])
    estate(store, other, 3)
    told = fairness(store, [1, other], {1: Profile(None), other: Profile(70_000)})["population"]
    assert list(told["groups"]) == ["50000-"]
    assert (told["outside"]["organisations"], told["outside"]["meters"]) == (1, 2)
    assert (told["outside"]["findings"], told["outside"]["confirmed"]) == (1, 1)


def test_deciles_are_those_of_the_building_unless_the_meter_has_its_own(store: Store) -> None:
    estate(store, 1, 12, ["dismiss"] * 12, {"income_decile": "1"})
    estate(store, 1, 13, ["act"] * 13, {"income_decile": "1"}, {"income_decile": 9})
    estate(store, 1, 3, [], {"income_decile": "1"}, {"income_decile": ""})
    estate(store, 1, 4, ["act"], {"income_decile": "11"})  # no decile
    estate(store, 1, 5, ["act"])
    told = fairness(store, [1], {})["income"]
    assert {key: one["meters"] for key, one in told["groups"].items()} == {"1": 15, "9": 13}
    assert {key: one["dismissed"] for key, one in told["groups"].items()} == {"1": 12, "9": 0}
    assert (told["outside"]["meters"], told["outside"]["findings"]) == (9, 2)
    # 12 of 12 and 0 of 13: told apart.
    assert told["spreads"]["dismissed"] == {"difference": 1.0, "ratio": 0.0, "established": True}
    assert told["spreads"]["confirmed"]["ratio"] == 0.0


def test_a_meter_is_one_however_many_series_and_findings_it_has(store: Store) -> None:
    estate(store, 1, 10, ["act"] * 12)
    with store.writer("test").change("test", "test", 1) as change:
        session = change.session
        first, second, third, *_ = session.scalars(
            select(models.Asset.id).where(models.Asset.type == "delivery_point")
        )
        # A load curve and an index of one meter; a meter without measures; one that is not watched.
        session.add(series(1, first, "electricity.active_power"))
        session.add(series(1, first, "electricity.active_energy"))
        session.add(series(1, second, "electricity.active_energy", points=0))
        session.add(series(1, third, "air.temperature"))
        session.add(finding(1, first, "electricity.active_energy"))
        session.add(finding(1, second, "electricity.active_energy"))
    [told] = fairness(store, [1], {})["estate"]["groups"].values()
    assert (told["meters"], told["reported"], told["findings"]) == (11, 11, 14)


def test_meters_that_a_detector_never_saw_are_not_watched(store: Store) -> None:
    other = another(store, "Autre")
    estate(store, 1, 2, ["act"])
    with store.writer("test").change("test", "test", other) as change:
        asset = models.Asset(
            organisation_id=other, type="meter", key="new", name="x", attributes={}
        )
        change.session.add(asset)
        change.session.flush()
        change.session.add(series(other, asset.id, "gas.energy"))
    told = fairness(store, [1, other], {})["estate"]
    assert {key: one["meters"] for key, one in told["groups"].items()} == {"1-10": 2}


def test_only_those_asked_for_are_compared(store: Store) -> None:
    other = another(store, "Autre")
    estate(store, 1, 2, ["act"])
    estate(store, other, 2, ["act"])
    [told] = fairness(store, [1], {})["estate"]["groups"].values()
    assert (told["organisations"], told["meters"], told["findings"]) == (1, 2, 1)
