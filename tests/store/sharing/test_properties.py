"""Whatever is agreed and asked, what leaves is what was lent: all of it, and nothing else.

The measures are a watt-hour times the number of the series each hour, so that a sum tells which
hours are in it. What may leave is worked out hour by hour, with none of the code of the door.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from beffroi.errors import BeffroiError
from beffroi.periods import PARIS, Step, utc_now
from beffroi.settings import Settings
from beffroi.store.read import Selection
from beffroi.store.state.sharing import Agreement, AgreementParty
from beffroi.store.store import Store
from tests.postgresql import TEMPLATE
from tests.store.sharing.build import BEGIN, FAR, acting, hours, measure, moment, organisation

FIRST, LAST = moment("2024-01-30T23:00"), moment("2024-03-02T11:00")
OWNERS, QUANTITIES = (1, 2, 3), ("electricity.active_energy", "gas.energy")
STEPS = [Step.RAW, Step.HOUR, Step.DAY, Step.MONTH]
DAYS = [date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 10), date(2024, 3, 1), date(2024, 3, 2)]
INSTANTS = [FIRST, moment("2024-02-05T07:00"), moment("2024-02-29T23:00"), LAST, FAR]


@dataclass(frozen=True)
class Place:
    """A store, and what each of its series is: owner, quantity, asset."""

    store: Store
    series: dict[int, tuple[int, str, str]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    address = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("server")
        address = server.address(server.fresh(TEMPLATE))
    root = tmp_path_factory.mktemp("shared") / "home"
    with Store.create(root, replace(Settings.load(None, {}), state=address)) as store:
        for owner in OWNERS:
            assert organisation(store, f"Commune {owner}") == owner
        series: dict[int, tuple[int, str, str]] = {}
        count = int((LAST - FIRST) / timedelta(hours=1))
        for owner in OWNERS:
            for asset in ("ecole", "mairie"):
                for quantity in QUANTITIES:
                    number = len(series) + 1
                    rows = hours("2024-01-30T23:00", [float(number)] * count)
                    series[measure(store, owner, asset, rows, quantity)] = (owner, quantity, asset)
        assert list(series) == list(range(1, 13))
        yield Place(store, series)


@dataclass(frozen=True)
class Said:
    """An agreement, as the test draws it."""

    provider: int
    recipient: int
    granularity: Step
    quantities: tuple[str, ...]
    assets: tuple[str, ...]
    group: int
    since: date | None
    until: date | None
    stances: tuple[str, str]

    def lends(self, reader: int, owner: int, quantity: str, asset: str, step: Step) -> bool:
        return (
            (self.provider, self.recipient) == (owner, reader)
            and self.stances == ("accepted", "accepted")
            and not self.group
            and quantity in self.quantities
            and asset in (self.assets or ("ecole", "mairie"))
            and STEPS.index(self.granularity) <= STEPS.index(step)
        )

    def holds(self, low: datetime, high: datetime) -> bool:
        first = datetime(1900, 1, 1, tzinfo=PARIS)
        since = datetime(*self.since.timetuple()[:3], tzinfo=PARIS) if self.since else first
        until = datetime(*self.until.timetuple()[:3], tzinfo=PARIS) if self.until else FAR
        return since <= low and high <= until


READER = 1
#: What is usual comes often, so that most questions meet an agreement that nearly fits.
said = st.builds(
    Said,
    st.sampled_from((2, 2, 3)),
    st.sampled_from((READER,) * 5 + (3,)),
    st.sampled_from(STEPS),
    st.sampled_from((QUANTITIES, QUANTITIES, QUANTITIES[:1], QUANTITIES[1:])),
    st.sampled_from([(), (), (), ("ecole",), ("mairie",)]),
    st.sampled_from([0, 0, 3]),
    st.sampled_from([None, None, *DAYS[:3]]),
    st.sampled_from([None, None, *DAYS[3:]]),
    st.sampled_from(
        [("accepted", "accepted")] * 6 + [("accepted", "waiting"), ("revoked", "accepted")]
    ),
)


def sign(store: Store, agreements: list[Said]) -> None:
    """Put agreements in the place of those of before."""
    with store.writer("test").change("test", "test") as change:
        for model in (AgreementParty, Agreement):
            change.session.execute(delete(model))
        for number, one in enumerate(agreements, 1):
            terms: dict[str, Any] = {
                "quantities": [*one.quantities],
                "asset_types": [],
                "territories": [],
                "assets": [] if one.group else [*one.assets],
                "granularity": "day" if one.group else str(one.granularity),
                "views": ["repaired"],
                "minimum_group": one.group,
                "purpose": "plan",
                "legal_basis": "public_task",
            }
            terms |= {n: d.isoformat() for n in ("since", "until") if (d := getattr(one, n))}
            change.session.add(
                Agreement(
                    id=number,
                    organisation_id=one.provider,
                    recipients=[one.recipient],
                    title="Essai",
                    terms=terms,
                    stance=one.stances[0],
                    valid_from=BEGIN,
                    valid_until=FAR,
                    proposed_at=utc_now(),
                    proposed_by="test",
                )
            )
            change.session.flush()
            change.session.add(
                AgreementParty(
                    agreement_id=number,
                    organisation_id=one.recipient,
                    provider_id=one.provider,
                    stance=one.stances[1],
                )
            )


def spans(step: Step) -> list[tuple[datetime, datetime]]:
    """List the steps that touch the measures, hour by hour."""
    found, low = [], FIRST
    keys = {Step.DAY: "%Y%m%d", Step.MONTH: "%Y%m"}
    while low < LAST:
        high = low + timedelta(hours=1)
        if step in keys:
            key = low.astimezone(PARIS).strftime(keys[step])
            while high.astimezone(PARIS).strftime(keys[step]) == key:
                high += timedelta(hours=1)
            while (low - timedelta(hours=1)).astimezone(PARIS).strftime(keys[step]) == key:
                low -= timedelta(hours=1)
        found.append((low, high))
        low = high
    return found


def answer(store: Store, selection: Selection, step: Step) -> tuple[str, pa.Table | None]:
    """Ask the door; return the code of its refusal, or what it answers."""
    door = acting(store, READER)
    try:
        raw = step is Step.RAW
        return "", door.observations(selection) if raw else door.aggregate(selection, step)
    except BeffroiError as error:
        return error.type.code, None


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    agreements=st.lists(said, max_size=4),
    # Mostly those of its neighbour; its own, those of another, one that is not there.
    asked=st.lists(
        st.sampled_from((5, 6, 7, 8) * 4 + (1, 9, 10, 13)), min_size=1, max_size=2, unique=True
    ),
    step=st.sampled_from(STEPS),
    since=st.sampled_from(INSTANTS[:3]),
    until=st.sampled_from(INSTANTS[3:]),
)
def test_what_leaves_is_what_is_lent(
    place: Place,
    agreements: list[Said],
    asked: list[int],
    step: Step,
    since: datetime,
    until: datetime,
) -> None:
    sign(place.store, agreements)
    expected, refused = set[tuple[int, datetime, float]](), False
    for series in asked:
        owner, quantity, asset = place.series.get(series, (0, "", ""))
        if owner == READER:
            continue
        own = [a for a in agreements if a.lends(READER, owner, quantity, asset, step)]
        refused |= not own
        free = {STEPS.index(a.granularity) for a in own} & {0}
        for low, high in spans(step):
            whole = all(
                any(a.holds(low + h * HOUR, low + (h + 1) * HOUR) for a in own)
                for h in range(int((high - low) / HOUR))
            )
            if whole and low >= since and high <= min(until, LAST if not free else FAR):
                measured = min(high, LAST) - max(low, FIRST)
                expected.add((series, low, series * (measured / HOUR)))
    selection = Selection(tuple(asked), since, until)
    code, table = answer(place.store, selection, step)
    assert code in (("store.out_of_scope", "agreement.too_fine") if refused else ("",))
    if table is None:
        return
    rows = zip(*(table[name].to_pylist() for name in ("series", "start", "value")), strict=True)
    others = {(s, at, value) for s, at, value in rows if place.series[s][0] != READER}
    assert others == expected


HOUR = timedelta(hours=1)
