"""Which database holds the ledger, and in which mode: the one place that knows SQLite from PostgreSQL."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from guiju.project import env
from guiju.values.errors import GuijuError

_NOT_PERMITTED = "42501"
_PLACES = ("USER", "PASSWORD", "HOST", "PORT")
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


class OwnerNeeded(GuijuError):
    """Tables are to be made or changed, and the role of the application may not."""

    code = "database.owner"
    remedy = "请用 GUIJU_DATABASE_OWNER 写明各表所有者的地址（同一个库、另一个角色）后再执行；服务平时运行不要设置它。"


class RolesRefused(GuijuError):
    """Owner and application are not two roles of one database, or the owner may not set the other up."""

    code = "database.roles"
    remedy = (
        "GUIJU_DATABASE 写应用角色，GUIJU_DATABASE_OWNER 写所有者角色，库名相同；所有者没有建角色权限的，"
        "请由数据库管理员先建应用角色（LOGIN，无其他权限）。"
    )


@contextmanager
def as_owner() -> Iterator[bool]:
    """Work as the owner of the tables until the end of the block; false where nobody but the application is named.

    Raises:
        RolesRefused: owner and application are one role, or have two databases.
    """
    address = env.database_owner()
    if not address:
        yield False
        return
    from django.db import connections

    ours = connections.settings["default"]
    theirs = {**ours, **dict.fromkeys(_PLACES, ""), **settings_of(address, is_sound=True)}
    if theirs["ENGINE"] != ours["ENGINE"] or theirs["NAME"] != ours["NAME"] or theirs["USER"] == ours.get("USER"):
        raise RolesRefused("所有者和应用不是同一个库的两个角色。")
    _connect_as(theirs)
    try:
        yield True
    finally:
        _connect_as(ours)


def _connect_as(described: dict[str, Any]) -> None:
    from django.db import connections

    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = described


def migrate() -> None:
    """Bring the tables to this version, as their owner, who gives the application's role what it needs of them.

    Raises:
        OwnerNeeded: the application's role alone was named, and it may not.
        RolesRefused: the two roles cannot be set up.
    """
    from django.core.management import call_command
    from django.db import ProgrammingError, connection, connections

    from guiju.facts.tables.rights import grant_application, make_role

    role = connections.settings["default"].get("USER", "")
    with as_owner() as is_owner:
        try:
            if is_owner:
                with connection.cursor() as cursor:
                    make_role(cursor, role)
            call_command("migrate", verbosity=0)
            if is_owner:
                with connection.cursor() as cursor:
                    grant_application(cursor, role)
        except ProgrammingError as error:
            if getattr(error.__cause__, "sqlstate", "") != _NOT_PERMITTED:
                raise
            if is_owner:
                raise RolesRefused(f"所有者不能设立角色“{role}”或授权。") from error
            raise OwnerNeeded("数据库表需要更新，应用的角色没有权限。") from error
