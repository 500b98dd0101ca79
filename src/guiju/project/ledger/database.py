"""Which database holds the ledger, and in which mode: the one place that knows SQLite from PostgreSQL."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from guiju.values.errors import GuijuError

FIXED_SQLITE = (3, 51, 3)
"""From this release on the write-ahead log cannot be reset under a reader; 3.7.0 to 3.51.2 can lose pages."""


class DatabaseRefused(GuijuError):
    """The address of the database is not one that Guiju can use."""

    code = "database.address"
    remedy = "GUIJU_DATABASE 应写成 sqlite:///路径 或 postgresql://用户@主机/库名。"


def use_fixed_sqlite() -> bool:
    """Let the bundled SQLite stand in for the system's before Django loads; whether the one in use is sound."""
    try:
        import pysqlite3
    except ImportError:
        pass
    else:
        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    import sqlite3

    return sqlite3.sqlite_version_info >= FIXED_SQLITE


def settings_of(address: str, *, is_sound: bool) -> dict[str, Any]:
    """Django's description of the database at ``address``, in the mode of durability that we ship.

    SQLite: write-ahead log, FULL, every writer takes its lock at the start; where the library is not sound, the
    rollback journal. PostgreSQL: READ COMMITTED and synchronous commits; races are decided by unique keys.

    Raises:
        DatabaseRefused: the address is neither a file nor a PostgreSQL database.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return _sqlite(Path(unquote(parts.path)), is_sound=is_sound)
    if parts.scheme in ("postgresql", "postgres") and parts.path.strip("/"):
        return _postgresql(address)
    raise DatabaseRefused(f"数据库地址“{parts.scheme}:”不能用。")


def _sqlite(path: Path, *, is_sound: bool) -> dict[str, Any]:
    journal = "WAL" if is_sound else "DELETE"
    commands = (
        f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA secure_delete=ON; "
        "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; "
        # An append dirties a dozen pages, many of them again and again: each is written less often.
        "PRAGMA wal_autocheckpoint=4000;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": commands},
        "CONN_MAX_AGE": None,
    }


def _postgresql(address: str) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict

    said = dict(conninfo_to_dict(address))
    name = said.pop("dbname")
    options: dict[str, Any] = {
        "application_name": "guiju",
        "prepare_threshold": 5,  # else Django lets the driver keep no plan at all
        "options": "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed -c client_encoding=UTF8",
    }
    known = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    described = {"ENGINE": "django.db.backends.postgresql", "NAME": name, "CONN_MAX_AGE": None}
    for word, value in said.items():
        if word in known:
            described[known[word]] = value
        else:
            options[word] = value
    return {**described, "OPTIONS": options}
