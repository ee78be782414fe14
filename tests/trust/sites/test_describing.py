"""How an authority describes its site: addresses that cannot be counted, colours that are read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import BeffroiError
from beffroi.store import sites
from beffroi.store.store import Store
from beffroi.trust.sites.colours import GROUNDS, Theme, contrast, least_contrast, nearest, required
from beffroi.trust.sites.describing import checked, look_of_authority, slug_of, suggested
from beffroi.trust.sites.naming import named_in

FRONT = Path(__file__).parents[3] / "front" / "styles" / "tokens.css"
GIVEN = {
    "slug": "essai",
    "name": "Essai",
    "about": "",
    "contact": "mairie@exemple.fr",
    "director": "Le maire",
    "host": "",
    "accent": "",
    "accent_dark": "",
}


def code(call: object, *words: object) -> str:
    with pytest.raises(BeffroiError) as caught:
        call(*words)  # type: ignore[operator]
    return caught.value.type.code


def test_contrast_is_that_of_the_standard() -> None:
    # Worked out by hand: #808080 is 0.2159 in linear light, (1 + 0.05) / (0.2159 + 0.05) = 3.95.
    assert contrast("#808080", "#ffffff") == pytest.approx(3.949, abs=0.001)
    assert code(required, "#808080", "light") == "site.colour_contrast"
    assert required("#1C5775", "light") == "#1c5775"
    assert code(required, "red", "light") == "site.colour_invalid"


def test_the_grounds_are_those_of_the_styles() -> None:
    told = FRONT.read_text("utf-8")
    for name, at in (("paper", 0), ("surface", 1), ("sunk", 2)):
        pair = f"{GROUNDS['light'][at]}, {GROUNDS['dark'][at]}"
        assert f"--{name}: light-dark({pair})" in told


@given(st.integers(0, 0xFFFFFF), st.sampled_from(["light", "dark"]))
def test_the_nearest_colour_always_passes_and_stays_itself_where_it_does(
    number: int, theme: Theme
) -> None:
    colour = f"#{number:06x}"
    found = nearest(colour, theme)
    assert least_contrast(found, theme) >= 4.5
    assert nearest(found, theme) == found
    assert required(found, theme) == found


@given(st.text(max_size=80))
def test_any_name_suggests_an_address_that_is_one(name: str) -> None:
    assert slug_of(suggested(name), name) == suggested(name)


@pytest.mark.parametrize("slug", ["", "12", "a1", "a" * 61, "a--b", "-ab", "é" * 4, "a/b", "ab?"])
def test_what_is_no_address_is_refused_with_one_that_is(slug: str) -> None:
    assert code(slug_of, slug, "Saint-Exemple") == "site.slug_invalid"


def test_all_that_is_wrong_is_told_at_once() -> None:
    draft, wrong = checked({**GIVEN, "slug": "7", "contact": " ", "accent": "#ffd400"})
    assert draft is None
    assert {field: one.type.code for field, one in wrong.items()} == {
        "slug": "site.slug_invalid",
        "contact": "site.text_invalid",
        "accent": "site.colour_contrast",
    }


def test_an_authority_looks_as_it_chose_and_no_two_share_an_address(store: Store) -> None:
    door = store.writer("test")
    with door.look(1) as session:
        assert look_of_authority(session, 1).accent == "#1c5775"
    draft, _ = checked({**GIVEN, "accent": "#7a1f5c"})
    assert draft is not None
    sites.describe(door, 1, draft)
    with door.look(1) as session:
        look = look_of_authority(session, 1)
    assert (look.name, look.accent) == ("Essai", "#7a1f5c")
    assert least_contrast(look.accent_dark, "dark") >= 4.5, "made lighter for dark pages"
    from beffroi.decide.organisations import create_organisation

    other = create_organisation(door, "Voisine")
    assert code(sites.describe, door, other, draft) == "site.slug_taken"
    sites.describe(door, 1, draft)  # its own is not taken


def test_what_names_somebody_in_a_sentence_is_seen() -> None:
    assert [one.fr for one in named_in("voir M. Roy au 06 12 34 56 78")] == ["numéros de téléphone"]
    assert [one.fr for one in named_in("chez lui, 3 rue des Lilas")] == ["adresses"]
    assert named_in("Horloge réglée le 3 mars ; 12 radiateurs.") == ()
