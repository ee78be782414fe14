"""The outcome of a plan in words, by hand."""

from typing import Any

import pytest

from beffroi.decide.scenarios.telling import avoided, cautions, sentence
from beffroi.store.moving.said import FORMS
from beffroi.web.pages.scenario_outcome import drawn


def _amount(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


MONTHS = [
    {
        "month": f"2026-0{number}-01",
        "expected_kwh": 1000.0,
        "measured_kwh": 890.0,
        "saving_kwh": _amount(110.0, 60.0, 160.0),
        "planned": _amount(150.0, 120.0, 180.0),
        "so_far": _amount(0.11, 0.09 - 0.2 / number, 0.13 + 0.2 / number),
    }
    for number in range(2, 9)
]
#: What a plan saved, as it is kept.
OUTCOME: dict[str, Any] = {
    "verdict": "rather_below",
    "planned": _amount(0.15, 0.12, 0.18),
    "share": _amount(0.11, 0.09, 0.13),
    "avoided_kwh": _amount(770.0, 630.0, 910.0),
    "avoided_eur": _amount(77.0, 63.0, 91.0),
    "baseline": {"from": "2025-01-15", "to": "2026-01-14", "days": 365},
    "reporting": {"from": "2026-01-16", "to": "2026-08-15", "days": 212},
    "levers": [{"lever": "roof", "label": {"fr": "Toit", "en": "Roof"}, "done_on": "2026-01-15"}],
    "waiting": [{"fr": "Chaudière", "en": "Boiler"}],
    "months": MONTHS,
    "events": [{"since": "2026-03-01", "until": "2026-03-31", "said": "École fermée."}],
    "left_out": [{"name": "Gymnase", "why": {"fr": "sans mesure", "en": "no measure"}}],
    "buildings": ["École"],
}


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("rather_below", "Plutôt en dessous de ce qui était prévu, sans que ce soit certain."),
        ("below", "En dessous de ce qui était prévu."),
        ("as_planned", "Conforme à ce qui était prévu."),
    ],
)
def test_an_outcome_is_one_line(verdict: str, said: str) -> None:
    line = sentence({**OUTCOME, "verdict": verdict}).fr
    assert line.replace("\u00a0", " ") == (
        f"Prévu : 12 à 18 % ; constaté sur 7 mois : 9 à 13 %. {said}"
    )


def test_what_cannot_be_said_is_told() -> None:
    told = [one.fr.replace("\u00a0", " ") for one in cautions(OUTCOME)]
    assert told[0] == "Pas encore faits : Chaudière. La comparaison porte sur le reste du plan."
    assert told[1].startswith("Moins de douze mois après les travaux")
    assert told[2:] == [
        "Laissé de côté : Gymnase (sans mesure).",
        "Jours laissés de côté, du 01/03/2026 au 31/03/2026 : École fermée.",
    ]
    whole = {**OUTCOME, "reporting": {**OUTCOME["reporting"], "days": 360}, "waiting": []}
    assert not any("douze" in one.fr for one in cautions(whole))


#: What a plan of a school and of a district saved: one leg a unit.
WATER: dict[str, Any] = {
    "unit": "m3",
    "verdict": "as_planned",
    "planned": _amount(0.2, 0.1, 0.3),
    "share": _amount(0.19, 0.12, 0.26),
    "avoided_kwh": _amount(960.0, 600.0, 1320.0),
    "avoided_m3": _amount(2400.0, 1500.0, 3300.0),
    "avoided_eur": _amount(1200.0, 750.0, 1650.0),
    "baseline": OUTCOME["baseline"],
    "reporting": OUTCOME["reporting"],
    "buildings": ["Bourg"],
    "months": [{key.replace("kwh", "m3"): value for key, value in one.items()} for one in MONTHS],
}


def test_units_do_not_add_up_but_euros_do() -> None:
    both = OUTCOME | {"also": [WATER]}
    said = sentence(both).fr.replace("\u00a0", " ").replace("\u202f", " ")
    assert said.count("constaté sur 7 mois") == 2
    assert said.endswith("Conforme à ce qui était prévu. Soit 2 400 m³ (de 1 500 à 3 300).")
    assert avoided(both, "avoided_eur").value == 1277
    assert avoided(OUTCOME, "avoided_eur").high == 91
    drawing = drawn(WATER, "fr")
    assert drawing is not None
    assert "Mesuré (m³)" in drawing.titles


def test_an_outcome_that_moves_in_has_the_amounts_of_its_unit() -> None:
    form = FORMS["scenario_outcome", "result"]
    form(OUTCOME)
    form(OUTCOME | {"also": [WATER]})
    form(OUTCOME | WATER)
    for wrong in (
        OUTCOME | {"unit": "m3"},
        OUTCOME | {"also": [{**WATER, "avoided_m3": None}]},
        OUTCOME | {"unit": "litre"},
    ):
        with pytest.raises(ValueError, match=r"unit|m3"):
            form(wrong)
