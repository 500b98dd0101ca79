"""The tree of RFC 6962 over leaves that are hashes already: its root leaf by leaf, and its proofs."""

from collections.abc import Callable, Sequence

from guiju.facts.verify.parts.digests import Digest, sha256

GetHash = Callable[[int, int], bytes]
"""The root of the full subtree at (level, place): of the 2^level leaves from place * 2^level."""

OnFull = Callable[[int, int, bytes], None]


def node_hash(left: bytes, right: bytes, digest: Digest = sha256) -> bytes:
    """The hash of a node: H(0x01, left, right)."""
    return digest(b"\x01" + left + right)


class Peaks:
    """A growing tree, held as the roots of its full subtrees: memory and root in O(log size).

    ``on_full(level, place, hash)`` hears of every subtree of ``extend`` at the levels 8, 16, 24 … when it is full.
    """

    def __init__(self, digest: Digest = sha256, on_full: OnFull | None = None) -> None:
        self.size = 0
        self.digest = digest
        self._on_full = on_full
        self._peaks: dict[int, bytes] = {}
        self._ended: dict[int, bytes] = {}

    def copy(self) -> "Peaks":
        """A tree of the same leaves that grows on its own."""
        other = Peaks(self.digest, self._on_full)
        other.size, other._peaks, other._ended = self.size, dict(self._peaks), dict(self._ended)
        return other

    def subtrees(self) -> list[tuple[int, bytes]]:
        """Level and root of the full subtrees that the tree is made of, from its first leaf on."""
        return sorted(self._peaks.items(), reverse=True)

    def append(self, leaf: bytes) -> None:
        """Add one leaf at the end."""
        self.append_subtree(leaf, 0)

    def append_subtree(self, root: bytes, level: int) -> None:
        """Add 2^level leaves at once, known by the root of their subtree.

        Raises:
            ValueError: the size so far is no multiple of 2^level.
        """
        if self.size & ((1 << level) - 1):
            raise ValueError(f"a subtree of level {level} cannot stand at {self.size}")
        self.size += 1 << level
        self._ended[level] = root
        while level in self._peaks:
            root = node_hash(self._peaks.pop(level), root, self.digest)
            level += 1
            self._ended[level] = root
        self._peaks[level] = root

    def full(self, level: int) -> bytes:
        """The root of the subtree of 2^level leaves that ended with the leaf appended last.

        Raises:
            ValueError: none ended there.
        """
        if not self.size or self.size & ((1 << level) - 1) or level not in self._ended:
            raise ValueError(f"no subtree of level {level} ends at {self.size}")
        return self._ended[level]

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add many leaves at the end, level by level: a third of the time of as many ``append``."""
        digest, row, level, start = self.digest, list(leaves), 0, self.size
        self.size += len(row)
        self._ended.clear()
        while row:
            place = start >> level
            if self._on_full is not None and level % 8 == 0 and level:
                for offset, full in enumerate(row):
                    self._on_full(level, place + offset, full)
            if self.size & ((1 << level) - 1) == 0:
                self._ended[level] = row[-1]
            before = self._peaks.pop(level, None)
            if before is not None:
                row.insert(0, before)
            if len(row) % 2:
                self._peaks[level] = row.pop()
            pairs = iter(row)
            row = [digest(b"\x01" + left + right) for left, right in zip(pairs, pairs, strict=True)]
            level += 1

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        peaks = [self._peaks[level] for level in sorted(self._peaks)]
        if not peaks:
            return self.digest(b"")
        root = peaks[0]
        for left in peaks[1:]:
            root = node_hash(left, root, self.digest)
        return root


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def subtree_root(get_hash: GetHash, start: int, stop: int, digest: Digest = sha256) -> bytes:
    """The root over the leaves [start, stop), where ``start`` is aligned as it is in the tree."""
    span = stop - start
    if span & (span - 1) == 0:
        level = span.bit_length() - 1
        return get_hash(level, start >> level)
    middle = start + _split(span)
    left = subtree_root(get_hash, start, middle, digest)
    return node_hash(left, subtree_root(get_hash, middle, stop, digest), digest)


def inclusion_path(get_hash: GetHash, index: int, size: int, digest: Digest = sha256) -> list[bytes]:
    """The proof that leaf ``index`` is in the tree of ``size`` leaves, from the leaf upwards (RFC 6962 §2.1.1).

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(subtree_root(get_hash, middle, stop, digest))
            stop = middle
        else:
            path.append(subtree_root(get_hash, start, middle, digest))
            start = middle
    return path[::-1]


def consistency_path(get_hash: GetHash, old: int, new: int, digest: Digest = sha256) -> list[bytes]:
    """The proof that the tree of ``new`` leaves continues the one of ``old`` (RFC 6962 §2.1.2).

    Raises:
        ValueError: ``old`` is 0 or larger than ``new``.
    """
    if not 0 < old <= new:
        raise ValueError(f"no proof from {old} to {new}")
    path: list[bytes] = []
    start, stop, whole = 0, new, True
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(subtree_root(get_hash, middle, stop, digest))
            stop = middle
        else:
            path.append(subtree_root(get_hash, start, middle, digest))
            start, whole = middle, False
    if not whole:
        path.append(subtree_root(get_hash, start, stop, digest))
    return path[::-1]


def inclusion_holds(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes, digest: Digest = sha256
) -> bool:
    """Whether ``proof`` leads from the leaf at ``index`` to the root of ``size`` leaves (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(step, reached, digest)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step, digest)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def consistency_holds(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes, digest: Digest = sha256
) -> bool:
    """Whether ``proof`` shows that the tree of ``new`` leaves continues that of ``old`` (RFC 9162 §2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new:
        return False
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first, second = steps[0], steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(step, first, digest), node_hash(step, second, digest)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step, digest)
        place, last = place >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
