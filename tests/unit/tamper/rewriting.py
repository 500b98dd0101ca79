"""What a careful forger does after an edit: hashes, chain, tree, tiles and signatures made consistent again."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from tests.unit.tamper.hand import COLUMNS, Hand

from guiju.facts.keys.signer import Signer
from guiju.facts.verify.parts.checkpoint import checkpoint_text, read_checkpoint
from guiju.facts.verify.parts.digests import DIGESTS, Digest
from guiju.facts.verify.parts.event_leaf import leaf_hash
from guiju.facts.verify.parts.tree import Peaks


def digest_of(hand: Hand) -> Digest:
    """The hash of the ledger, which each of its checkpoints says that nobody has made illegible."""
    for (text,) in hand("SELECT text FROM checkpoint ORDER BY number"):
        with suppress(ValueError):
            return DIGESTS[read_checkpoint(text).hash_name]
    raise AssertionError("no checkpoint can be read")


def rechain(hand: Hand, number: int) -> list[int]:
    """Compute the event's leaf anew, and `prev` and leaf of all that follow in its stream; the ids of all of them."""
    [(stream, seq, prev)] = hand("SELECT stream, seq, prev FROM event WHERE id = %s", number)
    done = []
    for row in hand(
        f"SELECT id, {', '.join(COLUMNS)}, body FROM event WHERE stream = %s AND seq >= %s ORDER BY seq", stream, seq
    ):
        keys = hand("SELECT kind, value FROM event_key WHERE event = %s", row[0])
        leaf = leaf_hash(row[1:12], prev, keys, row[12], digest_of(hand))
        hand("UPDATE event SET prev = %s, leaf = %s WHERE id = %s", prev, leaf, row[0])
        prev = leaf
        done.append(row[0])
    return done


def replant(hand: Hand, numbers: Sequence[int]) -> None:
    """Put the new leaves of these events into the tree, and the tiles over them."""
    for number in numbers:
        hand("UPDATE leaf SET hash = (SELECT leaf FROM event WHERE id = %s) WHERE event = %s", number, number)
    tiles: list[tuple[int, int, bytes]] = []
    Peaks(digest_of(hand), lambda *tile: tiles.append(tile)).extend([leaf for (leaf,) in _leaves(hand)])
    hand("DELETE FROM tile")
    for tile in tiles:
        hand("INSERT INTO tile (level, place, hash) VALUES (%s, %s, %s)", *tile)


def resign(hand: Hand, signer: Signer) -> None:
    """Write every checkpoint anew over the tree as it is now, with this key."""
    leaves = [leaf for (leaf,) in _leaves(hand)]
    previous = bytes(32)
    for number, size, text in hand("SELECT number, size, text FROM checkpoint ORDER BY size"):
        said = read_checkpoint(text)._asdict()
        tree = Peaks(digest_of(hand))
        tree.extend(leaves[:size])
        text = checkpoint_text(**{**said, "root": tree.root(), "previous": previous})
        hand(
            "UPDATE checkpoint SET text = %s, signature = %s, key_id = %s WHERE number = %s",
            text, signer.sign(text), signer.key_id, number,
        )  # fmt: skip
        previous = digest_of(hand)(text)


def swap_ids(hand: Hand, one: int, other: int) -> None:
    """Exchange the numbers of two events wherever a column holds them."""
    columns = (("event", "id"), ("event_key", "event"), ("leaf", "event"), ("outbox", "event"), ("correction", "by"))
    for table, column in columns:
        for before, after in ((one, -one), (other, one), (-one, other)):
            hand(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", after, before)


def _leaves(hand: Hand) -> list[tuple[Any, ...]]:
    return hand("SELECT hash FROM leaf ORDER BY place")
