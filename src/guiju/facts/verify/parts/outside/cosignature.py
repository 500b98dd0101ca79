"""Cosignatures: what a witness signs, and the witnesses that somebody trusts (docs/ledger-format.md §7)."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from guiju.facts.verify.parts.keys import KeyRing, key_id_of
from guiju.facts.verify.parts.saying import Unreadable

_WITNESS_LINE = re.compile(r"([0-9a-f]{16})\s+([0-9a-f]{64})(?:\s+(\S.*?))?\s*")
_NEED_LINE = re.compile(r"need\s+([1-9][0-9]{0,2})\s*")


class Cosignature(NamedTuple):
    """A witness's signature; ``signed_at`` is the witness's own clock, in microseconds since the epoch."""

    key_id: str
    signed_at: int
    signature: bytes

    def holds(self, ring: KeyRing, text: bytes) -> bool:
        """Whether it is a trusted witness's signature under this checkpoint's text."""
        return not ring.fault(self.key_id, self.signature, cosigned_text(text, self.signed_at))


class Witnesses(NamedTuple):
    """The witnesses that are trusted: public keys and names by key id, and how many of them are needed."""

    need: int
    publics: Mapping[str, bytes]
    names: Mapping[str, str]

    def covered(self, sizes: Mapping[str, int]) -> int | None:
        """The largest size that enough witnesses vouch for; ``sizes`` is the largest that each has signed.

        Whoever signed a larger tree has made sure that it continues the smaller one.
        """
        known = sorted((size for key_id, size in sizes.items() if key_id in self.publics), reverse=True)
        return known[self.need - 1] if len(known) >= self.need else None


def cosigned_text(text: bytes, signed_at: int) -> bytes:
    """The exact bytes that a witness signs: its own time, then the checkpoint's text."""
    return b"guiju-cosignature-1\nsigned_at: %d\n" % signed_at + text


def read_witness_file(text: str) -> Witnesses:
    """The witnesses of a file: one line ``need K``, and lines ``key_id hex-public-key name``; ``#`` begins a comment.

    Raises:
        Unreadable: a line is something else, an id is not that of its key, or more are needed than there are.
    """
    needs: list[int] = []
    publics: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        words = line.partition("#")[0].strip()
        if not words:
            continue
        if need := _NEED_LINE.fullmatch(words):
            needs.append(int(need[1]))
            continue
        found = _WITNESS_LINE.fullmatch(words)
        if found is None or key_id_of(bytes.fromhex(found[2])) != found[1] or found[1] in publics:
            raise Unreadable(
                f"见证方名单第 {number} 行不是“编号 公钥 名称”，或编号与公钥不符、重复。",
                f"Line {number} of the witness file is not “id public-key name”, or its id is wrong or doubled.",
            )
        publics[found[1]], names[found[1]] = bytes.fromhex(found[2]), found[3] or found[1]
    if len(needs) != 1 or needs[0] > len(publics):
        raise Unreadable(
            f"见证方名单须有一行“need 数目”，且不多于所列的 {len(publics)} 个见证方。",
            f"The witness file must hold one line “need K”, K being at most the {len(publics)} witnesses listed.",
        )
    KeyRing(publics.values())
    return Witnesses(needs[0], publics, names)


def largest(signed: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The largest size of each key id."""
    sizes: dict[str, int] = {}
    for key_id, size in signed:
        sizes[key_id] = max(size, sizes.get(key_id, size))
    return sizes
