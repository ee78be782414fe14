"""Two installations on loopback, over TLS with a certificate authority made here."""

import datetime as dt
import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from beffroi.commons.federation.answering import key_of
from beffroi.commons.federation.pulling import Pulled, pull
from beffroi.commons.federation.subscribing import Wish, found, subscribe
from beffroi.decide.organisations import create_organisation
from beffroi.settings import Settings
from beffroi.store.journal.note import PublicKey
from beffroi.store.state.federation import Subscription
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope, create
from beffroi.web.app import make_app
from tests.ports import free_port
from tests.postgresql import TEMPLATE
from tests.store.federation.following import by_end, shown
from tests.store.sharing.build import agree
from tests.web.senders import SLOW

PROVIDER, READER = 1, 2


@dataclass(frozen=True)
class Certificates:
    """An authority, and what a server on loopback shows."""

    authority: str
    certificate: Path
    key: Path


def _certificates(folder: Path) -> Certificates:
    def named(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    now = dt.datetime.now(dt.UTC)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    root = (
        x509.CertificateBuilder()
        .subject_name(named("essai"))
        .issuer_name(named("essai"))
        .public_key(keys[0].public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(keys[0], hashes.SHA256())
    )
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    leaf = (
        x509.CertificateBuilder()
        .subject_name(named("loopback"))
        .issuer_name(root.subject)
        .public_key(keys[1].public_key())
        .serial_number(2)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(keys[0], hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    certificate, key = folder / "leaf.pem", folder / "leaf.key"
    certificate.write_bytes(leaf.public_bytes(pem))
    key.write_bytes(
        keys[1].private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Certificates(root.public_bytes(pem).decode(), certificate, key)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return _certificates(tmp_path_factory.mktemp("certificates"))


@contextmanager
def served(app: Any, certificates: Certificates, port: int) -> Iterator[str]:
    """Serve an application over TLS, from a thread."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_config=None,
        ssl_certfile=str(certificates.certificate),
        ssl_keyfile=str(certificates.key),
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + SLOW
    while thread.is_alive() and not server.started and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started
    try:
        yield f"https://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(SLOW)


@dataclass
class Pair:
    """An installation that lends, and one that follows."""

    here: Store
    """That of the subscriber; the organisation 1 is who reads."""
    there: Store
    """That of the provider: organisation 1 lends, organisation 2 reads."""
    address: str
    certificates: Certificates
    agreement: int
    token: str
    subscription: int = 0
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> PublicKey:
        return key_of(self.there).public

    def wish(self, **said: Any) -> Wish:
        usual = Wish(self.address, self.token, self.key, 1, authority=self.certificates.authority)
        return replace(usual, **said)

    def follow(self, **said: Any) -> Subscription:
        row = subscribe(self.here, self.wish(**said), "test")
        self.subscription = row.id
        return row

    def pull(self, budget: float = 60.0) -> Pulled:
        return pull(self.here, self.subscription, "test", budget)

    @property
    def row(self) -> Subscription:
        return found(self.here.writer("test"), self.subscription)

    def same(self, step: Any) -> bool:
        """Whether the reader sees here what the reader sees there, series by series."""
        theirs, ours = by_end(shown(self.there, 2, step)), by_end(shown(self.here, 1, step))
        names = {place: _names(store) for place, store in (("t", self.there), ("o", self.here))}
        one = {(names["t"][series], end): value for (series, end), value in theirs.items()}
        other = {(names["o"][series], end): value for (series, end), value in ours.items()}
        return one.keys() == other.keys() and all(
            abs(one[key] - other[key]) <= 1e-9 * abs(one[key]) for key in one
        )


def _names(store: Store) -> dict[int, str]:
    from sqlalchemy import select

    from beffroi.store.state import models

    with store.writer("test").look() as session:
        query = select(models.Series.id, models.Asset.key).join(
            models.Asset, models.Series.asset_id == models.Asset.id
        )
        return {int(row[0]): str(row[1]) for row in session.execute(query)}


Make = Callable[..., Pair]


@pytest.fixture
def make(
    tmp_path: Path,
    certificates: Certificates,
    kind: str,
    request: pytest.FixtureRequest,
) -> Iterator[Make]:
    """Make a pair; `prepare` gives the provider its measures."""
    made: list[Any] = []

    def build(**terms: Any) -> Pair:
        stores = []
        for name in ("here", "there"):
            state = ""
            if kind == "postgresql":
                server = request.getfixturevalue("server")
                state = server.address(server.fresh(TEMPLATE))
            root = tmp_path / f"{name}-{len(made)}"
            stores.append(Store.create(root, replace(Settings.load(root), state=state)))
        here, there = stores
        create_organisation(here.writer("test"), "Région", siren="200000172")
        create_organisation(there.writer("test"), "Saint-Exemple", siren="210100012")
        create_organisation(there.writer("test"), "Région", siren="200000172")
        agreement = agree(there, PROVIDER, READER, **terms)
        token, _ = create(there.writer("test"), READER, "région", 30, [TokenScope.PULL_LENT])
        app = make_app(there.home.root, there.settings)
        server_ = served(app, certificates, free_port())
        address = server_.__enter__()
        made.extend([(server_, stores)])
        return Pair(here, there, address, certificates, agreement, token)

    yield build
    for server_, stores in made:
        server_.__exit__(None, None, None)
        for store in stores:
            store.close()
