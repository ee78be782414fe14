"""The declarations of the rules."""

from beffroi.quality import RULES
from beffroi.store.lake.schema import FILLS


def test_codes_are_stable() -> None:
    # Codes are stored: this table only ever grows.
    assert {rule.key: code for code, rule in RULES.items()} == {
        "index_difference": 1,
        "index_spread": 2,
        "index_rounding": 3,
        "index_rollover": 4,
        "index_reset": 5,
        "meter_replacement": 6,
        "index_misread": 7,
        "not_finite": 10,
        "duplicate": 11,
        "overlap": 12,
        "clock_change": 13,
        "gap_filled_short": 14,
        "stuck": 15,
        "zero_missing": 16,
        "spike": 17,
        "unit_1000": 18,
    }
    assert all(0 < code < 128 for code in RULES)


def test_sentences_are_french_typography() -> None:
    for rule in RULES.values():
        for text in (rule.label.fr, rule.sentence.fr):
            assert "'" not in text
            assert not any(f" {mark}" in text for mark in ":;?!%")
        assert rule.sentence.fr.endswith(".")
        assert rule.sentence.en.endswith(".")


def test_the_store_knows_which_rules_are_estimates() -> None:
    assert set(FILLS) == {rule.code for rule in RULES.values() if rule.fills}
