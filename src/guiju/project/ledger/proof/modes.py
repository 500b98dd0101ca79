"""In which mode the database runs, held against the mode in which no acknowledged record is lost."""

from collections.abc import Iterator

from django.db import connection

from guiju.facts.tables.rights import changeable_tables
from guiju.project.ledger.database import FIXED_SQLITE

Mode = tuple[str, bool, str, str]
"""What was looked at, whether it is right, what it is, and what to do."""

_LEAST_POSTGRESQL = 150_000
_SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}
_SETTINGS = (
    ("synchronous_commit", ("on", "remote_apply", "remote_write"), "在 postgresql.conf 中设为 on。"),
    ("fsync", ("on",), "在 postgresql.conf 中设为 on；关闭时断电会丢失已确认的记录。"),
    ("full_page_writes", ("on",), "在 postgresql.conf 中设为 on。"),
    ("data_checksums", ("on",), "停机后执行 pg_checksums --enable。"),
)


def modes() -> Iterator[Mode]:
    """Kind, version and durability of the database, one after another."""
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> Iterator[Mode]:
    import sqlite3

    is_sound = sqlite3.sqlite_version_info >= FIXED_SQLITE
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0]).upper()
        cursor.execute("PRAGMA synchronous")
        synchronous = int(cursor.fetchone()[0])
    # An older library may lose pages of a write-ahead log; with the rollback journal it is safe, only slower.
    is_right = is_sound or journal == "DELETE"
    yield "数据库", is_right, f"SQLite {sqlite3.sqlite_version}", "安装 pysqlite3，或改用 PostgreSQL。"
    yield "日志方式", journal == ("WAL" if is_sound else "DELETE"), journal, "由规矩打开一次数据库即恢复。"
    told = f"synchronous={_SYNCHRONOUS.get(synchronous, synchronous)}"
    yield "落盘方式", synchronous >= 2, told, "不要用别的程序改写这个设置。"


def _postgresql() -> Iterator[Mode]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        yield "数据库", number >= _LEAST_POSTGRESQL, f"PostgreSQL {version}", "升级到 PostgreSQL 15 或更高版本。"
        for name, right, remedy in _SETTINGS:
            cursor.execute("SELECT current_setting(%s)", (name,))
            told = cursor.fetchone()[0]
            yield name, told in right, told, remedy
        cursor.execute(
            "SELECT r.rolsuper, EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = 'event' AND c.relkind = 'r' "
            "AND pg_has_role(r.oid, c.relowner, 'USAGE')) FROM pg_roles r WHERE r.rolname = current_user"
        )
        is_super, is_owner = cursor.fetchone()
    changeable = changeable_tables()
    told = "超级用户" if is_super else "各表的所有者" if is_owner else "对账本各表只能查询和追加"
    if changeable and not (is_super or is_owner):
        told = f"可以改动账本的表：{'、'.join(changeable)}"
    remedy = "设 GUIJU_DATABASE_OWNER 后执行 guiju ledger roles；应用改用只能查询和追加的角色，所有者另行保管。"
    yield "数据库角色", not (is_super or is_owner or changeable), told, remedy
