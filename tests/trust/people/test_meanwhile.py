"""What ends while a request is under way: it must not come in behind the end."""

from collections.abc import Callable
from datetime import UTC, datetime

import pyotp
import pytest

from beffroi.errors import BeffroiError
from beffroi.store.write import WriteDoor
from beffroi.trust.people import accounts, passwords, second, sessions, signing
from beffroi.trust.people.sessions import Signed
from tests.people import HERE, OTHER, PASSWORD, settled

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
EMAIL = "jeanne@exemple.fr"


def entered(door: WriteDoor) -> Signed:
    found = sessions.find(door, signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW), NOW)
    assert found is not None
    return found


def during(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    """Let something happen while a password is being compared, which takes long."""
    matches = passwords.matches

    def slow(kept: str | None, password: str) -> bool:
        right = matches(kept, password)
        monkeypatch.setattr(passwords, "matches", matches)
        happens()
        return right

    monkeypatch.setattr(passwords, "matches", slow)


def test_a_former_password_comes_in_no_more_once_another_is_chosen(
    door: WriteDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(door, NOW, EMAIL)
    owner = entered(door)
    during(monkeypatch, lambda: signing.change_password(door, owner, OTHER, NOW))
    with pytest.raises(BeffroiError, match="sign_in_refused"):
        signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    assert [row.id for row in sessions.listed(door, owner.person, NOW)] == [owner.session]


def test_nobody_comes_in_by_an_account_that_closes(
    door: WriteDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = settled(door, NOW, EMAIL)
    during(monkeypatch, lambda: accounts.close(door, row, NOW))
    with pytest.raises(BeffroiError, match="sign_in_refused"):
        signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)


def test_a_session_that_was_revoked_meanwhile_changes_nothing(door: WriteDoor) -> None:
    row = settled(door, NOW, EMAIL)
    thief = entered(door)
    offered = second.offer_totp(door, thief, NOW)
    code = pyotp.TOTP(offered.secret).at(NOW)
    with door.keep() as session:
        sessions.revoke_all(session, row.id, NOW)
    for call in (
        lambda: signing.change_password(door, thief, OTHER, NOW),
        lambda: second.add_totp(door, thief, offered.ceremony, code, "", NOW),
        lambda: second.renew_codes(door, thief),
    ):
        with pytest.raises(BeffroiError, match="session_required"):
            call()
    with door.look() as session:
        assert signing.factors(session, row.id) == []
    assert signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
