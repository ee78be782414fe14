"""A real provider of identities, installed by npm and started on loopback."""

import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests.ports import free_port
from tests.web.senders import SLOW

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", "provider.mjs")
CALLBACK = "http://localhost/api/session/provider/return"


@dataclass(frozen=True)
class Running:
    """A provider that answers."""

    issuer: str
    secret: str


@pytest.fixture(scope="session")
def provider(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """The provider; skipped where there is no Node, never in CI."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        if os.environ.get("CI"):
            pytest.fail("the tests of sign-in need node and npm")
        pytest.skip("no node, no npm")
    folder = installed(pytestconfig)
    port, secret = free_port(), secrets.token_urlsafe(32)
    process = subprocess.Popen(
        [node, "provider.mjs", str(port), CALLBACK, secret],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + SLOW
        while process.poll() is None and time.monotonic() < until:
            try:
                httpx2.get(f"{issuer}/.well-known/openid-configuration", timeout=30)
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        assert process.poll() is None, "the provider did not start"
        yield Running(issuer, secret)
    finally:
        process.terminate()
        process.wait(SLOW)


def installed(config: pytest.Config) -> Path:
    """Install what the lock names, once, in the cache of the tests; several workers may at once."""
    content = b"".join((HERE / name).read_bytes() for name in FILES)
    assert config.cache is not None
    place = config.cache.mkdir("oidc")
    folder = place / hashlib.sha256(content).hexdigest()[:12]
    if not folder.is_dir():
        made = Path(tempfile.mkdtemp(dir=place))
        for name in FILES:
            shutil.copy(HERE / name, made)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=made, check=True, timeout=900)
        try:
            made.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(made)
    return folder


@pytest.fixture
def secret_file(provider: Running, tmp_path: Path) -> Path:
    """The file that holds the secret which the provider gave."""
    path = tmp_path / "secret"
    path.write_text(provider.secret + "\n", "utf-8")
    return path
