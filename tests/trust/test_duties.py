"""What the law and the seven principles ask, and what is shown of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from beffroi.domains import algorithm
from beffroi.domains.contract import Algorithm
from beffroi.trust.algorithms import principles as sevens
from beffroi.trust.algorithms.fria import ELEMENTS, fria
from beffroi.trust.algorithms.law import record, rules
from beffroi.trust.algorithms.principles import EVIDENCE, PRINCIPLES, principles
from tests.cli.test_commands import Run, home, run  # noqa: F401

STEP = algorithm("energy.step")
RAN = {"runs": {"judged": 40, "last_at": "2026-01-05T00:00:00+00:00", "versions": ["1"]}}
DECIDED = {
    "rates": {
        "findings": 9,
        "decided": 6,
        "dismissed_share": 0.5,
        "contested": 1,
        "upheld": 0,
    }
}


def judging() -> Algorithm:
    """An algorithm that would judge persons."""
    assert STEP.card is not None
    return replace(STEP, card=replace(STEP.card, persons=True))


def test_each_rule_has_its_text_its_day_and_its_reading() -> None:
    for rule in rules():
        assert rule.source
        assert all((rule.label.fr, rule.label.en, rule.asks.fr, rule.asks.en))
        assert rule.noted >= date(2026, 1, 1)
        assert rule.applies in {"always", "persons", "decides", "talks"}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (STEP, {"crpa_rules", "ai_literacy"}),
        (
            judging(),
            {
                "crpa_rules",
                "ai_literacy",
                "crpa_mention",
                "ai_oversight",
                "ai_registration",
                "ai_fria",
                "ai_explanation",
            },
        ),
    ],
)
def test_what_applies_follows_from_the_card(one: Algorithm, expected: set[str]) -> None:
    rows = record(one, date(2026, 11, 29), "en")
    assert {row["rule"] for row in rows if row["applies"]} == expected


@pytest.mark.parametrize(
    ("day", "in_force"), [(date(2027, 12, 1), False), (date(2027, 12, 2), True)]
)
def test_a_rule_holds_from_its_day(day: date, in_force: bool) -> None:
    [row] = [row for row in record(judging(), day, "fr") if row["rule"] == "ai_fria"]
    assert row["in_force"] is in_force
    assert row["to_be_checked"]


def test_an_assessment_says_what_only_the_deployer_knows() -> None:
    assert list(ELEMENTS) == ["process", "frequency", "persons", "risks", "oversight", "measures"]
    plain = fria(STEP, None, "fr")
    assert (plain["required"], plain["missing"]) == (False, ["frequency"])
    told = fria(judging(), {**RAN, **DECIDED}, "en")
    assert (told["required"], told["missing"]) == (True, ["risks"])
    assert "6 findings of 9" in told["elements"]["oversight"]["text"]


def missing(happened: dict[str, Any] | None, key: str) -> list[str]:
    [row] = [one for one in principles(STEP, happened, "en") if one["principle"] == key]
    return list(row["missing"])


def test_every_principle_has_its_evidence() -> None:
    assert {one.principle for one in EVIDENCE} == set(PRINCIPLES)
    assert len(PRINCIPLES) == 7


def test_what_did_not_happen_is_missing() -> None:
    assert missing(None, "human") == ["named persons decided about findings"]
    assert missing({**RAN, **DECIDED}, "human") == []
    assert missing(None, "environment") == ["energy estimated on what ran"]
    assert missing(RAN, "environment") == []
    assert len(missing(None, "transparency")) == 1
    older = {"runs": {**RAN["runs"], "versions": ["0"]}}
    assert len(missing(older, "transparency")) == 1
    assert missing({**RAN, **DECIDED}, "performance") == []
    assert len(missing(None, "fairness")) == 4
    compared = {"spreads": {"dismissed": {"difference": 0.1}}}
    nothing = {"spreads": {"dismissed": None}}
    assert missing({"fairness": {"income": compared, "estate": nothing}}, "fairness") == [
        "dismissals compared from group to group: size of the estate",
        "dismissals compared from group to group: population",
        "dismissals compared from group to group: type of territory",
    ]


def test_code_under_another_version_is_no_safety(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sevens, "changed", lambda _: ["energy.step"])
    assert missing(None, "safety") == ["the code is that of its version"]


def test_the_commands_answer(run: Run) -> None:  # noqa: F811
    run("init")
    assert len(run("algorithms", "principles", "energy.step")) == 7
    assert "Primauté humaine" in run("algorithms", "principles", "energy.step", plain=True)
    assert {row["rule"] for row in run("algorithms", "law", "energy.step")} == {
        rule.key for rule in rules()
    }
    assert "à vérifier" in " ".join(run("algorithms", "law", "energy.step", plain=True).split())
    assert run("algorithms", "fria", "energy.step")["missing"] == ["frequency"]
    assert "à compléter" in run("algorithms", "fria", "energy.step", plain=True)
