"""What it costs to sign in, and to let a request in.

In process, over an installation in a file whose people hold a role and a session each. "Sign in": a
right password, a wrong one, and somebody who is not there; the last two take the same time, or the
difference would tell who has an account. The hash is most of it, on purpose (RFC 9106).

"Request": an address that demands nothing (`/api/health`), one that shows people to themselves
(`/api/me`), in full, and the part of the latter that finds the session and the roles of whoever
asks. Aim: that part under 5 ms at the 95th percentile.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
from starlette.testclient import TestClient

from beffroi import logs
from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store.store import Store
from beffroi.trust.people import sessions, signing
from beffroi.web.app import make_app
from tests.people import HERE, OTHER, PASSWORD, SITE, Browser, person, settled

EMAIL, NOBODY = "jeanne@exemple.fr", "personne@exemple.fr"
ORGANISATIONS = 10


def crowd(store: Store, people: int) -> None:
    """Make people with a role and a session each, and the one who signs in."""
    door, now = store.writer("bench"), utc_now()
    owners = [create_organisation(door, f"Commune {n}") for n in range(ORGANISATIONS)]
    for n in range(people):
        row = person(door, f"p{n}@exemple.fr", (owners[n % ORGANISATIONS], "agent"))
        with door.keep() as session:
            sessions.start(session, row.id, sessions.ONE_PROOF, HERE.agent, now, known=False)
    settled(door, now, EMAIL, *((one, "agent") for one in owners))


def signing_in(store: Store, tries: int) -> dict[str, list[float]]:
    """Time right passwords, wrong ones, and people who are not there [ms]."""
    door, now = store.writer("bench"), utc_now()
    asked = {
        "sign in, right password": (EMAIL, PASSWORD),
        "sign in, wrong password": (EMAIL, OTHER),
        "sign in, nobody of that name": (NOBODY, OTHER),
    }

    def attempt(email: str, password: str, hours: int) -> None:
        with suppress(BeffroiError):
            signing.sign_in(door, HERE, email, password, now + timedelta(hours=hours))

    # Each is hours after the others: nothing is held back.
    return {
        name: [_timed(partial(attempt, *said, 24 * n + 6 * place)) for n in range(tries)]
        for place, (name, said) in enumerate(asked.items())
    }


def requests(client: TestClient, store: Store, tries: int) -> dict[str, list[float]]:
    """Time requests, and the look for a session alone [ms]."""
    browser, door = Browser(client), store.writer("bench")
    answer = browser.ask("POST", "/api/session", {"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 200, answer.text

    def ask(path: str) -> None:
        assert browser.ask("GET", path).status_code == 200

    def find() -> None:
        assert sessions.find(door, browser.secret, utc_now()) is not None

    asked: dict[str, Callable[[], None]] = {
        "request, nothing demanded": partial(ask, "/api/health"),
        "request of a person": partial(ask, "/api/me"),
        "of which the session and the roles": find,
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(tries):
        for name, work in asked.items():
            times[name].append(_timed(work))
    return times


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - started)


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    logs.configure("error")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--passwords", type=int, default=20)
    parser.add_argument("--requests", type=int, default=300)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "home"
        with Store.create(root) as store:
            crowd(store, asked.people)
        with TestClient(make_app(root, Settings()), SITE) as client, Store.open(root) as store:
            times = requests(client, store, asked.requests)
            times |= signing_in(store, asked.passwords)
    figures = {who: np.percentile(own, [50, 95]).tolist() for who, own in times.items()}
    print(f"| With {asked.people:,} people | median (ms) | 95th percentile (ms) |")
    print("| --- | ---: | ---: |")
    for who, (median, p95) in figures.items():
        print(f"| {who} | {median:.1f} | {p95:.1f} |")
    if asked.json:
        asked.json.write_text(json.dumps({"people": asked.people, "ms": figures}), "utf-8")


if __name__ == "__main__":
    main()
