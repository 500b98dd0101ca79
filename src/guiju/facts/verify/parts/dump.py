"""A whole dump: every row recomputed, every copy compared, every problem named (docs/ledger-format.md §5)."""

import gc
from collections.abc import Callable, Sequence
from typing import Any

from guiju.facts.verify.parts.audit import Audit, Head
from guiju.facts.verify.parts.digests import DIGESTS
from guiju.facts.verify.parts.keys import KeyRing, key_id_of
from guiju.facts.verify.parts.outside.cosignature import Witnesses
from guiju.facts.verify.parts.outside.held import Held
from guiju.facts.verify.parts.outside.papers import Shelf
from guiju.facts.verify.parts.pieces import Task, cut, each, read_lines
from guiju.facts.verify.parts.plain_rows import Run
from guiju.facts.verify.parts.problems import DEFAULT_LIMIT, Report
from guiju.facts.verify.parts.rows import parse_line, read_piece
from guiju.facts.verify.parts.saying import Unreadable

PIECE = 2_000_000
Progress = Callable[[int, int], None]
"""Told how many pieces of how many are done."""


def read_head(path: str) -> Head:
    """What the dump says of itself before its rows and after them.

    Raises:
        Unreadable: it is no dump of this format, or its end is missing.
    """
    with open(path, "rb") as file:
        first = _row_of(file.readline())
        if first[:2] != ["guiju-dump", 1] or len(first) != 4 or first[3] not in DIGESTS:
            raise Unreadable("不是本格式（第 1 版）的账本导出文件。", "This is no dump of format version 1.")
        keys = []
        while (row := _row_of(file.readline()))[0] == "key":
            keys.append(_key_of(row))
        file.seek(max(0, file.seek(0, 2) - 200))
        end = _row_of(file.read().rstrip(b"\n").rpartition(b"\n")[2])
    if end[0] != "end" or len(end) != 4 or any(type(number) is not int for number in end[1:]):
        raise Unreadable("导出文件没有末行：它被截断了。", "The dump has no last line: it was cut off.")
    return Head(str(first[2]), first[3], keys, (end[1], end[2], end[3]))


def _row_of(line: bytes) -> list[Any]:
    try:
        return parse_line(line.decode())
    except (UnicodeDecodeError, Unreadable):
        return [""]


def _key_of(row: list[Any]) -> tuple[str, bytes]:
    try:
        return str(row[1]), bytes.fromhex(row[2])
    except (IndexError, TypeError, ValueError) as error:
        raise Unreadable("导出文件里的公钥读不出来。", "A public key in the dump cannot be read.") from error


def verify_dump(
    path: str,
    publics: Sequence[bytes] | None,
    held: Sequence[Held] = (),
    *,
    witnesses: Witnesses | None = None,
    shelf: Shelf | None = None,
    limit: int = DEFAULT_LIMIT,
    processes: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Check a dump against trusted public keys, checkpoints held elsewhere, trusted witnesses, and a folder of papers.

    ``publics`` is None where the dump's own keys are to be believed, which shows damage but not a forger.

    Raises:
        Unreadable: the file is no whole dump, so that nothing is said of the ledger.
        OSError: it cannot be opened.
    """
    head = read_head(path)
    report = Report(limit)
    report.ledger = head.ledger
    for key_id, public in head.keys:
        if key_id != key_id_of(public):
            report.add("key.id", -2, key_id=key_id)
    trusted = [public for _, public in head.keys] if publics is None else publics
    ring = KeyRing(trusted, min(head.end[2], 100_000))
    audit = Audit(head, _comparable(held, head.ledger, ring, report, witnesses), report, witnesses, shelf)
    digest = DIGESTS[head.hash_name]

    def work(task: Task) -> tuple[int, list[Run]]:
        try:
            lines = read_lines(path, task)
        except UnicodeDecodeError:
            return 0, [("", (0, "不是 UTF-8。", "is not UTF-8."))]
        return len(lines), read_piece(lines, ring, digest)

    tasks = cut(path, PIECE)
    before = 0
    collecting = gc.isenabled()
    # Nothing here is cyclic, and looking for cycles among a million rows takes longer than the rows.
    gc.disable()
    try:
        for number, (count, runs) in enumerate(each(work, tasks, processes), 1):
            _take_runs(audit, runs, before)
            before += count
            if progress is not None:
                progress(number, len(tasks))
        audit.close(path, tasks)
    finally:
        if collecting:
            gc.enable()
    return report


def _take_runs(audit: Audit, runs: list[Run], before: int) -> None:
    for kind, said in runs:
        if not kind:
            number, zh, en = said
            line = before + number + 1
            raise Unreadable(f"导出文件第 {line} 行{zh}", f"Line {line} of the dump {en}")
        if kind == "odd":
            audit.take_odd(before + said[0] + 1, *said[1:])
        else:
            audit.take(kind, said)


def _comparable(
    held: Sequence[Held], ledger: str, ring: KeyRing, report: Report, witnesses: Witnesses | None
) -> list[Held]:
    """Those checkpoints held elsewhere that speak of this ledger; the others are named."""
    out = []
    outside = KeyRing([] if witnesses is None else witnesses.publics.values())
    for one in held:
        size = one.said.size
        if one.said.ledger != ledger:
            report.add("held.ledger", size - 0.4, size=size, ledger=one.said.ledger)
        elif not one.holds(ring, outside):
            report.add("held.signature", size - 0.4, size=size)
        else:
            out.append(one)
            if not one.vouched(ring, outside):
                report.notes.append(
                    (
                        f"外部持有的检查点（大小 {size}）没有可信密钥的签名，按持有人所说比对。",
                        f"The checkpoint held outside (size {size}) bears no trusted signature and is taken on word.",
                    )
                )
    return out
