"""Who calls in the tests of this folder, and what is there to be read."""

from datetime import date
from itertools import count
from typing import Any

from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope, create
from beffroi.trust.people import sessions
from tests.people import Browser, person
from tests.store.sharing.build import ENERGY, hours, measure

_NUMBERS = count()
POWER = "electricity.active_power"


def signed(
    store: Store, client: TestClient, *roles: tuple[int | None, str], level: int = 2
) -> Browser:
    """The browser of somebody new, signed in."""
    door, now = store.writer("test"), utc_now()
    row = person(door, f"p{next(_NUMBERS)}@exemple.fr", *roles)
    with door.keep() as session:
        secret = sessions.start(session, row.id, level, "test", now, known=False)
    return Browser(client, secret)


class Program(Browser):
    """A program that bears a token."""

    def __init__(
        self, store: Store, client: TestClient, organisation: int, *scopes: TokenScope
    ) -> None:
        super().__init__(client)
        self.token, row = create(store.writer("test"), organisation, "test", 1, scopes)
        self.number = row.id

    def ask(self, method: str, path: str, body: Any = None, **headers: Any) -> Any:
        """Send a request."""
        return super().ask(method, path, body, Authorization=f"Bearer {self.token}", **headers)


def winter(store: Store, owner: int = 1, asset: str = "ecole", quantity: str = ENERGY) -> int:
    """A kilowatt-hour each hour from 1 January to 2 March 2024 at noon, in Paris."""
    table = hours("2023-12-31T23:00", [1000.0] * (24 * 61 + 12))
    return measure(store, owner, asset, table, quantity)


def finding(store: Store, series: int, stake: float = 100.0) -> int:
    """A finding about a series, of its owner."""
    with store.writer("test").change("test", "test") as change:
        row = change.session.get_one(models.Series, series)
        made = Finding(
            organisation_id=row.organisation_id,
            domain="energy",
            detector="energy.step",
            version="1",
            asset_id=row.asset_id,
            series_id=series,
            quantity=row.quantity,
            since=date(2024, 1, 1),
            until=None,
            detected_at=utc_now(),
            seen_at=utc_now(),
            severity="high",
            confidence=0.9,
            eur_per_year=stake,
            stake={"eur_per_year": {"value": stake, "low": stake - 1, "high": stake + 1}},
            explanation={"fr": "la nuit", "en": "at night"},
            chart={"data": {"values": [{"day": "2024-01-01", "value": 24.0}]}},
            actions=[{"key": "look", "fr": "Regarder", "en": "Look"}],
            status="open",
        )
        change.session.add(made)
        change.session.flush()
        return made.id


def at(organisation: int, *parts: object) -> str:
    """An address of an organisation."""
    return "/".join(["/api/organisations", str(organisation), *map(str, parts)])
