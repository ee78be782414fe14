"""The tree is that of RFC 9162: known values, properties, and another implementation."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from beffroi.store.journal import tree
from beffroi.store.journal.tree import Frontier, Subtree

#: The leaves that implementations of RFC 6962 share as examples, and the roots of the first n.
EXAMPLES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def grown(data: list[bytes]) -> Frontier:
    frontier = Frontier()
    frontier.extend([tree.leaf(one) for one in data])
    return frontier


def subtrees(data: list[bytes]) -> Subtree:
    """Roots as the RFC defines them, by recursion."""

    def root(low: int, high: int) -> bytes:
        if high - low == 1:
            return tree.leaf(data[low])
        middle = low + max(2**k for k in range(40) if 2**k < high - low)
        return sha256(b"\1" + root(low, middle) + root(middle, high)).digest()

    return root


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_the_known_ones(size: int) -> None:
    assert grown(EXAMPLES[:size]).root().hex() == ROOTS[size]


def test_another_implementation_agrees_on_every_small_tree() -> None:
    other = InmemoryTree(algorithm="sha256")
    data = [str(number).encode() for number in range(140)]
    for one in data:
        other.append_entry(one)
    root = subtrees(data)
    for size in range(1, len(data) + 1):
        assert grown(data[:size]).root() == other.get_root(size)
    for size in (*range(1, 34), 64, 65, 127, 128, 140):
        end = other.get_root(size)
        for index in range(size):
            path = tree.inclusion(index, size, root)
            theirs = other.prove_inclusion(index + 1, size)
            verify_inclusion(tree.leaf(data[index]), end, theirs)
            assert path == theirs.path[1:]
            assert tree.included(index, size, tree.leaf(data[index]), path, end)
        for old in range(1, size + 1):
            path = tree.consistency(old, size, root)
            verify_consistency(other.get_root(old), end, other.prove_consistency(old, size))
            assert tree.consistent(old, size, other.get_root(old), end, path)


@given(st.lists(st.integers(0, 300), max_size=6))
def test_a_tree_grows_the_same_whatever_the_steps(steps: list[int]) -> None:
    data = [str(number).encode() for number in range(sum(steps))]
    frontier, made, at = Frontier(), [], 0
    for step in steps:
        made += frontier.extend([tree.leaf(one) for one in data[at : at + step]])
        frontier = Frontier.load(frontier.size, frontier.packed())
        at += step
    assert frontier.size == len(data)
    assert frontier.root() == grown(data).root()
    whole = subtrees(data)
    assert [(one.level, one.number) for one in made] == [(8, n) for n in range(len(data) // 256)]
    for one in made:
        assert one.hash == whole(one.number * 256, one.number * 256 + 256)


@given(st.data())
def test_nothing_else_is_proved(data: st.DataObject) -> None:
    """A proof with any hash, index, size or order changed proves nothing."""
    size = data.draw(st.integers(2, 200))
    leaves = [bytes([n]) for n in range(size)]
    root, whole = grown(leaves).root(), subtrees(leaves)
    index = data.draw(st.integers(0, size - 1))
    path, mine = tree.inclusion(index, size, whole), tree.leaf(leaves[index])
    assert tree.included(index, size, mine, path, root)
    for wrong in (path[:-1], [*path, root], [bytes(32), *path[1:]], []):
        assert not tree.included(index, size, mine, wrong, root)
    assert not tree.included(index, size, tree.leaf(b"forged"), path, root)
    assert not tree.included((index + 1) % size, size, mine, path, root)
    assert not tree.included(-1, size, mine, path, root)
    old = data.draw(st.integers(1, size - 1))
    before, path = grown(leaves[:old]).root(), tree.consistency(old, size, whole)
    assert tree.consistent(old, size, before, root, path)
    for wrong in (path[:-1], [*path, root], [bytes(32), *path[1:]], []):
        assert not tree.consistent(old, size, before, root, wrong)
    forged = grown([b"forged", *leaves[1:old]]).root()
    assert not tree.consistent(old, size, forged, root, path)
    assert not tree.consistent(size + 1, size, before, root, path)


def test_the_ends_of_consistency() -> None:
    root = grown(EXAMPLES).root()
    assert tree.consistency(0, 8, subtrees(EXAMPLES)) == []
    assert tree.consistent(0, 8, tree.EMPTY, root, [])
    assert not tree.consistent(0, 8, root, root, [])
    assert tree.consistent(8, 8, root, root, [])
    assert not tree.consistent(8, 8, tree.EMPTY, root, [])
    assert not tree.consistent(8, 8, root, root, [root])
