"""Whatever somebody does in whatever order, while the clock goes on: beside a small model of it.

The model is written from what `docs/fr/comptes.md` promises: five failures, then waits that double;
failures forgotten the day after next; a code once; sessions of two hours without use, twelve in any
case, ten minutes when half open.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pyotp
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

from beffroi.errors import BeffroiError
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.trust.people import passwords, second, sessions, signing
from beffroi.trust.people.sessions import Signed
from beffroi.trust.people.signing import Visitor
from tests.people import OTHER, PASSWORD, person

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NUMBERS = count()


@pytest.fixture
def kind() -> str:
    """What the model says is the same on both; other tests run on the other one."""
    return "sqlite"


@dataclass
class Guesses:
    """What the model knows of failed attempts."""

    failed: list[datetime] = field(default_factory=list)

    def waits(self, now: datetime) -> bool:
        """Whether an attempt is refused; where it is not, it is counted."""
        yesterday = now.date() - DAY
        self.failed = [one for one in self.failed if one.date() >= yesterday]
        over = len(self.failed) - 5
        wait = 0 if over < 0 else min(2**over, 900)
        if self.failed and (now - self.failed[-1]).total_seconds() < wait:
            return True
        self.failed.append(now)
        return False


@dataclass
class Window:
    """What the model knows of a session."""

    level: int
    created: datetime
    seen: datetime
    ended: bool = False

    def stands(self, now: datetime) -> bool:
        longest = timedelta(minutes=10) if self.level == 0 else 12 * HOUR
        return not self.ended and now - self.created < longest and now - self.seen < 2 * HOUR


@dataclass
class Model:
    """What the model knows of a person."""

    password: str = PASSWORD
    guesses: Guesses = field(default_factory=Guesses)
    codes: Guesses = field(default_factory=Guesses)
    windows: dict[str, Window] = field(default_factory=dict)
    application: str = ""
    step: int = 0
    paper: list[str] = field(default_factory=list)


def tried(call: Callable[..., str], *words: object) -> str:
    """What a call returns, or the code of its refusal."""
    try:
        return call(*words)
    except BeffroiError as error:
        return error.type.code


class Machine(RuleBasedStateMachine):
    """One person, and whoever has their password."""

    door: WriteDoor

    @initialize()
    def open(self) -> None:
        number = next(NUMBERS)
        self.now, self.model = START, Model()
        self.email = f"p{number}@exemple.fr"
        self.here = Visitor(f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")
        row = person(self.door, self.email)
        with self.door.keep() as session:
            signing.keep_password(session, row.id, passwords.hashed(PASSWORD), START)

    @rule(seconds=st.sampled_from([1, 3, 20, 31, 90, 601, 3600, 7201, 43_201, 86_402]))
    def time_goes_on(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(word=st.sampled_from([PASSWORD, OTHER, "", "wrong"]), times=st.sampled_from([1, 1, 6]))
    def sign_in_several_times(self, word: str, times: int) -> None:
        for _ in range(times):
            self.sign_in(word)

    def sign_in(self, word: str) -> None:
        waits, right = self.model.guesses.waits(self.now), word == self.model.password
        secret = tried(signing.sign_in, self.door, self.here, self.email, word, self.now)
        if waits or not right:
            assert secret == ("people.too_many_attempts" if waits else "people.sign_in_refused")
            return
        self.model.guesses.failed = []
        level = 0 if self.model.application else 1
        self.model.windows[secret] = Window(level, self.now, self.now)

    @precondition(lambda self: self.standing())
    @rule(
        which=st.integers(0, 9),
        shift=st.sampled_from([-60, -30, 0, 0, 30, 60, None]),
        times=st.sampled_from([1, 2, 6]),
    )
    def give_a_code_several_times(self, which: int, shift: int | None, times: int) -> None:
        for _ in range(times):
            self.give_a_code(which, shift)

    def give_a_code(self, which: int, shift: int | None) -> None:
        secret, who = self.chosen(which)
        moment = self.now + timedelta(seconds=shift or 0)
        application = self.model.application or pyotp.random_base32()
        code = "x" if shift is None else pyotp.TOTP(application).at(moment)
        waits = self.model.codes.waits(self.now)
        step = int(moment.timestamp()) // 30
        right = (
            shift is not None
            and bool(self.model.application)
            and abs(step - int(self.now.timestamp()) // 30) <= 1
            and step > self.model.step
        )
        new = tried(second.prove_totp, self.door, who, code, self.now)
        if waits or not right:
            assert new == ("people.too_many_attempts" if waits else "people.sign_in_refused")
            return
        self.model.codes.failed, self.model.step = [], step
        self.proved(secret, new)

    @precondition(lambda self: self.standing() and self.model.paper)
    @rule(which=st.integers(0, 9), used=st.booleans())
    def give_a_code_on_paper(self, which: int, *, used: bool) -> None:
        secret, who = self.chosen(which)
        code = self.model.paper[0]
        new = second.prove_recovery(self.door, who, code, self.now)
        self.model.paper.remove(code)
        self.proved(secret, new)
        if used:
            with pytest.raises(BeffroiError):
                second.prove_recovery(self.door, who, code, self.now)

    @precondition(lambda self: self.standing(1) and not self.model.application)
    @rule(which=st.integers(0, 9))
    def add_an_application(self, which: int) -> None:
        secret, who = self.chosen(which, 1)
        offered = second.offer_totp(self.door, who, self.now)
        code = pyotp.TOTP(offered.secret).at(self.now)
        added = second.add_totp(self.door, who, offered.ceremony, code, "x", self.now)
        self.model.application, self.model.paper = offered.secret, list(added.recovery_codes)
        self.model.step = int(self.now.timestamp()) // 30
        for other, window in self.model.windows.items():
            window.ended = window.ended or other != secret
        self.proved(secret, added.session)

    @precondition(lambda self: self.standing(1))
    @rule(which=st.integers(0, 9))
    def change_the_password(self, which: int) -> None:
        secret, who = self.chosen(which, 1)
        word = OTHER if self.model.password == PASSWORD else PASSWORD
        signing.change_password(self.door, who, word, self.now)
        self.model.password = word
        for other, window in self.model.windows.items():
            window.ended = window.ended or other != secret

    @precondition(lambda self: self.standing())
    @rule(which=st.integers(0, 9))
    def end_a_session(self, which: int) -> None:
        secret, who = self.chosen(which)
        sessions.revoke(self.door, who, who.session, self.now)
        self.model.windows[secret].ended = True

    @invariant()
    def sessions_are_those_of_the_model(self) -> None:
        for secret, window in getattr(self, "model", Model()).windows.items():
            found = sessions.find(self.door, secret, self.now)
            assert (found is not None) is window.stands(self.now)
            if found is not None:
                assert found.level == window.level
                if self.now - window.seen >= MINUTE:
                    window.seen = self.now

    def standing(self, level: int = 0) -> list[str]:
        known = self.model.windows.items()
        return [one for one, w in known if w.stands(self.now) and w.level >= level]

    def chosen(self, which: int, level: int = 0) -> tuple[str, Signed]:
        known = self.standing(level)
        secret = known[which % len(known)]
        who = sessions.find(self.door, secret, self.now)
        assert who is not None
        return secret, who

    def proved(self, old: str, new: str) -> None:
        """The secret has changed: the earlier one opens nothing."""
        window = self.model.windows.pop(old)
        window.level, window.seen = 2, self.now
        self.model.windows[new] = window
        assert sessions.find(self.door, old, self.now) is None


def test_signing_in_is_as_promised_in_any_order(tmp_path: Path) -> None:
    with Store.create(tmp_path / "home") as store:
        Machine.door = store.writer("test")
        run_state_machine_as_test(
            Machine, settings=settings(max_examples=40, stateful_step_count=25, deadline=None)
        )
