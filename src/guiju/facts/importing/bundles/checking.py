"""Whether a bundle is what it says, before anything of it is recorded: whole, in order, of a ledger that is believed.

The roots of what is held already go on with the bundle's leaves; they lead to the root that the origin has signed, or
the bundle is of another history. So no leaf can be left out, put in, changed or put elsewhere. What a row withholds but
for its leaf may be anything: that it is withheld is seen, not what.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guiju.facts.importing.bundles.form import (
    BODY,
    EVENT,
    EVENT_WIDTH,
    FIRST,
    LEAF,
    PREV,
    BundleDamaged,
    Head,
    Lines,
    read_head,
    statement,
)
from guiju.facts.importing.bundles.origins import Origin, Taken, find_origin
from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint
from guiju.facts.verify.parts.event_leaf import keys_in_body, leaf_hash
from guiju.facts.verify.parts.folding.checkpoint_chain import TOLERANCE
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.tree import Peaks
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError

CHECKING = "核对"
_SHAPE = [str, int, str, int, int, int, str, str, str, str, str]
CHUNK = 2_000
"""So many rows are recorded in one transaction, and compared once more before that."""
Row = list[Any]


class BundleForged(GuijuError):
    """Something in the bundle is not what the origin has signed."""

    code = "bundle.forged"
    remedy = "不要使用这个文件。请向下级单位核实，由其用 guiju bundle export --number 重新写出同一包。"


class BundleForked(GuijuError):
    """The bundle is signed by the origin, and tells another history than the one that is held here."""

    code = "bundle.forked"
    remedy = "请保存这个文件，并请下级单位执行 guiju verify，说明账本何时恢复过或被改动过。"


class BundleOutOfTurn(GuijuError):
    """Something between what is held and this bundle has not arrived."""

    code = "bundle.gap"
    remedy = "请先接收缺少的报送包，再接收这一包；找不到的，请下级单位用 guiju bundle export --number 重新写出。"


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle that is what it says: whose, its range, what signed it, the tree after it, and a digest per chunk.

    ``backdated`` are the rows that claim to be recorded well before one that stands before them.
    """

    origin: Origin
    head: Head
    checkpoint: Checkpoint
    checkpoint_text: str
    signature: str
    key_id: str
    digest: str
    tree: Peaks
    chunks: tuple[bytes, ...]
    is_held: bool
    backdated: frozenset[int]

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return self.head.size - self.head.first


def parse_body(row: Row) -> dict[str, Any]:
    """The body of an event's line.

    Raises:
        ValueError, KeyError, TypeError: it is no body of this format.
    """
    said: dict[str, Any] = json.loads(row[BODY])
    if type(said["fields"]) is not dict:
        raise TypeError
    return said


def peek_head(path: Path) -> Head | None:
    """What a file claims to be, without believing it; None where it cannot be read."""
    try:
        return read_head(next(Lines(path).each())[1])
    except (BundleDamaged, StopIteration):
        return None


def check_bundle(path: Path, *, progress: Callable[[str, float], None]) -> Checked:
    """Read a bundle from its first byte to its last and hold it against what is believed and held.

    Raises:
        OriginUnknown: nobody has confirmed its ledger.
        BundleDamaged: it cannot be read whole.
        BundleForged: a signature, a row or the order does not hold.
        BundleForked: it does not go on from what is held.
        BundleOutOfTurn: something before it is missing.
    """
    lines = Lines(path)
    each = lines.each()
    head = read_head(_next(each, lines))
    origin = find_origin(head.ledger)
    if head.hash_name != origin.hash_name:
        raise BundleForged("报送包的摘要算法与确认时不同。")
    base, is_held = _base(origin, head)
    checkpoint, text, signature, key_id = _checkpoint(_next(each, lines), origin, head, base)
    tree, chunks, backdated = _walk(each, lines, origin, head, checkpoint, base, progress)
    if tree.root() != checkpoint.root:
        if base.size:
            raise BundleForked("这一包与此前收到的不是同一本账：树根对不上。")
        raise BundleForged("报送包的内容与所附检查点的树根不符。")
    if _next(each, lines) != ["end", head.size - head.first]:
        raise BundleForged("报送包的行数与首行所写不同。")
    digest = lines.digest()
    _need_signature(_next(each), origin, statement(head, digest))
    if next(each, None) is not None:
        raise BundleForged("报送包签名之后还有内容。")
    if not is_held and head.first == base.size and head.number == base.number + 1 and head.previous != base.digest:
        raise BundleForked("这一包所指的上一包不是此前收到的那一包。")
    return Checked(origin, head, checkpoint, text, signature, key_id, digest, tree, chunks, is_held, backdated)


_NOTHING = Taken(0, 0, 0, FIRST, b"", ())


def _base(origin: Origin, head: Head) -> tuple[Taken, bool]:
    """From which state the bundle goes on, and whether all of it is held already."""
    held = origin.taken[-1] if origin.taken else _NOTHING
    if head.size > held.size:
        if head.first > held.size:
            raise BundleOutOfTurn(
                f"缺少报送包：已收到第 {held.number} 包（至大小 {held.size}），"
                f"这是第 {head.number} 包（从 {head.first} 起）。"
            )
        if head.number <= held.number:
            raise BundleForked(f"包号 {head.number} 已经用过，内容却更新：下级账本可能恢复过旧备份。")
        return held, False
    states = {one.size: one for one in (_NOTHING, *origin.taken)}
    if head.size not in states:
        raise BundleForked("这一包比已收到的短，又不是收到过的任何一包：下级账本可能被截短。")
    if head.first not in states:
        raise BundleOutOfTurn(f"这一包里没有新的记录：第 {held.size} 号以前的都已收过。", remedy="不必再收。")
    return states[head.first], True


def _checkpoint(row: Row, origin: Origin, head: Head, base: Taken) -> tuple[Checkpoint, str, str, str]:
    try:
        kind, size, text, signature, key_id = row
        said = read_checkpoint(text.encode())
        fault = KeyRing([bytes.fromhex(one) for one in origin.publics]).fault(
            key_id, bytes.fromhex(signature), text.encode()
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise BundleForged("报送包所附的检查点不成形。") from error
    if fault:
        raise BundleForged("检查点的签名不是经两人确认的公钥所签，或者内容被改动过。")
    if kind != "checkpoint" or (said.ledger, said.hash_name, said.size) != (head.ledger, head.hash_name, head.size):
        raise BundleForged("检查点属于另一本账，或者与首行所写的范围不同。")
    if size != said.size:
        raise BundleForged("检查点的大小被改动过。")
    if said.sealed_at > wiring().clock() + TOLERANCE:
        raise BundleForged("检查点的封存时间晚于现在。", remedy="请核对两级服务器的时钟，改正后再收一次。")
    if base.size:
        before = read_checkpoint(base.checkpoint)
        if said.sealed_at < before.sealed_at or said.epoch < before.epoch:
            raise BundleForked("检查点比此前收到的还早：下级账本可能恢复过旧备份。")
    return said, text, signature, key_id


def _walk(
    each: Iterator[tuple[bytes, Row]], lines: Lines, origin: Origin, head: Head, checkpoint: Checkpoint, base: Taken,
    progress: Callable[[str, float], None],
) -> tuple[Peaks, tuple[bytes, ...], frozenset[int]]:  # fmt: skip
    """The tree after the bundle's leaves, the digest of each chunk of its lines, and which rows are backdated."""
    tree, chunks, order = base.peaks(origin.digest), [], _Order()
    earliest = read_checkpoint(base.checkpoint).sealed_at - TOLERANCE if base.size else None
    for start in range(head.first, head.size, CHUNK):
        stop, leaves, told = min(start + CHUNK, head.size), [], hashlib.sha256()
        for index in range(start, stop):
            raw, row = _following(each)
            lines.take(raw)
            told.update(raw)
            leaf = leaf_of(row, index, origin)
            order.take(row)
            if index < base.size:
                continue
            leaves.append(leaf)
            if row[0] == EVENT and not (earliest or row[8]) <= row[8] <= checkpoint.sealed_at:
                raise BundleForged(f"第 {index} 号记录的记录时间不在前后两个检查点之间。")
        tree.extend(leaves)
        chunks.append(told.digest())
        progress(CHECKING, (stop - head.first) / (head.size - head.first))
    return tree, tuple(chunks), frozenset(order.backdated)


class _Order:
    """What holds between the rows of a bundle: none stands in it twice, and when they were recorded goes on."""

    def __init__(self) -> None:
        self.backdated: list[int] = []
        # Of each place in a stream a number alone: a first bundle may hold a million.
        self._seen: set[int] = set()
        # No computer counts from before 1970: what claims it is backdated, too.
        self._latest = TOLERANCE

    def take(self, row: Row) -> None:
        """Go on with a row.

        Raises:
            BundleForged: it stands in the bundle already.
        """
        is_event = row[0] == EVENT
        place = hash((row[3], row[4])) if is_event else hash(row[2])
        if place in self._seen:
            raise BundleForged(f"第 {row[1]} 号记录在这一包里不止一条。")
        self._seen.add(place)
        if is_event:
            if row[8] < self._latest - TOLERANCE:
                self.backdated.append(row[1])
            self._latest = max(self._latest, row[8])


def leaf_of(row: Row, index: int, origin: Origin) -> bytes:
    """The leaf of a row that is to stand at ``index``; that of an event is made of what its line says.

    Raises:
        BundleForged: it is another row, or its leaf is not that of what it says.
    """
    try:
        if row[1] != index:
            raise BundleForged(f"报送包的行次序不对：应为第 {index} 号。")
        leaf = bytes.fromhex(row[2])
        # One spelling of a leaf, or what is recorded by it would not be found by it.
        if leaf.hex() != row[2]:
            raise TypeError
        if row[0] == LEAF and len(row) == 3 and len(leaf) == 32:
            return leaf
        if row[0] != EVENT or len(row) != EVENT_WIDTH or list(map(type, row[3:BODY])) != _SHAPE:
            raise TypeError
        keys, before = keys_in_body(parse_body(row)["fields"]), bytes.fromhex(row[PREV])
        if before.hex() != row[PREV]:
            raise TypeError
        made = leaf_hash(row[3:BODY], before, keys, row[BODY].encode(), origin.digest)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise BundleForged(f"第 {index} 号一行不成形。") from error
    if made != leaf:
        raise BundleForged(f"第 {index} 号记录的内容与它的叶值不符：被改动过。")
    return leaf


def _need_signature(row: Row, origin: Origin, text: bytes) -> None:
    """Make sure that the key confirmed last has signed the bundle: one that was replaced may be in other hands."""
    try:
        _, key_id, signature = row
        ring = KeyRing([bytes.fromhex(origin.publics[-1])])
        fault = row[0] != "signature" or ring.fault(key_id, bytes.fromhex(signature), text)
    except (ValueError, TypeError) as error:
        raise BundleForged("报送包的签名不成形。") from error
    if fault and any(KeyRing([bytes.fromhex(one)]).knows(key_id) for one in origin.publics[:-1]):
        raise BundleForged(
            "报送包是用已经更换的密钥签的。",
            remedy="请下级单位用现用密钥重新写出同一包：guiju bundle export --number。",
        )
    if fault:
        raise BundleForged("报送包的签名不成立：不是经两人确认的公钥所签，或者包号、次序、内容被改动过。")


def _following(each: Iterator[tuple[bytes, Row]]) -> tuple[bytes, Row]:
    found = next(each, None)
    if found is None:
        raise BundleDamaged("报送包没有写完：后半截不见了。")
    return found


def _next(each: Iterator[tuple[bytes, Row]], lines: Lines | None = None) -> Row:
    raw, row = _following(each)
    if lines is not None:
        lines.take(raw)
    return row
