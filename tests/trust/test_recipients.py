"""The record names who is lent measures, how finely and until when; and households apart."""

from datetime import UTC, datetime

import pytest

from beffroi.commons.agreements.stances import take
from beffroi.store.retention import keep
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from beffroi.trust.personal.record import controller
from tests.conftest import KINDS
from tests.store.households.build import home as household
from tests.store.sharing.build import agree, hours, measure, offer, organisation


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Both kinds of state."""
    found: str = request.param
    return found


def told(store: Store, activity: str, field: str) -> str:
    read = store.reader(Scope(frozenset({1}), "dpo", "data protection"))
    [one] = [one for one in controller(read, 1, "fr") if one["activity"] == activity]
    found: str = one["fields"][field]["generated"]
    return found


def test_recipients_are_those_of_agreements_in_force(store: Store) -> None:
    measure(store, 1, "ecole", hours("2024-01-01", [1.0]))
    region, other = organisation(store, "Région"), organisation(store, "Syndicat")
    assert told(store, "metering", "recipients") == ""
    end = datetime(2030, 6, 30, 10, tzinfo=UTC)
    first = agree(store, 1, region, granularity="month", minimum_group=5, valid_until=end)
    offer(store, 1, (other,))  # nobody accepted it
    agree(store, region, 1)  # what is lent to it makes nobody a recipient
    ended = agree(store, 1, other, granularity="day")
    assert told(store, "metering", "recipients").splitlines()[1].startswith("Syndicat")
    take(store.writer("maire"), ended, 1, "revoke")
    said = told(store, "metering", "recipients").replace("\u00a0", " ")
    assert said == (
        "Région : par mois, totaux d’au moins 5, pour plan, jusqu’au 30 juin 2030 "
        f"(convention n° {first})"
    )


def test_households_are_an_activity_of_their_own(store: Store) -> None:
    measure(store, 1, "ecole", hours("2024-01-01", [1.0]))
    household(store, "09111642617347")
    keep(store.writer("dpo"), 1, 36)
    region, other = organisation(store, "Région"), organisation(store, "Syndicat")
    agree(store, 1, region, granularity="month", minimum_group=5)
    agree(store, 1, other, granularity="day")  # asset by asset: no household is among them
    assert told(store, "households", "retention").startswith("36")
    assert told(store, "households", "origin") == "test"
    first, second = told(store, "households", "recipients").splitlines()
    assert "dix foyers" in first
    assert "Région" in second
    assert "totaux d’au moins 10" in second
    assert "numéro" not in told(store, "households", "origin")


def test_the_record_has_no_households_without_any(store: Store) -> None:
    measure(store, 1, "ecole", hours("2024-01-01", [1.0]))
    with pytest.raises(ValueError, match="not enough"):
        told(store, "households", "origin")
