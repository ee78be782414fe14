"""Whoever asks whatever, while roles, loans, sessions and agreements come, go and expire.

What each caller may see is worked out apart, from what `docs/fr/comptes.md`, `conventions.md` and
`api.md` promise; the answers over HTTP are held against it. Time goes by in that all that is kept
is made older: the clock of a server would not heed us otherwise.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from beffroi.commons.agreements.stances import take
from beffroi.periods import utc_now
from beffroi.store.state.people import Membership, Person, PersonSession
from beffroi.store.state.sharing import Agreement, AgreementParty, AgreementStep
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope, revoke
from beffroi.store.write import WriteDoor
from beffroi.trust.people import memberships, sessions
from tests.people import Browser, code_of, person
from tests.store.sharing.build import ENERGY, hours, measure, offer
from tests.web.reading.callers import POWER, Program, at, finding

ORGANISATIONS, PEOPLE = (1, 2, 3), 4
#: The rights of the roles that come in; of one of them, once a second proof was given.
RIGHTS = {
    "agent": {"read_indicators", "read_measures", "decide"},
    "elected": {"read_indicators", "decide", "agree"},
    "data_manager": {"read_indicators", "read_measures"},
    "auditor": {"read_indicators"},
    "administrator": set[str](),
}
GUARDED = {"data_manager", "administrator"}
LOANABLE = ["agent", "elected", "data_manager"]
STEPS = ["raw", "hour", "day", "month"]
MOVES = {
    "accept": ({"waiting"}, "accepted"),
    "refuse": ({"waiting"}, "refused"),
    "suspend": ({"accepted"}, "suspended"),
    "resume": ({"suspended"}, "accepted"),
    "revoke": ({"accepted", "suspended"}, "revoked"),
}
MINUTE = timedelta(minutes=1)
GOES_BY = [7, 53, 71, 190, 1500]
ASKED = {
    "raw": ("step=raw&from=2024-01-02&until=2024-01-03", 24, 1),
    "day": ("step=day&from=2024-01-02&until=2024-01-04", 2, 24),
    "month": ("step=month&from=2024-01-01&until=2024-02-01", 1, 744),
}


@dataclass
class Role:
    """A role that somebody has, or was lent."""

    who: int
    where: int | None
    key: str
    number: int
    until: timedelta | None = None
    source: "Role | None" = None
    ended: bool = False

    def holds(self, now: timedelta) -> bool:
        own = not self.ended and (self.until is None or now < self.until)
        return own and (self.source is None or self.source.holds(now))


@dataclass
class Window:
    """A session."""

    browser: Browser
    level: int
    created: timedelta
    seen: timedelta
    ended: bool = False

    def stands(self, now: timedelta) -> bool:
        idle, age = now - self.seen, now - self.created
        return not self.ended and idle < 120 * MINUTE and age < 720 * MINUTE


@dataclass
class Pact:
    """An agreement."""

    number: int
    provider: int
    recipient: int
    gas: bool
    granularity: str
    findings: bool
    until: timedelta
    stances: dict[int, str] = field(default_factory=dict)

    def lends(self, owner: int, reader: int, gas: bool, now: timedelta) -> bool:
        between = (self.provider, self.recipient) == (owner, reader) and now < self.until
        return between and gas == self.gas and set(self.stances.values()) == {"accepted"}


@dataclass
class Bears:
    """A program with its token."""

    program: Program
    where: int
    scopes: frozenset[str]
    revoked: bool = False


class Machine(RuleBasedStateMachine):
    """People and programs of three authorities."""

    store: Store
    client: TestClient
    series: dict[int, tuple[int, bool]]
    findings: dict[int, int]

    @initialize()
    def begin(self) -> None:
        self.door: WriteDoor = self.store.writer("test")
        self.now, self.turn = timedelta(), 0
        with self.door.change("test", "test") as change:
            for model in (AgreementStep, AgreementParty, Agreement, PersonSession):
                change.session.execute(delete(model))
            rows = change.session.scalars(select(Membership).order_by(Membership.id.desc()))
            for row in rows:
                change.session.delete(row)
                change.session.flush()
            people = change.session.scalars(select(Person).order_by(Person.id)).all()
            change.session.expunge_all()
        self.people = people
        self.roles: list[Role] = []
        self.pacts: list[Pact] = []
        self.programs: list[Bears] = []
        self.windows: dict[int, Window] = {}
        self.next = cycle([(w, o) for w in range(PEOPLE) for o in ORGANISATIONS])

    # What happens

    @rule(minutes=st.sampled_from(GOES_BY))
    def time_goes_by(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        columns: dict[Any, tuple[str, ...]] = {
            PersonSession: ("created_at", "seen_at", "proved_at"),
            Membership: ("since", "until"),
            Agreement: ("valid_from", "valid_until"),
        }
        with self.door.keep() as session:
            for model, names in columns.items():
                for row in session.scalars(select(model)):
                    for name in names:
                        instant: datetime | None = getattr(row, name)
                        if instant is not None:
                            setattr(row, name, instant - minutes * MINUTE)

    @rule(who=st.integers(0, PEOPLE - 1), level=st.sampled_from([1, 2, 2]))
    def sign_in(self, who: int, level: int) -> None:
        with self.door.keep() as session:
            number = self.people[who].id
            secret = sessions.start(session, number, level, "x", utc_now(), known=False)
        self.windows[who] = Window(Browser(self.client, secret), level, self.now, self.now)

    @rule(
        who=st.integers(0, PEOPLE - 1),
        where=st.sampled_from([*ORGANISATIONS, 1, None]),
        key=st.sampled_from(sorted(RIGHTS)),
        minutes=st.sampled_from([None, None, 60, 2000]),
    )
    def give(self, who: int, where: int | None, key: str, minutes: int | None) -> None:
        known = [(one.who, one.where, one.key) for one in self.roles if one.holds(self.now)]
        if (who, where, key) in known:
            return
        until = utc_now() + minutes * MINUTE if minutes else None
        row = memberships.give(self.door, self.people[who], where, key, until)
        ends = self.now + minutes * MINUTE if minutes else None
        self.roles.append(Role(who, where, key, row.id, ends))

    @precondition(lambda self: self.lendable())
    @rule(data=st.data(), to=st.integers(0, PEOPLE - 1), minutes=st.sampled_from([60, 2000]))
    def lend(self, data: Any, to: int, minutes: int) -> None:
        source = data.draw(st.sampled_from(self.lendable()))
        if to == source.who:
            return
        lender, until = self.people[source.who], utc_now() + minutes * MINUTE
        row = memberships.lend(self.door, lender, self.people[to], source.where, source.key, until)
        # Two roles of one kind: the door takes one of them, and so do we.
        taken = next(one for one in self.roles if one.number == row.delegated_from_id)
        ends = self.now + minutes * MINUTE
        self.roles.append(Role(to, source.where, source.key, row.id, ends, taken))

    @precondition(lambda self: self.roles)
    @rule(data=st.data())
    def end_a_role(self, data: Any) -> None:
        one = data.draw(st.sampled_from(self.roles))
        memberships.end(self.door, one.number)
        one.ended = True

    @precondition(lambda self: self.windows)
    @rule(data=st.data())
    def leave(self, data: Any) -> None:
        who = data.draw(st.sampled_from(sorted(self.windows)))
        window = self.windows[who]
        answer = window.browser.ask("DELETE", "/api/session")
        assert answer.status_code == (204 if window.stands(self.now) else 401)
        window.ended = True

    @rule(
        provider=st.sampled_from(ORGANISATIONS),
        recipient=st.sampled_from(ORGANISATIONS),
        gas=st.sampled_from([False, False, True]),
        granularity=st.sampled_from(["raw", "day", "month"]),
        findings=st.booleans(),
        minutes=st.sampled_from([60, 100_000]),
        signed=st.booleans(),
    )
    def agree(
        self,
        provider: int,
        recipient: int,
        gas: bool,
        granularity: str,
        findings: bool,
        minutes: int,
        signed: bool,
    ) -> None:
        if provider == recipient:
            return
        number = offer(
            self.store,
            provider,
            (recipient,),
            quantities=["gas.energy"] if gas else [ENERGY, POWER],
            granularity=granularity,
            findings=findings,
            valid_until=utc_now() + minutes * MINUTE,
        )
        ends = self.now + minutes * MINUTE
        pact = Pact(number, provider, recipient, gas, granularity, findings, ends)
        pact.stances = {provider: "accepted", recipient: "waiting"}
        self.pacts.append(pact)
        if signed:
            take(self.door, number, recipient, "accept")
            pact.stances[recipient] = "accepted"

    @precondition(lambda self: self.pacts and self.windows)
    @rule(data=st.data(), step=st.sampled_from(sorted(MOVES)), where=st.sampled_from(ORGANISATIONS))
    def move(self, data: Any, step: str, where: int) -> None:
        pact = data.draw(st.sampled_from(self.pacts))
        who = data.draw(st.sampled_from(sorted(self.windows)))
        window, (before, after) = self.windows[who], MOVES[step]
        path = at(where, "agreements", pact.number, "steps")
        expected = self.refusal(who, where, "agree")
        old = self.now - window.created > 15 * MINUTE
        if expected is None and old:
            expected = "people.proof_too_old"
        elif expected is None and where not in pact.stances:
            expected = "store.not_found"
        elif expected is None and pact.stances[where] not in before:
            expected = "agreement.step_refused"
        answer = window.browser.ask("POST", path, {"step": step})
        assert code_of(answer) == (expected or "201")
        if expected is None:
            pact.stances[where] = after

    @rule(where=st.sampled_from(ORGANISATIONS), scopes=st.sets(st.sampled_from(TokenScope)))
    def make_a_token(self, where: int, scopes: set[TokenScope]) -> None:
        program = Program(self.store, self.client, where, *scopes)
        self.programs.append(Bears(program, where, frozenset(map(str, scopes))))

    @precondition(lambda self: self.programs)
    @rule(data=st.data())
    def revoke_a_token(self, data: Any) -> None:
        one = data.draw(st.sampled_from(self.programs))
        revoke(self.door, one.program.number)
        one.revoked = True

    # What is asked

    @precondition(lambda self: self.programs)
    @rule(data=st.data(), where=st.sampled_from(ORGANISATIONS))
    def a_program_asks(self, data: Any, where: int) -> None:
        one = data.draw(st.sampled_from(self.programs))
        for right, path in (("read_measures", "series"), ("read_indicators", "findings")):
            expected = None
            if one.revoked:
                expected = "token.refused"
            elif right not in one.scopes:
                expected = "token.scope_missing"
            elif where != one.where:
                expected = "token.elsewhere"
            answer = one.program.ask("GET", at(where, path))
            assert code_of(answer) == (expected or "200")
            if expected is None and path == "series":
                assert {row["series"] for row in answer.json()["series"]} == self.known(where)

    @precondition(lambda self: self.windows)
    @rule(
        data=st.data(),
        where=st.sampled_from(ORGANISATIONS),
        step=st.sampled_from(sorted(ASKED)),
    )
    def read(self, data: Any, where: int, step: str) -> None:
        who = data.draw(st.sampled_from(sorted(self.windows)))
        number = data.draw(st.sampled_from(sorted(self.series)))
        query, count, each = ASKED[step]
        expected = self.refusal(who, where, "read_measures")
        owner, gas = self.series[number]
        if expected is None and owner != where:
            by = [one for one in self.pacts if one.lends(owner, where, gas, self.now)]
            fine = [one for one in by if STEPS.index(one.granularity) <= STEPS.index(step)]
            expected = None if fine else "agreement.too_fine" if by else "store.out_of_scope"
        answer = self.windows[who].browser.ask(
            "GET", at(where, "series", number, f"values?{query}")
        )
        assert code_of(answer) == (expected or "200")
        if expected is None:
            assert answer.json()["columns"]["value"] == [float(each * number)] * count

    @precondition(lambda self: self.windows)
    @rule(data=st.data(), where=st.sampled_from(ORGANISATIONS))
    def decide(self, data: Any, where: int) -> None:
        who = data.draw(st.sampled_from(sorted(self.windows)))
        number = data.draw(st.sampled_from(sorted(self.findings)))
        expected = self.refusal(who, where, "decide")
        if expected is None and self.findings[number] != where:
            expected = "store.not_found"
        body, path = {"choice": "watch", "reason": "x"}, at(where, "findings", number, "decisions")
        assert code_of(self.windows[who].browser.ask("POST", path, body)) == (expected or "201")

    @invariant()
    def lists_are_those_of_the_model(self) -> None:
        """Ask all lists for one person and one authority, others at the next step."""
        if not hasattr(self, "next") or not self.windows:
            return
        who, where = next(self.next)
        if who not in self.windows:
            return
        browser = self.windows[who].browser
        for right, name, found in (
            ("read_measures", "series", lambda: self.known(where)),
            ("read_indicators", "findings", lambda: self.seen(where)),
            ("read_indicators", "agreements", lambda: self.parties(where)),
        ):
            expected = self.refusal(who, where, right)
            answer = browser.ask("GET", at(where, f"{name}?limit=500"))
            assert code_of(answer) == (expected or "200")
            if expected is None:
                key = {"series": "series", "findings": "id", "agreements": "agreement"}[name]
                assert {row[key] for row in answer.json()[name]} == found()

    # The model

    def refusal(self, who: int, where: int, right: str) -> str | None:
        window = self.windows[who]
        if not window.stands(self.now):
            return "people.session_required"
        if self.now - window.seen >= MINUTE:
            window.seen = self.now
        mine = [
            one.key
            for one in self.roles
            if one.who == who and one.where in (None, where) and one.holds(self.now)
        ]
        able = [key for key in mine if right in RIGHTS[key]]
        if any(window.level == 2 or key not in GUARDED for key in able):
            return None
        return "people.second_factor_required" if able else "people.right_missing"

    def known(self, where: int) -> set[int]:
        return {
            number
            for number, (owner, gas) in self.series.items()
            if owner == where or any(p.lends(owner, where, gas, self.now) for p in self.pacts)
        }

    def seen(self, where: int) -> set[int]:
        """Findings, all about electricity: a finding shows days."""
        fine = [one for one in self.pacts if one.findings and one.granularity != "month"]
        return {
            number
            for number, owner in self.findings.items()
            if owner == where or any(p.lends(owner, where, False, self.now) for p in fine)
        }

    def parties(self, where: int) -> set[int]:
        return {one.number for one in self.pacts if where in one.stances}

    def lendable(self) -> list[Role]:
        return [
            one
            for one in getattr(self, "roles", ())
            if one.key in LOANABLE
            and one.where is not None
            and one.source is None
            and one.holds(self.now)
        ]


@pytest.fixture
def place(store: Store, client: TestClient) -> None:
    """Two series and a finding of each authority; people without any role."""
    Machine.store, Machine.client = store, client
    Machine.series, Machine.findings = {}, {}
    for owner in ORGANISATIONS:
        for quantity in (ENERGY, "gas.energy"):
            expected = len(Machine.series) + 1
            rows = hours("2023-12-31T23:00", [1000.0 * expected] * (24 * 40))
            number = measure(store, owner, "ecole", rows, quantity)
            assert number == expected  # what its values say
            Machine.series[number] = (owner, quantity != ENERGY)
        Machine.findings[finding(store, number - 1)] = owner
    for number in range(PEOPLE):
        person(store.writer("test"), f"m{number}@exemple.fr")


def test_everybody_sees_what_they_may_and_nothing_else(place: None, kind: str) -> None:
    many = 15 if kind == "sqlite" else 6
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=many, stateful_step_count=25, deadline=None)
    )
