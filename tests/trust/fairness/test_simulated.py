"""What a card says of simulated faults, group by group."""

from datetime import date

from beffroi.domains import algorithms
from beffroi.domains.cards import Group, Groups
from beffroi.texts import Text
from beffroi.trust.algorithms.card import card_of, public
from beffroi.trust.algorithms.fairness.simulated import plain, told
from beffroi.trust.algorithms.register import by_group

SCHOOL = Group("school", Text("école", "school"), 100, 80, 14.0, 20, 15)
HALL = Group("hall", Text("salle des fêtes", "village hall"), 100, 20, 31.0, 9, 0)
POOL = Group("pool", Text("piscine", "pool"), 9, 9, 3.0, 0, 0)
FOUND = Groups(
    Text("par usage", "by use"),
    "detection/groups",
    "rises",
    "use",
    date(2026, 11, 29),
    (SCHOOL, HALL, POOL),
)


def test_shares_have_their_intervals_and_few_cases_only_their_count() -> None:
    [found] = plain([FOUND], "en")
    school, hall, pool = found["groups"]
    # Wilson at 95 %: 80 of 100, 15 of 20.
    assert school["shares"]["recall"] == {"share": 0.8, "low": 0.711, "high": 0.867}
    assert school["shares"]["precision"] == {"share": 0.75, "low": 0.531, "high": 0.888}
    assert hall["shares"]["precision"] is None  # nine findings
    assert pool["shares"] == {"recall": None, "precision": None}
    assert found["spreads"]["recall"] == {"difference": 0.6, "ratio": 0.25, "established": True}
    assert found["spreads"]["precision"] is None  # one group only has enough
    assert found["simulated"] is True


def test_sentences_say_that_it_is_a_simulation() -> None:
    [(title, lines)] = told(plain([FOUND], "en"))
    assert title.en == "Simulation: by use"
    assert [one.en for one in lines] == [
        "school: faults put in, 100, seen 80% [71% to 87%] in 14 days (median); findings, 20,"
        " right 75% [53% to 89%]",
        "village hall: faults put in, 100, seen 20% [13% to 29%] in 31 days (median); findings, 9"
        " (too few to say more: 10 at least)",
        "pool: faults put in, 9 (too few to say more: 10 at least); findings, 0 (too few to say"
        " more: 10 at least)",
        "faults seen: 60 points apart (ratio 0.25), established",
        "measured in a simulation: benchmark detection/groups, 2026-11-29",
    ]
    [(_, french)] = told(plain([FOUND], "fr"))
    assert french[-1].fr.endswith("banc d’essai detection/groups, 29/11/2026")


def test_every_detector_of_rises_and_silences_says_it_on_its_card() -> None:
    with_groups = {key for key, one in algorithms().items() if card_of(one).by_group}
    assert {"energy.step", "energy.base_load_rise", "energy.dead_meter"} <= with_groups
    card = public(algorithms()["energy.step"], "fr")
    titles = [title.fr.replace("\u00a0", " ") for title, _ in by_group(card)]
    assert titles
    assert all(title.startswith("Simulation : ") for title in titles)
