"""Signed heads, and witnesses who remember them."""

import stat
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from beffroi.errors import BeffroiError
from beffroi.store.journal import keys, note, witness
from beffroi.store.journal.claims import file_claims, verify_all
from beffroi.store.journal.heads import Head, cosigned, countersign, last, sign
from beffroi.store.journal.note import LOG, WITNESS, PublicKey, SecretKey
from beffroi.store.journal.reading import KeptTree
from beffroi.store.journal.verify import Harm
from beffroi.store.state import merkle
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from tests.store.journal.journals import damaged, hide, work

#: The example of c2sp.org/tlog-cosignature.
EXAMPLE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2"
    "q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
AT = datetime(2026, 1, 5, 8, tzinfo=UTC)


def code(run: Callable[[], object]) -> str:
    with pytest.raises(BeffroiError) as caught:
        run()
    return caught.value.type.code


def test_a_note_is_read_as_the_standard_writes_it() -> None:
    body, lines = note.opened(EXAMPLE, "example")
    assert body == EXAMPLE.partition("\n\n")[0] + "\n"
    assert len(lines) == 1
    # The fingerprint of the key is the hash of its name, a line feed, its kind and itself.
    key = SecretKey("example.com/log", LOG, bytes(32)).public
    assert str(key).startswith(f"example.com/log+{key.id.hex()}+AT")
    assert PublicKey.parse(str(key)) == key


def test_signatures_are_those_of_the_standard() -> None:
    """The first test vector of RFC 8032, section 7.1: the key, then the message of a witness."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    raw = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    secret = SecretKey("w", WITNESS, seed)
    assert secret.public.raw == raw
    line = secret.sign("text\n", AT)
    message = b"cosignature/v1\ntime 1767600000\ntext\n"
    expected = secret.public.id + (1767600000).to_bytes(8, "big") + secret._key().sign(message)
    assert line == f"— w {b64encode(expected).decode()}\n"
    assert secret.public.signed("text\n", line) == AT


@given(st.sampled_from([LOG, WITNESS]), st.integers(0, 80), st.integers(1, 255))
def test_no_other_signature_holds(kind: bytes, place: int, flip: int) -> None:
    secret = SecretKey("name", kind, bytes(range(32)))
    line = secret.sign("text\n", AT)
    assert secret.public.signed("text\n", line) is not None
    assert secret.public.signed("texte\n", line) is None
    assert SecretKey("name", kind, bytes(32)).public.signed("text\n", line) is None
    other = PublicKey("other", kind, secret.public.raw)
    assert other.signed("text\n", line) is None
    data = bytearray(b64decode(line.split()[-1]))
    data[place % len(data)] ^= flip
    forged = f"— name {b64encode(bytes(data)).decode()}\n"
    assert secret.public.signed("text\n", forged) is None


@pytest.mark.parametrize(
    "text",
    ["", "a", "a+b+c", "a b+00000000+AQ==", "name+00000000+" + b64encode(b"\1" * 33).decode()],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    assert code(lambda: PublicKey.parse(text)) == "journal.key_invalid"
    assert code(lambda: SecretKey.parse(text)) == "journal.key_invalid"


def test_a_secret_key_reads_itself_and_tells_nothing(tmp_path: Path) -> None:
    secret = SecretKey.new("Jeanne d’Arc + fils", WITNESS)
    assert secret.name == "Jeanne-d’Arc-fils"
    assert SecretKey.parse(secret.text) == secret
    with pytest.raises(BeffroiError) as caught:
        SecretKey.parse(secret.text[:-4] + "AAA=")
    assert secret.text[-20:-4] not in str(caught.value.to_dict("en"))
    path = tmp_path / "key"
    path.touch(mode=0o644)
    keys.write(path, secret)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert code(lambda: SecretKey.new("  ", WITNESS)) == "journal.key_invalid"


def test_a_head_is_signed_by_a_key_that_the_journal_told(store: Store) -> None:
    door = store.writer("agent")
    head = sign(door)
    assert head.size == 4  # the key is told first, then the head: they are of what it signs
    assert sign(door).note == head.note  # nothing was written since: it is the same head
    assert stat.S_IMODE((store.home.root / keys.NAME).stat().st_mode) == 0o600
    with door.look() as session:
        entry = session.get_one(JournalEntry, 3)
        assert (entry.action, entry.actor, entry.subject) == ("journal.key", "agent", head.key)
        body, (line,) = note.opened(head.note, "")
        parsed = Head.parse(body, "")
        assert parsed.root == KeptTree(session).root(4)
        told = session.get_one(JournalEntry, 4)
        assert (told.action, told.subject) == ("journal.head", head.key)
        assert PublicKey.parse(head.key).signed(body, line)
        assert parsed.origin == f"beffroi/{store.home.identity()}"
        found = verify_all(session, [])
        assert (found.wrong, found.agreed, found.agreed_size) == ([], 1, 4)
    again = sign(door, new_key=True)
    assert again.key != head.key
    with door.look() as session:
        entry = session.get_one(JournalEntry, 5)
        assert entry.detail == {"replaces": head.key}
        assert verify_all(session, []).agreed == 2
        newest = last(session)
        assert newest is not None
        assert newest.size == 6


def test_a_head_that_no_known_key_signed_is_found(store: Store) -> None:
    sign(store.writer("agent"))
    stranger = SecretKey.new("beffroi/other", LOG)
    with damaged(store) as session:
        row = session.get_one(merkle.Head, 4)
        body, _ = note.opened(row.note, "")
        row.note = f"{body}\n{stranger.sign(body, AT)}"
        session.flush()
        (wrong,) = verify_all(session, []).wrong
        assert (wrong.harm, wrong.number) == (Harm.UNSIGNED, 4)
        row.key = str(stranger.public)  # it is now signed by its key, which nobody told
        session.flush()
        wrong, gone = verify_all(session, []).wrong
        assert (wrong.harm, wrong.by) == (Harm.UNSIGNED, "beffroi/other")
        assert (gone.harm, gone.number) == (Harm.LOST, 4)  # that of the key which was told


@pytest.fixture
def person(tmp_path: Path) -> Path:
    """The key of a person who is a witness."""
    path = tmp_path / "witness.key"
    keys.write(path, SecretKey.new("Mme Durand", WITNESS))
    return path


def asked(store: Store, since: int) -> str:
    head = sign(store.writer("agent"))
    with store.writer("agent").look() as session:
        proof = KeptTree(session).consistency(since, head.size)
    return witness.request(since, proof, head.note)


def test_a_witness_signs_what_only_grew(store: Store, person: Path) -> None:
    door = store.writer("agent")
    key = sign(door).key
    public = SecretKey.parse(person.read_text()).public
    first = asked(store, 0)
    assert code(lambda: witness.cosign(person, first)) == "journal.log_unknown"
    signed = witness.cosign(person, first, key)
    countersign(door, signed, public, "file")
    assert witness.cosign(person, first).startswith(signed[:40])  # the same head again
    work(store, 9)
    assert code(lambda: witness.cosign(person, asked(store, 0))) == "journal.witness_elsewhere"
    signed = witness.cosign(person, asked(store, 4))
    countersign(door, signed, public, "file")
    with door.look() as session:
        actions = list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))
        assert actions.count("journal.witness") == 2  # each is told, so that none is lost
        found = verify_all(session, [])
        assert (found.wrong, found.agreed) == ([], 4)
        newest = last(session)
        assert newest is not None
        assert newest.size == 15
        assert cosigned(session, newest) == signed
        row = session.get_one(merkle.Cosignature, (15, str(public)))
        assert abs((row.at - newest.at).total_seconds()) < 60
    # A head that is not of this journal, or that this key did not sign, is not kept.
    other = SecretKey.new("Mme Durand", WITNESS).public
    assert code(lambda: countersign(door, signed, other, "f")) == "journal.signature_wrong"
    body, _ = note.opened(signed, "")
    forged = signed.replace(body, body.replace("\n15\n", "\n14\n"))
    assert code(lambda: countersign(door, forged, public, "f")) == "journal.head_unknown"


@pytest.mark.parametrize("harm", ["fork", "truncation"])
def test_a_witness_refuses_a_journal_that_changed(store: Store, person: Path, harm: str) -> None:
    work(store, 5)
    key = sign(store.writer("agent")).key
    witness.cosign(person, asked(store, 0), key)
    memory = person.with_name("witness.key.seen").read_text()
    with store.state.write() as session:  # whoever holds the database and the key
        session.execute(delete(merkle.Head))
        if harm == "fork":
            session.execute(update(JournalEntry).where(JournalEntry.id == 4).values(actor="forged"))
        else:
            session.execute(delete(JournalEntry).where(JournalEntry.id > 4))
        hide(session)
    if harm == "fork":
        work(store, 2)
    request = asked(store, 9) if harm == "fork" else asked(store, 0)
    for _ in range(2):
        assert code(lambda: witness.cosign(person, request)) == "journal.head_contradicted"
    assert person.with_name("witness.key.seen").read_text() == memory
    # The file of the witness tells the same, whatever the installation says of itself.
    with store.writer("test").look() as session:
        origin = f"beffroi/{store.home.identity()}"
        claims = file_claims(memory, "Mme Durand", {origin})
        (wrong, *_) = verify_all(session, claims).wrong
    expected = Harm.FORKED if harm == "fork" else Harm.TRUNCATED
    assert (wrong.harm, wrong.by) == (expected, "Mme Durand")


def test_a_memory_that_is_damaged_is_never_begun_anew(store: Store, person: Path) -> None:
    key = sign(store.writer("agent")).key
    person.with_name("witness.key.seen").write_text('{"a": ', "utf-8")
    assert code(lambda: witness.cosign(person, asked(store, 0), key)) == "journal.note_unreadable"


@pytest.mark.parametrize("text", ["", "old", "old x\n\n", "old 0\n%%%\n\nx", "old 0\n\nbody\n"])
def test_a_request_that_is_none_is_refused(person: Path, text: str) -> None:
    assert code(lambda: witness.cosign(person, text)) == "journal.note_unreadable"


def test_files_that_people_kept_are_read(store: Store) -> None:
    head = sign(store.writer("agent"))
    for text in (head.note, witness.request(0, [], head.note)):
        (claim,) = file_claims(text, "my file", set())
        assert (claim.size, claim.by) == (4, "my file")


@pytest.mark.parametrize("text", ["{", '{"a": 1}', '{"a": {}}', '{"a": {"head": "x"}}', "x"])
def test_files_that_say_nothing_of_a_journal_are_refused(text: str) -> None:
    assert code(lambda: file_claims(text, "my file", {"a"})) == "journal.note_unreadable"
