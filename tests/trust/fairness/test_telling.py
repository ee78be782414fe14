"""What people read of a comparison, in both languages."""

from datetime import UTC, datetime

from beffroi.decide.organisations import create_organisation
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from beffroi.territory.profile import Profile
from beffroi.trust.algorithms.facts import facts
from beffroi.trust.algorithms.fairness.telling import told
from beffroi.trust.algorithms.principles import EVIDENCE
from beffroi.trust.algorithms.register import markdown, register
from tests.trust.fairness.estates import KEY, estate


def test_sentences_say_shares_counts_and_what_cannot_be_said(store: Store) -> None:
    other = create_organisation(store.writer("test"), "Autre")
    third = create_organisation(store.writer("test"), "Tierce")
    estate(store, 1, 10, ["dismiss"] * 8 + ["act"] * 2)
    estate(store, other, 20, ["dismiss"] * 2 + ["act"] * 8)
    estate(store, third, 9, ["act"] * 9)
    owners = [1, other, third]
    known = {1: Profile(80), other: Profile(3_000), third: Profile(90_000)}
    read = store.reader(Scope(frozenset(owners), "dpo", "oversight"))
    lines = dict(told(facts(read, owners, known)[KEY]["fairness"]))
    by_title = {title.en: found for title, found in lines.items()}
    population = [one.en for one in by_title["Fairness: population"]]
    assert population == [
        "under 500 inhabitants: meters, 10, reported 100% [72% to 100%]; decided findings, 10,"
        " confirmed 20% [6% to 51%], dismissed 80% [49% to 94%]",
        "2,000 to 9,999 inhabitants: meters, 20, reported 50% [30% to 70%]; decided findings, 10,"
        " confirmed 80% [49% to 94%], dismissed 20% [6% to 51%]",
        "50,000 inhabitants and more: meters, 9 (too few to say more: 10 at least); decided"
        " findings, 9 (too few to say more: 10 at least)",
        "meters reported: 50 points apart (ratio 0.5), not established: chance may explain it",
        "findings confirmed: 60 points apart (ratio 0.25), not established: chance may explain it",
        "findings dismissed: 60 points apart (ratio 0.25), not established: chance may explain it",
    ]
    income = by_title["Fairness: income decile of the quarter"]
    assert [one.fr.replace("\u00a0", " ") for one in income] == [
        "les décisions ne se comparent pas : un groupe au plus en a 10",
        "hors groupe, sans décile au registre des équipements : compteurs, 39"
        " ; constats décidés, 29",
    ]


def test_the_register_holds_what_is_compared_within_an_authority(store: Store) -> None:
    estate(store, 1, 12, ["dismiss"] * 12, {"income_decile": "1"})
    estate(store, 1, 12, ["act"] * 12, {"income_decile": "10"})
    found = facts(store.reader(Scope(frozenset([1]), "dpo", "oversight")), [1])
    made = register("Saint-Essai", datetime(2026, 1, 5, tzinfo=UTC), "en", found)
    [told_] = [one for one in made["algorithms"] if one["key"] == KEY]
    assert told_["here"]["fairness"]["income"]["spreads"]["dismissed"]["established"] is True
    [row] = [one for one in markdown(made, "en").splitlines() if "income decile" in one]
    assert row.startswith("| Fairness: income decile of the quarter | decile 1: meters, 12,")
    assert "<br>findings dismissed: 100 points apart (ratio 0), established |" in row
    [shown] = [one for one in EVIDENCE if "income" in one.text.en]
    assert shown.holds({}, told_["here"])
    assert not shown.holds({}, {"fairness": None})
