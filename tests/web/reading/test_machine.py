"""Whoever asks whatever, while roles, loans, sessions and agreements come, go and expire.

What each caller may see is worked out apart, from what `docs/fr/comptes.md`, `conventions.md` and
`api.md` promise; the answers over HTTP are held against it. Time goes by in that all that is kept
is made older: the clock of a server would not heed us otherwise.
"""

from collections import Counter
from datetime import datetime
from random import Random
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
from beffroi.trust.people import loans, memberships, sessions
from tests.people import Browser, code_of, person
from tests.store.sharing.build import ENERGY, hours, measure, offer
from tests.web.reading.callers import POWER, Program, at, finding
from tests.web.reading.model import MINUTE, RIGHTS, Bears, Model, Pact, Role, Window

ORGANISATIONS, PEOPLE = (1, 2, 3), 3
STEPS = ["raw", "hour", "day", "month"]
MET = [
    *("200", "201", "store.out_of_scope", "agreement.too_fine", "agreement.step_refused"),
    *("people.session_required", "people.second_factor_required", "people.right_missing"),
    *("store.not_found", "token.refused", "token.scope_missing", "token.elsewhere"),
]
LISTS = [
    ("read_measures", "series", "series"),
    ("read_indicators", "findings", "id"),
    ("read_indicators", "agreements", "agreement"),
]
QUESTIONS = ["list_", "list_", "list_", "read", "read", "decide", "move", "program"]
MOVES = {
    "accept": ({"waiting"}, "accepted"),
    "refuse": ({"waiting"}, "refused"),
    "suspend": ({"accepted"}, "suspended"),
    "resume": ({"suspended"}, "accepted"),
    "revoke": ({"accepted", "suspended"}, "revoked"),
}
GOES_BY = [7, 7, 53, 71, 190, 1500]
#: The roles that people begin with.
USUAL = ["agent", "elected", "data_manager"]
ASKED = {
    "raw": ("step=raw&from=2024-01-02&until=2024-01-03", 24, 1),
    "day": ("step=day&from=2024-01-02&until=2024-01-04", 2, 24),
    "month": ("step=month&from=2024-01-01&until=2024-02-01", 1, 744),
}


class Machine(RuleBasedStateMachine):
    """People and programs of three authorities."""

    store: Store
    client: TestClient
    series: dict[int, tuple[int, bool]]
    findings: dict[int, int]
    met: Counter[str]
    """How many times each answer came, of all the runs."""

    def said(self, answer: Any) -> str:
        """The code of an answer."""
        code = code_of(answer)
        self.met[code] += 1
        return code

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        self.door: WriteDoor = self.store.writer("test")
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
        self.model = Model(self.series, self.findings)
        self.random = Random(data.draw(st.integers(0, 2**32)))
        for who in range(PEOPLE):
            self.sign_in(who, self.random.choice([1, 2, 2]))
            for key in self.random.sample(USUAL, 2):
                self.give(who, self.random.choice(ORGANISATIONS), key, None)
            self.make_a_token(who + 1, {*self.random.sample([*TokenScope], 2)})
        for provider, recipient in ((1, 2), (2, 3)):
            granularity = self.random.choice(["raw", "day", "month"])
            self.agree(provider, recipient, False, granularity, True, 100_000, True)
        self.agree(3, 1, False, "raw", True, 60, True)  # it expires while people go on asking

    def chosen(self) -> tuple[int, int]:
        """Choose who asks, and for which authority: often one where they have a role."""
        windows = sorted(self.model.windows)
        roles = [one for one in self.model.roles if one.who in windows]
        likely = [(one.who, one.where or 1) for one in roles]
        whoever = [(who, where) for who in windows for where in ORGANISATIONS]
        return self.random.choice([*likely, *likely, *whoever])

    # What happens

    @rule(minutes=st.sampled_from(GOES_BY), again=st.sampled_from([True, True, False]))
    def time_goes_by(self, minutes: int, *, again: bool) -> None:
        self.model.now += minutes * MINUTE
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
        for who, window in list(self.model.windows.items()):
            if again and not window.stands(self.model.now):
                self.sign_in(who, window.level)

    @rule(who=st.integers(0, PEOPLE - 1), level=st.sampled_from([1, 2, 2]))
    def sign_in(self, who: int, level: int) -> None:
        with self.door.keep() as session:
            number = self.people[who].id
            secret = sessions.start(session, number, level, "x", utc_now(), known=False)
        self.model.windows[who] = Window(
            Browser(self.client, secret), level, self.model.now, self.model.now
        )

    @rule(
        who=st.integers(0, PEOPLE - 1),
        where=st.sampled_from([*ORGANISATIONS, 1, None]),
        key=st.sampled_from(sorted(RIGHTS)),
        minutes=st.sampled_from([None, None, 60, 2000]),
    )
    def give(self, who: int, where: int | None, key: str, minutes: int | None) -> None:
        known = [
            (one.who, one.where, one.key) for one in self.model.roles if one.holds(self.model.now)
        ]
        if (who, where, key) in known:
            return
        until = utc_now() + minutes * MINUTE if minutes else None
        row = memberships.give(self.door, self.people[who], where, key, until)
        ends = self.model.now + minutes * MINUTE if minutes else None
        self.model.roles.append(Role(who, where, key, row.id, ends))

    @precondition(lambda self: self.model.lendable())
    @rule(data=st.data(), to=st.integers(0, PEOPLE - 1), minutes=st.sampled_from([60, 2000]))
    def lend(self, data: Any, to: int, minutes: int) -> None:
        source = data.draw(st.sampled_from(self.model.lendable()))
        if to == source.who:
            return
        lender, until = self.people[source.who], utc_now() + minutes * MINUTE
        row = loans.lend(self.door, lender, self.people[to], source.where, source.key, until)
        # Two roles of one kind: the door takes one of them, and so do we.
        taken = next(one for one in self.model.roles if one.number == row.delegated_from_id)
        ends = self.model.now + minutes * MINUTE
        self.model.roles.append(Role(to, source.where, source.key, row.id, ends, taken))

    @precondition(lambda self: self.model.roles)
    @rule(data=st.data())
    def end_a_role(self, data: Any) -> None:
        one = data.draw(st.sampled_from(self.model.roles))
        memberships.end(self.door, one.number)
        one.ended = True

    @precondition(lambda self: self.model.windows)
    @rule(data=st.data())
    def leave(self, data: Any) -> None:
        who = data.draw(st.sampled_from(sorted(self.model.windows)))
        window = self.model.windows[who]
        answer = window.browser.ask("DELETE", "/api/session")
        assert answer.status_code == (204 if window.stands(self.model.now) else 401)
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
        ends = self.model.now + minutes * MINUTE
        pact = Pact(number, provider, recipient, gas, granularity, findings, ends)
        pact.stances = {provider: "accepted", recipient: "waiting"}
        self.model.pacts.append(pact)
        if signed:
            take(self.door, number, recipient, "accept")
            pact.stances[recipient] = "accepted"

    @rule(where=st.sampled_from(ORGANISATIONS), scopes=st.sets(st.sampled_from(TokenScope)))
    def make_a_token(self, where: int, scopes: set[TokenScope]) -> None:
        program = Program(self.store, self.client, where, *scopes)
        self.model.programs.append(Bears(program, where, frozenset(map(str, scopes))))

    @precondition(lambda self: self.model.programs)
    @rule(data=st.data())
    def revoke_a_token(self, data: Any) -> None:
        one = data.draw(st.sampled_from(self.model.programs))
        revoke(self.door, one.program.number)
        one.revoked = True
        self.ask_by(one)

    # What is asked

    @invariant()
    def answers_are_those_of_the_model(self) -> None:
        """Ask some questions; their choice is not drawn one by one, so that each is often asked."""
        if hasattr(self, "random"):
            for kind in self.random.sample(QUESTIONS, 3):
                getattr(self, kind)()

    def program(self) -> None:
        self.ask_by(self.random.choice(self.model.programs))

    def ask_by(self, one: Bears) -> None:
        where = self.random.choice([one.where, *ORGANISATIONS])
        for right, path in (("read_measures", "series"), ("read_indicators", "findings")):
            expected = None
            if one.revoked:
                expected = "token.refused"
            elif right not in one.scopes:
                expected = "token.scope_missing"
            elif where != one.where:
                expected = "token.elsewhere"
            answer = one.program.ask("GET", at(where, path))
            assert self.said(answer) == (expected or "200")
            if expected is None and path == "series":
                assert {row["series"] for row in answer.json()["series"]} == self.model.known(where)

    def move(self) -> None:
        step = self.random.choice(sorted(MOVES))
        pact = self.random.choice(self.model.pacts)
        who, where = self.chosen()
        window, (before, after) = self.model.windows[who], MOVES[step]
        path = at(where, "agreements", pact.number, "steps")
        expected = self.model.refusal(who, where, "agree")
        old = self.model.now - window.created > 15 * MINUTE
        if expected is None and old:
            expected = "people.proof_too_old"
        elif expected is None and where not in pact.stances:
            expected = "store.not_found"
        elif expected is None and pact.stances[where] not in before:
            expected = "agreement.step_refused"
        answer = window.browser.ask("POST", path, {"step": step})
        assert self.said(answer) == (expected or "201")
        if expected is None:
            pact.stances[where] = after

    def read(self) -> None:
        step = self.random.choice(sorted(ASKED))
        who, where = self.chosen()
        lent = [one for one in self.model.known(where) if self.series[one][0] != where]
        number = self.random.choice([*self.series, *(3 * sorted(lent))])
        query, count, each = ASKED[step]
        expected = self.model.refusal(who, where, "read_measures")
        owner, gas = self.series[number]
        if expected is None and owner != where:
            by = [one for one in self.model.pacts if one.lends(owner, where, gas, self.model.now)]
            fine = [one for one in by if STEPS.index(one.granularity) <= STEPS.index(step)]
            expected = None if fine else "agreement.too_fine" if by else "store.out_of_scope"
        answer = self.model.windows[who].browser.ask(
            "GET", at(where, "series", number, f"values?{query}")
        )
        assert self.said(answer) == (expected or "200")
        if expected is None:
            assert answer.json()["columns"]["value"] == [float(each * number)] * count

    def decide(self) -> None:
        who, where = self.chosen()
        number = self.random.choice(sorted(self.findings))
        expected = self.model.refusal(who, where, "decide")
        if expected is None and self.findings[number] != where:
            expected = "store.not_found"
        body, path = {"choice": "watch", "reason": "x"}, at(where, "findings", number, "decisions")
        answer = self.model.windows[who].browser.ask("POST", path, body)
        assert self.said(answer) == (expected or "201")

    def list_(self) -> None:
        right, name, key = self.random.choice(LISTS)
        who, where = self.chosen()
        browser = self.model.windows[who].browser
        found = {"id": self.model.seen, "series": self.model.known, "agreement": self.model.parties}
        expected = self.model.refusal(who, where, right)
        answer = browser.ask("GET", at(where, f"{name}?limit=500"))
        assert self.said(answer) == (expected or "200")
        if expected is None:
            assert {row[key] for row in answer.json()[name]} == found[key](where)


@pytest.fixture
def place(store: Store, client: TestClient) -> None:
    """Two series and a finding of each authority; people without any role."""
    Machine.store, Machine.client = store, client
    Machine.series, Machine.findings, Machine.met = {}, {}, Counter()
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
    many = 30 if kind == "sqlite" else 12
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=many, stateful_step_count=20, deadline=None)
    )
    # A run that meets nothing proves nothing.
    assert [code for code in MET if not Machine.met[code]] == [], Machine.met
