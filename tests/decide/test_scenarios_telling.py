"""The outcome of a plan in words, by hand."""

from typing import Any

import pytest

from beffroi.decide.scenarios.telling import cautions, sentence


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
