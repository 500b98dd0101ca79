"""The tree: the known roots of RFC 6962's reference data, and proofs of every size up to 70."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.verify.dumps import path_of, root_of

from guiju.facts.verify.parts.digests import sha256
from guiju.facts.verify.parts.tree import (
    Peaks,
    consistency_holds,
    consistency_path,
    inclusion_holds,
    inclusion_path,
    node_hash,
)

DATA = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SIZES = range(71)
LEAVES = [sha256(b"%d" % number) for number in range(70)]


def hashes_of(leaves):
    return lambda level, place: root_of(leaves[place << level : place + 1 << level])


def test_the_known_roots_are_reached_leaf_by_leaf():
    peaks = Peaks()
    assert peaks.root() == sha256(b"")
    for data, root in zip(DATA, ROOTS, strict=True):
        peaks.append(sha256(b"\x00" + bytes.fromhex(data)))
        assert peaks.root().hex() == root


def test_every_size_has_the_root_of_the_definition():
    peaks = Peaks()
    for size in SIZES:
        assert peaks.root() == root_of(LEAVES[:size])
        if size < 70:
            peaks.append(LEAVES[size])


@given(st.lists(st.integers(0, 40), max_size=8))
def test_many_leaves_at_once_are_as_many_leaves_one_by_one(steps):
    draw = random.Random(1)
    one, many, full = Peaks(), Peaks(), []
    many._on_full = lambda level, place, root: full.append((level, place, root))
    for step in steps:
        leaves = [draw.randbytes(32) for _ in range(step)]
        many.extend(leaves)
        for leaf in leaves:
            one.append(leaf)
        assert (many.size, many.root()) == (one.size, one.root())
        for level in range(8):
            if step and one.size % (1 << level) == 0:
                assert many.full(level) == one.full(level)
    assert len(full) == one.size // 256


def test_full_subtrees_are_told_once_with_their_place_and_root():
    draw = random.Random(2)
    leaves = [draw.randbytes(32) for _ in range(1000)]
    told = []
    peaks = Peaks(on_full=lambda level, place, root: told.append((level, place, root)))
    for start in range(0, 1000, 130):
        peaks.extend(leaves[start : start + 130])
    assert told == [(8, place, root_of(leaves[place * 256 : place * 256 + 256])) for place in range(3)]


def test_a_tree_goes_on_from_the_roots_of_its_subtrees():
    peaks = Peaks()
    for level, start in ((5, 0), (5, 32), (2, 64)):
        peaks.append_subtree(root_of(LEAVES[start : start + (1 << level)]), level)
    peaks.append(LEAVES[68])
    assert (peaks.size, peaks.root()) == (69, root_of(LEAVES[:69]))
    with pytest.raises(ValueError, match="cannot stand"):
        peaks.append_subtree(LEAVES[0], 3)


def test_the_subtree_that_has_just_ended_is_known_even_when_a_larger_one_ended_with_it():
    peaks = Peaks()
    for leaf in LEAVES[:64]:
        peaks.append(leaf)
    assert [peaks.full(level) for level in range(7)] == [root_of(LEAVES[64 - (1 << level) : 64]) for level in range(7)]
    peaks.append(LEAVES[64])
    with pytest.raises(ValueError, match="no subtree"):
        peaks.full(1)


def test_a_copy_grows_on_its_own():
    peaks = Peaks()
    peaks.extend(LEAVES[:5])
    other = peaks.copy()
    other.append(LEAVES[5])
    assert (peaks.root(), other.root()) == (root_of(LEAVES[:5]), root_of(LEAVES[:6]))


def test_every_inclusion_proof_of_every_size_holds_and_is_that_of_the_rfc():
    get_hash = hashes_of(LEAVES)
    for size in SIZES:
        root = root_of(LEAVES[:size])
        for index in range(size):
            proof = inclusion_path(get_hash, index, size)
            assert proof == path_of(index, LEAVES[:size])
            assert inclusion_holds(LEAVES[index], index, size, proof, root)


def test_a_changed_inclusion_proof_holds_nowhere():
    get_hash, other = hashes_of(LEAVES), bytes(32)
    for size in SIZES:
        root = root_of(LEAVES[:size])
        for index in range(size):
            proof, leaf = inclusion_path(get_hash, index, size), LEAVES[index]
            assert not inclusion_holds(other, index, size, proof, root)
            assert not inclusion_holds(leaf, index, size, proof, other)
            assert not inclusion_holds(leaf, index, size, [*proof, other], root)
            assert not inclusion_holds(leaf, size, size, proof, root)
            assert not inclusion_holds(leaf, -1, size, proof, root)
            if proof:
                assert not inclusion_holds(leaf, index, size, proof[:-1], root)
                assert not inclusion_holds(leaf, index, size, [other, *proof[1:]], root)
                assert not inclusion_holds(leaf, index ^ 1, size, proof, root)


def test_a_proof_of_a_smaller_tree_proves_nothing_of_a_larger_one():
    get_hash = hashes_of(LEAVES)
    for size in (1, 2, 5, 8):
        root, proof = root_of(LEAVES[:size]), inclusion_path(get_hash, 0, size)
        assert not inclusion_holds(LEAVES[0], 0, 64, proof, root)
        proof = consistency_path(get_hash, 1, size)
        assert not consistency_holds(1, 64, proof, LEAVES[0], root)


def test_every_consistency_proof_holds_and_changed_it_does_not():
    get_hash, other = hashes_of(LEAVES), bytes(32)
    roots = [root_of(LEAVES[:size]) for size in SIZES]
    for new in range(1, 71):
        for old in range(1, new + 1):
            proof = consistency_path(get_hash, old, new)
            assert consistency_holds(old, new, proof, roots[old], roots[new])
            assert not consistency_holds(old, new, proof, other, roots[new])
            assert not consistency_holds(old, new, proof, roots[old], other)
            assert not consistency_holds(old, new, [*proof, other], roots[old], roots[new])
            if proof:
                assert not consistency_holds(old, new, proof[:-1], roots[old], roots[new])
                assert not consistency_holds(old, new, [*proof[:-1], other], roots[old], roots[new])


def test_nothing_is_proved_of_leaves_that_are_not_there():
    get_hash = hashes_of(LEAVES)
    for index, size in ((5, 5), (-1, 5), (0, 0)):
        with pytest.raises(ValueError, match="no leaf"):
            inclusion_path(get_hash, index, size)
    for old, new in ((0, 5), (6, 5)):
        with pytest.raises(ValueError, match="no proof"):
            consistency_path(get_hash, old, new)
        assert not consistency_holds(old, new, [], LEAVES[0], LEAVES[0])


def test_left_and_right_are_not_the_same():
    assert node_hash(LEAVES[0], LEAVES[1]) != node_hash(LEAVES[1], LEAVES[0])
