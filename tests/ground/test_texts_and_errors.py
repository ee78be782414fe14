"""Texts in both languages, and errors that carry them."""

import pytest

from beffroi.errors import BeffroiError, ErrorType, catalogue
from beffroi.errors.ground import UNIT_UNKNOWN
from beffroi.texts import Text


def test_a_text_is_filled_in_both_languages_at_once() -> None:
    text = Text(fr="{n} mesures de {place}", en="{n} measures of {place}")
    filled = text.fill({"n": 3}, place=Text(fr="Londres", en="London"))
    assert (filled.fr, filled.en) == ("3 mesures de Londres", "3 measures of London")


def test_a_missing_value_is_not_left_blank() -> None:
    with pytest.raises(KeyError):
        Text(fr="{n}", en="{n}").fill()


def test_placeholders_tell_the_two_sides_apart() -> None:
    french, english = Text(fr="{a:.1f} {b}", en="{a}").placeholders()
    assert (sorted(french), sorted(english)) == (["a", "b"], ["a"])


def test_an_error_says_the_same_in_each_language() -> None:
    error = BeffroiError(UNIT_UNKNOWN, unit="furlong")
    assert str(error) == "unit.unknown: The unit “furlong” is not known."
    french = error.to_dict()
    assert french["code"] == "unit.unknown"
    assert french["status"] == 422
    assert french["retryable"] is False
    assert french["details"] == {"unit": "furlong"}
    assert "furlong" in str(french["what"])
    assert "n’est pas connue" in str(french["what"])


def test_a_detail_may_be_a_text() -> None:
    kind = ErrorType(
        "demo.kind",
        Text(fr="Cas", en="Case"),
        Text(fr="Parce que {reason}", en="Because {reason}"),
        Text(fr="Rien", en="Nothing"),
    )
    error = BeffroiError(kind, reason=Text(fr="vide", en="empty"))
    assert error.to_dict("fr")["what"] == "Parce que vide"
    assert error.to_dict("en")["details"] == {"reason": "empty"}


def test_the_catalogue_is_in_the_order_of_codes() -> None:
    assert list(catalogue()) == sorted(catalogue())
