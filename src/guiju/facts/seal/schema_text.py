"""What the database says its own tables, triggers and constraints are, as one text whose digest is signed."""

from typing import Any

from django.db import connection

from guiju.facts.verify.parts.digests import Digest, sha256

_POSTGRESQL = (
    "SELECT 'column', table_name, column_name, data_type || ' ' || is_nullable FROM information_schema.columns "
    "WHERE table_schema = current_schema() UNION ALL "
    "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = current_schema()::regnamespace AND conrelid <> 0 UNION ALL "
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() UNION ALL "
    "SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text || ' ' || pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal UNION ALL "
    "SELECT 'function', proname, '', prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
    "ORDER BY 1, 2, 3, 4"
)
_SQLITE = "SELECT type, tbl_name, name, coalesce(sql, '') FROM sqlite_master ORDER BY 1, 2, 3, 4"


def schema_digest(digest: Digest = sha256) -> bytes:
    """The hash of everything that the database declares, so that a trigger that was dropped or disabled shows."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    text = "\n".join("\t".join(str(part) for part in row) for row in rows)
    return digest(text.encode())
