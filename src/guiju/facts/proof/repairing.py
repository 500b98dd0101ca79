"""Putting back what was taken out or altered, from a backup that has been verified.

Only what is sealed comes back, to the byte: each event's recomputed leaf must be the sealed one. What was recorded
since the backup stays; where it has taken the place of something removed, that is said and nothing is overwritten.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, ProgrammingError, connection, transaction

from guiju.facts.events import REPAIRED
from guiju.facts.proof.notes import need_two, note
from guiju.facts.tables.guards import add_guards, drop_guards
from guiju.facts.turns import writing
from guiju.facts.verify.parts.digests import DIGESTS
from guiju.facts.verify.parts.event_leaf import leaf_hash
from guiju.facts.verify.parts.rows import parse_line
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

_EVENT = (
    "id, stream, seq, type, schema, happened_at, recorded_at, actor, actor_kind, on_behalf, unit_as_of, idem_key, "
    "body, prev, leaf"
)
_NAMED_AT_MOST = 200


class BackupUnfit(GuijuError):
    """The backup is not one of this ledger's own past."""

    code = "ledger.backup_unfit"
    remedy = "请换一份本账本的、在被改动之前做的、guiju verify 能通过的备份。"


class NotOwner(GuijuError):
    """The role that Guiju uses may not switch off the triggers, as it should be."""

    code = "ledger.repair_owner"
    remedy = "请设 GUIJU_DATABASE_OWNER 为各表所有者的地址后再执行修复；修复后取消该设置。"


@dataclass(slots=True)
class Repaired:
    """What was put back: indices of events or leaves, numbers of tiles and corrections, and what could not be."""

    indices: list[int] = field(default_factory=list)
    copies: int = 0
    taken: list[tuple[int, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many rows of the dump were put back."""
        return len(self.indices) + self.copies


@dataclass(frozen=True, slots=True)
class _Lines:
    """What of a dump repair looks at, streamed in the order of the file."""

    path: Path

    def __iter__(self) -> Iterator[tuple[str, list[Any]]]:
        with self.path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line, parse_line(line)


def repair(now: Path, backup: Path, *, by: str, approver: str, reason: str, digest: str) -> Repaired:
    """Put back what ``backup``, a verified dump, holds and ``now``, a dump of the ledger as it is, does not.

    ``digest`` names the backup in the event that is recorded.

    Raises:
        TwoNamesNeeded: reason or second name is missing.
        BackupUnfit: the backup is no part of this ledger's past.
        NotOwner: the triggers cannot be switched off by this role.
    """
    need_two(by, approver, reason)
    size = _common_size(now, backup)
    done = Repaired()
    with writing(), connection.cursor() as cursor:
        try:
            _switch_guards(drop_guards)
        except ProgrammingError as error:
            raise NotOwner("数据库角色不是账本各表的所有者。") from error
        wrong = _differences(now, backup)
        _put_back_leaves(cursor, wrong.leaves, done)
        _put_back_copies(cursor, wrong, done)
        _switch_guards(add_guards)
        if done.total:
            shown = "、".join(str(index) for index in done.indices[:_NAMED_AT_MOST])
            fields: dict[str, FieldValue] = {
                "tree_size": size,
                "repaired_count": done.total,
                "leaf_numbers": shown,
                "dump_digest": digest,
            }
            note(REPAIRED, fields, by=by, reason=reason, approver=approver)
    return done


def _common_size(now: Path, backup: Path) -> int:
    """The size of the backup's last checkpoint, which the ledger must hold as well or at least not contradict."""
    ours = {row[1]: row for _, row in _head(now)}
    theirs = [row for _, row in _head(backup)]
    same = [row for row in theirs if ours.get(row[1]) == row and row[1]]
    if not same or same[-1] != theirs[-1]:
        raise BackupUnfit("备份最后的检查点不在现在的账本里：备份属于另一段历史，或检查点也被改动过。")
    return int(theirs[-1][1])


def _head(path: Path) -> Iterator[tuple[str, list[Any]]]:
    for line, row in _Lines(path):
        if row[0] == "checkpoint":
            yield line, row
        elif row[0] not in ("guiju-dump", "key"):
            return


@dataclass(slots=True)
class _Wrong:
    """Rows of the backup that the ledger does not hold as they are, and corrections that it should not hold."""

    leaves: list[list[Any]] = field(default_factory=list)
    tiles: list[list[Any]] = field(default_factory=list)
    corrections: list[list[Any]] = field(default_factory=list)
    invented: list[list[Any]] = field(default_factory=list)


def _differences(now: Path, backup: Path) -> _Wrong:
    wrong = _Wrong()
    present = _Walk(_sealed(now))
    hash_name, sealed = "sha256", set[int]()
    copies: dict[str, set[str]] = {"tile": set(), "correction": set()}
    for line, row in _Lines(now):
        if row[0] in copies:
            copies[row[0]].add(line)
    told: set[str] = set()
    for line, row in _Lines(backup):
        if row[0] == "guiju-dump":
            hash_name = row[3]
        elif row[0] == "event":
            sealed.add(row[3])
            if not present.holds(row[1], line):
                _must_fit(row, hash_name)
                wrong.leaves.append(row)
        elif row[0] in copies:
            told.add(line)
            if line not in copies[row[0]]:
                (wrong.tiles if row[0] == "tile" else wrong.corrections).append(row)
    rest = (parse_line(line) for line in copies["correction"] - told)
    wrong.invented = [row for row in rest if row[2] in sealed]
    return wrong


def _sealed(path: Path) -> Iterator[tuple[int, str]]:
    for line, row in _Lines(path):
        if row[0] in ("event", "leaf"):
            yield row[1], line


class _Walk:
    """The sealed lines of a dump, met in the order of their indices."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self._lines = iter(lines)
        self._next = next(self._lines, None)

    def holds(self, index: int, line: str) -> bool:
        """Whether the line of this index is there once, and this one."""
        found: list[str] = []
        while self._next is not None and (not isinstance(self._next[0], int) or self._next[0] <= index):
            if self._next[0] == index:
                found.append(self._next[1])
            self._next = next(self._lines, None)
        return found == [line]


def _must_fit(row: list[Any], hash_name: str) -> None:
    body = row[15].encode() if isinstance(row[15], str) else bytes.fromhex(row[15]["hex"])
    leaf = leaf_hash(row[4:15], bytes.fromhex(row[16]), [tuple(pair) for pair in row[18]], body, DIGESTS[hash_name])
    if not leaf.hex() == row[17] == row[2]:
        raise BackupUnfit(f"备份里序号为 {row[1]} 的记录与封存的叶值不符。")


def _switch_guards(switch: Any) -> None:
    class Editor:
        """What a migration would hand to the function, inside this transaction."""

        def __init__(self) -> None:
            self.connection = connection

        def execute(self, statement: str) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement)

    switch(None, Editor())


def _put_back_leaves(cursor: Any, rows: Sequence[list[Any]], done: Repaired) -> None:
    """Take away all that stands in the place of these events, then write them; two that were swapped block no one."""
    for row in rows:
        _, place, root, number, *_ = row
        leaf = bytes.fromhex(root)
        cursor.execute("DELETE FROM event_key WHERE event = %s", (number,))
        cursor.execute("DELETE FROM event WHERE id = %s", (number,))
        # The same event under another id: it was renumbered.
        cursor.execute("SELECT id FROM event WHERE stream = %s AND seq = %s AND leaf = %s", (row[4], row[5], leaf))
        for (moved,) in cursor.fetchall():
            cursor.execute("DELETE FROM event_key WHERE event = %s", (moved,))
            cursor.execute("DELETE FROM outbox WHERE event = %s", (moved,))
            cursor.execute("DELETE FROM event WHERE id = %s", (moved,))
        cursor.execute("DELETE FROM leaf WHERE place = %s OR event = %s", (place, number))
        cursor.execute("DELETE FROM outbox WHERE event = %s", (number,))
    for row in rows:
        _, place, root, *columns, keys = row
        values = [*columns[:12], _bytes(columns[12]), bytes.fromhex(columns[13]), bytes.fromhex(columns[14])]
        marks = ", ".join(["%s"] * len(values))
        try:
            with transaction.atomic():
                cursor.execute(f"INSERT INTO event ({_EVENT}) VALUES ({marks})", values)
                cursor.executemany(
                    "INSERT INTO event_key (kind, value, event) VALUES (%s, %s, %s)",
                    [(kind, value, columns[0]) for kind, value in keys],
                )
                done.indices.append(place)
        except IntegrityError:
            done.taken.append((place, f"{columns[1]} 第 {columns[2]} 条"))
        cursor.execute(
            "INSERT INTO leaf (place, event, hash) VALUES (%s, %s, %s)", (place, columns[0], bytes.fromhex(root))
        )


def _put_back_copies(cursor: Any, wrong: _Wrong, done: Repaired) -> None:
    for _, level, place, root in wrong.tiles:
        cursor.execute("DELETE FROM tile WHERE level = %s AND place = %s", (level, place))
        cursor.execute("INSERT INTO tile (level, place, hash) VALUES (%s, %s, %s)", (level, place, bytes.fromhex(root)))
    for _, event, by, _ in (*wrong.invented, *wrong.corrections):
        cursor.execute("DELETE FROM correction WHERE event = %s OR by = %s", (event, by))
    for _, event, by, first in wrong.corrections:
        cursor.execute("INSERT INTO correction (event, by, first) VALUES (%s, %s, %s)", (event, by, first))
    done.copies += len(wrong.tiles) + len(wrong.corrections) + len(wrong.invented)


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes.fromhex(body["hex"])
