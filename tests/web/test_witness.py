"""Two installations, one of which witnesses the journal of the other, over HTTP.

The witness is a real server; those that lie, are slow or say anything are sockets that do so.
"""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import delete, select, update

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import utc_now
from beffroi.store.jobs.worker import Worker
from beffroi.store.journal import asking, posting, tree
from beffroi.store.journal.claims import verify_all
from beffroi.store.journal.heads import sign
from beffroi.store.journal.note import WITNESS, PublicKey, SecretKey, opened
from beffroi.store.journal.watching import accept, add_checkpoint
from beffroi.store.state.flow import Job
from beffroi.store.state.merkle import Cosignature, Head
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.witnessing import Watched, Witness
from beffroi.store.store import Store
from tests.store.journal.journals import hide, work
from tests.store.journal.logs import Log
from tests.web.listening import answering, http, own_certificate, serving

PREFIX = "/api/journal/witness"
LIAR = SecretKey.new("liar", WITNESS)


@pytest.fixture
def near(tmp_path: Path) -> Iterator[Store]:
    """The installation whose journal is to be witnessed."""
    with Store.create(tmp_path / "near") as store:
        create_organisation(store.writer("test"), "Essai")
        work(store, 5)
        yield store


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Store]:
    """The witness."""
    with Store.create(tmp_path / "far") as store:
        yield store


@pytest.fixture
def site(far: Store) -> Iterator[str]:
    with serving(far.home.root) as address:
        yield address


@pytest.fixture
def witness(near: Store, far: Store, site: str) -> str:
    """The public key of a witness that accepted the journal and is asked."""
    head = sign(near.writer("agent"))
    key = accept(far.writer("elsewhere"), PublicKey.parse(head.key), "Commune voisine")
    asking.invite(near.writer("agent"), f"{site}{PREFIX}/", key)
    return str(key)


def code(run: Callable[[], object]) -> str:
    with pytest.raises(BeffroiError) as caught:
        run()
    return caught.value.type.code


def ask(store: Store, key: str) -> int:
    return asking.ask(store.writer("agent"), key)


def row(store: Store, key: str) -> Witness:
    with store.writer("test").look() as session:
        return session.get_one(Witness, key)


def test_a_witness_signs_head_after_head(near: Store, far: Store, witness: str) -> None:
    first = sign(near.writer("agent"))
    assert ask(near, witness) == first.size
    assert ask(near, witness) == first.size  # it is not asked again
    work(near, 300)
    second = sign(near.writer("agent"))
    assert ask(near, witness) == second.size
    with near.writer("test").look() as session:
        lines = session.scalars(select(Cosignature).order_by(Cosignature.size)).all()
        assert [(one.size, one.witness) for one in lines] == [
            (first.size, witness),
            (second.size, witness),
        ]
        body, _ = opened(second.note, "")
        assert PublicKey.parse(witness).signed(body, lines[1].line)
        found = verify_all(session)
        assert (found.wrong, found.agreed) == ([], 5)  # three heads, two of them witnessed
    with far.writer("test").look() as session:
        (known,) = session.scalars(select(Watched))
        assert (known.size, known.origin) == (second.size, f"beffroi/{near.home.identity()}")
    assert row(near, witness).failure == ""


def test_what_the_server_answers_is_that_of_the_standard(far: Store, site: str) -> None:
    log, words = Log(), [f"word {number}" for number in range(9)]
    address = f"{site}{PREFIX}/add-checkpoint"

    def posted(text: str) -> httpx2.Response:
        return httpx2.post(address, content=text.encode())

    assert posted(log.request(0, words)).status_code == 404
    key = accept(far.writer("elsewhere"), log.secret.public)
    answer = posted(log.request(0, words[:4]))
    assert answer.status_code == 200
    body, _ = opened(log.head(words[:4]), "")
    assert key.signed(body, answer.text)
    assert answer.text.startswith("— ")
    assert answer.text.endswith("\n")
    answer = posted(log.request(0, words))
    assert (answer.status_code, answer.text) == (409, "4\n")
    assert answer.headers["content-type"] == "text/x.tlog.size"
    other = ["forged", *words[1:]]
    answer = posted(log.request(4, other[:4]))  # the same size, another root
    assert (answer.status_code, answer.text) == (409, "4\n")
    assert posted(log.request(4, other)).status_code == 422
    same = log.request(4, words[:4])
    assert posted(same).status_code == 200
    # What did not grow has an empty proof, says c2sp.org/tlog-witness.
    assert posted(same.replace("\n", f"\n{'A' * 43}=\n", 1)).status_code == 422
    assert posted(Log().request(4, words)).status_code == 403
    assert posted(log.request(10, words)).status_code == 400
    assert posted("hello").status_code == 400
    assert posted("old 0\n\n" + "a" * 20_000).status_code == 413
    assert posted(log.request(4, words)).status_code == 200
    assert httpx2.get(address).status_code == 405
    foreign = httpx2.post(address, content=b"", headers={"Origin": "https://elsewhere.example"})
    assert foreign.status_code == 403


def test_a_witness_is_asked_from_where_it_is(near: Store, far: Store, witness: str) -> None:
    """Somebody else asked it meanwhile, and what it signed then was lost on the way."""
    with near.writer("test").look() as session:
        head = session.scalars(select(Head)).one()
    add_checkpoint(far.writer("x"), f"old 0\n\n{head.note}")
    work(near, 3)
    newest = sign(near.writer("agent"))
    assert ask(near, witness) == newest.size


def test_a_witness_that_did_not_accept(near: Store, far: Store, site: str) -> None:
    sign(near.writer("agent"))
    key = accept(far.writer("x"), Log().secret.public)
    asking.invite(near.writer("agent"), f"{site}{PREFIX}", key)
    assert code(lambda: ask(near, str(key))) == "journal.witness_refuses"
    assert row(near, str(key)).failure == "journal.witness_refuses"


@pytest.mark.parametrize("harm", ["fork", "truncation"])
def test_a_history_made_anew_is_refused(near: Store, witness: str, harm: str) -> None:
    ask(near, witness)
    with near.state.write() as session:  # whoever holds the database and the key
        session.execute(delete(Cosignature))
        session.execute(delete(Head))
        if harm == "fork":
            session.execute(update(JournalEntry).where(JournalEntry.id == 2).values(actor="forged"))
        else:
            session.execute(delete(JournalEntry).where(JournalEntry.id > 3))
        hide(session)
    if harm == "fork":
        work(near, 2)
    sign(near.writer("agent"))
    assert code(lambda: ask(near, witness)) == "journal.witness_contradicts"
    assert row(near, witness).failure == "journal.witness_contradicts"


def test_a_witness_that_forgot_is_told(near: Store, far: Store, witness: str) -> None:
    ask(near, witness)
    with far.state.write() as session:
        session.execute(update(Watched).values(size=0, root=tree.EMPTY, note=""))
    work(near, 1)
    head = sign(near.writer("agent"))
    assert code(lambda: ask(near, witness)) == "journal.witness_forgot"
    with near.writer("test").look() as session:
        assert session.get(Cosignature, (head.size, witness)) is not None


def invited(near: Store, address: str) -> str:
    sign(near.writer("agent"))
    asking.invite(near.writer("agent"), address, LIAR.public)
    return str(LIAR.public)


def refused(near: Store, say: Callable[[socket.socket], None]) -> str:
    """Ask somebody who says anything; nothing of it is kept."""
    with answering(say) as address:
        key = invited(near, address)
        found = code(lambda: ask(near, key))
    nothing_kept(near)
    assert row(near, key).failure == found
    return found


def nothing_kept(near: Store) -> None:
    with near.writer("test").look() as session:
        assert session.scalars(select(Cosignature)).all() == []
        assert verify_all(session).wrong == []


GARBAGE = (
    b"",
    b"hello\r\n\r\n",
    http(200, ""),
    http(200, "— liar AAAA\n"),
    http(200, "— liar " + "A" * 100 + "\n" * 50),
    http(200, "\0\r\n\u2028— é"),
    http(409, ""),
    http(409, "-1\n"),
    http(409, "1e3\n"),
    http(409, "9" * 4000),
    http(500, "sorry"),
    http(302, "", "Location: http://127.0.0.1:1/"),
    http(200, "a" * 20_000),
    http(200, "x").replace(b"Content-Length: 1", b"Content-Length: 999"),
)


def test_garbage_is_a_silence(near: Store) -> None:
    answers = iter(GARBAGE)
    with answering(lambda line: line.sendall(next(answers))) as address:
        key = invited(near, address)
        for sent in GARBAGE:
            assert code(lambda: ask(near, key)) == "journal.witness_silent", sent
    nothing_kept(near)
    assert row(near, key).failure == "journal.witness_silent"


def test_nobody_there_is_a_silence(near: Store) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))  # and does not listen
        key = invited(near, f"http://127.0.0.1:{door.getsockname()[1]}")
        assert code(lambda: ask(near, key)) == "journal.witness_silent"


@pytest.mark.parametrize("known", ["0\n", "999999\n"])
def test_a_witness_that_says_to_have_seen_otherwise(near: Store, known: str) -> None:
    found = refused(near, lambda line: line.sendall(http(409, known)))
    assert found == "journal.witness_contradicts"


def test_a_witness_that_tells_another_size_each_time_ends(near: Store) -> None:
    sizes = iter(("2\n", "3\n", "1\n", "2\n", "3\n"))
    found = refused(near, lambda line: line.sendall(http(409, next(sizes))))
    assert found == "journal.witness_silent"


def test_a_signature_of_something_else_is_no_signature(near: Store) -> None:
    head = sign(near.writer("agent"))
    body, _ = opened(head.note, "")
    now, stranger = utc_now(), SecretKey.new("liar", WITNESS)
    lies = (
        LIAR.sign(body.replace("\n", "\n9", 1), now),
        stranger.sign(body, now),
        LIAR.sign(body, now + timedelta(days=400)),
        LIAR.sign(body, now - timedelta(days=400)),
    )
    for lie in lies:
        found = refused(near, lambda line, lie=lie: line.sendall(http(200, lie)))  # type: ignore[misc]
        assert found == "journal.witness_silent"


def test_of_several_lines_that_of_the_witness_is_kept(near: Store) -> None:
    head = sign(near.writer("agent"))
    body, _ = opened(head.note, "")
    stranger = SecretKey.new("other", WITNESS)
    said = stranger.sign(body, utc_now()) + LIAR.sign(body, utc_now()).rstrip("\n")
    with answering(lambda line: line.sendall(http(200, said))) as address:
        assert ask(near, invited(near, address)) > 0
    with near.writer("test").look() as session:
        (kept,) = session.scalars(select(Cosignature))
        assert kept.witness == str(LIAR.public)
        assert kept.line.startswith("— liar ")
        assert kept.line.endswith("\n")


@pytest.mark.parametrize("dripping", ["body", "head", "nothing"])
def test_a_slow_witness_takes_no_longer_than_it_may(
    near: Store, monkeypatch: pytest.MonkeyPatch, dripping: str
) -> None:
    """One that sends a byte now and then never lets the time between two bytes be long."""
    monkeypatch.setattr(
        asking, "post", lambda address, text, name: posting.post(address, text, name, 0.6)
    )

    def drip(line: socket.socket) -> None:
        if dripping == "body":
            line.sendall(http(200, "").replace(b"Length: 0", b"Length: 999"))
        if dripping == "head":
            line.sendall(b"HTTP/1.1 200 X\r\nX-Slow: ")
        line.settimeout(0.1)
        for _ in range(1200):  # two minutes, or until whoever asks is gone
            with suppress(TimeoutError):
                if not line.recv(1):
                    return
            if dripping != "nothing":
                line.sendall(b"a")

    begun = time.monotonic()
    assert refused(near, drip) == "journal.witness_silent"
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://a.example",
        "http://a.example/x",
        "http://127.0.0.1.example",
        "https://",
        "https://u:p@a.example",
        "https://a.example/?q=1",
        "https://a.example/#f",
        "https://a.example:port",
        "https://a b.example",
        "https://é.example",
        "file:///etc/passwd",
        "https://[::1",
    ],
)
def test_addresses_that_are_not_safe_are_refused(address: str) -> None:
    assert code(lambda: posting.checked_address(address)) == "journal.witness_address"


@pytest.mark.parametrize(
    "address", ["https://a.example:8443/x", "http://localhost:1", "http://[::1]"]
)
def test_addresses_that_are_safe_are_kept(address: str) -> None:
    assert posting.checked_address(f" {address}/ ") == address


def test_certificates_are_verified(near: Store, tmp_path: Path) -> None:
    """A certificate that nobody vouches for does not do, be the signature a true one."""
    body, _ = opened(sign(near.writer("agent")).note, "")
    said = http(200, LIAR.sign(body, utc_now()))
    with answering(lambda line: line.sendall(said), own_certificate(tmp_path)) as address:
        key = invited(near, address.replace("http://", "https://"))
        assert code(lambda: ask(near, key)) == "journal.witness_silent"
    nothing_kept(near)


def jobs(store: Store) -> list[tuple[str, int]]:
    with store.writer("test").look() as session:
        rows = session.scalars(select(Job).order_by(Job.id)).all()
        return [(one.status, one.attempts) for one in rows]


def test_the_service_asks_after_each_head(near: Store, witness: str) -> None:
    door, worker = near.writer("worker"), Worker(near, "test")
    asking.schedule(door)
    asking.schedule(door)  # another worker
    assert jobs(near) == [("waiting", 0)]
    assert worker.one()
    assert not worker.one()
    asking.schedule(door)
    assert jobs(near) == [("done", 1)]  # it has signed the last head
    work(near, 2)
    asking.schedule(door)
    assert jobs(near) == [("done", 1)]  # nothing was signed since
    head = sign(near.writer("agent"))
    asking.schedule(door)
    worker.one()
    with near.writer("test").look() as session:
        assert session.get(Cosignature, (head.size, witness)) is not None
        told = session.scalars(select(Job.result).order_by(Job.id.desc())).first()
    assert told == {"name": "Commune-voisine", "size": head.size}


def test_a_witness_that_is_lost_blocks_nothing(near: Store, witness: str) -> None:
    """The other one signs, the lost one is asked again later, or with the next head."""
    lost = SecretKey.new("lost", WITNESS).public
    asking.invite(near.writer("agent"), "http://127.0.0.1:1", lost)
    door, worker = near.writer("worker"), Worker(near, "test")
    asking.schedule(door)
    while worker.one():
        pass
    assert sorted(jobs(near)) == [("done", 1), ("waiting", 1)]
    assert row(near, str(lost)).failure == "journal.witness_silent"
    with near.state.write() as session:
        session.execute(update(Job).where(Job.status == "waiting").values(status="failed"))
    asking.schedule(door)
    assert len(jobs(near)) == 2  # not at once
    with near.state.write() as session:
        session.execute(update(Witness).values(asked_at=utc_now() - timedelta(hours=7)))
    asking.schedule(door)
    assert len(jobs(near)) == 3
    asking.dismiss(near.writer("agent"), "lost")
    assert code(lambda: ask(near, str(lost))) == "store.not_found"
    assert code(lambda: asking.dismiss(near.writer("agent"), "lost")) == "store.not_found"


def test_an_error_of_the_server_says_what_to_do(site: str) -> None:
    answer = httpx2.post(f"{site}{PREFIX}/add-checkpoint", content=Log().request(0, ["a"]))
    told = json.loads(answer.text)["error"]
    assert (told["code"], told["status"]) == ("journal.log_unknown", 404)
