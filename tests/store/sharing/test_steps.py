"""Each side moves its own stance, from where it stands, and the journal says so."""

import pytest
from sqlalchemy import select

from beffroi.commons.agreements.explaining import explain
from beffroi.commons.agreements.listing import shown
from beffroi.commons.agreements.stances import STEPS, take
from beffroi.errors import BeffroiError
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from tests.store.sharing.build import FAR, agree, hours, measure, moment, offer, organisation

#: By hand: what may be done from where, in the order waiting, accepted, suspended, and the ends.
PATHS = {
    (): {"accept", "refuse", "propose"},
    ("accept",): {"suspend", "revoke"},
    ("accept", "suspend"): {"resume", "revoke"},
    ("accept", "suspend", "resume"): {"suspend", "revoke"},
    ("refuse",): set[str](),
    ("accept", "revoke"): set[str](),
    ("accept", "suspend", "revoke"): set[str](),
}


@pytest.mark.parametrize(
    ("path", "next_"), PATHS.items(), ids=["-".join(path) or "new" for path in PATHS]
)
def test_a_step_is_taken_from_where_one_stands(
    store: Store, path: tuple[str, ...], next_: set[str]
) -> None:
    other, door = organisation(store, "Syndicat"), store.writer("test")
    for name in STEPS:
        number = offer(store, 1, (other,))
        for step in path:
            take(door, number, other, step)
        if name in next_:
            take(door, number, other, name)
        else:
            with pytest.raises(BeffroiError, match="step_refused"):
                take(door, number, other, name)
        assert shown(door, [1], number).row.stance == "accepted"  # that of the other side


def test_the_journal_says_who_did_what_and_why(store: Store) -> None:
    other = organisation(store, "Syndicat")
    number = agree(store, 1, other)
    take(store.writer("maire"), number, 1, "revoke", "un vote du conseil")
    with store.writer("test").look() as session:
        rows = session.scalars(select(JournalEntry).order_by(JournalEntry.id))
        said = [
            (row.action, row.organisation_id, row.actor)
            for row in rows
            if row.action.startswith("agreement")
        ]
        last = session.scalar(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1))
    assert said == [
        ("agreement.create", 1, "maire"),
        ("agreement.propose", 1, "maire"),
        ("agreement.accept", other, "président"),
        ("agreement.revoke", 1, "maire"),
    ]
    assert last is not None
    assert last.detail["why"] == "un vote du conseil"
    steps = [(one.step, one.organisation_id) for one in shown(store.writer("x"), [1], number).steps]
    assert steps == [("propose", 1), ("accept", other), ("revoke", 1)]


def test_every_rule_that_was_looked_at_says_what_it_says(store: Store) -> None:
    other = organisation(store, "Syndicat")
    series = measure(store, 1, "ecole", hours("2024-01-01", [1.0]), insee="01001")
    offer(store, 1, (other,))
    agree(store, 1, other, valid_from=moment("2080-01-01"), valid_until=FAR)
    agree(store, 1, other, quantities=["gas.energy"])
    agree(store, 1, other, asset_types=["meter"])
    agree(store, 1, other, territories=["01002"])
    agree(store, 1, other, assets=["mairie"])
    agree(store, 1, other, minimum_group=5)
    agree(store, 1, other, since="2024-01-01", granularity="hour")
    reasons = explain(store.writer("test"), other, series)
    assert [one.allows for one in reasons] == [False] * 7 + [True]
    words = ["proposed", "to come", "quantity", "type", "commune", "asset is", "totals", "hour"]
    for word, one in zip(words, reasons, strict=True):
        assert word in one.why.en, one.why.en
        assert one.why.fr
    (own,) = explain(store.writer("test"), 1, series)
    assert (own.agreement, own.allows) == (None, True)
    with pytest.raises(BeffroiError, match="not_found"):
        explain(store.writer("test"), other, 10_000)
