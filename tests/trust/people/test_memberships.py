"""Roles: what they allow, where, until when; what is lent of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import utc_now
from beffroi.store.erasing import erase
from beffroi.store.journal.claims import verify_all
from beffroi.store.state import copying
from beffroi.store.state.database import open_state
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.people import Membership, Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people import accounts, loans, memberships, sessions, signing
from beffroi.trust.people.roles import Right, role, roles
from tests.people import HERE, PASSWORD, person, settled

LATER = timedelta(seconds=2)


def keys(door: WriteDoor, who: Person, now: datetime | None = None) -> list[str]:
    with door.look() as session:
        return [one.role for one in memberships.held(session, who.id, now or utc_now() + LATER)]


def rights(door: WriteDoor, who: Person, organisation: int | None) -> set[str]:
    with door.look() as session:
        held = memberships.held(session, who.id, utc_now() + LATER)
    return {str(r) for r in memberships.rights(held, organisation, second_factor=True)}


def refused(call: object, *words: object) -> str:
    with pytest.raises(BeffroiError) as caught:
        call(*words)  # type: ignore[operator]
    return caught.value.type.code


def test_an_elected_official_never_sees_raw_measures() -> None:
    assert Right.READ_MEASURES not in role("elected").rights
    assert Right.READ_INDICATORS in role("elected").rights


def test_whoever_has_power_over_people_or_data_gives_a_second_proof() -> None:
    grave = {
        Right.ADMINISTER_PEOPLE,
        Right.MANAGE_DATA,
        Right.MANAGE_TOKENS,
        Right.HANDLE_REQUESTS,
        Right.HANDLE_INCIDENTS,
    }
    assert [
        one.key for one in roles().values() if one.rights & grave and not one.second_factor
    ] == []
    # Every right is somebody's, and whoever administers people reads no measure.
    assert set().union(*(one.rights for one in roles().values())) == set(Right)
    assert Right.READ_MEASURES not in role("administrator").rights


def test_a_role_counts_where_it_was_given(door: WriteDoor) -> None:
    create_organisation(door, "Voisine")
    who = person(door, "a@b.fr", (1, "agent"), (2, "auditor"))
    assert rights(door, who, 1) == {"read_indicators", "read_measures", "import", "decide"}
    assert rights(door, who, 2) == {"read_indicators", "see_journal"}
    assert rights(door, who, None) == set()
    everywhere = person(door, "c@b.fr", (None, "auditor"))
    for organisation in (1, 2, 99, None):
        assert rights(door, everywhere, organisation) == {"read_indicators", "see_journal"}


def test_without_a_second_proof_some_roles_allow_nothing(door: WriteDoor) -> None:
    who = person(door, "a@b.fr", (1, "administrator"), (1, "auditor"))
    with door.look() as session:
        held = memberships.held(session, who.id, utc_now() + LATER)
    assert Right.ADMINISTER_PEOPLE not in memberships.rights(held, 1, second_factor=False)
    assert Right.READ_INDICATORS in memberships.rights(held, 1, second_factor=False)
    assert Right.ADMINISTER_PEOPLE in memberships.rights(held, 1, second_factor=True)


def test_a_role_ends(door: WriteDoor) -> None:
    who = person(door, "a@b.fr")
    until = utc_now() + timedelta(days=30)
    row = memberships.give(door, who, 1, "agent", until)
    assert keys(door, who, until - timedelta(seconds=1)) == ["agent"]
    assert keys(door, who, until) == []
    again = memberships.give(door, who, 1, "agent")  # the same role, now without end
    assert again.id == row.id
    assert keys(door, who, until) == ["agent"]
    memberships.end(door, row.id)
    assert keys(door, who) == []
    assert refused(memberships.give, door, who, 1, "agent", utc_now() - LATER)
    assert refused(memberships.give, door, who, 1, "king") == "people.role_unknown"
    assert refused(memberships.end, door, 99) == "store.not_found"
    assert refused(memberships.give, door, who, 99, "agent") == "store.not_found"


def test_what_is_lent_ends_with_its_time_or_with_its_source(door: WriteDoor) -> None:
    mayor = person(door, "maire@b.fr", (1, "elected"), name="Maire")
    deputy = person(door, "adjoint@b.fr", name="Adjoint")
    now = utc_now() + LATER
    until = now + timedelta(days=10)
    row = loans.lend(door, mayor, deputy, 1, "elected", until, now)
    assert keys(door, deputy, now) == ["elected"]
    assert keys(door, deputy, until) == []
    # Not lent further, and taken back by nobody else.
    third = person(door, "tiers@b.fr", name="Tiers")
    assert refused(loans.lend, door, deputy, third, 1, "elected", until, now) == (
        "people.delegation_refused"
    )
    assert refused(loans.take_back, door, third.id, row.id) == "store.not_found"
    loans.take_back(door, mayor.id, row.id)
    assert keys(door, deputy, now + LATER) == []
    loans.lend(door, mayor, deputy, 1, "elected", until, now)
    accounts.close(door, mayor, now + LATER)
    assert keys(door, deputy, now + LATER) == []


@pytest.mark.parametrize(
    ("to", "organisation", "key", "days"),
    [
        ("maire@b.fr", 1, "elected", 1),  # to oneself
        ("adjoint@b.fr", 2, "elected", 1),  # not held there
        ("adjoint@b.fr", 1, "dpo", 1),  # not held at all
        ("adjoint@b.fr", 1, "administrator", 1),  # held, and not one that is lent
        ("adjoint@b.fr", 1, "elected", 93),
        ("adjoint@b.fr", 1, "elected", 0),
        ("ferme@b.fr", 1, "elected", 1),
    ],
)
def test_what_cannot_be_lent(
    door: WriteDoor, to: str, organisation: int, key: str, days: int
) -> None:
    create_organisation(door, "Voisine")
    mayor = person(door, "maire@b.fr", (1, "elected"), (1, "administrator"))
    person(door, "adjoint@b.fr")
    accounts.close(door, person(door, "ferme@b.fr"))
    now = utc_now() + LATER
    who, until = accounts.find(door, to), now + timedelta(days=days)
    words = (door, mayor, who, organisation, key, until, now)
    assert refused(loans.lend, *words) == "people.delegation_refused"


def test_a_person_is_erased_and_no_byte_is_left(door: WriteDoor, tmp_path: Path, kind: str) -> None:
    who = settled(door, utc_now(), "jeanne.secrete@exemple.fr", (1, "agent"))
    loans.lend(door, who, person(door, "b@b.fr"), 1, "agent", utc_now() + timedelta(days=2))
    accounts.invite(door, who)
    accounts.erase(door, who)
    left = accounts.find(door, who.reference)
    assert (left.name, left.email) == ("–", None)
    assert left.closed_at is not None
    assert refused(accounts.find, door, "jeanne.secrete@exemple.fr") == "store.not_found"
    # The address may serve again, for another account.
    assert person(door, "jeanne.secrete@exemple.fr").id != who.id
    accounts.erase(door, accounts.find(door, "jeanne.secrete@exemple.fr"))
    assert keys(door, who) == []
    if kind == "sqlite":
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert [path.name for path in files if b"jeanne.secrete" in path.read_bytes()] == []


def test_the_journal_forgets_who_acted_and_nobody_else(door: WriteDoor) -> None:
    """Entries of a person bear a reference: whoever has the same name loses nothing."""
    jeanne, other = person(door, "jeanne@b.fr"), person(door, "autre@b.fr")
    assert jeanne.name == other.name == "Jeanne Durand"
    for actor in (jeanne.reference, other.reference, jeanne.name, jeanne.reference):
        with replace(door, actor=actor).change("test.made", "test"):
            pass

    def actors() -> list[str]:
        row = JournalEntry
        query = select(row.actor).where(row.action == "test.made").order_by(row.id)
        with door.look() as session:
            assert verify_all(session).wrong == []
            return list(session.scalars(query))

    assert accounts.erase(door, jeanne) == 2
    assert actors() == ["", other.reference, jeanne.name, ""]
    # What was typed under a free name goes only when somebody says so.
    assert accounts.homonyms(door, jeanne) == 1
    assert accounts.erase(door, accounts.find(door, jeanne.reference), signed=[jeanne.name]) == 1
    assert actors() == ["", other.reference, "", ""]
    assert accounts.homonyms(door, jeanne) == 0


def test_a_copy_of_the_state_holds_accounts_and_opens_no_session(
    door: WriteDoor, tmp_path: Path
) -> None:
    who = settled(door, utc_now(), "a@b.fr", (1, "elected"))
    loans.lend(door, who, person(door, "b@b.fr"), 1, "elected", utc_now() + timedelta(days=2))
    secret = signing.sign_in(door, HERE, "a@b.fr", PASSWORD, utc_now())
    code = accounts.invite(door, who)
    with door.look() as session:
        copying.to_file(session.connection(), tmp_path / "copy.sqlite")
    state = open_state(tmp_path / "copy.sqlite")
    copied = replace(door, state=state)
    try:
        assert sessions.find(copied, secret, utc_now()) is None
        assert refused(signing.take_up, copied, HERE, code, PASSWORD, utc_now()) == (
            "people.invitation_refused"
        )
        assert keys(copied, accounts.find(copied, "b@b.fr")) == ["elected"]
        assert signing.sign_in(copied, HERE, "a@b.fr", PASSWORD, utc_now())
    finally:
        state.close()


def test_an_organisation_that_is_erased_takes_its_roles(door: WriteDoor) -> None:
    who = person(door, "a@b.fr", (1, "elected"), (None, "auditor"))
    other = person(door, "b@b.fr")
    loans.lend(door, who, other, 1, "elected", utc_now() + timedelta(days=2))
    erase(door, 1)
    assert keys(door, who) == ["auditor"]
    with door.look() as session:
        assert session.query(Membership).count() == 1


def test_an_account_is_well_described(door: WriteDoor) -> None:
    person(door, "a@b.fr")
    assert refused(accounts.add, door, "Autre", " A@B.FR ") == "people.email_taken"
    for name, email in (
        ("", "c@d.fr"),
        ("x" * 121, "c@d.fr"),
        ("a\x00b", "c@d.fr"),
        ("Nom", "c"),
        ("Nom", "c@"),
        ("Nom", "c d@e.fr"),
        ("Nom", "c@d.fr\n" * 2),
        ("Nom", '"><script>@d.fr'),
    ):
        assert refused(accounts.add, door, name, email) == "people.invalid"
    assert datetime.now(UTC) - accounts.find(door, "a@b.fr").created_at < timedelta(minutes=5)
