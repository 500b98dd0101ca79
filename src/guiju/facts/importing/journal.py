"""The journal of imports: which rows of which file are settled, so that a crash goes on where it was."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection

from guiju.values.errors import GuijuError

OPEN, FINISHED, ABANDONED = "open", "finished", "abandoned"


class BatchUnknown(GuijuError):
    """There is no import of this number."""

    code = "import.batch"
    remedy = "用 guiju import --batches 查看批次号。"


class ImportedElsewhere(GuijuError):
    """Another process took this import over, or began a later one of the same source."""

    code = "import.elsewhere"
    remedy = "用 guiju import --batches 查看进展；需要时再执行一次同样的命令。"


@dataclass(frozen=True, slots=True)
class Batch:
    """One import as the journal has it; ``event`` is its number.

    Of ``done`` rows so many were ``recorded`` anew, were known already (``repeated``), wait as corrections (``held``).
    ``refused`` rows never came in or were not recorded; ``missing`` facts are no longer in the source's export.
    """

    event: int
    source: str
    file_name: str
    file_digest: str
    mapping_digest: str
    unit: str
    begun_by: str
    begun_at: int
    finished_at: int | None
    state: str
    rows: int
    done: int
    recorded: int
    repeated: int
    held: int
    refused: int
    missing: int


COLUMNS = tuple(one.name for one in fields(Batch))
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM import_batch"


@dataclass(slots=True)
class Tally:
    """What became of some rows."""

    recorded: int = 0
    repeated: int = 0
    held: int = 0
    refused: int = 0


def get_batch(number: int) -> Batch:
    """The import of a number.

    Raises:
        BatchUnknown: there is none.
    """
    found = find_batches("WHERE event = %s", (number,))
    if not found:
        raise BatchUnknown(f"没有批次 {number}。")
    return found[0]


def last_batch(source: str) -> Batch | None:
    """The latest import of a source."""
    found = find_batches("WHERE source = %s ORDER BY event DESC LIMIT 1", (source,))
    return found[0] if found else None


def find_batches(clause: str, values: Sequence[Any]) -> list[Batch]:
    """Imports that a clause of SQL, written in this package, chooses."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT} {clause}", values)
        return [Batch(*row) for row in cursor.fetchall()]


def with_bytes(row: Sequence[Any]) -> list[Any]:
    """A row whose bytes are bytes on every database."""
    return [bytes(value) if isinstance(value, memoryview) else value for value in row]


def note_begun(batch: Batch, abandons: int | None) -> None:
    """Open the journal of an import; the one before it, if it was left unfinished, is given up."""
    with connection.cursor() as cursor:
        if abandons is not None:
            cursor.execute(
                "UPDATE import_batch SET state = %s WHERE event = %s AND state = %s", (ABANDONED, abandons, OPEN)
            )
        cursor.execute(
            f"INSERT INTO import_batch ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})",
            [getattr(batch, name) for name in COLUMNS],
        )


def take_rows(number: int, done: int, stop: int) -> None:
    """Claim the rows up to ``stop`` at the start of their transaction.

    Raises:
        ImportedElsewhere: somebody else did, or has given this import up.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE import_batch SET done = %s WHERE event = %s AND done = %s AND state = %s",
            (stop, number, done, OPEN),
        )
        if cursor.rowcount != 1:
            raise ImportedElsewhere(f"批次 {number} 已由另一个进程接着导入，或者已被放弃。")


def note_tally(number: int, tally: Tally) -> None:
    """Add what became of rows, in their transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE import_batch SET recorded = recorded + %s, repeated = repeated + %s, held = held + %s, "
            "refused = refused + %s WHERE event = %s",
            (tally.recorded, tally.repeated, tally.held, tally.refused, number),
        )


def note_finished(number: int, rows: int, missing: int, at: int) -> None:
    """Close the journal of an import whose rows are all settled.

    Raises:
        ImportedElsewhere: somebody else did, or has given this import up.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE import_batch SET state = %s, missing = %s, finished_at = %s "
            "WHERE event = %s AND done = %s AND state = %s",
            (FINISHED, missing, at, number, rows, OPEN),
        )
        if cursor.rowcount != 1:
            raise ImportedElsewhere(f"批次 {number} 已由另一个进程接着导入，或者已被放弃。")
