"""Two installations without a network between them, for sequences drawn at random."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from beffroi.commons.federation.answering import Desk, key_of
from beffroi.commons.federation.link import Link
from beffroi.commons.federation.pulling import Pulled, pull
from beffroi.commons.federation.subscribing import Wish, found, subscribe
from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.errors.federation import LINK_LOST, REFUSED_THERE
from beffroi.store.state.federation import Subscription
from beffroi.store.store import Store
from beffroi.store.tokens import Bearer, TokenScope
from tests.store.federation.following import by_end, shown
from tests.store.sharing.build import agree


@dataclass
class Direct:
    """A subscriber and a provider, and what happens to the next answers on their way."""

    here: Store
    there: Store
    agreement: int = 0
    subscription: int = 0
    spoil: list[Callable[[bytes], bytes]] = field(default_factory=list)

    def answer(self, path: str, asked: dict[str, str]) -> bytearray:
        desk = Desk(self.there, Bearer(1, "test", 2, frozenset({TokenScope.PULL_LENT})))
        try:
            if path == "/api/federation":
                body = desk.catalogue(asked["nonce"], int(asked["seen"]))
            else:
                body = desk.changes(int(asked["agreement"]), asked["cursor"], asked["nonce"])
        except BeffroiError as error:
            code = error.type.code
            raise BeffroiError(REFUSED_THERE, address="https://x", code=code) from error
        for one in self.spoil:
            body = one(body)
        if not body:
            raise BeffroiError(LINK_LOST, address="https://x", reason="cut")
        return bytearray(body)

    def follow(self, **terms: Any) -> Subscription:
        self.agreement = agree(self.there, 1, 2, **terms)
        wish = Wish("https://x", "token", key_of(self.there).public, 1, self.agreement)
        row = subscribe(self.here, wish, "test")
        self.subscription = row.id
        return row

    def pull(self, budget: float = 60.0) -> Pulled:
        return pull(self.here, self.subscription, "test", budget)

    @property
    def row(self) -> Subscription:
        return found(self.here.writer("test"), self.subscription)

    def same(self, step: Any) -> bool:
        """Whether the values that are shown here are those shown there, by end."""

        def told(store: Store, reader: int) -> dict[tuple[int, float], int]:
            counted: dict[tuple[int, float], int] = {}
            for (_, end), value in by_end(shown(store, reader, step)).items():
                key = end, round(value, 6)
                counted[key] = counted.get(key, 0) + 1
            return counted

        return told(self.here, 1) == told(self.there, 2)


def direct(root: Path, monkeypatch: pytest.MonkeyPatch) -> Direct:
    """Make a pair whose link calls the other side in this process."""
    here, there = (Store.create(root / name) for name in ("here", "there"))
    create_organisation(here.writer("test"), "Région", siren="200000172")
    create_organisation(there.writer("test"), "Saint-Exemple", siren="210100012")
    create_organisation(there.writer("test"), "Région", siren="200000172")
    made = Direct(here, there)
    monkeypatch.setattr(Link, "ask", lambda _, path, asked: made.answer(path, dict(asked)))
    return made
