"""Which passwords are accepted, and what is kept of them."""

from typing import Literal

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.low_level import Type

from beffroi.errors import BeffroiError
from beffroi.trust.people import passwords


@pytest.fixture
def kind() -> str:
    """Passwords know no state."""
    return "sqlite"


@pytest.mark.parametrize(
    "password",
    [
        "court",
        "onze signes",  # eleven
        "aaaaaaaaaaaaaaaaaaaa",
        "123456789012345",
        "azertyuiop123",
        "motdepasse2026",
        "Jeanne.Durand2024",
        "jeannedurand1",
        "Saint-Exemple-2026",
        "x" * 129,
    ],
)
def test_what_others_would_guess_is_refused(password: str) -> None:
    known = ["Jeanne Durand", "jeanne.durand@exemple.fr", "Saint-Exemple"]
    with pytest.raises(BeffroiError) as caught:
        passwords.check(password, known)
    assert caught.value.type.code == "people.password_weak"
    assert password not in str(caught.value.to_dict())


@pytest.mark.parametrize(
    "password",
    ["cheval agrafe pile correct", "à 7h12 le héron pêche", "kD8#vQz!2mW_"],
)
def test_what_nobody_would_guess_is_accepted(password: str) -> None:
    passwords.check(password, ["Jeanne Durand"])
    kept = passwords.hashed(password)
    assert password not in kept
    assert passwords.matches(kept, password)
    assert not passwords.matches(kept, password + " ")
    assert not passwords.matches(kept, password.upper())


def test_the_parameters_are_those_of_rfc_9106(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real ones
    found = extract_parameters(passwords.hashed("cheval agrafe pile correct"))
    assert (found.type, found.time_cost, found.memory_cost) == (Type.ID, 3, 64 << 10)
    assert (found.salt_len, found.hash_len) == (16, 32)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    old = PasswordHasher(2, 16, 1).hash("cheval agrafe pile correct")
    assert passwords.matches(old, "cheval agrafe pile correct")
    assert passwords.outdated(old)
    assert not passwords.outdated(passwords.hashed("cheval agrafe pile correct"))


def test_as_much_is_computed_for_nobody_as_for_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[Parameters] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            verified.append(extract_parameters(str(hash)))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting(2, 8 << 10, 1))
    passwords._nobody.cache_clear()
    for known in (passwords.hashed("cheval agrafe pile correct"), None):
        assert not passwords.matches(known, "another password")
    assert len(verified) == 2
    assert verified[0] == verified[1]


@pytest.mark.parametrize("kept", ["", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$YQ$YQ"])
def test_what_is_no_hash_matches_nothing(kept: str) -> None:
    assert not passwords.matches(kept, "cheval agrafe pile correct")
