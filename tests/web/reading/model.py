"""What callers may see, worked out apart from what the documentation promises."""

from dataclasses import dataclass, field
from datetime import timedelta

from tests.people import Browser
from tests.web.reading.callers import Program

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
MINUTE = timedelta(minutes=1)


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


@dataclass
class Model:
    """What the model knows."""

    series: dict[int, tuple[int, bool]]
    """Whose each series is, and whether it is of gas."""
    findings: dict[int, int]
    now: timedelta = timedelta()
    roles: list[Role] = field(default_factory=list)
    pacts: list[Pact] = field(default_factory=list)
    programs: list[Bears] = field(default_factory=list)
    windows: dict[int, Window] = field(default_factory=dict)

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
            for one in self.roles
            if one.key in LOANABLE
            and one.where is not None
            and one.source is None
            and one.holds(self.now)
        ]
