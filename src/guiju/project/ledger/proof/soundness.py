"""Whether the database's own file is sound, as far as the database can tell."""

from django.db import DatabaseError, connection

_SHOWN = 5


def unsound() -> list[str]:
    """What the database says of its own pages; empty where it finds nothing."""
    if connection.vendor == "sqlite":
        return _sqlite()
    with connection.cursor() as cursor:
        cursor.execute("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
        failures = cursor.fetchone()[0]
    return [f"数据库报告 {failures} 个页面校验和不符。"] if failures else []


def _sqlite() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(100)")
            said = [str(line) for (line,) in cursor.fetchall()]
    except DatabaseError as error:
        said = [str(error)]
    return [] if said == ["ok"] else [f"数据库文件有损：{line}" for line in said[:_SHOWN]]
