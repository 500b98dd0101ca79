"""What the role of the application may do on PostgreSQL: of the ledger's tables it reads, and adds to them.

The owner of the tables is another role, whose password the service never holds; who has it can still do everything,
and then the next check names what was changed.
"""

from typing import Any

from django.db import connection

from guiju.facts.tables.guards import KEPT

STEPS = "django_migrations"
"""Which steps the tables have taken: the owner's affair."""
_CHANGING = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER")


def grant_application(cursor: Any, role: str) -> None:
    """Let a role run the application, and no more; the cursor is the owner's."""
    cursor.execute("SELECT current_database(), current_schema()")
    database, schema = (_quoted(name) for name in cursor.fetchone())
    name, kept = _quoted(role), ", ".join((*KEPT, STEPS))
    for statement in (
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {name}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM PUBLIC, {name}",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {name}",
        f"GRANT USAGE ON SCHEMA {schema} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name}",
        f"REVOKE UPDATE, DELETE ON {kept} FROM {name}",
        f"REVOKE INSERT ON {STEPS} FROM {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
    ):
        cursor.execute(statement)


def make_role(cursor: Any, role: str) -> bool:
    """Make a role that may sign in and nothing else, unless there is one; whether it was made."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
    if cursor.fetchone() is not None:
        return False
    cursor.execute(f"CREATE ROLE {_quoted(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")
    return True


def changeable_tables() -> list[str]:
    """The tables of the ledger that the present role may change, and not only add to; all where it owns them."""
    tests = " OR ".join(["has_table_privilege(name, %s)"] * len(_CHANGING))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM unnest(%s::text[]) AS name WHERE {tests}", [list(KEPT), *_CHANGING])
        return [str(name) for (name,) in cursor.fetchall()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
