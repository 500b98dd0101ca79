"""What a dump does not carry and the database owner could still have changed: the sealer's row and the triggers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from guiju.facts.tables.guards import KEPT
from guiju.facts.verify.parts.checkpoint import read_checkpoint

_SQLITE = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL = (
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing of the database itself that is not as Guiju made it."""

    kind: str
    table: str
    sentence: str


def faults() -> list[Fault]:
    """Everything that is wrong with the sealer's row and the triggers."""
    return [*_sealer(), *(Fault("guard.missing", table, _lacks(table)) for table in unguarded())]


def unguarded() -> Sequence[str]:
    """The tables of the ledger that lack a trigger, or whose trigger is switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
        found = set(cursor.fetchall())
    wanted = ("no_update", "no_delete") if connection.vendor == "sqlite" else ("no_change",)
    return [table for table in KEPT if any((table, f"{table}_{name}") not in found for name in wanted)]


def _lacks(table: str) -> str:
    return f"表 {table} 的防改触发器缺失或被停用。"


def _sealer() -> list[Fault]:
    """The sealer's row repeats the last checkpoint's instant; from it the server takes that no event is earlier."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sealed_at FROM sealer")
        rows = cursor.fetchall()
        cursor.execute("SELECT text FROM checkpoint ORDER BY size DESC LIMIT 1")
        last = cursor.fetchone()
    try:
        sealed_at = None if last is None else read_checkpoint(bytes(last[0])).sealed_at
    except ValueError:
        # The verifier names a checkpoint that cannot be read.
        return []
    if rows == ([] if sealed_at is None else [(1, sealed_at)]):
        return []
    return [Fault("sealer.copy", "sealer", "封存行（sealer）记的时刻不是最后一个检查点的时刻：被改动过。")]
