"""What derives from measures follows their rights; what is erased ends what it lent."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from beffroi.commons.agreements.listing import listed
from beffroi.decide.lending import lent_findings
from beffroi.errors import BeffroiError
from beffroi.periods import Step, utc_now
from beffroi.store.erasing import erase
from beffroi.store.read import Selection
from beffroi.store.sharing.totalling import totals
from beffroi.store.sharing.trace import traces
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.state.sharing import TotalGiven, TotalGroup, TotalMember
from beffroi.store.store import Store
from tests.store.sharing.build import ENERGY, acting, agree, hours, measure, organisation

POWER = "electricity.active_power"


def find(store: Store, series: int, quantity: str = ENERGY) -> int:
    """Keep a finding about a series of the commune."""
    nothing = {"value": 0.0, "low": 0.0, "high": 0.0}
    with store.writer("test").change("test", "test", 1) as change:
        row = change.session.get_one(models.Series, series)
        finding = Finding(
            organisation_id=1,
            domain="energy",
            detector="night",
            version="1",
            asset_id=row.asset_id,
            series_id=series,
            quantity=quantity,
            since=date(2024, 1, 1),
            until=None,
            detected_at=utc_now(),
            seen_at=utc_now(),
            severity="high",
            confidence=0.9,
            eur_per_year=100.0,
            stake={"eur_per_year": nothing},
            explanation={"fr": "la nuit", "en": "at night"},
            chart={},
            actions=[],
            status="open",
        )
        change.session.add(finding)
        change.session.flush()
        return finding.id


def seen(store: Store, reader: int, **how: Any) -> list[int]:
    rows = lent_findings(acting(store, reader), [1], "fr", date(2024, 6, 1), **how)
    return [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("terms", "lent"),
    [
        ({"granularity": "day", "findings": True}, True),
        ({"granularity": "raw", "findings": True}, True),
        ({"granularity": "day"}, False),
        ({"granularity": "month", "findings": True}, False),
        ({"granularity": "day", "findings": True, "since": "2020-01-01"}, False),
        ({"granularity": "day", "findings": True, "until": "2030-01-01"}, False),
        ({"granularity": "day", "findings": True, "quantities": ["gas.energy"]}, False),
        ({"granularity": "day", "findings": True, "assets": ["mairie"]}, False),
    ],
)
def test_a_finding_is_lent_with_all_that_it_was_made_of(
    store: Store, terms: Any, lent: bool
) -> None:
    other = organisation(store, "Syndicat")
    finding = find(store, measure(store, 1, "ecole", hours("2024-01-01", [1.0] * 30)))
    number = agree(store, 1, other, **{"quantities": [ENERGY, POWER], **terms})
    assert seen(store, other) == ([finding] if lent else [])
    with store.writer("test").look() as session:
        told = [(one.agreement, one.what, one.series) for one in traces(session)]
    assert told == ([(number, "findings", 1)] if lent else [])


def test_a_finding_that_may_be_made_of_what_is_not_lent_stays(store: Store) -> None:
    other = organisation(store, "Syndicat")
    finding = find(store, measure(store, 1, "ecole", hours("2024-01-01", [1.0] * 30)))
    agree(store, 1, other, granularity="day", findings=True)
    assert seen(store, other) == []
    agree(store, 1, other, granularity="day", findings=True, quantities=[ENERGY, POWER])
    assert seen(store, other) == [finding]
    assert seen(store, other, status=["closed"]) == []
    assert seen(store, organisation(store, "Tiers")) == []


def test_an_organisation_that_goes_lends_nothing_any_more(store: Store) -> None:
    other, third = organisation(store, "Syndicat"), organisation(store, "Tiers")
    series = [measure(store, 1, name, hours("2024-01-01", [1.0] * 60)) for name in "abc"]
    agree(store, 1, other, granularity="raw", conditions=["une condition"])
    number = agree(store, 1, third, granularity="day", minimum_group=3)
    assert totals(acting(store, third), number)
    acting(store, other).observations(Selection((series[0],)))
    erase(store.writer("test"), 1)
    for reader in (other, third):
        with pytest.raises(BeffroiError, match="out_of_scope"):
            acting(store, reader).aggregate(Selection((series[0],)), Step.DAY)
    with pytest.raises(BeffroiError, match="out_of_scope"):
        totals(acting(store, third), number)
    kept = listed(store.writer("test"), [1])
    assert {one.status(one.parties[0].organisation_id) for one in kept} == {"ended"}
    assert "condition" not in str([one.to_dict() for one in kept])
    with store.writer("test").look() as session:
        assert len(traces(session, 1)) == 2  # who read it is still known
        for model in (TotalGroup, TotalMember, TotalGiven):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_a_recipient_that_goes_reads_nothing_any_more(store: Store) -> None:
    other = organisation(store, "Syndicat")
    series = measure(store, 1, "ecole", hours("2024-01-01", [1.0] * 60))
    agree(store, 1, other, granularity="raw")
    erase(store.writer("test"), other)
    with pytest.raises(BeffroiError, match="out_of_scope"):
        acting(store, other).observations(Selection((series,)))
    assert [one.status(other) for one in listed(store.writer("test"), [1])] == ["ended"]


def test_erased_series_take_the_totals_that_they_were_in(store: Store) -> None:
    other = organisation(store, "Région")
    series = [measure(store, 1, name, hours("2024-01-01", [1.0] * 60)) for name in "abc"]
    number = agree(store, 1, other, granularity="day", minimum_group=3)
    assert totals(acting(store, other), number)
    erase(store.writer("test"), 1, [series[0]])
    with store.writer("test").look() as session:
        assert session.scalar(select(func.count()).select_from(TotalGiven)) == 0
