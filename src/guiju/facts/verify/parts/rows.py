"""A piece of a dump, line by line: what can be checked of each row without knowing the others.

This is the loop that a million events go through. What it hands back consists of lists, numbers, strings and bytes, so
that a second process can do it.
"""

import json
from collections.abc import Sequence
from typing import Any

from guiju.facts.verify.parts.digests import Digest
from guiju.facts.verify.parts.event_leaf import keys_in_body, leaf_hash
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.origins import ABOUT_ORIGINS, QUOTED, Standing, is_unquoted, quoted_leaf
from guiju.facts.verify.parts.outside.papers import PAPERS, paper_in
from guiju.facts.verify.parts.plain_rows import (
    SEALED,
    STARTS,
    WAITING,
    Run,
    bytes_of,
    is_odd,
    is_whole,
    take_plain,
    told_of_odd,
)
from guiju.facts.verify.parts.saying import Unreadable

RANKS = {
    name: rank
    for rank, names in enumerate(
        (
            ("guiju-dump",), ("key",), ("checkpoint",), ("cosignature",), ("tile",), ("event", "leaf"), ("unsealed",),
            ("outbox",), ("orphan-key",), ("correction",), ("end",),
        )
    )
    for name in names
}  # fmt: skip
"""The order in which the kinds of lines stand in a dump."""

_COLUMNS = (
    "stream", "seq", "type", "schema", "happened_at", "recorded_at", "actor", "actor_kind", "on_behalf", "unit_as_of",
    "idem_key",
)  # fmt: skip
_SHAPE = [int if name in ("seq", "schema", "happened_at", "recorded_at") else str for name in _COLUMNS]
# The scanner itself: ``loads`` would spend a third of its time around it.
_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
_WRONG_FORM = (TypeError, ValueError, AttributeError, KeyError, StopIteration, RecursionError)

IMPORT_BEGUN = "ledger.import_begun"
"""The type of the event that begins an import: what an imported event names as its source."""


def parse_line(line: str) -> list[Any]:
    """One line of a dump.

    Raises:
        Unreadable: it is no JSON array that begins with a name.
    """
    try:
        row, end = _scan(line, 0)
    except (StopIteration, ValueError, RecursionError):
        row, end = None, 0
    if type(row) is not list or not row or type(row[0]) is not str or (end != len(line) and line[end:].strip()):
        raise Unreadable("不是一个 JSON 数组。", "is no JSON array.")
    return row


class EventColumns:
    """What the fold needs of consecutive events, and what is wrong with each of them alone."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        self.indices: list[int] = []
        self.taken: list[tuple[int, str, int, int, bytes, bytes, bytes, int]] = []
        self.corrections: list[tuple[int, int, int, bytes]] = []
        self.begun: list[tuple[int, str, int]] = []
        self.sources: dict[tuple[int, str, int], list[int]] = {}
        self.papers: list[tuple[int, str]] = []
        self.origins: list[tuple[int, str, Any]] = []
        self.faults: list[tuple[int, str, str]] = []

    def values(self) -> tuple[Any, ...]:
        """The columns in the order in which ``Events`` names them.

        ``sources`` counts, for each import that is named, the events that name it, after the offset of the first.
        """
        columns = [list(column) for column in zip(*self.taken, strict=True)]
        return (
            self.indices,
            *columns,
            self.corrections,
            self.begun,
            self.sources,
            self.papers,
            self.origins,
            self.faults,
        )

    def take(self, row: list[Any], start: int) -> None:
        """Read one event, sealed or waiting; ``start`` is where its own columns begin."""
        try:
            columns = row[start + 1 : start + 12]
            body, prev, stored, keys = row[start + 12 :]
            if type(body) is not str or list(map(type, columns)) != _SHAPE:
                raise TypeError
            keys.sort()
            before, leaf = bytes.fromhex(prev), bytes.fromhex(stored)
            computed = leaf_hash(columns, before, keys, body.encode(), self._digest)
            in_tree = leaf if start == WAITING or row[2] == stored else bytes.fromhex(row[2])
        except _WRONG_FORM:
            self._take_odd(row, start)
            return
        at, number, stream, seq, *_ = len(self.taken), *row[start : start + 3]
        idem = hash((columns[6], columns[10]))
        self.taken.append((number, stream, seq, columns[5], before, leaf, in_tree, idem))
        if columns[3] != 1:
            self.faults.append((at, "event.schema", str(columns[3])))
        if not computed == leaf == in_tree:
            self._compare(at, computed, leaf, in_tree)
        if columns[2] == IMPORT_BEGUN:
            self.begun.append((number, stream, seq))
        elif columns[2] in PAPERS:
            self.papers.append((at, paper_in(body)))
        self._take_body(at, number, columns, body, keys)

    def _compare(self, at: int, computed: bytes, leaf: bytes, in_tree: bytes) -> None:
        """Name the copy that stands alone; where all three differ, both."""
        if computed != leaf:
            self.faults.append((at, "event.leaf", ""))
        if computed != in_tree and leaf != in_tree:
            self.faults.append((at, "leaf.hash", ""))

    def _take_body(self, at: int, number: int, columns: list[Any], body: str, keys: list[list[str]]) -> None:
        try:
            said, end = _scan(body, 0)
            if end != len(body):
                said = json.loads(body)
            fields = said["fields"]
            if type(fields) is not dict:
                raise TypeError
            told = keys_in_body(fields)
            if "corrects" in said:
                link = (said["corrects"], number, said.get("first"))
                if not all(map(is_whole, link)):
                    raise TypeError
                self.corrections.append((*link, _leaf_of(said.get("corrects_leaf"))))
            if "source" in said:
                self._take_source(at, columns[6], said["source"])
            if "origin" in said:
                here = Standing(columns[0], columns[2], columns[4], columns[6], columns[9])
                self.origins.append((at, QUOTED, tuple(quoted_leaf(here, said))))
            elif is_unquoted(columns[2], columns[6]):
                self.faults.append((at, "origin.unquoted", ""))
            elif columns[2] in ABOUT_ORIGINS:
                self.origins.append((at, columns[2], fields))
        except _WRONG_FORM:
            self.faults.append((at, "body.form", ""))
            return
        # ``leaf_hash`` has read every key as a pair of strings.
        if told != list(map(tuple, keys)):
            self.faults.append((at, "key.copy", ""))

    def _take_source(self, at: int, actor: str, source: Any) -> None:
        batch, begun = source["batch"], source.get("begun", 0)
        if not (is_whole(batch) and is_whole(begun)):
            raise TypeError
        # What a source brings is written by it, and its imports are begun in the stream of that name.
        counted = self.sources.setdefault((batch, actor, begun), [at, 0])
        counted[1] += 1

    def _take_odd(self, row: list[Any], start: int) -> None:
        """An event of which a column does not have its form, or whose body is not UTF-8: slowly, and without trust."""
        at, columns = len(self.taken), row[start + 1 : start + 12]
        odd = [name for name, value, kind in zip(_COLUMNS, columns, _SHAPE, strict=True) if type(value) is not kind]
        body, prev, stored, keys = row[start + 12 :]
        hashes = {"prev": prev, "leaf": stored, "leaf.hash": row[2] if start == SEALED else stored}
        read = {name: bytes_of(value) for name, value in hashes.items()}
        odd += [name for name, value in read.items() if value is None]
        raw = _body_of(body)
        odd += ["body"] if raw is None else []
        try:
            computed = leaf_hash(columns, read["prev"] or b"", keys, raw or b"", self._digest)
        except _WRONG_FORM:
            computed = b""
            odd = odd or ["keys"]
        leaf, in_tree = read["leaf"] or b"", read["leaf.hash"] or b""
        self.taken.append(
            (
                row[start],
                str(columns[0]),
                columns[1] if type(columns[1]) is int else 0,
                columns[5] if type(columns[5]) is int else 0,
                read["prev"] or b"",
                leaf or in_tree,
                in_tree or leaf,
                hash((str(columns[6]), str(columns[10]))),
            )
        )
        self.faults += [(at, "event.form", name) for name in odd]
        if not odd:
            self._compare(at, computed, leaf, in_tree)
            self.faults.append((at, "body.form", ""))


def _leaf_of(value: object) -> bytes:
    """A leaf as a body names it; nothing where it is not 64 lower-case hexadecimal digits."""
    leaf = bytes_of(value)
    return leaf if leaf is not None and len(leaf) == 32 and leaf.hex() == value else b""


def _body_of(body: object) -> bytes | None:
    """The bytes of a body that is no plain string; of a string that is none in UTF-8 either."""
    if type(body) is dict and set(body) == {"hex"}:
        return bytes_of(body["hex"])
    try:
        return body.encode() if type(body) is str else None
    except ValueError:
        return None


def read_piece(lines: Sequence[str], ring: KeyRing, digest: Digest) -> list[Run]:
    """The runs of a piece of a dump.

    Raises:
        Unreadable: a line is not what a dump holds; its sentence ends where the line's number is to be put before it.
    """
    runs: list[Run] = []
    kind, columns, plain = "", EventColumns(digest), list[Any]()
    for number, line in enumerate(lines):
        try:
            row = parse_line(line)
            name = row[0]
            if name not in RANKS:
                raise Unreadable("以未知的名称开头。", "begins with an unknown name.")
            if is_odd(name, row):
                kind = ""
                runs.append(told_of_odd(name, number, row, line))
                if name != "checkpoint":
                    continue
            if name != kind:
                kind, columns, plain = name, EventColumns(digest), []
                runs.append((name, columns if name in STARTS else plain))
            if name == "event":
                columns.indices.append(row[1])
            if name in STARTS:
                columns.take(row, STARTS[name])
            else:
                plain.append(take_plain(name, row, ring, digest))
        except (Unreadable, IndexError) as error:
            zh, en = (error.zh, error.en) if isinstance(error, Unreadable) else ("栏数不对。", "has too few columns.")
            return [("", (number, zh, en))]
    return [(name, told.values() if isinstance(told, EventColumns) else told) for name, told in runs]
