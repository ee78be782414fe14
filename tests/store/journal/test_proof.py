"""Proofs of entries: checked with a public key alone, false as soon as anything of them changes."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.errors import BeffroiError
from beffroi.store.journal.heads import sign
from beffroi.store.journal.note import LOG, PublicKey, SecretKey
from beffroi.store.journal.proof import check, prove
from beffroi.store.store import Store
from tests.store.journal.journals import work


def proved(store: Store, number: int, *, closed: bool = False) -> Any:
    with store.writer("test").look() as session:
        return json.loads(json.dumps(prove(session, number, closed=closed)))


def refused(proof: Any, key: PublicKey) -> str:
    with pytest.raises(BeffroiError) as caught:
        check(proof, key, "a file")
    return caught.value.type.code


def test_an_entry_is_proved_offline(store: Store) -> None:
    work(store, 9)
    key = PublicKey.parse(sign(store.writer("agent")).key)
    size = 13  # a home, its organisation, 9 changes, a key, the head itself
    for number in range(1, size + 1):
        shown = check(proved(store, number), key, "a file")
        assert (shown.number, shown.head.size) == (number, size)
    said = check(proved(store, 6), key, "a file").said
    assert (said["actor"], said["subject"]) == ("agente 3", "objet 3")
    assert said["detail"] == {"a": "é", "liste": [1, 2.5, None], "z": 3}
    assert refused(proved(store, 6), SecretKey.new("x", LOG).public) == "journal.signature_wrong"


def test_what_is_closed_is_proved_and_not_told(store: Store) -> None:
    work(store, 9)
    key = PublicKey.parse(sign(store.writer("agent")).key)
    proof = proved(store, 6, closed=True)
    assert "agente" not in json.dumps(proof)
    assert "objet" not in json.dumps(proof)
    said = check(proof, key, "a file").said
    assert said["action"] == "test.3"
    assert not {"actor", "subject", "detail"} & said.keys()
    # Words put where there are none are not believed.
    proof["entry"]["actor"] = "somebody"
    assert refused(proof, key) == "journal.proof_wrong"


def test_what_is_not_signed_yet_is_not_proved(store: Store) -> None:
    with store.writer("test").look() as session, pytest.raises(BeffroiError) as caught:
        prove(session, 2)
    assert caught.value.type.code == "journal.not_signed"
    sign(store.writer("agent"))
    work(store, 1)
    for number, code in ((5, "journal.not_signed"), (6, "store.not_found")):
        with store.writer("test").look() as session, pytest.raises(BeffroiError) as caught:
            prove(session, number)
        assert caught.value.type.code == code


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.data())
def test_a_proof_that_was_changed_is_refused(store: Store, data: st.DataObject) -> None:
    work(store, 1)
    key = PublicKey.parse(sign(store.writer("agent")).key)
    proof = proved(store, 2)
    name = data.draw(st.sampled_from(sorted(proof["entry"])))
    was = proof["entry"][name]
    other: Any = {"number": 1, "organisation": 7, "detail": {"forged": 1}}.get(name, "00" * 16)
    proof["entry"][name] = other
    expected = "journal.proof_wrong" if was != other else ""
    assert refused(proof, key) == expected
    proof["entry"][name] = was
    proof["head"] = proof["head"].replace("\n", "\n1", 1)  # another size
    assert refused(proof, key) == "journal.signature_wrong"


@pytest.mark.parametrize("proof", [None, [], {}, {"entry": 1}, {"entry": {"number": "x"}}])
def test_what_is_no_proof_is_refused(proof: Any) -> None:
    assert refused(proof, SecretKey.new("x", LOG).public) == "journal.note_unreadable"
