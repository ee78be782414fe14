"""Journals of strangers, without any installation: what they ask a witness, true or not."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from beffroi.periods import utc_now
from beffroi.store.journal import tree
from beffroi.store.journal.note import LOG, SecretKey
from beffroi.store.journal.witness import request


@dataclass
class Log:
    """A log whose owner may tell several histories: leaves are made of words."""

    secret: SecretKey = field(default_factory=lambda: SecretKey.new("example.com/log", LOG))

    @property
    def key(self) -> str:
        return str(self.secret.public)

    def head(self, words: Sequence[str]) -> str:
        """Sign a history."""
        root = b64encode(tree_of(words)(0, len(words))).decode()
        body = f"{self.secret.name}\n{len(words)}\n{root}\n"
        return f"{body}\n{self.secret.sign(body, utc_now())}"

    def request(self, old: int, words: Sequence[str]) -> str:
        """Ask for a signature, with the proof that a history has of itself."""
        proof = tree.consistency(old, len(words), tree_of(words)) if old <= len(words) else []
        return request(old, proof, self.head(words))


def tree_of(words: Sequence[str]) -> tree.Subtree:
    """The roots of a history."""

    def root(low: int, high: int) -> bytes:
        frontier = tree.Frontier()
        frontier.extend([tree.leaf(word.encode()) for word in words[low:high]])
        return frontier.root()

    return root
