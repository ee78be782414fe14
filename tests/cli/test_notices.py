"""`beffroi notices`: a digest is seen before any is sent."""

from pathlib import Path

import pytest

from beffroi.store.store import Store
from tests.cli.test_commands import Run, home, run  # noqa: F401
from tests.people import person
from tests.publish.notices.post import Box, listening
from tests.web.seen import found


def test_a_digest_is_seen_then_sent(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    run("init", "--name", "Essai")
    with Store.open(home) as store:
        who = person(store.writer("test"), "jeanne@exemple.fr", (1, "elected"))
        found(store, 1, 1200, name="Mairie")
        assert who.id == 1
    seen = run("notices", "preview", "jeanne@exemple.fr")
    assert "1 constat à décider" in seen["subject"].replace("\xa0", " ")
    assert "Mairie" in seen["text"]
    weekly = run("notices", "preview", "jeanne@exemple.fr", "--week", plain=True)
    assert "rien à écrire" in weekly.replace("\xa0", " ")
    assert run("notices", "send", code=1)["error"]["code"] == "notices.off"
    with listening(Box()) as port:
        monkeypatch.setenv("BEFFROI_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("BEFFROI_SMTP_PORT", str(port))
        monkeypatch.setenv("BEFFROI_SMTP_SECURITY", "none")
        monkeypatch.setenv("BEFFROI_SMTP_FROM", "beffroi@exemple.fr")
        monkeypatch.setenv("BEFFROI_ADDRESS", "http://localhost")
        sent = run("notices", "send")
    assert (sent["problem"], sent["left"]["waiting"]) == ("", 0)
