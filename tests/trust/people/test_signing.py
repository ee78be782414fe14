"""Coming in: invitations, passwords, and what too many attempts change."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.people import Password, PersonSession, Throttle
from beffroi.store.write import WriteDoor
from beffroi.trust.people import accounts, external, passwords, sessions, signing
from beffroi.trust.people.external import Vouched
from beffroi.trust.people.sessions import HALF, IDLE, LONGEST, ONE_PROOF
from beffroi.trust.people.signing import Visitor
from tests.people import HERE, OTHER, PASSWORD, person, settled

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
EMAIL = "jeanne@exemple.fr"
ELSEWHERE = Visitor("198.51.100.7", "curl")


def refused(code: str, call: object, *words: object) -> BeffroiError:
    with pytest.raises(BeffroiError) as caught:
        call(*words)  # type: ignore[operator]
    assert caught.value.type.code == code
    return caught.value


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_an_invitation_is_taken_up_once(door: WriteDoor) -> None:
    row = person(door, EMAIL)
    earlier = accounts.invite(door, row, NOW)
    code = accounts.invite(door, row, NOW)
    refused("people.invitation_refused", signing.take_up, door, HERE, earlier, PASSWORD, NOW)
    refused("people.password_weak", signing.take_up, door, HERE, code, "motdepasse2026", NOW)
    secret = signing.take_up(door, HERE, code, PASSWORD, NOW)
    signed = sessions.find(door, secret, NOW)
    assert signed is not None
    assert (signed.reference, signed.level) == (row.reference, ONE_PROOF)
    refused("people.invitation_refused", signing.take_up, door, HERE, code, OTHER, NOW)
    assert sessions.find(door, signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW), NOW)


def test_an_invitation_lasts_a_week_and_ends_what_was_before(door: WriteDoor) -> None:
    row = settled(door, NOW, EMAIL)
    secret = signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    code = accounts.invite(door, row, NOW)
    late = NOW + accounts.INVITED
    refused("people.invitation_refused", signing.take_up, door, HERE, code, OTHER, late)
    # One that is not taken up changes nothing; one that is ends every session.
    assert sessions.find(door, secret, NOW) is not None
    signing.take_up(door, HERE, accounts.invite(door, row, NOW), OTHER, NOW)
    assert sessions.find(door, secret, NOW) is None
    refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, PASSWORD, NOW)


def test_no_account_has_a_password_before_its_person_chooses_one(door: WriteDoor) -> None:
    person(door, EMAIL)
    for password in ("", "admin", EMAIL, "Jeanne Durand", PASSWORD):
        refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, password, NOW)


def test_capitals_and_spaces_of_an_e_mail_say_nothing(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    assert signing.sign_in(door, HERE, " Jeanne@Exemple.FR ", PASSWORD, NOW)
    for wrong in ("' OR 1=1 --", "jeanne@exemple.f_", "%", "", "x" * 10_000, "\udce9@b.fr"):
        refused("people.sign_in_refused", signing.sign_in, door, HERE, wrong, PASSWORD, NOW)


def test_refusals_are_the_same_for_whatever_reason(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    person(door, "sans@exemple.fr")
    accounts.close(door, settled(door, NOW, "ferme@exemple.fr"))
    said = []
    for one in (EMAIL, "sans@exemple.fr", "ferme@exemple.fr", "personne@exemple.fr"):
        error = refused("people.sign_in_refused", signing.sign_in, door, HERE, one, OTHER, NOW)
        said.append(error.to_dict())
    assert said == [said[0]] * 4


def test_each_failure_after_the_fifth_waits_twice_as_long(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    moment = NOW
    for _ in range(5):
        refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, OTHER, moment)
    waits = []
    for _ in range(4):
        error = refused(
            "people.too_many_attempts", signing.sign_in, door, HERE, EMAIL, PASSWORD, moment
        )
        waits.append(int(str(error.details["seconds"])))
        moment += timedelta(seconds=waits[-1])
        refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, OTHER, moment)
    assert waits == [1, 2, 4, 8]
    # Knocking meanwhile makes it no longer, and the right password then clears it.
    for _ in range(20):
        refused("people.too_many_attempts", signing.sign_in, door, HERE, EMAIL, PASSWORD, moment)
    assert signing.sign_in(door, HERE, EMAIL, PASSWORD, moment + timedelta(seconds=16))
    for _ in range(5):
        refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, OTHER, moment)


def test_whoever_guesses_keeps_the_person_out_neither_elsewhere_nor_in_a_known_browser(
    door: WriteDoor,
) -> None:
    settled(door, NOW, EMAIL)
    cookie = signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    moment = after(60)
    for number in range(40):  # from many places, each until it must wait
        attacker = Visitor(f"203.0.113.{number}")
        for _ in range(5):
            with pytest.raises(BeffroiError):
                signing.sign_in(door, attacker, EMAIL, OTHER, moment)
    # The person: from a place that is new, and from the very place of the guesses, in a browser
    # that was used before.
    assert signing.sign_in(door, ELSEWHERE, EMAIL, PASSWORD, moment)
    beside = Visitor("203.0.113.3", "Firefox", cookie)
    assert signing.sign_in(door, beside, EMAIL, PASSWORD, moment)
    blocked = Visitor("203.0.113.3", "Firefox")
    refused("people.too_many_attempts", signing.sign_in, door, blocked, EMAIL, PASSWORD, moment)


def test_a_revoked_session_makes_no_known_browser(door: WriteDoor) -> None:
    row = settled(door, NOW, EMAIL)
    cookie = signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    assert sessions.known(door, row.id, cookie, NOW)
    signed = sessions.find(door, cookie, NOW)
    assert signed is not None
    with door.keep() as session:
        sessions.leave(session, signed.session, NOW)
    assert sessions.find(door, cookie, NOW) is None
    assert sessions.known(door, row.id, cookie, NOW)  # signing out is no suspicion
    sessions.revoke(door, row, signed.session, NOW)
    assert not sessions.known(door, row.id, cookie, NOW)


def test_one_place_that_tries_many_accounts_must_wait(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    for number in range(50):
        with pytest.raises(BeffroiError):
            signing.sign_in(door, ELSEWHERE, f"p{number}@exemple.fr", OTHER, NOW)
    refused("people.too_many_attempts", signing.sign_in, door, ELSEWHERE, EMAIL, PASSWORD, NOW)
    assert signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)


def test_success_gives_nobody_more_guesses_at_others(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    for number in range(49):
        with pytest.raises(BeffroiError):
            signing.sign_in(door, HERE, f"p{number}@exemple.fr", OTHER, NOW)
        signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    with pytest.raises(BeffroiError):
        signing.sign_in(door, HERE, "p50@exemple.fr", OTHER, NOW)
    refused("people.too_many_attempts", signing.sign_in, door, HERE, EMAIL, PASSWORD, NOW)


def test_failures_are_forgotten_after_the_next_day_and_hold_no_address(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    for _ in range(5):
        refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, OTHER, NOW)
    with door.look() as session:
        kept = [row.key for row in session.scalars(select(Throttle))]
    assert kept
    assert all(len(key) == 64 and EMAIL not in key for key in kept)
    tomorrow, later = NOW + timedelta(days=1), NOW + timedelta(days=2)
    refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, OTHER, tomorrow)
    refused("people.too_many_attempts", signing.sign_in, door, HERE, EMAIL, OTHER, tomorrow)
    for _ in range(4):
        refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, OTHER, later)


def test_honest_mistakes_of_every_day_never_add_up(door: WriteDoor) -> None:
    """Three mistakes a day at a town hall: the fiftieth is no attack."""
    settled(door, NOW, EMAIL)
    for day in range(20):
        for number in range(3):
            now = NOW + timedelta(days=day, hours=number)
            email = f"p{day}-{number}@exemple.fr"
            refused("people.sign_in_refused", signing.sign_in, door, HERE, email, OTHER, now)
    for _ in range(2):
        now = NOW + timedelta(days=19, hours=3)
        assert sessions.find(door, signing.sign_in(door, HERE, EMAIL, PASSWORD, now), now)


def test_a_clock_that_was_ahead_keeps_nobody_out(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    for _ in range(5):
        ahead = NOW + timedelta(days=300)
        refused("people.sign_in_refused", signing.sign_in, door, HERE, EMAIL, OTHER, ahead)
    assert signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)


def test_what_looks_like_an_address_in_lower_case_is_not_it(door: WriteDoor) -> None:
    kelvin = "\N{KELVIN SIGN}evin@exemple.fr"
    row = settled(door, NOW, "kevin@exemple.fr")
    refused("people.sign_in_refused", signing.sign_in, door, HERE, kelvin, PASSWORD, NOW)
    refused("people.invalid", accounts.add, door, "Autre", kelvin)
    refused("store.not_found", accounts.find, door, kelvin)
    assert accounts.find(door, " Kevin@Exemple.FR ").id == row.id
    vouched = Vouched("https://fournisseur.exemple.fr", "42", kelvin, two_proofs=True)
    refused("provider.stranger", external.sign_in, door, HERE, vouched, NOW)


@pytest.mark.parametrize(
    ("moments", "stands"),
    [
        ([IDLE - timedelta(seconds=1)], True),
        ([IDLE], False),
        ([timedelta(hours=hour) for hour in range(1, 12)], True),
        ([*(timedelta(hours=hour) for hour in range(1, 12)), LONGEST], False),
        ([timedelta(hours=-1)], False),
    ],
)
def test_a_session_ends_when_idle_and_in_any_case(
    door: WriteDoor, moments: list[timedelta], *, stands: bool
) -> None:
    settled(door, NOW, EMAIL)
    secret = signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    found = [sessions.find(door, secret, NOW + moment) is not None for moment in moments]
    assert found[-1] is stands
    assert all(found[:-1])


def test_what_is_kept_of_a_session_opens_none(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    secret = signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    with door.look() as session:
        kept = session.scalars(select(PersonSession.hash)).one()
    assert secret not in kept
    assert sessions.find(door, kept, NOW) is None
    assert HALF < IDLE < LONGEST


def test_a_password_that_was_hashed_otherwise_is_hashed_anew(door: WriteDoor) -> None:
    row = settled(door, NOW, EMAIL)
    old = PasswordHasher(2, 16, 1).hash(PASSWORD)
    with door.keep() as session:
        session.get_one(Password, row.id).hash = old
    signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    with door.look() as session:
        kept = session.get_one(Password, row.id).hash
    assert kept != old
    assert passwords.matches(kept, PASSWORD)


def test_another_password_ends_the_other_sessions(door: WriteDoor) -> None:
    settled(door, NOW, EMAIL)
    here, there = (signing.sign_in(door, v, EMAIL, PASSWORD, NOW) for v in (HERE, ELSEWHERE))
    signed = sessions.find(door, here, NOW)
    assert signed is not None
    signing.change_password(door, signed, OTHER, NOW)
    assert sessions.find(door, here, NOW) is not None
    assert sessions.find(door, there, NOW) is None


def test_the_journal_names_nobody(door: WriteDoor) -> None:
    row = settled(door, NOW, EMAIL)
    signing.sign_in(door, HERE, EMAIL, PASSWORD, NOW)
    accounts.erase(door, row, NOW)
    with door.look() as session:
        entries = [
            (one.action, f"{one.subject} {one.detail} {one.actor}")
            for one in session.scalars(select(JournalEntry))
        ]
    said = " ".join(text for _, text in entries)
    assert {"people.add", "people.sign_in", "people.erase"} <= {action for action, _ in entries}
    assert row.reference in said
    for secret in ("jeanne", "Durand", PASSWORD, HERE.address):
        assert secret not in said


def test_a_line_of_ipv6_has_no_first_attempt_for_each_of_its_places(door: WriteDoor) -> None:
    """Each of its 65,536 places is new once: they count together."""
    person(door, "a@b.fr")
    refused = {"people.sign_in_refused": 0, "people.too_many_attempts": 0}
    for number in range(210):
        here = Visitor(f"2001:db8:0:{number:x}::1")
        with pytest.raises(BeffroiError) as error:
            signing.sign_in(door, here, "a@b.fr", OTHER, NOW)
        refused[error.value.type.code] += 1
    assert refused == {"people.sign_in_refused": 200, "people.too_many_attempts": 10}
    with pytest.raises(BeffroiError) as error:  # the line beside is another place
        signing.sign_in(door, Visitor("2001:db8:1::1"), "a@b.fr", OTHER, NOW)
    assert error.value.type.code == "people.sign_in_refused"
