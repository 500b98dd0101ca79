"""The file of a bundle, line by line (docs/ledger-format.md §11): gzip'd JSON arrays that a standard library can read.

A row is an event with its exact bytes, or the leaf alone of one that stays at home. The leaves lead to the root of the
checkpoint, and its signature vouches for all of them; the signature of the bundle itself vouches for number and order.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from guiju.facts.draft import LARGEST_BODY
from guiju.values.errors import GuijuError

FORMAT, VERSION = "guiju-bundle", 1
LONGEST_LINE = 7 * LARGEST_BODY
"""No line is longer: a JSON string writes one byte as six at most."""
FIRST = "0" * 64
"""Digest of the bundle before the first one."""
EVENT, LEAF = "event", "leaf"
EVENT_WIDTH, BODY, PREV = 16, 14, 15
"""How many columns an event's line has, and where body and ``prev`` stand in it."""


class BundleDamaged(GuijuError):
    """The file is no bundle, or not all of one."""

    code = "bundle.damaged"
    remedy = "请核对文件是否拷贝完整；仍然不行的，请下级单位用 guiju bundle export --number 重新写出同一包。"


class Head(NamedTuple):
    """What a bundle says of itself: the leaves ``first`` to ``size`` of a ledger, after the bundle of that digest."""

    ledger: str
    hash_name: str
    number: int
    first: int
    size: int
    previous: str


def encoded(row: Sequence[Any]) -> bytes:
    """One line of the file."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def head_row(head: Head) -> list[Any]:
    """The first line."""
    return [FORMAT, VERSION, *head]


def read_head(row: Sequence[Any]) -> Head:
    """What the first line says.

    Raises:
        BundleDamaged: it is not the first line of a bundle.
    """
    kinds = (str, str, int, int, int, str)
    if list(row[:2]) != [FORMAT, VERSION] or [type(one) for one in row[2:]] != list(kinds):
        raise BundleDamaged("文件不是报送包，或者版本不同。")
    head = Head(*row[2:])
    if not 0 < head.number < 2**31 or not 0 <= head.first < head.size < 2**62 or len(head.ledger) != 32:
        raise BundleDamaged("报送包的首行写的不是可用的编号和范围。")
    return head


def statement(head: Head, digest: str) -> bytes:
    """The text that the bundle's own signature is over."""
    return f"guiju-bundle-1\nledger: {head.ledger}\nnumber: {head.number}\ndigest: {digest}\n".encode()


class Lines:
    """The lines of a bundle, one after another, with the digest of all that were read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest = hashlib.sha256()

    def digest(self) -> str:
        """SHA-256 of the lines that ``take`` was given."""
        return self._digest.hexdigest()

    def take(self, raw: bytes) -> None:
        """Count a line to the digest."""
        self._digest.update(raw)

    def each(self) -> Iterator[tuple[bytes, list[Any]]]:
        """Every line as bytes and as a row.

        Raises:
            BundleDamaged: it cannot be read, or is no JSON array.
        """
        try:
            with gzip.open(self._path, "rb") as file:
                while raw := file.readline(LONGEST_LINE + 1):
                    if len(raw) > LONGEST_LINE or not raw.endswith(b"\n"):
                        raise BundleDamaged("报送包中途断开，或有一行过长。")
                    yield raw, _row(raw)
        except (OSError, EOFError, zlib.error) as error:
            raise BundleDamaged(f"“{self._path.name}”读不出来，或不完整。") from error


def _row(raw: bytes) -> list[Any]:
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BundleDamaged("报送包里有一行不成形。") from error
    if type(row) is not list or not row or type(row[0]) is not str:
        raise BundleDamaged("报送包里有一行不成形。")
    return row
