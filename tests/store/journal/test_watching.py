"""An installation that witnesses other journals signs one history of each, whatever it is asked."""

import stat
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from beffroi.errors import BeffroiError
from beffroi.periods import utc_now
from beffroi.store.journal import keys
from beffroi.store.journal.note import LOG, WITNESS, SecretKey, opened
from beffroi.store.journal.watching import accept, add_checkpoint, refuse
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.witnessing import Watched
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from tests.store.journal.logs import Log

_AT = utc_now()
MAIN = [f"word {number}" for number in range(12)]


@pytest.fixture
def door(store: Store) -> WriteDoor:
    return store.writer("agent")


@pytest.fixture
def log(door: WriteDoor) -> Log:
    """A log that is accepted."""
    found = Log()
    accept(door, found.secret.public, "Commune voisine")
    return found


def code(door: WriteDoor, asked: str) -> str:
    with pytest.raises(BeffroiError) as caught:
        add_checkpoint(door, asked)
    return caught.value.type.code


def known(door: WriteDoor, origin: str) -> int:
    with door.look() as session:
        return session.get_one(Watched, origin).size


def test_a_journal_that_grows_is_signed_each_time(door: WriteDoor, log: Log) -> None:
    secret = keys.witness_key(door.home)
    assert secret is not None
    assert (secret.name, secret.kind) == ("Commune-voisine", WITNESS)
    assert stat.S_IMODE((door.home.root / keys.WITNESS_NAME).stat().st_mode) == 0o600
    for old, size in ((0, 0), (0, 3), (3, 3), (3, 8), (8, 12)):
        body, _ = opened(log.head(MAIN[:size]), "")
        line = add_checkpoint(door, log.request(old, MAIN[:size]))
        assert secret.public.signed(body, line) is not None
        assert known(door, "example.com/log") == size


def test_what_another_program_may_sign_is_witnessed(door: WriteDoor, log: Log) -> None:
    """Lines that follow the root are signed too; signatures of other keys are passed over."""
    body, _ = opened(log.head(MAIN[:3]), "")
    body += "time 5\nand more\n"
    other = SecretKey.new("other", LOG)
    lines = other.sign(body, _AT) + log.secret.sign(body, _AT)
    line = add_checkpoint(door, f"old 0\n\n{body}\n{lines}")
    secret = keys.witness_key(door.home)
    assert secret is not None
    assert secret.public.signed(body, line) is not None


def test_strangers_are_refused(door: WriteDoor, log: Log) -> None:
    other = SecretKey.new("example.com/log", LOG)
    assert code(door, Log(other).request(0, MAIN)) == "journal.signature_wrong"
    stranger = Log(SecretKey.new("example.com/other", LOG))
    assert code(door, stranger.request(0, MAIN)) == "journal.log_unknown"
    assert known(door, "example.com/log") == 0


@pytest.mark.parametrize(
    "first", ["", "old", "old x", "old 01", "old -1", "old 0 ", "old ²", "new 0", "old 0\n%%"]
)
def test_what_is_no_request_is_refused(door: WriteDoor, log: Log, first: str) -> None:
    asked = log.request(0, MAIN)
    assert code(door, asked.replace("old 0", first, 1)) == "journal.note_unreadable"


def test_limits_of_a_request(door: WriteDoor, log: Log) -> None:
    asked = log.request(0, MAIN)
    line = "A" * 43 + "=\n"
    assert code(door, asked.replace("\n", "\n" + 64 * line, 1)) == "journal.note_unreadable"
    assert code(door, asked.replace("\n", "\n" + 63 * line, 1)) == "journal.head_contradicted"
    assert code(door, log.request(13, MAIN)) == "journal.note_unreadable"  # after what it shows
    assert code(door, asked.replace("\n12\n", "\n2147483648\n")) == "journal.note_unreadable"


def test_it_tells_at_which_size_it_is(door: WriteDoor, log: Log) -> None:
    add_checkpoint(door, log.request(0, MAIN[:5]))
    for old, size in ((0, 8), (4, 8), (6, 8), (0, 5), (0, 3), (3, 3)):
        with pytest.raises(BeffroiError) as caught:
            add_checkpoint(door, log.request(old, MAIN[:size]))
        assert caught.value.type.code == "journal.witness_elsewhere"
        assert caught.value.details["known"] == 5


def test_a_journal_that_changed_its_past_is_not_signed(door: WriteDoor, log: Log) -> None:
    add_checkpoint(door, log.request(0, MAIN[:5]))
    other = [*MAIN[:2], "forged", *MAIN[3:]]
    for size in (5, 6, 12):
        assert code(door, log.request(5, other[:size])) == "journal.head_contradicted"
    assert known(door, "example.com/log") == 5


def test_what_did_not_grow_has_nothing_to_prove(door: WriteDoor, log: Log) -> None:
    asked = log.request(5, MAIN[:5])
    add_checkpoint(door, log.request(0, MAIN[:5]))
    for proof in ("A" * 43 + "=\n", "A" * 43 + "=\n" + "B" * 43 + "=\n"):
        assert code(door, asked.replace("\n", f"\n{proof}", 1)) == "journal.head_contradicted"
    assert add_checkpoint(door, asked)
    assert known(door, "example.com/log") == 5


def test_a_journal_that_is_refused_is_not_forgotten(door: WriteDoor, log: Log) -> None:
    add_checkpoint(door, log.request(0, MAIN[:5]))
    refuse(door, "example.com/log")
    assert code(door, log.request(5, MAIN)) == "journal.log_unknown"
    for origin in ("example.com/log", "nobody", "\0"):
        with pytest.raises(BeffroiError) as caught:
            refuse(door, origin)
        assert caught.value.type.code == "store.not_found"
    renewed = Log(SecretKey.new("example.com/log", LOG))  # its owner changed its key meanwhile
    own = accept(door, renewed.secret.public)
    assert own.name == "Commune-voisine"
    assert code(door, renewed.request(0, ["forged"])) == "journal.witness_elsewhere"
    assert code(door, log.request(5, MAIN)) == "journal.signature_wrong"
    assert add_checkpoint(door, renewed.request(5, MAIN))
    with door.look() as session:
        rows = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()[-3:]
        told = [(row.action, row.subject) for row in rows]
    assert told == [
        ("journal.accept", log.key),
        ("journal.refuse", "example.com/log"),
        ("journal.accept", renewed.key),
    ]


def test_a_witness_without_its_key_signs_nothing(door: WriteDoor, log: Log) -> None:
    """A copy has none: what the original signed since, it does not know."""
    (door.home.root / keys.WITNESS_NAME).unlink()
    assert code(door, log.request(0, MAIN)) == "journal.log_unknown"
    own = accept(door, log.secret.public)
    assert own.name == f"beffroi/{door.home.identity()}/witness"
    assert add_checkpoint(door, log.request(0, MAIN))


def test_a_key_of_a_witness_is_no_journal(door: WriteDoor) -> None:
    with pytest.raises(BeffroiError) as caught:
        accept(door, SecretKey.new("w", WITNESS).public)
    assert caught.value.type.code == "journal.key_invalid"


def test_two_histories_at_once_are_signed_once(door: WriteDoor) -> None:
    """Both begin where the witness is: checked side by side, both would be signed."""
    for round_ in range(6):
        log = Log(SecretKey.new(f"example.com/{round_}", LOG))
        accept(door, log.secret.public)
        asked = [log.request(0, [f"told to {who}", *MAIN[: 3 + who]]) for who in range(4)]
        gate = Barrier(len(asked))

        def run(text: str, gate: Barrier = gate) -> str:
            gate.wait()
            try:
                return add_checkpoint(door, text)
            except BeffroiError as error:
                return error.type.code

        with ThreadPoolExecutor(len(asked)) as pool:
            found = sorted(pool.map(run, asked))
        assert found[:3] == ["journal.witness_elsewhere"] * 3
        assert found[3].startswith("— ")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None
)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_all_that_it_signs_is_one_history(
    door: WriteDoor, asked: list[tuple[int, int, int]]
) -> None:
    """`asked`: where a history parts from the main one (0: never), from which size, up to which."""
    log = Log(SecretKey.new(f"example.com/{token_hex(8)}", LOG))
    accept(door, log.secret.public)
    signed: list[str] = []
    for parting, old, size in asked:
        history = MAIN[:parting] + ["other"] * 9 if parting else MAIN
        try:
            add_checkpoint(door, log.request(old, history[:size]))
        except BeffroiError:
            assert not (old == len(signed) <= size and signed == history[: len(signed)])
        else:
            assert old == len(signed) <= size
            assert signed == history[: len(signed)]
            signed = history[:size]


def test_a_head_sent_again_by_anybody_writes_nothing(door: WriteDoor, log: Log) -> None:
    """Heads are public: a stranger must not make this journal look alive, nor hold the lock."""
    request = log.request(5, MAIN[:5])
    add_checkpoint(door, log.request(0, MAIN[:5]))
    with door.look() as session:
        before = session.get_one(Watched, "example.com/log").signed_at
    writes: list[str] = []

    @event.listens_for(door.state.writing, "begin")
    def begun(_: object) -> None:
        writes.append("one")

    assert add_checkpoint(door, request).startswith("— ")
    assert writes == []
    with door.look() as session:
        assert session.get_one(Watched, "example.com/log").signed_at == before
