"""The triggers that refuse to change the ledger: defence in depth, not the promise.

Whoever owns the database can drop them; then the next check names what was changed.
"""

from collections.abc import Sequence
from typing import Any

FIRST = ("event", "event_key", "leaf", "tile", "checkpoint", "correction")
"""The tables that the ledger began with."""
KEPT = (*FIRST, "cosignature")
SENTENCE = "the ledger is append-only"


def add_guards(apps: Any, editor: Any, tables: Sequence[str] = KEPT) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on tables of the ledger, on all of them where none are named."""
    if editor.connection.vendor == "sqlite":
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
                )
        return
    editor.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
    )
    for table in tables:
        editor.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def drop_guards(apps: Any, editor: Any) -> None:
    """Take the triggers away, those that are there: before a migration is undone, or while a repair puts rows back."""
    if editor.connection.vendor == "sqlite":
        for table in KEPT:
            for verb in ("update", "delete"):
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        return
    for table in KEPT:
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
    editor.execute("DROP FUNCTION IF EXISTS refuse_change()")
