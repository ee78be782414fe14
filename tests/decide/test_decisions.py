"""Decisions and actions: what is incoherent is refused, what was a mistake is withdrawn."""

from datetime import date

import pytest
from sqlalchemy import select

from beffroi.decide.decisions import act, cancel, decide
from beffroi.decide.history import history
from beffroi.decide.verify import sentence, verify
from beffroi.errors import BeffroiError
from beffroi.store.state.loop import Action
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from tests.decide.test_loop import OWN, findings, kwh, run, two_years, verified

DAY = date(2022, 3, 1)


@pytest.fixture
def mayor(store: Store) -> WriteDoor:
    """A person with one finding before them."""
    kwh(store, [60.0])
    run(store)
    return store.writer("maire")


def status(store: Store) -> str:
    """The state of the only finding."""
    (finding,) = findings(store)
    return finding.status


def told(store: Store) -> list[str]:
    """The sentences of the history."""
    return [entry["sentence"] for entry in history(store.reader(OWN), 1)]


@pytest.mark.parametrize("choice", [None, "watch", "dismiss"])
def test_an_action_needs_a_live_decision_to_act(
    store: Store, mayor: WriteDoor, choice: str | None
) -> None:
    if choice:
        decide(mayor, 1, "act", "on y va")
        decide(mayor, 1, choice, "finalement non")
    before = status(store)
    with pytest.raises(BeffroiError) as caught:
        act(mayor, 1, DAY, 10.0, "réglage")
    assert caught.value.type.code == "decide.action_undecided"
    assert "beffroi decide 1 act" in str(caught.value.to_dict()["do"])
    assert status(store) == before


def test_the_same_action_said_twice_is_recorded_once(store: Store, mayor: WriteDoor) -> None:
    decide(mayor, 1, "act", "on y va")
    first = act(mayor, 1, DAY, 10.0, "réglage")
    again = act(mayor, 1, DAY, 10.0, " réglage ")
    other = act(mayor, 1, DAY, 12.0, "réglage")
    assert (first.again, again.again, other.again) == (False, True, False)
    assert first.id == again.id != other.id
    with store.reader(OWN).session() as session:
        assert len(session.scalars(select(Action)).all()) == 2
        entries = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "finding.act")
        ).all()
    assert len(entries) == 2


def test_an_action_recorded_by_mistake_is_withdrawn_and_stays_in_history(
    store: Store, mayor: WriteDoor
) -> None:
    decide(mayor, 1, "act", "on y va")
    made = act(mayor, 1, DAY, 10.0, "réglage")
    cancel(mayor, 1, made.id, "mauvais bâtiment")
    assert status(store) == "acting"
    assert told(store) == [
        "maire\u00a0: agir – on y va",
        f"maire\u00a0: action {made.id}, réglage (01/03/2022, 10\u00a0€)",
        f"maire\u00a0: action {made.id} retirée – mauvais bâtiment",
    ]
    with store.reader(OWN).session() as session:
        (entry,) = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "finding.act_withdrawn")
        )
    assert entry.detail == {"action": made.id, "from": "done", "to": "acting"}
    with pytest.raises(BeffroiError) as caught:
        verify(store.reader(OWN), mayor, 1)
    assert caught.value.type.code == "decide.action_missing"
    with pytest.raises(BeffroiError) as again:
        cancel(mayor, 1, made.id, "encore")
    assert again.value.type.code == "store.not_found"
    assert act(mayor, 1, DAY, 10.0, "réglage").again is False


def test_what_was_acted_upon_cannot_be_dismissed(store: Store, mayor: WriteDoor) -> None:
    decide(mayor, 1, "act", "on y va")
    made = act(mayor, 1, DAY, 10.0, "réglage")
    with pytest.raises(BeffroiError) as caught:
        decide(mayor, 1, "dismiss", "non")
    assert caught.value.type.code == "decide.action_live"
    assert status(store) == "done"
    cancel(mayor, 1, made.id, "erreur")
    decide(mayor, 1, "dismiss", "non")
    assert status(store) == "dismissed"


def test_a_new_decision_replaces_the_earlier_one_which_stays(
    store: Store, mayor: WriteDoor
) -> None:
    assert decide(mayor, 1, "watch", "on verra").earlier is None
    earlier = decide(mayor, 1, "dismiss", "usage connu").earlier
    assert earlier is not None
    assert (earlier.choice, earlier.reason, earlier.actor) == ("watch", "on verra", "maire")
    assert told(store) == [
        "maire\u00a0: surveiller – on verra (décision remplacée depuis)",
        "maire\u00a0: écarter – usage connu",
    ]
    assert [entry["live"] for entry in history(store.reader(OWN), 1)] == [False, True]


def test_a_true_increase_is_said_and_proven(store: Store) -> None:
    result = verified(store, two_years(store, 1.6))
    assert result["avoided_kwh"]["high"] < 0
    assert (result["proven"], result["increase_proven"]) == (False, True)
    text = sentence(dict(result))
    assert text.fr.startswith("Hausse prouvée")
    assert text.en.startswith("Proven increase")
    assert "\u2212" not in text.fr
