"""The second proof: codes of an application, recovery codes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import BeffroiError
from beffroi.store.state.people import Factor, RecoveryCode
from beffroi.store.write import WriteDoor
from beffroi.trust.people import second, sessions, signing, totp
from beffroi.trust.people.sessions import AWAITING, TWO_PROOFS, Signed
from tests.people import HERE, OTHER, PASSWORD, settled

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
EMAIL = "jeanne@exemple.fr"


def entered(door: WriteDoor, now: datetime) -> Signed:
    found = sessions.find(door, signing.sign_in(door, HERE, EMAIL, PASSWORD, now), now)
    assert found is not None
    return found


def code(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(now)


def equipped(door: WriteDoor) -> tuple[str, tuple[str, ...]]:
    """Somebody with an application: its secret, and the recovery codes."""
    settled(door, NOW, EMAIL)
    who = entered(door, NOW)
    offered = second.offer_totp(door, who, NOW)
    added = second.add_totp(
        door, who, offered.ceremony, code(offered.secret, NOW), "téléphone", NOW
    )
    found = sessions.find(door, added.session, NOW)
    assert found is not None
    assert found.level == TWO_PROOFS
    return offered.secret, added.recovery_codes


def refused(call: object, *words: object) -> str:
    with pytest.raises(BeffroiError) as caught:
        call(*words)  # type: ignore[operator]
    return caught.value.type.code


def test_the_second_proof_is_awaited_then_given(door: WriteDoor) -> None:
    secret, codes = equipped(door)
    assert len(set(codes)) == 10
    later = NOW + timedelta(minutes=5)
    who = entered(door, later)
    assert who.level == AWAITING
    new = second.prove_totp(door, who, code(secret, later), later)
    found = sessions.find(door, new, later)
    assert found is not None
    assert (found.level, found.recent(later)) == (TWO_PROOFS, True)
    assert not found.recent(later + timedelta(minutes=15, seconds=1))


def test_a_code_works_once_and_no_earlier_one_after_it(door: WriteDoor) -> None:
    secret, _ = equipped(door)
    later = NOW + timedelta(minutes=5)
    assert second.prove_totp(door, entered(door, later), code(secret, later), later)
    for shift in (0, -30):
        old = code(secret, later + timedelta(seconds=shift))
        assert refused(second.prove_totp, door, entered(door, later), old, later) == (
            "people.sign_in_refused"
        )
    # The code that added the application does not sign in either.
    assert second.prove_totp(
        door, entered(door, later), code(secret, later + timedelta(seconds=30)), later
    )


@pytest.mark.parametrize(
    ("shift", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_the_window_is_one_step(shift: int, *, right: bool) -> None:
    secret = pyotp.random_base32()
    shown = code(secret, NOW + timedelta(seconds=shift))
    assert (totp.step_of(secret, shown, NOW, 0) is not None) is right


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_code_or_not(typed: str) -> None:
    secret = "GEZDGNBV" * 4
    right = {code(secret, NOW + timedelta(seconds=shift)) for shift in (-30, 0, 30)}
    digits = "".join(c for c in typed if c.isalnum())
    assert (totp.step_of(secret, typed, NOW, 0) is not None) is (digits in right)


def test_five_wrong_codes_then_a_wait_and_a_known_browser_has_its_own_count(
    door: WriteDoor,
) -> None:
    secret, _ = equipped(door)
    later = NOW + timedelta(minutes=5)
    for _ in range(5):
        assert refused(second.prove_totp, door, entered(door, later), "000000", later) == (
            "people.sign_in_refused"
        )
    right = code(secret, later)
    who = entered(door, later)
    assert refused(second.prove_totp, door, who, right, later) == "people.too_many_attempts"
    assert second.prove_totp(door, replace(who, known=True), right, later)


def test_earlier_wrong_passwords_delay_no_second_step(door: WriteDoor) -> None:
    secret, _ = equipped(door)
    later = NOW + timedelta(minutes=5)
    for _ in range(5):
        refused(signing.sign_in, door, HERE, EMAIL, OTHER, later)
    later += timedelta(seconds=2)
    assert second.prove_totp(door, entered(door, later), code(secret, later), later)


def test_a_recovery_code_works_once(door: WriteDoor) -> None:
    _, codes = equipped(door)
    later = NOW + timedelta(minutes=5)
    typed = codes[3].lower().replace("-", " ")
    new = second.prove_recovery(door, entered(door, later), typed, later)
    found = sessions.find(door, new, later)
    assert found is not None
    assert found.level == TWO_PROOFS
    for again in (codes[3], "", "AAAA-AAAA-AAAA-AAAA"):
        assert refused(second.prove_recovery, door, entered(door, later), again, later)
    renewed = second.renew_codes(door, found)
    assert refused(second.prove_recovery, door, entered(door, later), codes[4], later)
    assert second.prove_recovery(door, entered(door, later), renewed[0], later)
    with door.look() as session:
        kept = [row.hash for row in session.query(RecoveryCode)]
    assert not {*codes, *renewed} & {*kept}


def test_codes_of_another_are_worth_nothing(door: WriteDoor) -> None:
    _, codes = equipped(door)
    settled(door, NOW, "autre@exemple.fr")
    secret = signing.sign_in(door, HERE, "autre@exemple.fr", PASSWORD, NOW)
    other = sessions.find(door, secret, NOW)
    assert other is not None
    assert refused(second.prove_recovery, door, other, codes[0], NOW)
    assert refused(second.remove, door, other, 1) == "store.not_found"
    offered = second.offer_totp(door, entered(door, NOW), NOW)
    shown = code(offered.secret, NOW)
    assert refused(second.add_totp, door, other, offered.ceremony, shown, "x", NOW)
    with door.look() as session:
        assert session.query(Factor).count() == 1


def test_an_application_that_gives_a_wrong_code_is_not_added(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    who = entered(door, NOW)
    offered = second.offer_totp(door, who, NOW)
    words = (door, who, offered.ceremony)
    assert refused(second.add_totp, *words, "000000", "x", NOW) == "people.sign_in_refused"
    # What was begun is over: no number of guesses adds it.
    right = code(offered.secret, NOW)
    assert refused(second.add_totp, *words, right, "x", NOW) == "people.sign_in_refused"
    late = second.offer_totp(door, who, NOW)
    after = NOW + second.PATIENCE
    assert refused(second.add_totp, door, who, late.ceremony, code(late.secret, after), "x", after)
    assert entered(door, NOW).level != AWAITING


def test_without_a_factor_recovery_codes_go_and_nothing_is_awaited(door: WriteDoor) -> None:
    equipped(door)
    second.remove(door, entered(door, NOW), 1)
    assert entered(door, NOW).level != AWAITING
    with door.look() as session:
        assert session.query(RecoveryCode).count() == 0
